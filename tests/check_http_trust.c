/*
 * HTTP: the certificates that servers are verified with, one store for the process and bundle.
 */
#include "http/trust.h"
#include "support/exchange.h"
#include "support/memory.h"
#include "support/real.h"
#include "support/suite.h"
#include "support/wire_tls.h"

#include <connect/connect.h>

#include <curl/curl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 8

/* ---- a thread that holds a lock of the library while another forks ---- */

enum place { NOWHERE, MAKING, READING, READING_LATE };

static _Thread_local enum place pause_place;
static atomic_bool is_paused, may_go_on;

static void pause_at(enum place place)
{
    if (pause_place == place) {
        pause_place = NOWHERE;
        atomic_store(&is_paused, true);
        while (!atomic_load(&may_go_on)) {
            usleep(1000);
        }
    }
}

__attribute__((visibility("default"))) int pthread_mutex_init(pthread_mutex_t *mutex,
                                                              const pthread_mutexattr_t *kind)
{
    REAL(pthread_mutex_init);
    pause_at(MAKING);
    return real.function(mutex, kind);
}

/* ---- counting the reading of bundles: the program comes before the library ---- */

static atomic_int bundles_read;
static bool reads_fail; /* by an allocation failure, which a later error hides */

__attribute__((visibility("default"))) int X509_LOOKUP_ctrl(X509_LOOKUP *lookup, int command,
                                                            const char *text, long number,
                                                            char **result)
{
    REAL(X509_LOOKUP_ctrl);
    atomic_fetch_add(&bundles_read, command == X509_L_FILE_LOAD);
    if (command == X509_L_FILE_LOAD) {
        pause_at(READING);
        pause_at(READING_LATE);
    }
    if (reads_fail && command == X509_L_FILE_LOAD) {
        ERR_raise(ERR_LIB_X509, ERR_R_MALLOC_FAILURE);
        ERR_raise(ERR_LIB_X509, ERR_R_PEM_LIB);
        return 0;
    }
    return real.function(lookup, command, text, number, result);
}

static bool stores_fail;

__attribute__((visibility("default"))) X509_STORE *X509_STORE_new(void)
{
    REAL(X509_STORE_new);
    return stores_fail ? NULL : real.function();
}

static bool folders_fail; /* to be added to a store */

__attribute__((visibility("default"))) int X509_STORE_load_path(X509_STORE *store, const char *path)
{
    REAL(X509_STORE_load_path);
    return folders_fail ? 0 : real.function(store, path);
}

static bool contexts_fail; /* to take a store */

__attribute__((visibility("default"))) long SSL_CTX_ctrl(SSL_CTX *context, int command, long number,
                                                         void *argument)
{
    REAL(SSL_CTX_ctrl);
    if (command == SSL_CTRL_SET_VERIFY_CERT_STORE && contexts_fail) {
        return 0;
    }
    return real.function(context, command, number, argument);
}

/* ---- a folder for certificates ---- */

static char folder[64], path[128], hashed[80];
static struct wire_tls *tls, *other;
static struct wire_server *server, *other_server;

static void set_up(void)
{
    strcpy(folder, "/tmp/connect-trust.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/bundle.pem", folder);
    snprintf(hashed, sizeof hashed, "%s/hashed", folder);
    ck_assert_int_eq(mkdir(hashed, 0700), 0);
    tls = wire_tls_new(WIRE_GOOD, 0);
    other = wire_tls_new(WIRE_GOOD, 0);
    server = wire_start(wire_script_ok, NULL, wire_tls_io(tls));
    other_server = wire_start(wire_script_ok, NULL, wire_tls_io(other));
}

static void tear_down(void)
{
    char command[128];
    wire_stop(server);
    wire_stop(other_server);
    wire_tls_free(tls);
    wire_tls_free(other);
    snprintf(command, sizeof command, "rm -r %s", folder);
    ck_assert_int_eq(system(command), 0);
}

static connect_status get(const connect_transport *transport, struct wire_server *from)
{
    struct exchange exchange;
    exchange_init(&exchange, wire_url(from, "/"));
    connect_status status = exchange_run(&exchange, transport);
    exchange_free(&exchange);
    return status;
}

/* Whether the store is used at all: not with a libcurl over another TLS library. */
static bool is_shared(void)
{
    return trust_fits(curl_version_info(CURLVERSION_NOW)->ssl_version);
}

/* ---- sharing ---- */

static void *get_once(void *user)
{
    connect_transport transport = exchange_transport(wire_tls_bundle(tls), NULL, 4);
    (void)user;
    ck_assert_int_eq(get(&transport, server), CONNECT_OK);
    transport.release(transport.user);
    return NULL;
}

START_TEST(bundle_is_read_once_for_all_clients)
{
    pthread_t threads[THREADS];
    connect_transport first = exchange_transport(wire_tls_bundle(tls), NULL, 4);
    ck_assert_int_eq(get(&first, server), CONNECT_OK);
    for (int i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, get_once, NULL), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    if (is_shared()) {
        ck_assert_int_eq(atomic_load(&bundles_read), 1);
    }
    first.release(first.user);
}
END_TEST

static atomic_bool stop;

static void *get_often(void *user)
{
    bool own = user != NULL;
    while (!atomic_load(&stop)) {
        connect_transport transport =
            exchange_transport(wire_tls_bundle(own ? tls : other), NULL, 4);
        ck_assert_int_eq(get(&transport, own ? server : other_server), CONNECT_OK);
        ck_assert_int_eq(get(&transport, own ? other_server : server), CONNECT_E_TLS);
        transport.release(transport.user);
    }
    return NULL;
}

START_TEST(clients_with_different_bundles_trust_different_servers)
{
    pthread_t threads[4];
    atomic_store(&stop, false);
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, get_often, i % 2 == 0 ? tls : NULL), 0);
    }
    usleep(300000);
    atomic_store(&stop, true);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
    /* A session verified with one store would be accepted for the other. */
    ck_assert_int_eq(wire_tls_resumptions(tls) + wire_tls_resumptions(other), 0);
}
END_TEST

START_TEST(session_of_a_trusting_client_is_not_resumed_by_another)
{
    connect_transport trusting = exchange_transport(wire_tls_bundle(tls), NULL, 0);
    connect_transport strict = exchange_transport(wire_tls_bundle(other), NULL, 0);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(get(&trusting, server), CONNECT_OK);
        ck_assert_int_eq(get(&strict, server), CONNECT_E_TLS);
    }
    ck_assert_int_eq(wire_tls_resumptions(tls), 0);
    trusting.release(trusting.user);
    strict.release(strict.user);
}
END_TEST

START_TEST(stores_are_counted_by_their_bundle)
{
    struct trust *a = trust_acquire("/a", NULL, NULL), *b = trust_acquire("/b", "/a", "/c");
    struct trust *c = trust_acquire(NULL, "/a", "/c"), *d = trust_acquire(NULL, "/a", NULL);
    ck_assert(a != b && a != c && a != d && b != c && b != d && c != d);
    ck_assert_ptr_eq(trust_acquire("/a", "/ignored", "/ignored"), a);
    ck_assert_ptr_eq(trust_acquire("/b", NULL, NULL), b);
    ck_assert_ptr_eq(trust_acquire(NULL, "/a", "/c"), c);
    trust_release(a);
    trust_release(a);
    trust_release(b);
    trust_release(b);
    trust_release(c);
    trust_release(c);
    trust_release(d);
    trust_release(NULL);
}
END_TEST

START_TEST(description_says_how_servers_are_verified)
{
    connect_credentials_provider *anonymous = NULL;
    ck_assert_int_eq(connect_credentials_anonymous(&anonymous, NULL), CONNECT_OK);
    connect_client_options options = { .size = sizeof options,
                                       .region = "us-west-2",
                                       .credentials = anonymous };
    connect_client *client = NULL;
    char *text = NULL;
    ck_assert_int_eq(connect_client_new(&options, &client, NULL), CONNECT_OK);
    ck_assert_int_eq(connect_client_describe(client, &text, NULL), CONNECT_OK);
    ck_assert_ptr_nonnull(strstr(text, is_shared()
                                           ? "\"certificates\": \"one store for the process ("
                                           : "\"certificates\": \"read by each connection ("));
    connect_free(text);
    connect_client_free(client);
    connect_credentials_provider_free(anonymous);
}
END_TEST

START_TEST(description_is_cut_to_its_room_and_empty_for_another_transport)
{
    const connect_transport custom = { .size = sizeof custom };
    connect_transport own = exchange_transport(NULL, NULL, 4);
    char whole[256], text[sizeof whole + 1];
    transport_describe_trust(&own, whole, sizeof whole);
    ck_assert_uint_lt(strlen(whole), sizeof whole - 1);
    for (size_t room = 1; room <= sizeof whole; room++) {
        size_t size = strlen(whole) < room ? strlen(whole) : room - 1;
        memset(text, 'x', sizeof text);
        transport_describe_trust(&own, text, room);
        ck_assert_uint_eq(strlen(text), size);
        ck_assert_int_eq(strncmp(text, whole, size), 0);
        ck_assert_int_eq(text[room], 'x');
        memset(text, 'x', sizeof text);
        transport_describe_trust(&custom, text, room);
        ck_assert_str_eq(text, "");
        ck_assert_int_eq(text[room], 'x');
    }
    own.release(own.user);
}
END_TEST

/* Warms a client up that has the bundle at `path`. */
static connect_status warm_up(const char *endpoint_url, connect_error **error)
{
    connect_client_options options = { .size = sizeof options,
                                       .region = "us-west-2",
                                       .endpoint_url = endpoint_url,
                                       .ca_bundle = path };
    connect_client *client = NULL;
    ck_assert_int_eq(connect_credentials_anonymous(&options.credentials, NULL), CONNECT_OK);
    ck_assert_int_eq(connect_client_new(&options, &client, NULL), CONNECT_OK);
    connect_status status = connect_client_warm_up(client, error);
    connect_client_free(client);
    connect_credentials_provider_free(options.credentials);
    return status;
}

START_TEST(warming_up_reads_the_certificates_without_a_connection)
{
    connect_error *error = NULL;
    if (!is_shared()) {
        return;
    }
    wire_tls_write_authority(tls, path);
    ck_assert_int_eq(warm_up("http://127.0.0.1:9", NULL), CONNECT_OK);
    ck_assert_int_eq(atomic_load(&bundles_read), 0);
    ck_assert_int_eq(warm_up(wire_url(server, "/"), NULL), CONNECT_OK);
    ck_assert_int_eq(atomic_load(&bundles_read), 1);
    ck_assert_int_eq(wire_tls_handshakes(tls), 0);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(warm_up(wire_url(server, "/"), &error), CONNECT_E_TLS);
    ck_assert_ptr_nonnull(strstr(connect_error_message(error), path));
    connect_error_free(error);
}
END_TEST

/* ---- verification ---- */

START_TEST(intermediate_authority_alone_is_enough)
{
    struct wire_tls *chain = wire_tls_new(WIRE_INTERMEDIATE, 0);
    struct wire_server *chained = wire_start(wire_script_ok, NULL, wire_tls_io(chain));
    wire_tls_write_intermediate(chain, path);
    connect_transport intermediate = exchange_transport(path, NULL, 4);
    connect_transport root = exchange_transport(wire_tls_bundle(chain), NULL, 4);
    connect_transport stranger = exchange_transport(wire_tls_bundle(other), NULL, 4);
    ck_assert_int_eq(get(&intermediate, chained), CONNECT_OK);
    ck_assert_int_eq(get(&root, chained), CONNECT_OK);
    ck_assert_int_eq(get(&stranger, chained), CONNECT_E_TLS);
    intermediate.release(intermediate.user);
    root.release(root.user);
    stranger.release(stranger.user);
    wire_stop(chained);
    wire_tls_free(chain);
}
END_TEST

static const struct {
    enum wire_certificate which;
    const char *says;
} refused[] = {
    { WIRE_EXPIRED, "expired" },
    { WIRE_OTHER_ISSUER, "local issuer" },
    { WIRE_OTHER_NAME, "127.0.0.1" },
};

START_TEST(reason_of_a_failed_verification_is_told)
{
    struct exchange exchange;
    struct wire_tls *bad = wire_tls_new(refused[_i].which, 0);
    struct wire_server *lying = wire_start(wire_script_ok, NULL, wire_tls_io(bad));
    connect_transport transport = exchange_transport(wire_tls_bundle(bad), NULL, 4);
    exchange_init(&exchange, wire_url(lying, "/"));
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TLS);
    ck_assert_int_eq(exchange.failure.code, CURLE_PEER_FAILED_VERIFICATION);
    ck_assert(exchange.failure.final && exchange.failure.not_sent);
    ck_assert_msg(strstr(exchange.failure.message, refused[_i].says) != NULL, "%s",
                  exchange.failure.message);
    exchange_free(&exchange);
    transport.release(transport.user);
    wire_stop(lying);
    wire_tls_free(bad);
}
END_TEST

/* The proxy itself is spoken to over TLS. */
START_TEST(https_proxy_is_verified_with_the_same_store)
{
    struct wire_server *target = wire_start(wire_script_ok, NULL, NULL);
    connect_transport trusting = exchange_transport(wire_tls_bundle(tls), wire_url(server, ""), 4);
    connect_transport strict = exchange_transport(wire_tls_bundle(other), wire_url(server, ""), 4);
    ck_assert_int_eq(get(&trusting, target), CONNECT_OK);
    ck_assert_int_eq(wire_requests(server), 1);
    ck_assert_int_eq(get(&strict, target), CONNECT_E_TLS);
    ck_assert_int_eq(wire_requests(server), 1);
    ck_assert_int_eq(wire_connections(target), 0);
    trusting.release(trusting.user);
    strict.release(strict.user);
    wire_stop(target);
}
END_TEST

/* ---- files that change ---- */

/* Changes the file in a way that shows even where time is coarse: by another inode. */
static void replace(const struct wire_tls *from)
{
    char draft[128];
    snprintf(draft, sizeof draft, "%s/draft", folder);
    wire_tls_write_authority(from, draft);
    ck_assert_int_eq(rename(draft, path), 0);
}

START_TEST(changed_bundle_is_read_by_the_next_connection)
{
    wire_tls_write_authority(tls, path);
    connect_transport transport = exchange_transport(path, NULL, 4);
    ck_assert_int_eq(get(&transport, server), CONNECT_OK);
    ck_assert_int_eq(get(&transport, other_server), CONNECT_E_TLS);
    replace(other);
    /* A connection that stands was verified when it was made. */
    ck_assert_int_eq(get(&transport, server), CONNECT_OK);
    ck_assert_int_eq(get(&transport, other_server), CONNECT_OK);
    connect_transport fresh = exchange_transport(path, NULL, 4);
    ck_assert_int_eq(get(&fresh, server), CONNECT_E_TLS);
    ck_assert_int_eq(get(&fresh, other_server), CONNECT_OK);
    fresh.release(fresh.user);
    transport.release(transport.user);
}
END_TEST

static const char *const no_bundles[] = { NULL, "", "not a certificate\n",
                                          "-----BEGIN CERTIFICATE-----\nAAAA\n" };

START_TEST(unreadable_bundle_is_named_until_it_is_repaired)
{
    struct exchange exchange;
    if (no_bundles[_i] != NULL) {
        FILE *file = fopen(path, "w");
        ck_assert_ptr_nonnull(file);
        fputs(no_bundles[_i], file);
        ck_assert_int_eq(fclose(file), 0);
    }
    connect_transport transport = exchange_transport(path, NULL, 4);
    exchange_init(&exchange, wire_url(server, "/"));
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TLS);
        ck_assert_int_eq(exchange.failure.code, CURLE_SSL_CACERT_BADFILE);
        ck_assert(exchange.failure.final && exchange.failure.not_sent);
        ck_assert_ptr_nonnull(strstr(exchange.failure.message, path));
    }
    replace(tls);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    exchange_free(&exchange);
    transport.release(transport.user);
}
END_TEST

/* Whatever another part of the program has left in OpenSSL's queue. */
START_TEST(file_without_certificates_is_unreadable)
{
    char message[TRUST_MESSAGE_MAX];
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fputs("-----BEGIN CERTIFICATE-----\nnone\n", file) >= 0, 1);
    ck_assert_int_eq(fclose(file), 0);
    struct trust *trust = trust_acquire(path, NULL, NULL);
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    if (_i == 1) {
        ERR_raise(ERR_LIB_USER, ERR_R_MALLOC_FAILURE);
    }
    ck_assert_int_eq(trust_apply(trust, context, message, sizeof message), TRUST_UNREADABLE);
    ck_assert_ptr_nonnull(strstr(message, path));
    SSL_CTX_free(context);
    trust_release(trust);
}
END_TEST

START_TEST(bundle_whose_reading_ran_out_of_memory_is_read_by_the_next_connection)
{
    char message[TRUST_MESSAGE_MAX];
    struct trust *trust = trust_acquire(wire_tls_bundle(tls), NULL, NULL);
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    reads_fail = true;
    ck_assert_int_eq(trust_apply(trust, context, message, sizeof message), TRUST_NO_MEMORY);
    if (is_shared()) {
        connect_transport transport = exchange_transport(wire_tls_bundle(tls), NULL, 4);
        ck_assert_int_eq(transport_warm_up(&transport, NULL), CONNECT_E_MEMORY);
        transport.release(transport.user);
    }
    reads_fail = false;
    /* The application's next call of OpenSSL would take errors in the queue for its own. */
    ck_assert_uint_eq(ERR_peek_error(), 0);
    ck_assert_int_eq(trust_apply(trust, context, message, sizeof message), TRUST_OK);
    SSL_CTX_free(context);
    trust_release(trust);
}
END_TEST

/* ---- the defaults: a folder of hashed names, and a file for what is not in it ---- */

/* Whether a client with this store believes a server. */
static bool is_trusted(struct trust *trust, struct wire_server *from)
{
    char message[256] = "";
    bool trusted = false;
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    ck_assert_ptr_nonnull(context);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    if (trust_apply(trust, context, message, sizeof message) == TRUST_OK) {
        char address[32];
        snprintf(address, sizeof address, "127.0.0.1:%d", wire_port(from));
        BIO *bio = BIO_new_ssl_connect(context);
        ck_assert_ptr_nonnull(bio);
        BIO_set_conn_hostname(bio, address);
        trusted = BIO_do_handshake(bio) == 1;
        BIO_free_all(bio);
    }
    SSL_CTX_free(context);
    return trusted;
}

static void write_hashed(const struct wire_tls *from)
{
    char name[16], file[128];
    wire_tls_hash_name(from, name);
    snprintf(file, sizeof file, "%s/%s", hashed, name);
    wire_tls_write_authority(from, file);
}

START_TEST(store_that_could_not_be_made_is_made_by_the_next_connection)
{
    char message[TRUST_MESSAGE_MAX];
    wire_tls_write_authority(tls, path);
    struct trust *trust = trust_acquire(path, NULL, NULL);
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    ck_assert_int_eq(trust_apply(trust, context, message, sizeof message), TRUST_OK);
    wire_tls_write_intermediate(tls, path); /* a file of another size */
    stores_fail = true;
    ck_assert_int_eq(trust_apply(trust, context, message, sizeof message), TRUST_NO_MEMORY);
    stores_fail = false;
    int before = atomic_load(&bundles_read);
    ck_assert_int_eq(trust_apply(trust, context, message, sizeof message), TRUST_OK);
    ck_assert_int_eq(atomic_load(&bundles_read), before + 1);
    SSL_CTX_free(context);
    trust_release(trust);
}
END_TEST

START_TEST(folder_that_cannot_be_used_is_named)
{
    char message[TRUST_MESSAGE_MAX] = "";
    struct trust *trust = trust_acquire(NULL, path, hashed);
    wire_tls_write_authority(tls, path);
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    folders_fail = true;
    ck_assert_int_eq(trust_apply(trust, context, message, sizeof message), TRUST_UNREADABLE);
    ck_assert_ptr_nonnull(strstr(message, hashed));
    folders_fail = false;
    ck_assert_int_eq(trust_apply(trust, context, message, sizeof message), TRUST_OK);
    SSL_CTX_free(context);
    trust_release(trust);
}
END_TEST

START_TEST(connection_whose_context_has_no_store_is_not_made)
{
    char message[TRUST_MESSAGE_MAX];
    struct exchange exchange;
    struct trust *trust = trust_acquire(wire_tls_bundle(tls), NULL, NULL);
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    connect_transport transport = exchange_transport(wire_tls_bundle(tls), NULL, 4);
    exchange_init(&exchange, wire_url(server, "/"));
    contexts_fail = true;
    ck_assert_int_eq(trust_apply(trust, context, message, sizeof message), TRUST_NO_MEMORY);
    if (is_shared()) {
        ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_MEMORY);
        ck_assert(exchange.failure.not_sent);
        ck_assert_int_eq(wire_requests(server), 0);
    }
    contexts_fail = false;
    ck_assert_int_eq(trust_apply(trust, context, message, sizeof message), TRUST_OK);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    exchange_free(&exchange);
    transport.release(transport.user);
    SSL_CTX_free(context);
    trust_release(trust);
}
END_TEST

START_TEST(hashed_folder_comes_first)
{
    /* The file is never read: it could not be. */
    FILE *file = fopen(path, "w");
    fputs("not a certificate\n", file);
    fclose(file);
    write_hashed(tls);
    struct trust *trust = trust_acquire(NULL, path, hashed);
    ck_assert(is_trusted(trust, server));
    ck_assert(!is_trusted(trust, other_server));
    ck_assert(is_trusted(trust, server));
    trust_release(trust);
}
END_TEST

START_TEST(file_is_read_for_what_the_folder_lacks)
{
    struct trust *trust = trust_acquire(NULL, path, hashed);
    ck_assert(!is_trusted(trust, server));
    wire_tls_write_authority(tls, path);
    ck_assert(is_trusted(trust, server));
    ck_assert(!is_trusted(trust, other_server));
    ck_assert_int_eq(atomic_load(&bundles_read), 1);
    trust_release(trust);
}
END_TEST

START_TEST(intermediate_in_the_file_is_found_after_the_folder)
{
    struct wire_tls *chain = wire_tls_new(WIRE_INTERMEDIATE, 0);
    struct wire_server *chained = wire_start(wire_script_ok, NULL, wire_tls_io(chain));
    wire_tls_write_intermediate(chain, path);
    struct trust *trust = trust_acquire(NULL, path, hashed);
    ck_assert(is_trusted(trust, chained));
    trust_release(trust);
    wire_stop(chained);
    wire_tls_free(chain);
}
END_TEST

START_TEST(either_default_may_be_missing)
{
    char message[256] = "";
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    struct trust *folder_only = trust_acquire(NULL, NULL, hashed);
    struct trust *file_only = trust_acquire(NULL, path, "/nonexistent");
    struct trust *nothing = trust_acquire(NULL, "/nonexistent/file", "/nonexistent");
    write_hashed(tls);
    wire_tls_write_authority(tls, path);
    ck_assert(is_trusted(folder_only, server));
    ck_assert(!is_trusted(folder_only, other_server));
    ck_assert(is_trusted(file_only, server));
    ck_assert(!is_trusted(file_only, other_server));
    ck_assert_int_eq(trust_apply(nothing, context, message, sizeof message), TRUST_UNREADABLE);
    ck_assert_ptr_nonnull(strstr(message, "/nonexistent/file"));
    struct trust *unknown = trust_acquire(NULL, NULL, "/nonexistent");
    ck_assert_int_eq(trust_apply(unknown, context, message, sizeof message), TRUST_UNREADABLE);
    ck_assert_ptr_nonnull(strstr(message, "none is known"));
    trust_release(unknown);
    trust_release(folder_only);
    trust_release(file_only);
    trust_release(nothing);
    SSL_CTX_free(context);
}
END_TEST

START_TEST(certificate_put_into_the_folder_is_found)
{
    struct trust *trust = trust_acquire(NULL, path, hashed);
    wire_tls_write_authority(other, path);
    ck_assert(!is_trusted(trust, server));
    write_hashed(tls);
    ck_assert(is_trusted(trust, server));
    trust_release(trust);
}
END_TEST

static void *verify_often(void *user)
{
    for (int i = 0; i < 10; i++) {
        ck_assert(is_trusted(user, server));
        ck_assert(is_trusted(user, other_server));
    }
    return NULL;
}

/* Misses in the folder, the reading of the file and replaced stores, all at once. */
START_TEST(threads_verify_while_the_store_changes)
{
    pthread_t threads[4];
    write_hashed(tls);
    wire_tls_write_authority(other, path);
    struct trust *trust = trust_acquire(NULL, path, hashed);
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, verify_often, trust), 0);
    }
    for (int i = 0; i < 20; i++) {
        replace(other);
        usleep(5000);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
    trust_release(trust);
}
END_TEST

/* ---- fork ---- */

/*
 * Holds the locks of this library most of the time, and none of OpenSSL's, which a fork would leave
 * held in the child.
 */
static void *lock_often(void *user)
{
    char message[256];
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    while (!atomic_load(&stop)) {
        (void)trust_apply(user, context, message, sizeof message);
        trust_release(trust_acquire(wire_tls_bundle(tls), NULL, NULL));
    }
    SSL_CTX_free(context);
    return NULL;
}

START_TEST(child_reads_a_store_of_its_own)
{
    struct trust *trust = trust_acquire(wire_tls_bundle(tls), NULL, NULL);
    pthread_t thread;
    ck_assert(is_trusted(trust, server));
    atomic_store(&stop, false);
    ck_assert_int_eq(pthread_create(&thread, NULL, lock_often, trust), 0);
    for (int i = 0; i < 20; i++) {
        pid_t child = test_fork();
        if (child == 0) {
            int before = atomic_load(&bundles_read);
            SSL_CTX *context = SSL_CTX_new(TLS_client_method());
            char message[256] = "";
            bool ok = trust_apply(trust, context, message, sizeof message) == TRUST_OK;
            ok = ok && atomic_load(&bundles_read) == before + 1;
            struct trust *same = trust_acquire(wire_tls_bundle(tls), NULL, NULL);
            trust_release(same);
            trust_release(trust);
            test_child_leave(ok);
        }
        int status = 1;
        waitpid(child, &status, 0);
        ck_assert_int_eq(status, 0);
    }
    atomic_store(&stop, true);
    pthread_join(thread, NULL);
    ck_assert(is_trusted(trust, server));
    trust_release(trust);
}
END_TEST

static struct trust *shared;

static void *pause_within(void *place)
{
    char message[TRUST_MESSAGE_MAX];
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    pause_place = *(const enum place *)place;
    trust_release(trust_acquire("/another", NULL, NULL));
    (void)trust_apply(shared, context, message, sizeof message);
    (void)is_trusted(shared, server);
    SSL_CTX_free(context);
    return NULL;
}

static bool use_in_child(int what)
{
    char message[TRUST_MESSAGE_MAX];
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    struct trust *own = shared;
    bool ok = context != NULL;
    if (what == 0) {
        own = trust_acquire(wire_tls_bundle(tls), NULL, NULL);
        ok = ok && own != NULL && own != shared;
    } else if (what == 1) {
        ok = ok && trust_apply(shared, context, message, sizeof message) == TRUST_OK;
    }
    trust_release(own);
    SSL_CTX_free(context);
    return ok;
}

/* Whatever a child does first: to acquire, to verify or to release. */
START_TEST(locks_that_are_held_at_a_fork_are_free_in_the_child)
{
    static enum place places[] = { MAKING, READING, READING_LATE };
    enum place *place = &places[_i % 3];
    pthread_t thread;
    int status = 1;
    wire_tls_write_authority(tls, path);
    shared = *place == READING_LATE ? trust_acquire(NULL, path, hashed)
                                    : trust_acquire(wire_tls_bundle(tls), NULL, NULL);
    ck_assert_int_eq(pthread_create(&thread, NULL, pause_within, place), 0);
    while (!atomic_load(&is_paused)) {
        usleep(1000);
    }
    pid_t child = test_fork();
    if (child == 0) {
        test_child_leave(use_in_child(_i / 3));
    }
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    atomic_store(&may_go_on, true);
    pthread_join(thread, NULL);
    ck_assert(is_trusted(shared, server));
    trust_release(shared);
}
END_TEST

/* ---- memory ---- */

static bool acquire_two(void *user)
{
    (void)user;
    struct trust *one = trust_acquire(NULL, "/file", "/folder");
    struct trust *two = one != NULL ? trust_acquire("/bundle", NULL, NULL) : NULL;
    bool done = two != NULL;
    trust_release(one);
    trust_release(two);
    return done;
}

START_TEST(store_survives_every_allocation_failure)
{
    memory_watch();
    memory_fail_each(acquire_two, NULL, 0);
    memory_unwatch();
}
END_TEST

static const struct {
    const char *version;
    bool fits;
} versions[] = {
    { "OpenSSL/1.1.1w", false },
    { "LibreSSL/3.8.2", false },
    { "GnuTLS/3.7.9", false },
    { "NSS/3.87", false },
    { "BoringSSL", false },
    { "", false },
    { NULL, false },
    { "(OpenSSL/3.0.19) GnuTLS/3.7.9", false },
};

START_TEST(only_the_linked_openssl_shares_a_store)
{
    char own[32];
    ck_assert(trust_fits(versions[_i].version) == versions[_i].fits);
    snprintf(own, sizeof own, "OpenSSL/%d.9.9", OPENSSL_VERSION_MAJOR);
    ck_assert(trust_fits(own));
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("http/trust");
    TCase *tcase = tcase_create("trust");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, bundle_is_read_once_for_all_clients);
    tcase_add_test(tcase, warming_up_reads_the_certificates_without_a_connection);
    tcase_add_test(tcase, clients_with_different_bundles_trust_different_servers);
    tcase_add_test(tcase, session_of_a_trusting_client_is_not_resumed_by_another);
    tcase_add_test(tcase, stores_are_counted_by_their_bundle);
    tcase_add_test(tcase, description_says_how_servers_are_verified);
    tcase_add_test(tcase, description_is_cut_to_its_room_and_empty_for_another_transport);
    tcase_add_test(tcase, intermediate_authority_alone_is_enough);
    tcase_add_loop_test(tcase, reason_of_a_failed_verification_is_told, 0,
                        sizeof refused / sizeof refused[0]);
    tcase_add_test(tcase, https_proxy_is_verified_with_the_same_store);
    tcase_add_test(tcase, changed_bundle_is_read_by_the_next_connection);
    tcase_add_loop_test(tcase, unreadable_bundle_is_named_until_it_is_repaired, 0,
                        sizeof no_bundles / sizeof no_bundles[0]);
    tcase_add_test(tcase, bundle_whose_reading_ran_out_of_memory_is_read_by_the_next_connection);
    tcase_add_loop_test(tcase, file_without_certificates_is_unreadable, 0, 2);
    tcase_add_test(tcase, store_that_could_not_be_made_is_made_by_the_next_connection);
    tcase_add_test(tcase, folder_that_cannot_be_used_is_named);
    tcase_add_test(tcase, connection_whose_context_has_no_store_is_not_made);
    tcase_add_test(tcase, hashed_folder_comes_first);
    tcase_add_test(tcase, file_is_read_for_what_the_folder_lacks);
    tcase_add_test(tcase, intermediate_in_the_file_is_found_after_the_folder);
    tcase_add_test(tcase, either_default_may_be_missing);
    tcase_add_test(tcase, certificate_put_into_the_folder_is_found);
    tcase_add_test(tcase, threads_verify_while_the_store_changes);
    tcase_add_test(tcase, child_reads_a_store_of_its_own);
    tcase_add_loop_test(tcase, locks_that_are_held_at_a_fork_are_free_in_the_child, 0, 9);
    tcase_add_test(tcase, store_survives_every_allocation_failure);
    tcase_add_loop_test(tcase, only_the_linked_openssl_shares_a_store, 0,
                        sizeof versions / sizeof versions[0]);
    suite_add_tcase(suite, tcase);
    return suite;
}
