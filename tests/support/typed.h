/*
 * Every operation's typed functions behind one signature, for tests that go through all of them.
 */
#ifndef TESTS_SUPPORT_TYPED_H
#define TESTS_SUPPORT_TYPED_H

#include <connect/operation.h>
#include <connect/pager.h>

typedef connect_status (*typed_fn)(connect_client *client, const void *request, void **out,
                                   connect_error **error);

typed_fn typed_of(const connect_operation *operation);

struct typed_pager {
    const connect_operation *operation;
    connect_pager *(*pages)(connect_client *client, const void *request);
    const void *(*next)(connect_pager *pager); /* a struct or a string */
};

/* The operations with pages, in alphabetical order. */
extern const struct typed_pager typed_pagers[];
extern const size_t typed_pagers_count;

#endif
