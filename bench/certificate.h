/* TLS for the server of the benchmark. */
#ifndef BENCH_CERTIFICATE_H
#define BENCH_CERTIFICATE_H

#include <openssl/ssl.h>

#include <stdbool.h>

/*
 * A context with a new certificate for 127.0.0.1. `bundle` is a template for mkstemp(); the file
 * gets the certificate of the authority. NULL on failure.
 */
SSL_CTX *certificate_context(char *bundle);

#endif
