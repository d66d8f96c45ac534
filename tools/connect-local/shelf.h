/*
 * A shelf: records in the order in which they came.  Each has a number that no other on the shelf
 * ever gets, so a page token can say "after this one" while others come and go.
 */
#ifndef LOCAL_SHELF_H
#define LOCAL_SHELF_H

#include <jansson.h>

#include <stdint.h>

struct item {
    int64_t number;
    json_t *record;
    void *owner; /* whatever the record stands for, or NULL */
};

/* A zeroed struct is an empty shelf. */
struct shelf {
    struct item *items;
    size_t count, room;
    int64_t last_number;
};

/* Takes the reference of the record; the item may move when the shelf changes. */
struct item *shelf_add(struct shelf *shelf, json_t *record, void *owner);
void shelf_remove(struct shelf *shelf, size_t index);
/* The index of the first item with a number above this one; the count when there is none. */
size_t shelf_after(const struct shelf *shelf, int64_t number);
void shelf_free(struct shelf *shelf);

#endif
