/* Randomness: OpenSSL's generator, which is reseeded in a forked child by itself. */
#include "core/random.h"

#include <openssl/rand.h>

#include <limits.h>
#include <stdint.h>

static bool system_fill(void *user, void *bytes, size_t count)
{
    (void)user;
    unsigned char *at = bytes;
    while (count > 0) {
        int part = count < INT_MAX ? (int)count : INT_MAX;
        if (RAND_bytes(at, part) != 1) {
            return false;
        }
        at += part;
        count -= (size_t)part;
    }
    return true;
}

const connect_random random_system = { sizeof(connect_random), NULL, system_fill };

bool random_uuid(const connect_random *random, char *out)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t bytes[16];
    if (!random->fill(random->user, bytes, sizeof bytes)) {
        out[0] = '\0';
        return false;
    }
    bytes[6] = (uint8_t)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (uint8_t)((bytes[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            *out++ = '-';
        }
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 0x0f];
    }
    *out = '\0';
    return true;
}

double random_unit(const connect_random *random)
{
    uint64_t bits;
    if (!random->fill(random->user, &bits, sizeof bits)) {
        return 0.5;
    }
    return (double)(bits >> 11) / 9007199254740992.0;
}
