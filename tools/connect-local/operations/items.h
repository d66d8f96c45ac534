/*
 * What most operations on an instance do: add a record to one of its collections, find it, list the
 * records, remove it.
 */
#ifndef LOCAL_OPERATIONS_ITEMS_H
#define LOCAL_OPERATIONS_ITEMS_H

#include "operations/job.h"

/* A kind of resource that belongs to an instance. */
struct resource_kind {
    enum collection_id collection;
    const char *what;    /* in messages */
    const char *keys[3]; /* members that identify one */
    const char *same[3]; /* members that must be unique; the keys when empty */
    const char *view;    /* the member of the record that a listing shows; NULL: the record */
    const char *id;      /* the member that gets a new id, or NULL */
    const char *arn;     /* the member that gets the ARN, or NULL */
    const char *path;    /* in the ARN, before the id */
    size_t limit;        /* for each instance; 0: none */
};

typedef bool handler_fn(struct job *job, const struct resource_kind *kind);

/* The record of a new resource: the input without the members that address it. */
json_t *record_from_input(const struct job *job);
/*
 * The index in the collection of the record that the keys of the input name; fails the job with
 * 404.
 */
bool find_item(struct job *job, struct instance *instance, const struct resource_kind *kind,
               size_t *index);
/*
 * Adds the record to the collection with a new id; fails the job when there is an equal one or the
 * limit is reached.
 */
bool add_item(struct job *job, struct instance *instance, const struct resource_kind *kind,
              json_t *record);
/* One page of a collection: items whose members equal those of the input. */
bool list_collection(struct job *job, const struct collection *collection, const char *view);

/* The handlers of operations that do nothing else. */
handler_fn associate, disassociate, list_items;

#endif
