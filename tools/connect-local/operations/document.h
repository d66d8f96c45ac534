/*
 * The state as a JSON document: what --state reads and writes, GET /_state shows and POST /_reset
 * takes.
 *
 *     {"Instances": [{"InstanceAlias": "demo", "ApprovedOrigins": ["https://example.com"]}]}
 *
 * An instance has the members of DescribeInstance, Account and Region, and one list for each kind
 * of resource that belongs to it. Everything but the alias may be left out: what is missing
 * gets the value that a new resource would have. A list is loaded by executing the operation that
 * creates its resources, so the same limits and rules hold; members that were saved then replace
 * those that the operation chose, such as ids and times.
 */
#ifndef LOCAL_OPERATIONS_DOCUMENT_H
#define LOCAL_OPERATIONS_DOCUMENT_H

#include "state/local.h"

#include <jansson.h>

/* How the resources of each collection are created: names of operations. */
extern const char *const collection_creators[COLLECTION_COUNT];

/* A new document of the state. Under the lock. */
json_t *document_save(struct local *local);

/*
 * Replaces the state. Under the lock, or before any thread. On failure the state is that of
 * local_reset(), and a reason that names the place is returned, to be freed with mem_free().
 */
char *document_load(struct local *local, const json_t *document);

#endif
