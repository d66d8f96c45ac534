/* Every operation's typed function behind one signature, for tests that go through all of them. */
#ifndef TESTS_SUPPORT_TYPED_H
#define TESTS_SUPPORT_TYPED_H

#include <connect/client.h>
#include <connect/operation.h>

typedef connect_status (*typed_fn)(connect_client *client, const void *request, void **out,
                                   connect_error **error);

typed_fn typed_of(const connect_operation *operation);

#endif
