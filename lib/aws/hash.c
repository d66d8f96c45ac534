/* The only file that sees OpenSSL on the way of a signature. */
#include "aws/hash.h"

#include "core/mem.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>

struct hasher {
    EVP_MD *md;
    EVP_MD_CTX *md_ctx;
    EVP_MAC *mac;
    EVP_MAC_CTX *mac_ctx;
};

static bool hasher_set_up(struct hasher *hasher)
{
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
    /*
     * The digest is named once: among the parameters of every init, OpenSSL would fetch it every
     * time.
     */
    char digest[] = "SHA256";
    OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                            OSSL_PARAM_construct_end() };
    return EVP_MAC_CTX_set_params(hasher->mac_ctx, params) == 1;
}

struct hasher *hasher_new(void)
{
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
    mem_free(hasher);
}

bool hasher_sha256(struct hasher *hasher, const void *bytes, size_t size, unsigned char *out)
{
    return EVP_DigestInit_ex2(hasher->md_ctx, hasher->md, NULL) == 1 &&
           EVP_DigestUpdate(hasher->md_ctx, bytes, size) == 1 &&
           EVP_DigestFinal_ex(hasher->md_ctx, out, NULL) == 1;
}

/*
 * The key is given every time.  Starting again with the key of before would save two blocks, but
 * OpenSSL 3.0.2, which Ubuntu 22.04 ships, does not start again then.
 */
bool hasher_hmac(struct hasher *hasher, const void *key, size_t key_size, const void *bytes,
                 size_t size, unsigned char *out)
{
    size_t written;
    return EVP_MAC_init(hasher->mac_ctx, key, key_size, NULL) == 1 &&
           EVP_MAC_update(hasher->mac_ctx, bytes, size) == 1 &&
           EVP_MAC_final(hasher->mac_ctx, out, &written, HASH_SIZE) == 1 && written == HASH_SIZE;
}

void hash_hex(const unsigned char *hash, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < HASH_SIZE; i++) {
        out[2 * i] = digits[hash[i] >> 4];
        out[2 * i + 1] = digits[hash[i] & 15];
    }
    out[HASH_HEX_SIZE] = '\0';
}
