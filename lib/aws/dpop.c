/*
 * A DPoP proof is a JWT in compact form: base64url(header) "." base64url(claims) "." signature.
 * The header contains the public key, so the service needs no other knowledge of it.
 * (RFC 9449 section 4.2; RFC 7515 section 3.1; RFC 7518 section 6.2)
 */
#include "aws/dpop.h"

#include "aws/openssl_problem.h"
#include "core/assert.h"
#include "core/error.h"
#include "core/mem.h"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <string.h>

#define COORDINATE_SIZE 32 /* of P-256 */
#define PART_MAX 4096

/*
 * Rule: base64url has no padding.  Source: RFC 7515, 2.  Test:
 * a_login_is_renewed_with_a_dpop_proof.
 */
static void add_base64url(struct buf *out, const unsigned char *bytes, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned int group = 0; /* its lowest `bits` bits are not written yet */
    unsigned int bits = 0;
    for (size_t i = 0; i < size; i++) {
        group = group << 8 | bytes[i];
        for (bits += 8; bits >= 6; bits -= 6) {
            buf_add_char(out, digits[group >> (bits - 6) & 63]);
        }
    }
    if (bits != 0) {
        buf_add_char(out, digits[group << (6 - bits) & 63]);
    }
}

static bool add_coordinate(struct buf *out, EVP_PKEY *key, const char *name)
{
    unsigned char bytes[COORDINATE_SIZE];
    BIGNUM *number = NULL;
    bool ok = EVP_PKEY_get_bn_param(key, name, &number) == 1 &&
              BN_bn2binpad(number, bytes, COORDINATE_SIZE) == COORDINATE_SIZE;
    BN_free(number);
    if (ok) {
        add_base64url(out, bytes, COORDINATE_SIZE);
    }
    return ok;
}

/*
 * Method, URL and id are made by this library and contain nothing that JSON requires to escape.
 *
 * Rule: a proof has method, URL, time and a unique id, and the public key in its header.  Source:
 * RFC 9449, 4.2.  Test: a_login_is_renewed_with_a_dpop_proof.
 */
static bool add_signing_input(struct buf *out, EVP_PKEY *key, const struct dpop_claim *claim)
{
    struct buf part = BUF_INIT(PART_MAX);
    buf_add_text(&part, "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\",\"x\":\"");
    bool ok = add_coordinate(&part, key, OSSL_PKEY_PARAM_EC_PUB_X);
    buf_add_text(&part, "\",\"y\":\"");
    ok = ok && add_coordinate(&part, key, OSSL_PKEY_PARAM_EC_PUB_Y);
    buf_add_text(&part, "\",\"crv\":\"P-256\"}}");
    add_base64url(out, (const unsigned char *)buf_text(&part), part.size);
    buf_add_char(out, '.');
    ok = ok && part.state == BUF_OK;
    buf_clear(&part);
    buf_printf(&part, "{\"htm\":\"%s\",\"htu\":\"%s\",\"iat\":%lld,\"jti\":\"%s\"}", claim->method,
               claim->url, (long long)(claim->time_ms / 1000), claim->id);
    add_base64url(out, (const unsigned char *)buf_text(&part), part.size);
    ok = ok && part.state == BUF_OK && out->state == BUF_OK;
    buf_free(&part);
    return ok;
}

/*
 * OpenSSL encodes the signature as DER; ES256 is r and s concatenated (RFC 7518 section 3.4).
 *
 * Rule: an ES256 signature is r and s, 32 bytes each.  Source: RFC 7518, 3.4.  Test:
 * a_login_is_renewed_with_a_dpop_proof.
 */
static bool add_signature(struct buf *out, EVP_PKEY *key)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned char der[256], raw[2 * COORDINATE_SIZE];
    const unsigned char *cursor = der;
    size_t size = sizeof der;
    ECDSA_SIG *pair = NULL;
    bool ok =
        context != NULL &&
        EVP_DigestSignInit_ex(context, NULL, "SHA256", NULL, NULL, key, NULL) == 1 &&
        EVP_DigestSign(context, der, &size, (const unsigned char *)buf_text(out), out->size) == 1;
    /* Without memory to encode the signature OpenSSL reports success, and -1 as the size. */
    if (ok && size <= sizeof der) {
        pair = d2i_ECDSA_SIG(NULL, &cursor, (long)size);
    }
    ok = pair != NULL &&
         BN_bn2binpad(ECDSA_SIG_get0_r(pair), raw, COORDINATE_SIZE) == COORDINATE_SIZE &&
         BN_bn2binpad(ECDSA_SIG_get0_s(pair), raw + COORDINATE_SIZE, COORDINATE_SIZE) ==
             COORDINATE_SIZE;
    if (ok) {
        buf_add_char(out, '.');
        add_base64url(out, raw, sizeof raw);
    }
    ECDSA_SIG_free(pair);
    EVP_MD_CTX_free(context);
    return ok && out->state == BUF_OK;
}

/* NULL when it is not a private key on that curve, or when out of memory. */
static EVP_PKEY *parse_key(const char *pem, bool *lacks_memory)
{
    BIO *memory = BIO_new_mem_buf(pem, -1);
    /* An empty password: an encrypted key must fail, not prompt on the terminal. */
    EVP_PKEY *key = memory == NULL ? NULL : PEM_read_bio_PrivateKey(memory, NULL, NULL, (void *)"");
    char curve[32];
    BIO_free(memory);
    *lacks_memory = key == NULL && openssl_problem() == OPENSSL_LACKS_MEMORY;
    if (key != NULL && (EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, curve,
                                                       sizeof curve, NULL) != 1 ||
                        strcmp(curve, "prime256v1") != 0)) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    return key;
}

connect_status dpop_proof(const char *pem, const struct dpop_claim *claim, struct buf *out,
                          connect_error **error)
{
    ASSERT(claim->method != NULL && claim->url != NULL && claim->id != NULL);
    bool lacks_memory;
    openssl_forget_problems();
    EVP_PKEY *key = parse_key(pem, &lacks_memory);
    connect_status status = CONNECT_OK;
    if (lacks_memory) {
        return error_memory(error);
    }
    if (key == NULL) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "the dpopKey of the login is not a P-256 private key");
    }
    if (!add_signing_input(out, key, claim) || !add_signature(out, key)) {
        status = out->state == BUF_NO_MEMORY || openssl_problem() != OPENSSL_LACKS_ALGORITHM
                     ? error_memory(error)
                     : error_set(error, CONNECT_E_CREDENTIALS,
                                 "the proof of possession could not be signed");
    }
    EVP_PKEY_free(key);
    ASSERT(error_fits(status, error));
    return status;
}
