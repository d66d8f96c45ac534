/*
 * The C library's own allocator fails, so libcurl and OpenSSL run out of memory as well:
 * each allocation within a piece of work in turn, alone and with all after it.  Only the thread
 * that does the work is hit: the servers beside it are not.
 *
 * What may come of it.  CONNECT_E_MEMORY, or success: libcurl, OpenSSL and this library have caches
 * they do without.  Besides, where another library has no word for it, what that library says:
 *   - CONNECT_E_TRANSPORT and CONNECT_E_TLS: libcurl gives many a failed allocation the number of
 * what it was for (connecting, sending, the handshake, a certificate that was not loaded), and
 * OpenSSL its peer an alert.  It is rare for a certificate file, where OpenSSL mostly reports the
 * lack of memory;
 *   - CONNECT_E_DECODE: to libcurl a header line that is too long and one it has no memory for are
 * the same;
 *   - CONNECT_E_TIMEOUT, at the limit of the attempt: libcurl goes on waiting for a TLS record that
 * it lost;
 *   - CONNECT_E_UNAUTHENTICATED over plain http: libcurl 7.88 sends a request without its query
 * when it cannot copy that, and the service sees that this is not what was signed;
 *   - CONNECT_E_CREDENTIALS for a login: to OpenSSL's reader a private key that it has no memory
 * for is malformed;
 *   - CONNECT_E_QUOTA_EXCEEDED, which the service did say, without the details that there was no
 * memory for.
 */
#include "api/registry.h"
#include "call/driver.h"
#include "core/mem.h"
#include "malloc/allocator.h"
#include "malloc/scenes.h"
#include "malloc/work.h"
#include "shape/encode.h"
#include "support/patience.h"
#include "support/random_value.h"
#include "support/suite.h"

#include <curl/curl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct outcome {
    connect_status status;
    long made, live;
    int64_t took_ms;
};

static struct outcome run_scene(const struct scene *scene, long from, long to)
{
    int64_t began = world_now();
    long before;
    struct outcome out;

    if (scene->prepare != NULL) {
        scene->prepare();
    }
    before = allocator_live();

    said[0] = '\0';
    is_half_filled = false;
    allocator_arm(from, to);
    out.status = scene->run();
    /* OpenSSL keeps what it has to say of each failure until sixteen others have come. */
    ERR_clear_error();
    out.made = allocator_disarm();
    out.took_ms = world_now() - began;
    /*
     * A thread of libcurl's may still be at it: without memory for an address it looks the number
     * up as a name.
     */
    for (int wait = 0; server != NULL && to > 0 && allocator_live() > before && wait < 50; wait++) {
        (void)usleep(1000);
    }
    out.live = allocator_live() - before;
    return out;
}

static bool is_permitted(const struct scene *scene, connect_status status)
{
    for (size_t i = 0; i < sizeof scene->permitted / sizeof *scene->permitted; i++) {
        if (status == scene->permitted[i]) {
            return true;
        }
    }
    /* OpenSSL's reader of PEM files reports some failed allocations as nothing but its own failure.
     */
    if (status == CONNECT_E_TLS && strstr(said, "(PEM lib)") != NULL) {
        return true;
    }
    return status == CONNECT_OK || status == CONNECT_E_MEMORY;
}

/*
 * libcurl 8.14 forgets the parts of a certificate that it has when there is no memory for the next
 * one (ossl_servercert() of its openssl.c), so what is left over TLS may be its.
 */
static bool is_leak_of_libcurl(const struct scene *scene)
{
    return scene_needs_tls(scene) && curl_version_info(CURLVERSION_NOW)->version_num >= 0x080e00;
}

/* What is left is a leak when it is left each time anew; a cache that was filled is not. */
static bool leaks(const struct scene *scene, long from, long to)
{
    if (is_leak_of_libcurl(scene)) {
        return false;
    }
    for (int again = 0; again < 4; again++) {
        (void)run_scene(scene, LONG_MAX, 0);
        if (run_scene(scene, from, to).live <= 0) {
            return false;
        }
    }
    return true;
}

static connect_status fail_one(const struct scene *scene, long from, long to)
{
    struct outcome out = run_scene(scene, from, to);

    ck_assert_msg(is_permitted(scene, out.status), "%s: %ld to %ld: %s: %s", scene->name, from, to,
                  connect_status_name(out.status), said);
    ck_assert_msg(!is_half_filled, "%s: %ld to %ld: half filled or at odds: %s", scene->name, from,
                  to, said);
    ck_assert_msg(out.status != CONNECT_E_MEMORY || strstr(said, "memory") != NULL,
                  "%s: %ld to %ld: %s", scene->name, from, to, said);
    ck_assert_msg(out.took_ms <= patience(15000), "%s: %ld to %ld: %lld ms", scene->name, from, to,
                  (long long)out.took_ms);
    ck_assert_msg(out.live <= 0 || !leaks(scene, from, to), "%s: %ld to %ld: %ld blocks leaked:%s",
                  scene->name, from, to, out.live, allocator_leftovers());
    return out.status;
}

/*
 * How many allocations fail of a scene, evenly spread: some in a plain make check, all of them in
 * the long form.
 */
static long rounds(void)
{
    const char *text = getenv("CONNECT_ROUNDS");

    return text != NULL && strtol(text, NULL, 10) >= 10000 ? LONG_MAX : 100;
}

/* A server keeps a thread for each connection it ever had until it is stopped. */
#define BATCH 100

static void fail_each(const struct scene *scene)
{
    scene->begin();
    for (int warm = 0; warm < 3; warm++) {
        ck_assert_msg(run_scene(scene, LONG_MAX, 0).status == CONNECT_OK, "%s: %s", scene->name,
                      said);
    }
    long total = run_scene(scene, LONG_MAX, 0).made, step = total / rounds() + 1, done = 0,
         unread = 0;

    ck_assert_int_gt(total, 10);
    for (long i = 1; i <= total; i += step) {
        unread += fail_one(scene, i, i) == CONNECT_E_TLS ? 1 : 0;
        unread += fail_one(scene, i, LONG_MAX) == CONNECT_E_TLS ? 1 : 0;
        if (++done % BATCH == 0 && server != NULL) {
            wire_stop(server);
            scene->begin();
        }
    }
    ck_assert_msg(scene->run != find_keys || unread * 10 <= done,
                  "%s: %ld of %ld failures are reported as an unreadable certificate file",
                  scene->name, unread, done);
    ck_assert_msg(run_scene(scene, LONG_MAX, 0).status == CONNECT_OK, "%s: %s", scene->name, said);
}

/* Each allocation from an arena is one that can fail. */
static void *split_alloc(void *user, size_t size)
{
    (void)user;
    return malloc(size);
}

static void *split_resize(void *user, void *block, size_t size)
{
    (void)user;
    return realloc(block, size);
}

static void split_release(void *user, void *block)
{
    (void)user;
    free(block);
}

static void set_up_home(void)
{
    mem_set_hook(&(struct mem_hook){ split_alloc, split_resize, split_release, NULL, true });
    allocator_set_up();
    world_keep_allocator();
    home_begin(&home);
    setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
    options = (connect_client_options){ .size = sizeof options,
                                        .region = "us-west-2",
                                        .proxy = "",
                                        .retry_mode = CONNECT_RETRY_OFF,
                                        .connect_timeout_ms = CONNECT_SET(patience(4000)),
                                        .attempt_timeout_ms = CONNECT_SET(patience(4000)) };
}

static void tear_down(void)
{
    if (server != NULL) {
        wire_stop(server);
    }
    if (tls != NULL) {
        wire_tls_free(tls);
    }
    server = NULL;
    tls = NULL;
    home_end(&home);
}

START_TEST(a_piece_of_work_survives_every_failing_malloc)
{
    fail_each(&scenes[_i]);
}
END_TEST

static void call_operation(void)
{
    struct dice dice = { 4711, .is_full = true };
    struct arena arena = { 0 };

    fixed_input = fixed_response = BUF_INIT(1 << 20);
    ck_assert(shape_encode(fixed_operation->input,
                           random_value(&dice, fixed_operation->input, &arena), ENCODE_ALL, NULL,
                           &fixed_input));
    ck_assert(shape_encode(fixed_operation->output,
                           random_value(&dice, fixed_operation->output, &arena), ENCODE_BODY, NULL,
                           &fixed_response));
    arena_release(&arena);
}

START_TEST(an_operation_survives_every_failing_malloc)
{
    const struct scene scene = {
        registry_operations[_i]->name, call_operation, invoke_one, { 0 }, NULL
    };
    const connect_transport transport = { .size = sizeof transport, .perform = response_fixed };

    fixed_operation = registry_operations[_i];
    options.transport = &transport;
    options.credentials = home.world.keys;
    ck_assert_int_eq(connect_client_new(&options, &fixed_client, NULL), CONNECT_OK);
    fail_each(&scene);
    connect_client_free(fixed_client);
    buf_free(&fixed_input);
    buf_free(&fixed_response);
}
END_TEST

static TCase *add_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);

    tcase_add_checked_fixture(tcase, set_up_home, tear_down);
    tcase_set_timeout(tcase, 600);
    suite_add_tcase(suite, tcase);
    return tcase;
}

/*
 * Whether this OpenSSL survives a failed allocation where libcurl begins a TLS connection. From 3.5
 * on, SSL_set_connect_state() has no result to report it by, and SSL_set0_wbio() follows a pointer
 * that was never set.  Found out in a child, which may crash.
 */
static bool openssl_survives(void)
{
    int status = -1;
    pid_t child = test_fork();

    if (child == 0) {
        SSL_CTX *context = SSL_CTX_new(TLS_client_method());
        bool was_refused = true;

        for (long i = 1; context != NULL && was_refused; i++) {
            SSL *ssl = SSL_new(context);
            BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());

            allocator_arm(i, LONG_MAX);
            SSL_set_connect_state(ssl);
            was_refused = allocator_disarm() >= i;
            SSL_set0_rbio(ssl, in);
            SSL_set0_wbio(ssl, out);
            SSL_free(ssl);
        }
        SSL_CTX_free(context);
        test_child_leave(context != NULL);
    }
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

/*
 * Whether libcurl is run by curl_multi_socket_action() in a scene on the event loop.  Without
 * memory for the hash of the transfers of a socket, it destroys that hash, goes on using it and
 * divides by its size, which is zero then (singlesocket() and trhash() in multi.c of libcurl 7.88).
 */
static bool is_crash_of_libcurl(const struct scene *scene)
{
    return driver_substitute != NULL && scene_needs_server(scene);
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("malloc");
    int count = (int)scenes_count;

    if (allocator_obstacle() != NULL) {
        printf("SKIP: %s\n", allocator_obstacle());
        return suite;
    }

    for (int i = 0; i < count; i++) {
        if (scene_needs_tls(&scenes[i]) && !openssl_survives()) {
            printf("SKIP: %s: OpenSSL %s crashes when memory runs out at a handshake\n",
                   scenes[i].name, OpenSSL_version(OPENSSL_VERSION_STRING));
            continue;
        }
        if (is_crash_of_libcurl(&scenes[i])) {
            printf("SKIP: %s: libcurl crashes when memory runs out in curl_multi_socket_action()\n",
                   scenes[i].name);
            continue;
        }
        tcase_add_loop_test(add_case(suite, scenes[i].name),
                            a_piece_of_work_survives_every_failing_malloc, i, i + 1);
    }
    tcase_add_loop_test(add_case(suite, "operations"), an_operation_survives_every_failing_malloc,
                        0, (int)registry_count);
    return suite;
}
