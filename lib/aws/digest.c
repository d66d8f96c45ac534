/* One-shot digests. */
#include "aws/digest.h"

#include "aws/openssl_problem.h"
#include "core/assert.h"

#include <openssl/evp.h>

static_assert(DIGEST_HEX_MAX == 2 * 256 / 8 + 1, "the longest is SHA-256");

bool digest_hex(const char *algorithm, const void *bytes, size_t size, char out[DIGEST_HEX_MAX])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[EVP_MAX_MD_SIZE];
    size_t length;
    openssl_forget_problems();
    if (EVP_Q_digest(NULL, algorithm, NULL, bytes, size, digest, &length) != 1 ||
        2 * length >= DIGEST_HEX_MAX) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[2 * length] = '\0';
    return true;
}
