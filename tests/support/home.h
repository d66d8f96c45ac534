/*
 * A person's machine: a home directory of its own, an environment with nothing of AWS in it, and a
 * client that has to find out by itself.  Time, chance and the network are fakes.
 */
#ifndef TESTS_SUPPORT_HOME_H
#define TESTS_SUPPORT_HOME_H

#include "aws/credentials.h"
#include "support/world.h"

struct home {
    char path[64];
    struct world world; /* its options name an endpoint and no keys */
};

void home_begin(struct home *home);
void home_end(struct home *home);
/* Writes a file below the home directory, with the folders above it. */
void home_write(const struct home *home, const char *name, const char *text);
/* Its content, to be freed. */
char *home_read(const struct home *home, const char *name);
/* The full path, in a buffer that the next question reuses. */
const char *home_path(const struct home *home, const char *name);

/* A client anew, as a program would make it, and its keys; the caller's reference. */
connect_status home_keys(struct home *home, struct credentials **out, connect_error **error);
/* The same; the test fails when there are no keys. */
struct credentials *home_fine_keys(struct home *home);
/* The same; the test fails unless it is refused with a message that has this part. */
void home_refused(struct home *home, connect_status status, const char *part);

#endif
