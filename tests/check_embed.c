/*
 * A client inside a foreign process, from the outside: a host with a curl of its own, clients
 * that differ, forks, and signals.  What the transport alone promises is in check_http_embed.
 */
#include "http/sigpipe.h"
#include "support/loop_driver.h"
#include "support/patience.h"
#include "support/real.h"
#include "support/suite.h"
#include "support/wire_tls.h"
#include "support/world.h"

#include <curl/curl.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- what is interposed ---- */

static bool dup2_fails;

__attribute__((visibility("default"))) int dup2(int from, int to)
{
    REAL(dup2);
    if (dup2_fails) {
        errno = EBUSY;
        return -1;
    }
    return real.function(from, to);
}

/* ---- servers and clients of them ---- */

struct place {
    struct wire_tls *tls; /* or NULL */
    struct wire_server *server;
    char url[64];
};

static void response_all(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer)) {
        if (!wire_response(peer, 200, "", WORLD_INSTANCE("ACTIVE"))) {
            return;
        }
    }
}

static void open_place(struct place *place, wire_script script, bool with_tls)
{
    place->tls = with_tls ? wire_tls_new(WIRE_GOOD, 0) : NULL;
    place->server = wire_start(script, NULL, with_tls ? wire_tls_io(place->tls) : NULL);
    snprintf(place->url, sizeof place->url, "http%s://127.0.0.1:%d", with_tls ? "s" : "",
             wire_port(place->server));
}

static void close_place(struct place *place)
{
    wire_stop(place->server);
    if (place->tls != NULL) {
        wire_tls_free(place->tls);
    }
}

static connect_client *client_with(const struct place *place, connect_client_options options,
                                   const char *key)
{
    const connect_credentials keys = { sizeof keys, .access_key_id = key,
                                       .secret_access_key = WORLD_SECRET };
    connect_client *client = NULL;

    options.size = sizeof options;
    options.endpoint_url = place->url;
    if (options.region == NULL) {
        options.region = "us-west-2";
    }
    if (options.ca_bundle == NULL && place->tls != NULL) {
        options.ca_bundle = wire_tls_bundle(place->tls);
    }
    if (!options.max_attempts.is_set) {
        options.max_attempts = (connect_opt_int32)CONNECT_SET(1);
    }
    ck_assert_int_eq(connect_credentials_static(&keys, &options.credentials, NULL), CONNECT_OK);
    ck_assert_int_eq(connect_client_new(&options, &client, NULL), CONNECT_OK);
    connect_credentials_provider_free(options.credentials);
    return client;
}

static connect_client *client_of(const struct place *place)
{
    return client_with(place, (connect_client_options){ .proxy = "" }, WORLD_KEY);
}

static bool works(connect_client *client)
{
    connect_describe_instance_response *response = NULL;
    bool fine = world_describe(client, &response, NULL) == CONNECT_OK &&
                strcmp(response->instance->id, WORLD_ID) == 0;

    connect_free(response);
    return fine;
}

static struct place place;

static void set_up(void)
{
    open_place(&place, response_all, true);
}

static void tear_down(void)
{
    close_place(&place);
}

/* ---- a host with a curl of its own ---- */

static size_t drop(char *bytes, size_t unit, size_t count, void *user)
{
    (void)bytes, (void)user;
    return unit * count;
}

static bool host_gets(const struct place *from)
{
    CURL *easy = curl_easy_init();
    long status = 0;

    ck_assert_ptr_nonnull(easy);
    curl_easy_setopt(easy, CURLOPT_URL, from->url);
    curl_easy_setopt(easy, CURLOPT_CAINFO, wire_tls_bundle(from->tls));
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_perform(easy);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(easy);
    return status == 200;
}

/* Each letter is a step; capitals are the host's. */
static const char *const stories[] = {
    "IGncGfGQ",   /* the host begins before and ends after */
    "IGncQcf",    /* the host ends while a client is at work */
    "ncIGcQcf",   /* the host begins while a client is at work, and ends before it */
    "ncIGfGQ",    /* the host begins while a client is at work, and ends after it */
    "ncfIGQncf",  /* one after the other */
    "IIncQGcQcf", /* the host counts too */
    "nfIGQ",      /* a client that was never used */
    "ncfncfncfIGncGfGQ",
};

START_TEST(a_host_uses_libcurl_before_during_and_after)
{
    connect_client *client = NULL;

    for (const char *step = stories[_i]; *step != '\0'; step++) {
        switch (*step) {
        case 'I':
            ck_assert_int_eq(curl_global_init(CURL_GLOBAL_DEFAULT), CURLE_OK);
            break;
        case 'Q':
            curl_global_cleanup();
            break;
        case 'G':
            ck_assert_msg(host_gets(&place), "%s: the host at step %d", stories[_i],
                          (int)(step - stories[_i]));
            break;
        case 'n':
            client = client_of(&place);
            break;
        case 'c':
            ck_assert_msg(works(client), "%s: the client at step %d", stories[_i],
                          (int)(step - stories[_i]));
            break;
        default:
            connect_client_free(client);
            client = NULL;
        }
    }
    ck_assert_ptr_null(client);
}
END_TEST

/*
 * Of curl's, which is in force from a first curl_global_init_mem() to the last
 * curl_global_cleanup().
 */
static atomic_long allocations;

static void *counted_malloc(size_t size)
{
    allocations++;
    return malloc(size);
}

static void *counted_realloc(void *block, size_t size)
{
    allocations++;
    return realloc(block, size);
}

static void *counted_calloc(size_t count, size_t size)
{
    allocations++;
    return calloc(count, size);
}

static char *counted_strdup(const char *text)
{
    allocations++;
    return strdup(text);
}

static bool host_counts(void)
{
    long before = allocations;

    return host_gets(&place) && allocations > before;
}

START_TEST(a_client_counts_its_use_of_libcurl_neither_short_nor_long)
{
    connect_client *client = client_of(&place), *other = client_of(&place);

    ck_assert_int_eq(curl_global_init_mem(CURL_GLOBAL_DEFAULT, counted_malloc, free,
                                          counted_realloc, counted_strdup, counted_calloc),
                     CURLE_OK);
    ck_assert(works(client) && works(other) && works(client));
    connect_client_free(client);
    ck_assert_msg(host_counts(), "a client that went took the host's use with it");
    connect_client_free(other);
    ck_assert_msg(host_counts(), "the last client that went took the host's use with it");
    curl_global_cleanup();

    /* Nothing is held any more: the next to come decides. */
    ck_assert_int_eq(curl_global_init(CURL_GLOBAL_DEFAULT), CURLE_OK);
    ck_assert_msg(!host_counts(), "a client that is gone still holds libcurl");
    curl_global_cleanup();
}
END_TEST

static atomic_int gets;

static void get_meanwhile(void *user, connect_log_level level, const char *line)
{
    (void)user, (void)level, (void)line;
    gets += host_gets(&place);
}

START_TEST(a_host_uses_libcurl_in_the_middle_of_a_call)
{
    connect_client *client;

    ck_assert_int_eq(curl_global_init(CURL_GLOBAL_DEFAULT), CURLE_OK);
    client = client_with(&place,
                         (connect_client_options){
                             .proxy = "", .log = get_meanwhile, .log_level = CONNECT_LOG_INFO },
                         WORLD_KEY);
    for (int i = 0; i < 3; i++) {
        ck_assert(works(client));
    }
    ck_assert_int_ge(gets, 3);
    connect_client_free(client);
    curl_global_cleanup();
}
END_TEST

static void *get_many(void *user)
{
    (void)user;
    for (int i = 0; i < 8; i++) {
        ck_assert(host_gets(&place));
    }
    return NULL;
}

static void *call_many(void *user)
{
    for (int i = 0; i < 8; i++) {
        connect_client *own = client_of(&place);

        ck_assert(works(user) && works(own));
        connect_client_free(own);
    }
    return NULL;
}

START_TEST(threads_of_the_host_use_libcurl_while_clients_come_and_go)
{
    connect_client *client = client_of(&place);
    pthread_t threads[6];

    ck_assert_int_eq(curl_global_init(CURL_GLOBAL_DEFAULT), CURLE_OK);
    for (int i = 0; i < 6; i++) {
        ck_assert_int_eq(
            pthread_create(&threads[i], NULL, i % 2 == 0 ? get_many : call_many, client), 0);
    }
    for (int i = 0; i < 6; i++) {
        pthread_join(threads[i], NULL);
    }
    connect_client_free(client);
    ck_assert(host_gets(&place));
    curl_global_cleanup();
}
END_TEST

/* ---- clients that differ ---- */

#define CLIENTS 3

static const struct difference {
    const char *region, *key, *app_id;
} differences[CLIENTS] = {
    { "us-west-2", "AKIDWEST", "first" },
    { "eu-west-2", "AKIDEUROPE", "second" },
    { "ap-southeast-2", "AKIDSOUTH", "third" },
};

static struct place places[CLIENTS], proxy;
static connect_client *different[CLIENTS];

/* Two by TLS, each with an authority of its own, and one through a proxy. */
static void open_different(void)
{
    static char proxy_url[64];

    open_place(&proxy, response_all, false);
    snprintf(proxy_url, sizeof proxy_url, "%s", proxy.url);
    for (int i = 0; i < CLIENTS; i++) {
        connect_client_options options = { .region = differences[i].region,
                                           .app_id = differences[i].app_id,
                                           .proxy = i == 2 ? proxy_url : "",
                                           .max_connections = CONNECT_SET(i + 1) };

        open_place(&places[i], response_all, i < 2);
        different[i] = client_with(&places[i], options, differences[i].key);
    }
}

static void close_different(void)
{
    for (int i = 0; i < CLIENTS; i++) {
        connect_client_free(different[i]);
        close_place(&places[i]);
    }
    close_place(&proxy);
}

/* Every request that came where the i-th client sends its own is one of its. */
static void check_apart(int calls)
{
    for (int i = 0; i < CLIENTS; i++) {
        const struct difference *own = &differences[i];
        struct wire_server *server = i == 2 ? proxy.server : places[i].server;
        char scope[128], app[64];

        snprintf(scope, sizeof scope, "Credential=%s/", own->key);
        snprintf(app, sizeof app, "app/%s", own->app_id);
        ck_assert_int_eq(wire_requests(server), calls);
        for (int k = 0; k < calls; k++) {
            const char *request = wire_request(server, k);

            check_has(request, scope);
            check_has(request, own->region);
            check_has(request, app);
            for (int other = 0; other < CLIENTS; other++) {
                if (other != i) {
                    check_has_not(request, differences[other].region);
                }
            }
        }
    }
    ck_assert_int_eq(wire_requests(places[2].server), 0); /* all went to the proxy */
}

START_TEST(clients_that_differ_keep_apart_in_turn)
{
    open_different();
    for (int i = 0; i < 30; i++) {
        ck_assert(works(different[i % CLIENTS]));
    }
    check_apart(10);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(wire_connections(places[i].server), loop_driver_is_chosen() ? 10 : 1);
    }
    close_different();
}
END_TEST

static void *call_one(void *user)
{
    for (int i = 0; i < 10; i++) {
        ck_assert(works(user));
    }
    return NULL;
}

START_TEST(clients_that_differ_keep_apart_at_once)
{
    pthread_t threads[2 * CLIENTS];

    open_different();
    for (int i = 0; i < 2 * CLIENTS; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, call_one, different[i % CLIENTS]), 0);
    }
    for (int i = 0; i < 2 * CLIENTS; i++) {
        pthread_join(threads[i], NULL);
    }
    check_apart(20);
    close_different();
}
END_TEST

/* One believes this authority, the other only its own. */
START_TEST(clients_believe_each_their_own_authority)
{
    struct place other;
    connect_client *stranger, *friend = client_of(&place);
    connect_client_options options = { .proxy = "" };

    open_place(&other, response_all, true);
    options.ca_bundle = wire_tls_bundle(other.tls);
    stranger = client_with(&place, options, WORLD_KEY);
    for (int i = 0; i < 3; i++) {
        ck_assert(works(friend));
        ck_assert_int_eq(world_describe(stranger, NULL, NULL), CONNECT_E_TLS);
    }
    ck_assert_int_eq(wire_requests(place.server), 3);
    connect_client_free(stranger);
    connect_client_free(friend);
    close_place(&other);
}
END_TEST

static void response_late(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer)) {
        if (!wire_pause(peer, 400) || !wire_response(peer, 200, "", WORLD_INSTANCE("ACTIVE"))) {
            return;
        }
    }
}

START_TEST(clients_have_each_their_own_patience)
{
    struct place slow;
    connect_client *hasty, *patient;

    open_place(&slow, response_late, false);
    hasty = client_with(
        &slow, (connect_client_options){ .proxy = "", .attempt_timeout_ms = CONNECT_SET(100) },
        WORLD_KEY);
    patient = client_with(&slow, (connect_client_options){ .proxy = "" }, WORLD_KEY);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(world_describe(hasty, NULL, NULL), CONNECT_E_TIMEOUT);
        ck_assert(works(patient));
    }
    connect_client_free(hasty);
    connect_client_free(patient);
    close_place(&slow);
}
END_TEST

/* ---- forks ---- */

static int child_of(connect_client *client, bool (*body)(connect_client *))
{
    pid_t child = test_fork();
    int status = -1;

    if (child == 0) {
        struct stat before = { 0 }, after = { 0 };

        (void)fstat(STDIN_FILENO, &before);
        bool fine = body(client);
        (void)fstat(STDIN_FILENO, &after);
        test_child_leave(fine && before.st_dev == after.st_dev && before.st_ino == after.st_ino);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return status;
}

static bool use_and_free(connect_client *client)
{
    bool fine = works(client);

    fine = works(client) && fine;

    connect_client_free(client);
    return fine;
}

static bool only_free(connect_client *client)
{
    connect_client_free(client);
    return true;
}

static bool make_another(connect_client *client)
{
    connect_client *own = client_of(&place);
    bool fine = works(own) && works(client);

    connect_client_free(own);
    return fine;
}

static bool fork_again(connect_client *client)
{
    return child_of(client, use_and_free) == 0 && works(client);
}

static bool free_without_dup2(connect_client *client)
{
    dup2_fails = true;
    return only_free(client);
}

static bool do_nothing(connect_client *client)
{
    (void)client;
    return true;
}

/* Each child, the connections it and its own children open, and how many of them say goodbye. */
static const struct {
    bool (*body)(connect_client *);
    int connections, goodbyes;
} children[] = {
    { use_and_free, 1, 1 }, { only_free, 0, 0 },  { make_another, 2, 1 },
    { fork_again, 2, 1 },   { do_nothing, 0, 0 }, { free_without_dup2, 0, 0 },
};

START_TEST(a_child_goes_on_with_a_client_and_leaves_the_parent_s_connection_alone)
{
    connect_client *client = client_of(&place);

    ck_assert(works(client));
    ck_assert_int_eq(child_of(client, children[_i].body), 0);
    ck_assert(wire_wait_ended(place.server, children[_i].connections));
    ck_assert_int_eq(wire_connections(place.server), 1 + children[_i].connections);
    ck_assert_int_eq(wire_tls_goodbyes(place.tls), children[_i].goodbyes);
    ck_assert(works(client));
    ck_assert_int_eq(wire_connections(place.server), 1 + children[_i].connections);
    connect_client_free(client);
    ck_assert(wire_wait_ended(place.server, 1 + children[_i].connections));
    ck_assert_int_eq(wire_tls_goodbyes(place.tls), 1 + children[_i].goodbyes);
}
END_TEST

START_TEST(a_client_made_before_a_fork_and_never_used_serves_both)
{
    connect_client *client = client_of(&place);

    ck_assert_int_eq(child_of(client, use_and_free), 0);
    ck_assert(works(client));
    connect_client_free(client);
}
END_TEST

/* ---- signals ---- */

/*
 * libcurl asks the kernel for no signal since its 7.87; before, OpenSSL wrote to sockets by itself
 * and did not ask.  libcurl calls this send(), because the program comes before the C library: on
 * this thread it does as it did then.
 */
static _Thread_local bool is_of_old;
static int broken_pipes;

__attribute__((visibility("default"))) ssize_t send(int fd, const void *bytes, size_t size,
                                                    int flags)
{
    REAL(send);
    ssize_t sent = real.function(fd, bytes, size, is_of_old ? flags & ~MSG_NOSIGNAL : flags);

    if (sent < 0 && errno == EPIPE && is_of_old) {
        broken_pipes++;
    }
    return sent;
}

#define SIGNALS 32 /* those behind are for threads and for real time */

static volatile sig_atomic_t raised;

static void count_signal(int number)
{
    (void)number;
    raised++;
}

static void reset_after_head(struct wire_peer *peer, void *user)
{
    (void)user;
    if (wire_read_head(peer)) {
        wire_reset(peer);
    }
}

/* Writes far more than a socket buffers to a peer that hangs up. */
static void write_into_the_void(bool with_tls)
{
    struct place rude;
    connect_client *client;
    size_t size = 3 * 1024 * 1024;
    char *json = malloc(size + 1), *out = NULL;

    ck_assert_ptr_nonnull(json);
    memset(json, 'a', size);
    memcpy(json, "{\"a\":\"", 6);
    memcpy(json + size - 2, "\"}", 3);
    open_place(&rude, reset_after_head, with_tls);
    client = client_of(&rude);
    ck_assert_int_eq(connect_send(client, "PUT", "/x", NULL, 0, json, &out, NULL),
                     CONNECT_E_TRANSPORT);
    connect_client_free(client);
    close_place(&rude);
    free(json);
}

static void response_and_reset(struct wire_peer *peer, void *user)
{
    (void)user;
    if (wire_read_request(peer) && wire_response(peer, 200, "", WORLD_INSTANCE("ACTIVE"))) {
        wire_reset(peer);
    }
}

/*
 * A kept connection that was reset: TLS says goodbye to it, which raises a signal where no code
 * keeps it in.
 */
static void use_what_was_reset(void)
{
    struct place rude;
    connect_client *client;

    open_place(&rude, response_and_reset, true);
    client = client_of(&rude);
    for (int i = 1; i <= 3; i++) {
        ck_assert(works(client));
        ck_assert(wire_wait_ended(rude.server, i));
    }
    ck_assert_int_eq(wire_connections(rude.server), 3);
    connect_client_free(client);
    close_place(&rude);
}

static void break_pipes(int how)
{
    /* On a kept connection the library counts on MSG_NOSIGNAL where libcurl is known to set it. */
    is_of_old = how != 2 || curl_version_info(CURLVERSION_NOW)->version_num < 0x075700;
    broken_pipes = 0;
    if (how == 2) {
        use_what_was_reset();
    } else {
        write_into_the_void(how == 1);
    }
    is_of_old = false;
    if (how == 2 && broken_pipes == 0) {
        printf("libcurl %s wrote to no broken pipe here\n",
               curl_version_info(CURLVERSION_NOW)->version);
    }
}

static bool is_pending(void)
{
    sigset_t pending;

    sigpending(&pending);
    return sigismember(&pending, SIGPIPE) == 1;
}

static void block_sigpipe(int how)
{
    sigset_t only;

    sigemptyset(&only);
    sigaddset(&only, SIGPIPE);
    pthread_sigmask(how, &only, NULL);
}

START_TEST(a_host_s_handler_for_sigpipe_is_not_called)
{
    struct sigaction own = { .sa_handler = count_signal }, before;

    sigaction(SIGPIPE, &own, &before);
    raised = 0;
    break_pipes(_i);
    ck_assert_int_eq(raised, 0);
    raise(SIGPIPE);
    ck_assert_int_eq(raised, 1); /* and is still there */
    sigaction(SIGPIPE, &before, NULL);
}
END_TEST

START_TEST(a_host_that_blocks_sigpipe_finds_none)
{
    block_sigpipe(SIG_BLOCK);
    break_pipes(_i);
    ck_assert(!is_pending());
    block_sigpipe(SIG_UNBLOCK);
}
END_TEST

START_TEST(a_host_s_own_pending_sigpipe_stays)
{
    struct sigaction own = { .sa_handler = count_signal }, before;

    sigaction(SIGPIPE, &own, &before);
    raised = 0;
    block_sigpipe(SIG_BLOCK);
    raise(SIGPIPE);
    break_pipes(_i);
    ck_assert(is_pending());
    ck_assert_int_eq(raised, 0);
    block_sigpipe(SIG_UNBLOCK);
    ck_assert_int_eq(raised, 1);
    sigaction(SIGPIPE, &before, NULL);
}
END_TEST

/* The same by hand, whatever libcurl does: a signal that is raised while the guard is up. */
START_TEST(a_sigpipe_raised_inside_is_gone_outside)
{
    struct sigaction own = { .sa_handler = count_signal }, before;
    struct sigpipe_guard guard;

    sigaction(SIGPIPE, &own, &before);
    raised = 0;
    for (int is_blocked = 0; is_blocked < 2; is_blocked++) {
        block_sigpipe(is_blocked ? SIG_BLOCK : SIG_UNBLOCK);
        sigpipe_block(&guard);
        raise(SIGPIPE);
        sigpipe_restore(&guard);
        ck_assert(!is_pending());
    }
    block_sigpipe(SIG_UNBLOCK);
    ck_assert_int_eq(raised, 0);
    sigaction(SIGPIPE, &before, NULL);
}
END_TEST

/* Only what may be compared: the C library keeps a field of its own in the struct. */
static bool same_action(const struct sigaction *a, const struct sigaction *b)
{
    bool same_mask = true;

    for (int number = 1; number < SIGNALS; number++) {
        same_mask =
            same_mask && sigismember(&a->sa_mask, number) == sigismember(&b->sa_mask, number);
    }
    return a->sa_handler == b->sa_handler && a->sa_flags == b->sa_flags && same_mask;
}

START_TEST(no_handler_and_no_mask_is_touched)
{
    struct sigaction before[SIGNALS], after;
    struct place rude;
    sigset_t mask_before, mask_after;
    connect_client *client = client_of(&place);

    for (int number = 1; number < SIGNALS; number++) {
        sigaction(number, NULL, &before[number]);
    }
    pthread_sigmask(SIG_SETMASK, NULL, &mask_before);
    ck_assert(works(client));
    write_into_the_void(true);
    use_what_was_reset();
    open_place(&rude, reset_after_head, false);
    connect_client_free(client);
    client = client_of(&rude);
    ck_assert_int_ne(world_describe(client, NULL, NULL), CONNECT_OK);
    connect_client_free(client);
    close_place(&rude);
    pthread_sigmask(SIG_SETMASK, NULL, &mask_after);
    for (int number = 1; number < SIGNALS; number++) {
        sigaction(number, NULL, &after);
        ck_assert_msg(same_action(&before[number], &after), "what signal %d does has changed",
                      number);
        ck_assert_msg(sigismember(&mask_before, number) == sigismember(&mask_after, number),
                      "signal %d is %s", number,
                      sigismember(&mask_after, number) ? "blocked" : "let through");
    }
}
END_TEST

static atomic_int alarms; /* any thread may get one */

static void count_alarm(int number)
{
    (void)number;
    atomic_fetch_add(&alarms, 1);
}

/* A timer of the host's, of the kind that ends system calls, on the thread that calls. */
static void set_storm(bool on)
{
    const struct itimerval each_ms = { { 0, on ? 1000 : 0 }, { 0, on ? 1000 : 0 } };
    struct sigaction action = { .sa_handler = on ? count_alarm : SIG_IGN };
    sigset_t only;

    sigemptyset(&only);
    sigaddset(&only, SIGALRM);
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &each_ms, NULL);
    pthread_sigmask(on ? SIG_UNBLOCK : SIG_BLOCK, &only, NULL);
}

static connect_client *client_of_a_program_s_keys(const struct place *of, char *config)
{
    connect_client_options options = { .size = sizeof options,
                                       .region = "us-west-2",
                                       .endpoint_url = of->url,
                                       .ca_bundle = wire_tls_bundle(of->tls),
                                       .proxy = "",
                                       .max_attempts = CONNECT_SET(1) };
    connect_client *client = NULL;
    FILE *file = fdopen(mkstemp(config), "w");

    ck_assert_ptr_nonnull(file);
    fputs(
        "[default]\ncredential_process = sh -c \"sleep 0.1; echo '{\\\"Version\\\":1,\\\"AccessKeyId\\\":\\\"AKID\\\","
        "\\\"SecretAccessKey\\\":\\\"s\\\"}'\"\n",
        file);
    fclose(file);
    setenv("AWS_CONFIG_FILE", config, 1);
    ck_assert_int_eq(connect_client_new(&options, &client, NULL), CONNECT_OK);
    return client;
}

START_TEST(a_storm_of_signals_disturbs_no_call)
{
    char config[] = "/tmp/check-embed-XXXXXX";
    struct place slow;
    connect_client *client, *hasty;
    connect_error *error = NULL;
    sigset_t only;
    int64_t start;

    /* The threads of the servers are ignored. */
    sigemptyset(&only);
    sigaddset(&only, SIGALRM);
    pthread_sigmask(SIG_BLOCK, &only, NULL);
    open_place(&slow, response_late, true);
    client = client_of_a_program_s_keys(&slow, config);
    hasty = client_with(
        &slow, (connect_client_options){ .proxy = "", .attempt_timeout_ms = CONNECT_SET(200) },
        WORLD_KEY);
    atomic_store(&alarms, 0);
    set_storm(true);
    for (int i = 0; i < 2; i++) {
        ck_assert_msg(world_describe(client, NULL, &error) == CONNECT_OK, "%s",
                      connect_error_message(error));
    }
    start = world_now();
    ck_assert_int_eq(world_describe(hasty, NULL, NULL), CONNECT_E_TIMEOUT);
    ck_assert_int_ge(world_now() - start, 195);
    set_storm(false);
    /* It stays ignored: valgrind may deliver one that was raised before. */
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    ck_assert_int_gt(atomic_load(&alarms), 100);
    connect_client_free(client);
    connect_client_free(hasty);
    close_place(&slow);
    unlink(config);
    setenv("AWS_CONFIG_FILE", "/nonexistent", 1);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("embed");
    TCase *host = tcase_create("host"), *apart = tcase_create("apart"),
          *forks = tcase_create("forks"), *signals = tcase_create("signals"),
          *cases[] = { host, apart, forks, signals };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tcase_add_checked_fixture(cases[i], set_up, tear_down);
        tcase_set_timeout(cases[i], 60);
        suite_add_tcase(suite, cases[i]);
    }
    tcase_add_loop_test(host, a_host_uses_libcurl_before_during_and_after, 0,
                        sizeof stories / sizeof *stories);
    tcase_add_test(host, a_client_counts_its_use_of_libcurl_neither_short_nor_long);
    tcase_add_test(host, a_host_uses_libcurl_in_the_middle_of_a_call);
    tcase_add_test(host, threads_of_the_host_use_libcurl_while_clients_come_and_go);
    tcase_add_test(apart, clients_that_differ_keep_apart_in_turn);
    tcase_add_test(apart, clients_that_differ_keep_apart_at_once);
    tcase_add_test(apart, clients_believe_each_their_own_authority);
    tcase_add_test(apart, clients_have_each_their_own_patience);
    if (!loop_driver_is_chosen()) { /* no call leaves a connection open there */
        tcase_add_loop_test(forks,
                            a_child_goes_on_with_a_client_and_leaves_the_parent_s_connection_alone,
                            0, sizeof children / sizeof *children);
    }
    tcase_add_test(forks, a_client_made_before_a_fork_and_never_used_serves_both);
    tcase_add_loop_test(signals, a_host_s_handler_for_sigpipe_is_not_called, 0, 3);
    tcase_add_loop_test(signals, a_host_that_blocks_sigpipe_finds_none, 0, 3);
    tcase_add_loop_test(signals, a_host_s_own_pending_sigpipe_stays, 0, 3);
    tcase_add_test(signals, a_sigpipe_raised_inside_is_gone_outside);
    tcase_add_test(signals, a_storm_of_signals_disturbs_no_call);
    tcase_add_test(signals, no_handler_and_no_mask_is_touched);
    return suite;
}
