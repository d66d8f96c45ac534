/*
 * Sources of credentials that take five seconds each: a process, instance metadata and SSO. The
 * HTTP services are a server in a process of its own that responds late.
 */
#ifndef BENCH_SOURCES_H
#define BENCH_SOURCES_H

#include <stdbool.h>
#include <sys/types.h>

#define SOURCES_COUNT 3
#define SOURCES_DELAY_MS 5000 /* from the first request, or the start of the process */

/* The profiles of the config file, each with the credentials of one source. */
extern const char *const sources_profiles[SOURCES_COUNT];

struct sources {
    pid_t pid;                                     /* of the server */
    char home[sizeof "/tmp/connect-bench-XXXXXX"]; /* HOME, with the config file and SSO token */
};

/*
 * Starts the server and changes the environment of this process, so that clients find the sources.
 * False when that failed. In both cases sources_stop() follows.
 */
bool sources_start(struct sources *sources);
void sources_stop(struct sources *sources);

#endif
