/* The cache file of an `aws login`, with a new private key. */
#ifndef TESTS_SUPPORT_LOGIN_H
#define TESTS_SUPPORT_LOGIN_H

#include "support/home.h"

#include <openssl/evp.h>

/* A login, and its file: the name is the SHA-256 of the session. */
#define LOGIN_SESSION "arn:aws:sts::123456789012:assumed-role/Admin/me"
#define LOGIN_NAME "c03a7323bda916bba892295dd46ea73c98866a0ad0a2606cb839909f35fbc865.json"
#define LOGIN_FILE ".aws/login/cache/" LOGIN_NAME

/*
 * Writes the file `name` below home: access key LOGIN, refresh token old-refresh, until `end`.
 * curve: of the key, "P-256".
 */
void login_write(const struct home *home, const char *name, const char *end, const char *curve);
/* Generates a private key of the curve; returns it as PEM, to be freed. */
char *login_make_key(const char *curve);
/* The key that was generated last. */
EVP_PKEY *login_key(void);

#endif
