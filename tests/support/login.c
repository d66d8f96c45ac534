/* See login.h. */
#include "support/login.h"

#include <check.h>
#include <jansson.h>
#include <openssl/ec.h>
#include <openssl/pem.h>

#include <stdlib.h>

static EVP_PKEY *key;

EVP_PKEY *login_key(void)
{
    return key;
}

char *login_make_key(const char *curve)
{
    BIO *memory = BIO_new(BIO_s_mem());
    char *pem = calloc(1, 4096);
    EVP_PKEY_free(key);
    key = EVP_EC_gen(curve);
    ck_assert_int_eq(PEM_write_bio_PrivateKey(memory, key, NULL, NULL, 0, NULL, NULL), 1);
    ck_assert_int_gt(BIO_read(memory, pem, 4095), 0);
    BIO_free(memory);
    return pem;
}

void login_write(const struct home *home, const char *name, const char *end, const char *curve)
{
    char *pem = login_make_key(curve);
    json_t *root = json_pack("{s:{s:s,s:s,s:s,s:s,s:s},s:s,s:s,s:s,s:s}", "accessToken",
                             "accessKeyId", "LOGIN", "secretAccessKey", "s", "sessionToken", "t",
                             "accountId", "123456789012", "expiresAt", end, "clientId", "client",
                             "refreshToken", "old-refresh", "idToken", "id", "dpopKey", pem);
    char *text = json_dumps(root, 0);
    home_write(home, name, text);
    free(text);
    free(pem);
    json_decref(root);
}
