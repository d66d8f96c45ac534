/*
 * Client tokens: what was asked with a token, and what was answered, so that asking again changes
 * nothing.
 */
#ifndef LOCAL_STATE_REPLAY_H
#define LOCAL_STATE_REPLAY_H

#include "base/map.h"

#include <jansson.h>

/* The latest requests are remembered; a client that tries again does so within seconds. */
#define REPLAYS_MAX 20000

struct replay {
    char *key;
    json_t *input;
    char *response;
};

/* A zeroed struct is empty. */
struct replays {
    struct map by_key;
    struct replay *ring; /* the oldest gives way */
    size_t next;
};

/* What was remembered under the operation and the token; NULL when nothing was. */
const struct replay *replay_find(const struct replays *replays, const char *operation,
                                 const char *token);
/* The input is kept by reference: nobody may change it afterwards.  The response is copied. */
void replay_remember(struct replays *replays, const char *operation, const char *token,
                     json_t *input, const char *response);
void replays_free(struct replays *replays);

#endif
