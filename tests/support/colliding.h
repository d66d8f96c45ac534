/* Names of 16 letters and digits that all have the same hash in shape/names.c. */
#ifndef SUPPORT_COLLIDING_H
#define SUPPORT_COLLIDING_H

#include "core/text.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

/* What eight bytes of a text of 16 become: (size ^ bytes) * K with its high half. */
static inline uint64_t colliding_hash(uint64_t bytes)
{
    uint64_t hash = (16 ^ bytes) * UINT64_C(0x9e3779b97f4a7c15);

    return hash ^ hash >> 32;
}

/*
 * The second eight bytes undo what the first have done.  Those of the first that change are the
 * highest, so that most of the second stay as they are; names are left out in which these are no
 * letters or digits.  *next is 0 at first.
 */
static inline void colliding_name(char out[17], unsigned *next)
{
    static const char plain[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const uint64_t zeros = UINT64_C(0x3030303030303030);
    size_t good;

    do {
        uint64_t first = zeros, second;
        unsigned number = (*next)++;

        for (int shift = 56; shift >= 32; shift -= 8) {
            first ^= (uint64_t)(plain[number % 62] ^ '0') << shift;
            number /= 62;
        }
        second = htole64(colliding_hash(first) ^ colliding_hash(zeros) ^ zeros);
        first = htole64(first);
        memcpy(out, &first, 8);
        memcpy(out + 8, &second, 8);
        out[16] = '\0';
        for (good = 0; text_is_alnum(out[good]); good++) {
        }
    } while (good < 16);
}

#endif
