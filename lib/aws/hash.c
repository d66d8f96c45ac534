/* SHA-256 and HMAC with EVP contexts that are created once. */
#include "aws/hash.h"

#include "aws/openssl_problem.h"
#include "core/assert.h"
#include "core/mem.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <string.h>

_Static_assert(HASH_SIZE == 256 / 8 && HASH_HEX_SIZE == 2 * HASH_SIZE, "the sizes of SHA-256");

static bool mac_finish(struct hasher *hasher, const void *bytes, size_t size, unsigned char *out)
{
    size_t written;
    return EVP_MAC_update(hasher->mac_ctx, bytes, size) == 1 &&
           EVP_MAC_final(hasher->mac_ctx, out, &written, HASH_SIZE) == 1 && written == HASH_SIZE;
}

/*
 * EVP_MAC_init() without a key restarts with the current one, which saves hashing two blocks.
 * OpenSSL 3.0.2 (Ubuntu 22.04) does not restart then, so the loaded library is tested.
 */
static bool can_restart(struct hasher *hasher)
{
    static const unsigned char key[HASH_SIZE] = { 1 };
    unsigned char first[HASH_SIZE], again[HASH_SIZE];
    return EVP_MAC_init(hasher->mac_ctx, key, sizeof key, NULL) == 1 &&
           mac_finish(hasher, "x", 1, first) && EVP_MAC_init(hasher->mac_ctx, NULL, 0, NULL) == 1 &&
           mac_finish(hasher, "x", 1, again) && memcmp(first, again, HASH_SIZE) == 0;
}

static bool hasher_set_up(struct hasher *hasher)
{
    ASSERT(hasher->md == NULL && hasher->mac == NULL);
    hasher->md = EVP_MD_fetch(NULL, "SHA256", NULL);
    hasher->mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    if (hasher->md == NULL || hasher->mac == NULL) {
        return false;
    }
    hasher->md_ctx = EVP_MD_CTX_new();
    hasher->mac_ctx = EVP_MAC_CTX_new(hasher->mac);
    if (hasher->md_ctx == NULL || hasher->mac_ctx == NULL) {
        return false;
    }
    /* Set once: given at every init, OpenSSL would fetch the digest each time. */
    char digest[] = "SHA256";
    OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                            OSSL_PARAM_construct_end() };
    if (EVP_MAC_CTX_set_params(hasher->mac_ctx, params) != 1) {
        return false;
    }
    hasher->can_restart = can_restart(hasher);
    return true;
}

struct hasher *hasher_new(void)
{
    openssl_forget_problems();
    struct hasher *hasher = mem_calloc(1, sizeof *hasher);
    if (hasher == NULL) {
        return NULL;
    }
    if (!hasher_set_up(hasher)) {
        hasher_free(hasher);
        return NULL;
    }
    return hasher;
}

void hasher_free(struct hasher *hasher)
{
    if (hasher == NULL) {
        return;
    }
    EVP_MD_CTX_free(hasher->md_ctx);
    EVP_MAC_CTX_free(hasher->mac_ctx);
    EVP_MD_free(hasher->md);
    EVP_MAC_free(hasher->mac);
    mem_free_secret(hasher, sizeof *hasher);
}

void hasher_forget(struct hasher *hasher)
{
    static const unsigned char none[HASH_SIZE];
    if (hasher->has_key) {
        hasher->has_key = false;
        mem_cleanse(hasher->key, sizeof hasher->key);
        (void)EVP_MAC_init(hasher->mac_ctx, none, sizeof none, NULL);
    }
}

bool hasher_sha256(struct hasher *hasher, const void *bytes, size_t size, unsigned char *out)
{
    return EVP_DigestInit_ex2(hasher->md_ctx, hasher->md, NULL) == 1 &&
           EVP_DigestUpdate(hasher->md_ctx, bytes, size) == 1 &&
           EVP_DigestFinal_ex(hasher->md_ctx, out, NULL) == 1;
}

bool hasher_hmac(struct hasher *hasher, const void *key, size_t key_size, const void *bytes,
                 size_t size, unsigned char *out)
{
    hasher_forget(hasher);
    ASSERT(!hasher->has_key);
    return EVP_MAC_init(hasher->mac_ctx, key, key_size, NULL) == 1 &&
           mac_finish(hasher, bytes, size, out);
}

bool hasher_hmac_again(struct hasher *hasher, const unsigned char *key, const void *bytes,
                       size_t size, unsigned char *out)
{
    bool is_set_up =
        hasher->can_restart && hasher->has_key && memcmp(hasher->key, key, HASH_SIZE) == 0;
    if (EVP_MAC_init(hasher->mac_ctx, is_set_up ? NULL : key, is_set_up ? 0 : HASH_SIZE, NULL) !=
        1) {
        return false;
    }
    if (!is_set_up) {
        memcpy(hasher->key, key, HASH_SIZE);
        hasher->has_key = true;
    }
    return mac_finish(hasher, bytes, size, out);
}

/* The sixteen bytes that begin with one digit. */
#define HEX_ROW(h) \
    h "0" h "1" h "2" h "3" h "4" h "5" h "6" h "7" h "8" h "9" h "a" h "b" h "c" h "d" h "e" h "f"
#define HEX_ROWS(h, i, j, k) HEX_ROW(h) HEX_ROW(i) HEX_ROW(j) HEX_ROW(k)

void hash_hex(const unsigned char *hash, char *out)
{
    static const char bytes[] = HEX_ROWS("0", "1", "2", "3") HEX_ROWS("4", "5", "6", "7")
        HEX_ROWS("8", "9", "a", "b") HEX_ROWS("c", "d", "e", "f");
    static_assert(sizeof bytes == 256 * 2 + 1, "two digits for each byte");
    for (size_t i = 0; i < HASH_SIZE; i++) {
        memcpy(out + 2 * i, bytes + (size_t)2 * hash[i], 2);
    }
    out[HASH_HEX_SIZE] = '\0';
}
