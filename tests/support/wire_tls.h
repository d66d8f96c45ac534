/*
 * TLS for the wire server: a certificate authority of the test's own, and certificates that are
 * good or wrong in one way.
 */
#ifndef TESTS_SUPPORT_WIRE_TLS_H
#define TESTS_SUPPORT_WIRE_TLS_H

#include "support/wire_server.h"

enum wire_certificate {
    WIRE_GOOD,         /* for 127.0.0.1 and localhost */
    WIRE_EXPIRED,      /* since yesterday */
    WIRE_NOT_YET,      /* from tomorrow */
    WIRE_OTHER_NAME,   /* for other.example */
    WIRE_OTHER_ISSUER, /* signed by an authority that is not in the bundle */
    WIRE_INTERMEDIATE, /* signed by an intermediate authority, which is sent along */
    WIRE_CERTIFICATES
};

struct wire_tls;

/* max_version: one of OpenSSL's TLS1_1_VERSION and so on, 0 for the newest. */
struct wire_tls *wire_tls_new(enum wire_certificate which, int max_version);
/* After wire_stop() of the server that used it. */
void wire_tls_free(struct wire_tls *tls);
/* Before the tests, for valgrind: the above, and a handshake without libcurl. */
void wire_tls_warm_up(void);

/*
 * From now on each connection gets the certificate that `choose` names; before the first of them.
 */
void wire_tls_choose(struct wire_tls *tls, enum wire_certificate (*choose)(void *user), void *user);

/* Chooses HTTP/2 where it is offered, for a script that speaks it; before the first connection. */
void wire_tls_choose_http2(struct wire_tls *tls);

/* For wire_start(). */
const struct wire_io *wire_tls_io(const struct wire_tls *tls);
/* A PEM file with the authority's certificate; removed by wire_tls_free(). */
const char *wire_tls_bundle(const struct wire_tls *tls);
/* Writes another such file: of the authority, or of the intermediate one alone. */
void wire_tls_write_authority(const struct wire_tls *tls, const char *path);
void wire_tls_write_intermediate(const struct wire_tls *tls, const char *path);
/* What OpenSSL names the authority's file in a folder: "1234abcd.0"; `out` has 16 bytes. */
void wire_tls_hash_name(const struct wire_tls *tls, char *out);
/* How many handshakes took up an earlier session. */
int wire_tls_resumptions(const struct wire_tls *tls);

/*
 * How many connections the client ended with a close-notify, and how many handshakes were
 * completed.
 */
int wire_tls_goodbyes(const struct wire_tls *tls);
int wire_tls_handshakes(const struct wire_tls *tls);
/* Whether the last client offered this protocol by ALPN. */
bool wire_tls_was_offered(struct wire_tls *tls, const char *protocol);

#endif
