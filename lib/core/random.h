/*
 * Random bytes behind connect_random.
 */
#ifndef CORE_RANDOM_H
#define CORE_RANDOM_H

#include <connect/transport.h>

extern const connect_random random_system;

/* A version 4 UUID in lower case; `out` has at least 37 bytes.  False when the source fails. */
bool random_uuid(const connect_random *random, char *out);
/* Uniform in [0, 1); 0.5 when the source fails. */
double random_unit(const connect_random *random);

#endif
