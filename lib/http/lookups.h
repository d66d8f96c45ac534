/*
 * Which host names are being looked up: libcurl starts a thread for each transfer that finds no
 * cached address, 300 threads for 300 first requests.  One of them goes ahead, the others wait.
 */
#ifndef HTTP_LOOKUPS_H
#define HTTP_LOOKUPS_H

#include "http/connection.h"

#define LOOKUPS_MAX 32
#define LOOKUP_ORIGIN_MAX 288

/* A scheme, host and port that requests went to. */
struct lookup {
    char origin[LOOKUP_ORIGIN_MAX];
    bool under_way;         /* by one request, the pioneer */
    int64_t resolved_until; /* libcurl has the address */
};

struct lookups {
    struct lookup rows[LOOKUPS_MAX];
    size_t next;
};

/* The record of a URL's origin; NULL when its host needs no lookup. */
struct lookup *lookup_find(struct lookups *lookups, const char *url);
/* The request is about to go out: true when it is the pioneer, until lookup_end(). */
bool lookup_start(struct lookup *lookup);
/* resolved: a socket was opened, so libcurl has an address. */
void lookup_end(struct lookup *lookup, bool resolved);

#endif
