/*
 * Records in the order in which they were added. Each has a number that is never used again in the
 * collection, so a page token can mean "after this record" while others are added and removed.
 */
#ifndef LOCAL_BASE_COLLECTION_H
#define LOCAL_BASE_COLLECTION_H

#include <jansson.h>

#include <stdint.h>

struct item {
    int64_t number;
    json_t *record;
    void *owner; /* the object of the record, or NULL */
};

/* A zeroed struct is an empty collection. */
struct collection {
    struct item *items;
    size_t count, capacity;
    int64_t last_number;
};

/* Takes the reference of the record; the item may move when the collection changes. */
struct item *collection_add(struct collection *collection, json_t *record, void *owner);
void collection_remove(struct collection *collection, size_t index);
/* The index of the first item with a number above this one; the count when there is none. */
size_t collection_after(const struct collection *collection, int64_t number);
void collection_free(struct collection *collection);

#endif
