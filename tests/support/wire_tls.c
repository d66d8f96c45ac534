/*
 * See wire_tls.h.  Keys are made anew each time: nothing secret lies in the tree, and nothing in it
 * expires.
 */
#include "support/wire_tls.h"

#include <check.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct wire_tls {
    struct wire_io io;
    enum wire_certificate which;
    int max_version;
    bool http2;
    SSL_CTX *contexts[WIRE_CERTIFICATES]; /* made when needed */
    enum wire_certificate (*choose)(void *user);
    void *chooser;
    EVP_PKEY *key, *authority_key, *other_key;
    EVP_PKEY *intermediate_key;
    X509 *authority, *other, *intermediate;
    char bundle[256];
    atomic_int goodbyes;
    atomic_int handshakes;
    atomic_int resumptions;
    pthread_mutex_t lock;      /* of what was offered */
    unsigned char offered[64]; /* as in ALPN: each with its length before it */
    unsigned offered_size;
};

static void add_extension(X509 *certificate, X509 *issuer, int id, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, id, value);
    ck_assert_ptr_nonnull(extension);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

static X509 *certificate_new(const char *name, EVP_PKEY *key, long from, long to)
{
    static atomic_long serial = 1;
    X509 *certificate = X509_new();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), atomic_fetch_add(&serial, 1));
    X509_gmtime_adj(X509_getm_notBefore(certificate), from);
    X509_gmtime_adj(X509_getm_notAfter(certificate), to);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               (const unsigned char *)name, -1, -1, 0);
    X509_set_pubkey(certificate, key);
    return certificate;
}

/* issuer: NULL for one that signs itself. */
static X509 *authority_new(const char *name, EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key)
{
    X509 *certificate = certificate_new(name, key, -86400, 86400);
    X509 *signer = issuer != NULL ? issuer : certificate;
    X509_set_issuer_name(certificate, X509_get_subject_name(signer));
    add_extension(certificate, signer, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(certificate, signer, NID_key_usage, "critical,keyCertSign");
    ck_assert_int_gt(X509_sign(certificate, issuer != NULL ? issuer_key : key, EVP_sha256()), 0);
    return certificate;
}

static X509 *server_new(enum wire_certificate which, EVP_PKEY *key, X509 *issuer,
                        EVP_PKEY *issuer_key)
{
    long from = which == WIRE_NOT_YET ? 86400 : -2 * 86400;
    long to = which == WIRE_EXPIRED ? -86400 : 2 * 86400;
    X509 *certificate = certificate_new("server", key, from, to);
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
    const char *names =
        which == WIRE_OTHER_NAME ? "DNS:other.example" : "IP:127.0.0.1,DNS:localhost";
    add_extension(certificate, issuer, NID_subject_alt_name, names);
    ck_assert_int_gt(X509_sign(certificate, issuer_key, EVP_sha256()), 0);
    return certificate;
}

static void write_certificate(X509 *certificate, const char *path)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(PEM_write_X509(file, certificate), 1);
    ck_assert_int_eq(fclose(file), 0);
}

static void write_bundle(struct wire_tls *tls, X509 *authority)
{
    const char *base = getenv("TMPDIR");
    snprintf(tls->bundle, sizeof tls->bundle, "%s/connect-bundle-XXXXXX",
             base != NULL ? base : "/tmp");
    int fd = mkstemp(tls->bundle);
    ck_assert_int_ge(fd, 0);
    close(fd);
    write_certificate(authority, tls->bundle);
}

static int on_alpn(SSL *ssl, const unsigned char **out, unsigned char *out_size,
                   const unsigned char *in, unsigned in_size, void *user)
{
    static const unsigned char http1[] = "\x08http/1.1", http2[] = "\x02h2";
    struct wire_tls *tls = user;
    unsigned char *chosen;
    (void)ssl;
    pthread_mutex_lock(&tls->lock);
    tls->offered_size = in_size < sizeof tls->offered ? in_size : 0;
    memcpy(tls->offered, in, tls->offered_size);
    pthread_mutex_unlock(&tls->lock);
    const unsigned char *wanted = tls->http2 ? http2 : http1;
    unsigned wanted_size = tls->http2 ? sizeof http2 - 1 : sizeof http1 - 1;
    if (SSL_select_next_proto(&chosen, out_size, wanted, wanted_size, in, in_size) !=
        OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_NOACK;
    }
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

static bool tls_open(void *user, int fd, void **state)
{
    struct wire_tls *tls = user;
    SSL *ssl = SSL_new(tls->contexts[tls->choose != NULL ? tls->choose(tls->chooser) : tls->which]);
    ck_assert_ptr_nonnull(ssl);
    SSL_set_fd(ssl, fd);
    SSL_set_app_data(ssl, tls);
    if (SSL_accept(ssl) != 1) {
        SSL_free(ssl);
        return false;
    }
    atomic_fetch_add(&tls->handshakes, 1);
    atomic_fetch_add(&tls->resumptions, SSL_session_reused(ssl));
    *state = ssl;
    return true;
}

static ssize_t tls_read(void *state, int fd, void *bytes, size_t size)
{
    (void)fd;
    int got = SSL_read(state, bytes, (int)size);
    if (got <= 0 && SSL_get_error(state, got) == SSL_ERROR_ZERO_RETURN) {
        struct wire_tls *tls = SSL_get_app_data((SSL *)state);
        atomic_fetch_add(&tls->goodbyes, 1);
    }
    return got;
}

static ssize_t tls_write(void *state, int fd, const void *bytes, size_t size)
{
    (void)fd;
    return SSL_write(state, bytes, (int)size);
}

static void tls_close(void *state, int fd, bool politely)
{
    (void)fd;
    if (politely) {
        SSL_shutdown(state);
    }
    SSL_free(state);
}

static SSL_CTX *context_new(struct wire_tls *tls, enum wire_certificate which)
{
    X509 *issuer = which == WIRE_OTHER_ISSUER   ? tls->other
                   : which == WIRE_INTERMEDIATE ? tls->intermediate
                                                : tls->authority;
    EVP_PKEY *issuer_key = which == WIRE_OTHER_ISSUER   ? tls->other_key
                           : which == WIRE_INTERMEDIATE ? tls->intermediate_key
                                                        : tls->authority_key;
    X509 *certificate = server_new(which, tls->key, issuer, issuer_key);
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    /*
     * An old version wants old ciphers as well, or the handshake fails for another reason than the
     * version.
     */
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_min_proto_version(context, 0);
    SSL_CTX_set_max_proto_version(context, tls->max_version);
    SSL_CTX_set_alpn_select_cb(context, on_alpn, tls);
    ck_assert_int_eq(SSL_CTX_use_certificate(context, certificate), 1);
    ck_assert_int_eq(SSL_CTX_use_PrivateKey(context, tls->key), 1);
    if (which == WIRE_INTERMEDIATE) {
        ck_assert_int_eq(SSL_CTX_add1_chain_cert(context, tls->intermediate), 1);
    }
    X509_free(certificate);
    return context;
}

struct wire_tls *wire_tls_new(enum wire_certificate which, int max_version)
{
    struct wire_tls *tls = calloc(1, sizeof *tls);
    ck_assert_ptr_nonnull(tls);
    pthread_mutex_init(&tls->lock, NULL);
    tls->io = (struct wire_io){ tls_open, tls_read, tls_write, tls_close, tls };
    tls->which = which;
    tls->max_version = max_version;
    tls->authority_key = EVP_EC_gen("P-256");
    tls->other_key = EVP_EC_gen("P-256");
    tls->key = EVP_EC_gen("P-256");
    tls->intermediate_key = EVP_EC_gen("P-256");
    /* A name of its own: OpenSSL looks for an issuer by name. */
    static atomic_int number;
    char name[32];
    snprintf(name, sizeof name, "authority %d", atomic_fetch_add(&number, 1));
    tls->authority = authority_new(name, tls->authority_key, NULL, NULL);
    tls->other = authority_new("other authority", tls->other_key, NULL, NULL);
    tls->intermediate = authority_new("intermediate authority", tls->intermediate_key,
                                      tls->authority, tls->authority_key);
    write_bundle(tls, tls->authority);
    tls->contexts[which] = context_new(tls, which);
    return tls;
}

void wire_tls_choose(struct wire_tls *tls, enum wire_certificate (*choose)(void *user), void *user)
{
    for (int which = 0; which < WIRE_CERTIFICATES; which++) {
        if (tls->contexts[which] == NULL) {
            tls->contexts[which] = context_new(tls, (enum wire_certificate)which);
        }
    }
    tls->choose = choose;
    tls->chooser = user;
}

void wire_tls_choose_http2(struct wire_tls *tls)
{
    tls->http2 = true;
}

void wire_tls_free(struct wire_tls *tls)
{
    unlink(tls->bundle);
    for (int which = 0; which < WIRE_CERTIFICATES; which++) {
        SSL_CTX_free(tls->contexts[which]);
    }
    X509_free(tls->authority);
    X509_free(tls->other);
    X509_free(tls->intermediate);
    EVP_PKEY_free(tls->intermediate_key);
    EVP_PKEY_free(tls->key);
    EVP_PKEY_free(tls->authority_key);
    EVP_PKEY_free(tls->other_key);
    pthread_mutex_destroy(&tls->lock);
    free(tls);
}

const struct wire_io *wire_tls_io(const struct wire_tls *tls)
{
    return &tls->io;
}

const char *wire_tls_bundle(const struct wire_tls *tls)
{
    return tls->bundle;
}

void wire_tls_write_authority(const struct wire_tls *tls, const char *path)
{
    write_certificate(tls->authority, path);
}

void wire_tls_write_intermediate(const struct wire_tls *tls, const char *path)
{
    write_certificate(tls->intermediate, path);
}

void wire_tls_hash_name(const struct wire_tls *tls, char *out)
{
    snprintf(out, 16, "%08lx.0",
             X509_NAME_hash(X509_get_subject_name(tls->authority)) & 0xffffffff);
}

int wire_tls_resumptions(const struct wire_tls *tls)
{
    return tls->resumptions;
}

int wire_tls_goodbyes(const struct wire_tls *tls)
{
    return tls->goodbyes;
}

int wire_tls_handshakes(const struct wire_tls *tls)
{
    return tls->handshakes;
}

bool wire_tls_was_offered(struct wire_tls *tls, const char *protocol)
{
    bool offered = false;
    pthread_mutex_lock(&tls->lock);
    for (unsigned i = 0; i < tls->offered_size; i += 1u + tls->offered[i]) {
        if (tls->offered[i] == strlen(protocol) &&
            memcmp(tls->offered + i + 1, protocol, tls->offered[i]) == 0) {
            offered = true;
        }
    }
    pthread_mutex_unlock(&tls->lock);
    return offered;
}

void wire_tls_warm_up(void)
{
    struct wire_tls *tls = wire_tls_new(WIRE_GOOD, 0);
    struct wire_server *server = wire_start(wire_script_ok, NULL, wire_tls_io(tls));
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)wire_port(server)),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    SSL *ssl = SSL_new(context);
    static const char request[] = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    char response[1024];
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_eq(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    ck_assert_int_eq(SSL_CTX_load_verify_locations(context, tls->bundle, NULL), 1);
    SSL_set_verify(ssl, SSL_VERIFY_PEER, NULL);
    ck_assert_int_eq(SSL_set_fd(ssl, fd), 1);
    ck_assert_int_eq(SSL_connect(ssl), 1);
    ck_assert_int_gt(SSL_write(ssl, request, sizeof request - 1), 0);
    ck_assert_int_gt(SSL_read(ssl, response, sizeof response), 0);
    (void)SSL_shutdown(ssl);
    SSL_free(ssl);
    SSL_CTX_free(context);
    (void)close(fd);
    wire_stop(server);
    wire_tls_free(tls);
}
