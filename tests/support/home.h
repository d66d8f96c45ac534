/*
 * A client without options, with a temporary home directory, an environment without variables of
 * AWS, and fakes of clock, randomness and network.
 */
#ifndef TESTS_SUPPORT_HOME_H
#define TESTS_SUPPORT_HOME_H

#include "aws/credentials.h"
#include "support/world.h"

/* The tokens of the SSO session "company", and of the start URL "https://old.example/start". */
#define SSO_FILE ".aws/sso/cache/71b21161ffa1e6516bcc072aaf5ef38cbe85b511.json"
#define OLD_SSO_FILE ".aws/sso/cache/103c764598c7bfb84492cce4b625216b27775ddd.json"

struct home {
    char path[64];
    struct world world; /* its options have an endpoint and no credentials */
};

void home_begin(struct home *home);
void home_end(struct home *home);
/* Writes a file below the home directory, with the folders above it. */
void home_write(const struct home *home, const char *name, const char *text);
/* Its content, to be freed. */
char *home_read(const struct home *home, const char *name);
/* The full path, in a buffer that the next call reuses. */
const char *home_path(const struct home *home, const char *name);

/* Makes a new client and fetches its credentials, a reference. */
connect_status home_fetch(struct home *home, struct credentials **out, connect_error **error);
/* The same; the test fails when there are none. */
struct credentials *home_fetch_credentials(struct home *home);
/* The same; the test fails unless it fails with that status and part of the message. */
void home_expect_refusal(struct home *home, connect_status status, const char *part);

#endif
