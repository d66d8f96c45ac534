/*
 * Signature Version 4 for a GET without a body: the signing key of the day is cached, and the
 * contexts of OpenSSL are kept.
 */
#include "bench.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define HASH_SIZE 32
#define EMPTY_HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

struct bench_signer {
    EVP_MD *sha256;
    EVP_MD_CTX *digest;
    EVP_MAC *hmac;
    EVP_MAC_CTX *keyed; /* with the signing key of the day */
    char day[9];
};

static void print_hex(const unsigned char *bytes, char *out)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < HASH_SIZE; i++) {
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    *out = '\0';
}

/* Derives the signing key of the day. */
static bool derive_key(struct bench_signer *signer, const char *day)
{
    const char *const parts[] = { day, BENCH_REGION, "connect", "aws4_request" };
    unsigned char key[64] = "AWS4" BENCH_SECRET;
    size_t key_size = strlen((const char *)key);
    char digest_name[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name, 0),
        OSSL_PARAM_construct_end(),
    };

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        unsigned char next[HASH_SIZE];

        if (HMAC(EVP_sha256(), key, (int)key_size, (const unsigned char *)parts[i],
                 strlen(parts[i]), next, NULL) == NULL) {
            return false;
        }
        memcpy(key, next, sizeof next);
        key_size = sizeof next;
    }
    (void)snprintf(signer->day, sizeof signer->day, "%s", day);
    return EVP_MAC_init(signer->keyed, key, key_size, parameters) == 1;
}

struct bench_signer *bench_signer_new(void)
{
    struct bench_signer *signer = calloc(1, sizeof *signer);

    if (signer == NULL) {
        abort();
    }
    signer->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    signer->digest = EVP_MD_CTX_new();
    signer->hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    signer->keyed = EVP_MAC_CTX_new(signer->hmac);
    return signer;
}

void bench_signer_free(struct bench_signer *signer)
{
    EVP_MAC_CTX_free(signer->keyed);
    EVP_MAC_free(signer->hmac);
    EVP_MD_CTX_free(signer->digest);
    EVP_MD_free(signer->sha256);
    free(signer);
}

static bool hash_text(struct bench_signer *signer, const char *text, size_t size, char *hex)
{
    unsigned char hash[HASH_SIZE];

    if (EVP_DigestInit_ex2(signer->digest, signer->sha256, NULL) != 1 ||
        EVP_DigestUpdate(signer->digest, text, size) != 1 ||
        EVP_DigestFinal_ex(signer->digest, hash, NULL) != 1) {
        return false;
    }
    print_hex(hash, hex);
    return true;
}

static bool mac_text(struct bench_signer *signer, const char *text, size_t size, char *hex)
{
    unsigned char mac[HASH_SIZE];
    size_t mac_size;

    if (EVP_MAC_init(signer->keyed, NULL, 0, NULL) != 1 ||
        EVP_MAC_update(signer->keyed, (const unsigned char *)text, size) != 1 ||
        EVP_MAC_final(signer->keyed, mac, &mac_size, sizeof mac) != 1) {
        return false;
    }
    print_hex(mac, hex);
    return true;
}

bool bench_sign(struct bench_signer *signer, const char *host, const char *path, const char *query,
                char *date, char *authorization)
{
    time_t now = time(NULL);
    struct tm utc;
    char day[9], text[2048], hash[2 * HASH_SIZE + 1], signature[2 * HASH_SIZE + 1];

    (void)strftime(date, BENCH_DATE_SIZE, "%Y%m%dT%H%M%SZ", gmtime_r(&now, &utc));
    (void)snprintf(day, sizeof day, "%.8s", date);
    if (strcmp(day, signer->day) != 0 && !derive_key(signer, day)) {
        return false;
    }
    int size = snprintf(text, sizeof text,
                        "GET\n%s\n%s\nhost:%s\nx-amz-date:%s\n\nhost;x-amz-date\n" EMPTY_HASH, path,
                        query, host, date);
    if (!hash_text(signer, text, (size_t)size, hash)) {
        return false;
    }
    size = snprintf(text, sizeof text,
                    "AWS4-HMAC-SHA256\n%s\n%s/" BENCH_REGION "/connect/aws4_request\n%s", date, day,
                    hash);
    if (!mac_text(signer, text, (size_t)size, signature)) {
        return false;
    }
    (void)snprintf(authorization, BENCH_AUTHORIZATION_SIZE,
                   "AWS4-HMAC-SHA256 Credential=" BENCH_KEY "/%s/" BENCH_REGION
                   "/connect/aws4_request, SignedHeaders=host;x-amz-date, Signature=%s",
                   day, signature);
    return true;
}
