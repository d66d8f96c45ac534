/* What a server might say: valid responses, changed by chance beyond what anybody would think of.
 */
#ifndef TESTS_SUPPORT_BABBLE_H
#define TESTS_SUPPORT_BABBLE_H

#include "support/dice.h"
#include "support/wire_server.h"

enum babble_language {
    BABBLE_HTTP,    /* reads a request and responds */
    BABBLE_HTTP2,   /* frames, without listening */
    BABBLE_ANYTHING /* as HTTP, without listening */
};

/* Bytes to send, owned by the caller, freed with free(). */
char *babble_new(struct dice *dice, enum babble_language language, size_t *size);
/* Changes bytes on their way; returns how many there are then, at most `room`. */
size_t babble_mangle(struct dice *dice, char *bytes, size_t size, size_t room);

/*
 * Plays one connection: reads some, says something, ends somehow; again and again when the dice
 * want it.
 */
void babble_play(struct dice *dice, enum babble_language language, struct wire_peer *peer);

#endif
