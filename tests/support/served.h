/*
 * A connect-local of one's own: a process on a free port of the loopback, for as long as a test
 * needs it.
 */
#ifndef TESTS_SUPPORT_SERVED_H
#define TESTS_SUPPORT_SERVED_H

#include <connect/client.h>

#include <sys/types.h>

struct served {
    pid_t pid;
    int out;       /* its standard output */
    int log;       /* a file with its standard error */
    char url[128]; /* "http://127.0.0.1:PORT" */
};

/* flags end with NULL. */
void served_start(struct served *served, const char *const *flags);
/* Ends it by SIGTERM; the test fails when it does not end well. */
void served_stop(struct served *served);

#define SERVED_START(served, ...) served_start((served), (const char *const[]){ __VA_ARGS__, NULL })

/* Whether it said that on standard error; with --verbose, that is who requested what. */
bool served_said(const struct served *served, const char *text);

/* The keys that connect-local knows by itself. */
#define SERVED_KEY "AKIDLOCAL"
#define SERVED_SECRET "local-secret"

/* A client of it with those keys, or others; NULL for a default. */
connect_client *served_client(const struct served *served, const char *key, const char *secret,
                              const char *region);
/* The same with options of one's own, of which endpoint, region and keys are filled in. */
connect_client *served_client_with(const struct served *served, connect_client_options *options,
                                   const char *key, const char *secret);

#endif
