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
#include "core/buf.h"
#include "core/mem.h"
#include "shape/encode.h"
#include "support/home.h"
#include "support/patience.h"
#include "support/random_value.h"
#include "support/suite.h"
#include "support/wire_tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <link.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Sanitizers and valgrind have an allocator of their own, and other C libraries no other name for
 * theirs.
 */
#if defined(__GLIBC__)
#    define CAN_FAIL 1
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#    undef CAN_FAIL
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
        __has_feature(memory_sanitizer)
#        undef CAN_FAIL
#    endif
#endif

/* ---- the allocator ---- */

static _Thread_local bool is_armed;
static _Thread_local long made, fail_from, fail_to;
static long run_number;
/* allocated by the work and not freed by anybody; under the lock, like the slots */
static long live;
/*
 * What is live and who allocated it: open addressing by the block, which keeps its slot when it is
 * freed.
 */
#define SLOTS (1 << 18)
static struct slot {
    const void *block; /* NULL: never used */
    const void *caller;
    long run;
    bool is_live;
} slots[SLOTS];

#ifdef CAN_FAIL
static atomic_flag is_locked = ATOMIC_FLAG_INIT;

static void lock(void)
{
    while (atomic_flag_test_and_set(&is_locked)) {
        continue;
    }
}

static void unlock(void)
{
    atomic_flag_clear(&is_locked);
}

/*
 * The dynamic linker allocates for each thread, and the thread's stack with it is kept for the next
 * one.
 */
static uintptr_t linker_from, linker_to;

static struct slot *slot_of(const void *block)
{
    size_t at = ((uintptr_t)block >> 4) * 2654435761u % SLOTS;

    for (size_t tries = 0; tries < SLOTS; tries++, at = (at + 1) % SLOTS) {
        if (slots[at].block == NULL || slots[at].block == block) {
            return &slots[at];
        }
    }
    return NULL;
}

static void remember(const void *block, const void *caller)
{
    struct slot *slot;

    if (linker_from <= (uintptr_t)caller && (uintptr_t)caller < linker_to) {
        return;
    }
    lock();
    slot = slot_of(block);
    if (slot != NULL) {
        *slot = (struct slot){ block, caller, run_number, true };
        live++;
    }
    unlock();
}

static void forget(const void *block)
{
    struct slot *slot;

    lock();
    slot = slot_of(block);
    if (slot != NULL && slot->is_live) {
        slot->is_live = false;
        live--;
    }
    unlock();
}

static int find_linker(struct dl_phdr_info *info, size_t size, void *user)
{
    (void)size;
    (void)user;
    for (size_t i = 0; strstr(info->dlpi_name, "/ld-") != NULL && i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type == PT_LOAD) {
            uintptr_t from = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;

            linker_from = linker_from == 0 || from < linker_from ? from : linker_from;
            linker_to = from + info->dlpi_phdr[i].p_memsz > linker_to
                            ? from + info->dlpi_phdr[i].p_memsz
                            : linker_to;
        }
    }
    return 0;
}

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);
void *memalign(size_t alignment, size_t size);

/* This program is compiled so that it shows the others nothing; but these they are to see. */
#    pragma GCC visibility push(default)

static bool is_refused(void)
{
    if (!is_armed) {
        return false;
    }
    made++;
    if (made < fail_from || made > fail_to) {
        return false;
    }
    errno = ENOMEM;
    return true;
}

static void *counted(void *block, const void *caller)
{
    if (is_armed && block != NULL) {
        remember(block, caller);
    }
    return block;
}

#    define CALLER __builtin_return_address(0)

void *malloc(size_t size)
{
    return is_refused() ? NULL : counted(__libc_malloc(size), CALLER);
}

void *calloc(size_t count, size_t size)
{
    return is_refused() ? NULL : counted(__libc_calloc(count, size), CALLER);
}

void *realloc(void *block, size_t size)
{
    void *moved;

    if (block == NULL) {
        return is_refused() ? NULL : counted(__libc_malloc(size), CALLER);
    }
    if (size == 0) {
        free(block);
        return NULL;
    }
    if (is_refused()) {
        return NULL;
    }
    moved = __libc_realloc(block, size);
    if (is_armed && moved != NULL) {
        forget(block);
        remember(moved, CALLER);
    }
    return moved;
}

void *memalign(size_t alignment, size_t size)
{
    return is_refused() ? NULL : counted(__libc_memalign(alignment, size), CALLER);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    void *block = memalign(alignment, size);

    if (block == NULL) {
        return ENOMEM;
    }
    *out = block;
    return 0;
}

void free(void *block)
{
    int kept = errno;

    if (block != NULL && run_number > 0) {
        forget(block);
    }
    __libc_free(block);
    errno = kept;
}
#    pragma GCC visibility pop
#endif

/* ---- the service: what it says to each request ---- */

#define ID "11111111-2222-3333-4444-555555555555"
#define INSTANCE                                                                                               \
    "{\"Instance\":{\"Id\":\"" ID                                                                              \
    "\",\"Arn\":\"arn:a\",\"InstanceAlias\":\"demo\",\"CreatedTime\":1700000000.5,"                            \
    "\"InstanceStatus\":\"CREATION_FAILED\",\"StatusReason\":{\"Message\":\"the directory is gone\"},"         \
    "\"InboundCallsEnabled\":true,\"Tags\":{\"team\":\"voice\",\"cost\":\"7\"}},\"ReplicationConfiguration\":" \
    "{\"SourceRegion\":\"us-west-2\",\"ReplicationStatusSummaryList\":[{\"Region\":\"us-east-1\"}]}}"
#define PAGE_1 "{\"NextToken\":\"t-2\",\"InstanceSummaryList\":[{\"Id\":\"i-1\"},{\"Id\":\"i-2\"}]}"
#define PAGE_2 \
    "{\"InstanceSummaryList\":[{\"Id\":\"i-3\",\"CreatedTime\":\"2026-11-21T12:34:56Z\"}]}"
#define ROLE_KEYS                                                                                                 \
    "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKIDROLE</AccessKeyId><SecretAccessKey>s"    \
    "</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-11-21T12:34:56Z</Expiration></Credentials>" \
    "</AssumeRoleResult></AssumeRoleResponse>"

#define LOGIN_RENEWED                                                          \
    "{\"accessToken\":{\"accessKeyId\":\"RENEWED\",\"secretAccessKey\":\"s\"," \
    "\"sessionToken\":\"t\"},\"expiresIn\":900,"                               \
    "\"refreshToken\":\"new\",\"tokenType\":\"aws_sigv4\"}"
#define SSO_KEYS                                                             \
    "{\"roleCredentials\":{\"accessKeyId\":\"A\",\"secretAccessKey\":\"s\"," \
    "\"sessionToken\":\"t\",\"expiration\":"                                 \
    "4098177296000}}"
#define QUOTA                                                                                   \
    "{\"Message\":\"no more\",\"Reason\":{\"AttachedFileServiceQuotaExceededExceptionReason\":" \
    "\"TOTAL_FILE_COUNT_EXCEEDED\"},\"__type\":\"ServiceQuotaExceededException\"}"
#define ZAPI_PAGE \
    "{\"total\":1,\"totalPage\":\"1\",\"content\":[{\"id\":\"i\",\"token\":\"s\",\"created\":\"17\"}]}"

/* By the first that fits: how the request begins, and a part of it. */
static const struct {
    const char *start, *part;
    int status;
    const char *body;
} responses[] = {
    { "POST / ", "", 200, ROLE_KEYS },
    { "POST /v1/token ", "", 200, LOGIN_RENEWED },
    { "POST /token ", "", 200,
      "{\"accessToken\":\"fresh\",\"expiresIn\":3600,\"refreshToken\":\"r2\"}" },
    { "GET /federation/credentials?", "", 200, SSO_KEYS },
    { "POST /users ", "", 200, "{\"Users\":[{\"Id\":\"u\",\"Rate\":1.5}]}" },
    { "DELETE /instance/", "", 402, QUOTA },
    { "GET /instances?", "page=1&", 200, ZAPI_PAGE },
    { "PUT /instance ", "", 200, "{\"Id\":\"" ID "\",\"Arn\":\"arn:a\"}" },
    { "GET /instance?", "nextToken=t-2", 200, PAGE_2 },
    { "GET /instance?", "", 200, PAGE_1 },
    { "GET /instance/", "", 200, INSTANCE },
    { "", "", 403,
      "{\"__type\":\"InvalidSignatureException\",\"message\":\"this is not what was signed\"}" },
};

static void serve(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer)) {
        const char *request = wire_last_request(peer);
        size_t i = 0;

        while (strncmp(request, responses[i].start, strlen(responses[i].start)) != 0 ||
               strstr(request, responses[i].part) == NULL) {
            i++;
        }
        if (!wire_response(peer, responses[i].status,
                           "x-amzn-RequestId: r-1\r\nContent-Type: application/json\r\n",
                           responses[i].body)) {
            return;
        }
    }
}

/* ---- pieces of work, without checks of Check, whose own memory would fail as well ---- */

static struct home home;
static struct wire_server *server;
static struct wire_tls *tls;
static connect_client_options options;
static char endpoint[64];
static char said[300]; /* the message of the last error */
static bool is_half_filled;

/* Takes the error and what came out; all scenes end here. */
static connect_status take(connect_status status, connect_error *error, const void *out)
{
    is_half_filled = is_half_filled || (status != CONNECT_OK && out != NULL) ||
                     connect_error_code(error) != status;
    if (status != CONNECT_OK) {
        (void)snprintf(said, sizeof said, "%s", connect_error_message(error));
    }
    connect_error_free(error);
    return status;
}

static connect_status describe_one(connect_client *client)
{
    const connect_describe_instance_request request = { .size = sizeof request, .instance_id = ID };
    connect_describe_instance_response *response = (void *)&request;
    connect_error *error = NULL;
    connect_status status = connect_describe_instance(client, &request, &response, &error);

    is_half_filled =
        is_half_filled || (status == CONNECT_OK && (response->instance->tags_count != 2 ||
                                                    response->replication_configuration == NULL));
    status = take(status, error, response);
    connect_free(response);
    return status;
}

static connect_status create_one(connect_client *client)
{
    const connect_pair *const tags[] = { CONNECT_PAIR("team", "voice"), CONNECT_PAIR("cost", "7") };
    const connect_create_instance_request request = { .size = sizeof request,
                                                      .identity_management_type =
                                                          CONNECT_DIRECTORY_TYPE_SAML,
                                                      .instance_alias = "demo",
                                                      .inbound_calls_enabled = CONNECT_SET(true),
                                                      .outbound_calls_enabled = CONNECT_SET(true),
                                                      .tags = tags,
                                                      .tags_count = 2 };
    connect_create_instance_response *response = (void *)&request;
    connect_error *error = NULL;
    connect_status status = connect_create_instance(client, &request, &response, &error);

    status = take(status, error, response);
    connect_free(response);
    return status;
}

static connect_status list_all(connect_client *client)
{
    const connect_list_instances_request request = { .size = sizeof request,
                                                     .max_results = CONNECT_SET(10) };
    connect_pager *pager = connect_list_instances_pages(client, &request);
    connect_status status;
    int items = 0;

    while (connect_list_instances_next(pager) != NULL) {
        items++;
    }
    status = connect_error_code(connect_pager_error(pager));
    if (status != CONNECT_OK) {
        (void)snprintf(said, sizeof said, "%s", connect_error_message(connect_pager_error(pager)));
    }
    is_half_filled = is_half_filled || (status == CONNECT_OK && items != 3);
    connect_pager_free(pager);
    return status;
}

static connect_status open_client(connect_client **client)
{
    const connect_credentials keys = { .size = sizeof keys,
                                       .access_key_id = "AKID",
                                       .secret_access_key = "secret" };
    connect_client_options own = options;
    connect_error *error = NULL;
    connect_status status = connect_credentials_static(&keys, &own.credentials, &error);

    if (take(status, error, own.credentials) != CONNECT_OK) {
        return status;
    }
    error = NULL;
    *client = (connect_client *)&own;
    status = connect_client_new(&own, client, &error);
    status = take(status, error, *client);
    connect_credentials_provider_free(own.credentials);
    return status;
}

static connect_status live_a_life(void)
{
    connect_client *client;
    connect_status status = open_client(&client);

    if (status != CONNECT_OK) {
        return status;
    }
    status = describe_one(client);
    if (status == CONNECT_OK) {
        status = create_one(client);
    }
    if (status == CONNECT_OK) {
        status = list_all(client);
    }
    connect_client_free(client);
    return status;
}

/*
 * A refusal with its detail is what is to come here; the detail may be lost where there is no
 * memory for it.
 */
static connect_status be_refused(connect_client *client)
{
    const connect_delete_instance_request request = { .size = sizeof request, .instance_id = ID };
    connect_delete_instance_response *response = (void *)&request;
    connect_error *error = NULL;
    connect_status status = connect_delete_instance(client, &request, &response, &error);
    bool is_told = status == CONNECT_E_QUOTA_EXCEEDED && connect_error_detail(error) != NULL &&
                   connect_error_detail_json(error) != NULL;

    status = take(status, error, response);
    return is_told ? CONNECT_OK : status;
}

static connect_status send_one(connect_client *client)
{
    char *json = said;
    connect_error *error = NULL;
    connect_status status =
        connect_send(client, "POST", "/users", NULL, 0, "{\"Limit\":[1,2.5]}", &json, &error);

    status = take(status, error, json);
    connect_free(json);
    return status;
}

static connect_status list_as_json(connect_client *client)
{
    connect_pager *pager = (connect_pager *)said;
    connect_error *error = NULL;
    connect_status status =
        connect_pager_new(client, "ListInstances", "{\"MaxResults\":10}", &pager, &error);
    int pages = 0;
    char *json;

    if (take(status, error, pager) != CONNECT_OK) {
        return status;
    }
    for (; (json = connect_pager_next_page_json(pager)) != NULL; pages++) {
        connect_free(json);
    }
    status = connect_error_code(connect_pager_error(pager));
    if (status != CONNECT_OK) {
        (void)snprintf(said, sizeof said, "%s", connect_error_message(connect_pager_error(pager)));
    }
    is_half_filled = is_half_filled || (status == CONNECT_OK && pages != 2);
    connect_pager_free(pager);
    return status;
}

static connect_status list_zapi(void)
{
    const connect_zapi_client_options zapi = { .size = sizeof zapi,
                                               .token = "t",
                                               .endpoint_url = endpoint,
                                               .proxy = "",
                                               .retry_mode = CONNECT_RETRY_OFF };
    connect_zapi_client *client = (connect_zapi_client *)said;
    connect_error *error = NULL;
    connect_pager *pager;
    connect_status status = connect_zapi_client_new(&zapi, &client, &error);

    if (take(status, error, client) != CONNECT_OK) {
        return status;
    }
    pager = connect_zapi_list_instances_pages(client, NULL);
    while (connect_zapi_list_instances_next(pager) != NULL) {
        continue;
    }
    status = connect_error_code(connect_pager_error(pager));
    if (status != CONNECT_OK) {
        (void)snprintf(said, sizeof said, "%s", connect_error_message(connect_pager_error(pager)));
    }
    connect_pager_free(pager);
    connect_zapi_client_free(client);
    return status;
}

static connect_status do_the_rest(void)
{
    connect_client *client;
    connect_status status = open_client(&client);

    if (status != CONNECT_OK) {
        return status;
    }
    status = be_refused(client);
    if (status == CONNECT_OK) {
        status = send_one(client);
    }
    if (status == CONNECT_OK) {
        status = list_as_json(client);
    }
    connect_client_free(client);
    return status == CONNECT_OK ? list_zapi() : status;
}

/* A client that has to find out its keys by itself: from files, a program, STS. */
static connect_status find_keys(void)
{
    connect_client *client = (connect_client *)&options;
    connect_error *error = NULL;
    connect_status status = connect_client_new(&options, &client, &error);
    char *text = said;

    status = take(status, error, client);
    if (status != CONNECT_OK) {
        return status;
    }
    error = NULL;
    status = connect_client_warm_up(client, &error);
    status = take(status, error, NULL);
    if (status == CONNECT_OK) {
        error = NULL;
        status = connect_client_describe(client, &text, &error);
        status = take(status, error, text);
        connect_free(text);
    }
    connect_client_free(client);
    return status;
}

/* ---- each operation, over a transport that is a text ---- */

static connect_client *fixed_client;
static const connect_operation *fixed_operation;
static struct buf fixed_input, fixed_response;

static connect_status response_fixed(void *user, const connect_http_request *request,
                                     connect_http_response *response, connect_http_failure *failure)
{
    (void)user;
    (void)request;
    (void)failure;
    connect_http_response_set_status(response, 200);
    if (!connect_http_response_add_body(response, fixed_response.data, fixed_response.size)) {
        return CONNECT_E_MEMORY;
    }
    return CONNECT_OK;
}

static connect_status invoke_one(void)
{
    char *json = (char *)&fixed_client;
    connect_error *error = NULL;
    connect_status status =
        connect_invoke(fixed_client, fixed_operation->name, fixed_input.data, &json, &error);

    status = take(status, error, json);
    connect_free(json);
    return status;
}

/* ---- one after another ---- */

struct scene {
    const char *name;
    void (*begin)(void);
    connect_status (*run)(void);
    connect_status permitted[5]; /* besides memory */
    void (*prepare)(void);       /* before each run, or NULL */
};

struct outcome {
    connect_status status;
    long made, live;
    int64_t took_ms;
};

static struct outcome run(const struct scene *scene, long from, long to)
{
    int64_t began = world_now();
    long before;
    struct outcome out;

    if (scene->prepare != NULL) {
        scene->prepare();
    }
    before = live;

    said[0] = '\0';
    is_half_filled = false;
    made = 0;
    run_number++;
    fail_from = from;
    fail_to = to;
    is_armed = true;
    out.status = scene->run();
    /* OpenSSL keeps what it has to say of each failure until sixteen others have come. */
    ERR_clear_error();
    is_armed = false;
    out.made = made;
    out.took_ms = world_now() - began;
    /*
     * A thread of libcurl's may still be at it: without memory for an address it looks the number
     * up as a name.
     */
    for (int wait = 0; server != NULL && to > 0 && live > before && wait < 50; wait++) {
        (void)usleep(1000);
    }
    out.live = live - before;
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

/* Says who allocated what the last run left. */
static const char *leftovers(void)
{
    static char text[1000];
    Dl_info info;

    text[0] = '\0';
    for (size_t i = 0; i < SLOTS && strlen(text) < sizeof text - 200; i++) {
        if (slots[i].is_live && slots[i].run == run_number && dladdr(slots[i].caller, &info) != 0) {
            (void)snprintf(
                text + strlen(text), 200, " %s(%s+0x%zx)", info.dli_fname,
                info.dli_sname != NULL ? info.dli_sname : "",
                (size_t)((const char *)slots[i].caller -
                         (const char *)(info.dli_sname != NULL ? info.dli_saddr : info.dli_fbase)));
        }
    }
    return text;
}

/* What is left is a leak when it is left each time anew; a cache that was filled is not. */
static bool leaks(const struct scene *scene, long from, long to)
{
    for (int again = 0; again < 4; again++) {
        (void)run(scene, LONG_MAX, 0);
        if (run(scene, from, to).live <= 0) {
            return false;
        }
    }
    return true;
}

static connect_status fail_one(const struct scene *scene, long from, long to)
{
    struct outcome out = run(scene, from, to);

    ck_assert_msg(is_permitted(scene, out.status), "%s: %ld to %ld: %s: %s", scene->name, from, to,
                  connect_status_name(out.status), said);
    ck_assert_msg(!is_half_filled, "%s: %ld to %ld: half filled or at odds: %s", scene->name, from,
                  to, said);
    ck_assert_msg(out.status != CONNECT_E_MEMORY || strstr(said, "memory") != NULL,
                  "%s: %ld to %ld: %s", scene->name, from, to, said);
    ck_assert_msg(out.took_ms <= patience(15000), "%s: %ld to %ld: %lld ms", scene->name, from, to,
                  (long long)out.took_ms);
    ck_assert_msg(out.live <= 0 || !leaks(scene, from, to), "%s: %ld to %ld: %ld blocks leaked:%s",
                  scene->name, from, to, out.live, leftovers());
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
        ck_assert_msg(run(scene, LONG_MAX, 0).status == CONNECT_OK, "%s: %s", scene->name, said);
    }
    long total = run(scene, LONG_MAX, 0).made, step = total / rounds() + 1, done = 0, unread = 0;

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
    ck_assert_msg(run(scene, LONG_MAX, 0).status == CONNECT_OK, "%s: %s", scene->name, said);
}

/* ---- the scenes ---- */

static void serve_plain(void)
{
    server = wire_start(serve, NULL, NULL);
    (void)snprintf(endpoint, sizeof endpoint, "http://127.0.0.1:%d", wire_port(server));
    options.endpoint_url = endpoint;
}

/* A machine may have no certificates of its own. */
static void use_own_bundle(void)
{
    if (tls == NULL) {
        tls = wire_tls_new(WIRE_GOOD, 0);
    }
    options.ca_bundle = wire_tls_bundle(tls);
}

static void serve_tls(void)
{
    use_own_bundle();
    server = wire_start(serve, NULL, wire_tls_io(tls));
    (void)snprintf(endpoint, sizeof endpoint, "https://127.0.0.1:%d", wire_port(server));
    options.endpoint_url = endpoint;
}

static void keys_in_files(void)
{
    use_own_bundle();
    home_write(
        &home, ".aws/config",
        "# a comment\n[default]\nregion = eu-west-2\ns3 =\n  max_concurrent_requests = 20\n[profile other]\n"
        "output = json\n[services local]\nconnect =\n  endpoint_url = https://connect.example\n");
    home_write(&home, ".aws/credentials",
               "[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = s\n");
}

static void keys_of_a_program(void)
{
    char config[300];

    use_own_bundle();
    home_write(&home, "keys.json",
               "{\"Version\":1,\"AccessKeyId\":\"AKIDPROGRAM\",\"SecretAccessKey\":\"s\","
               "\"SessionToken\":\"t\",\"Expiration\":\"2099-11-21T12:34:56Z\"}");
    (void)snprintf(config, sizeof config, "[default]\ncredential_process = /bin/cat \"%s\"\n",
                   home_path(&home, "keys.json"));
    home_write(&home, ".aws/config", config);
}

static void keys_of_a_role(void)
{
    serve_plain();
    setenv("AWS_ENDPOINT_URL_STS", endpoint, 1);
    home_write(&home, ".aws/config",
               "[default]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = base\n"
               "[profile base]\naws_access_key_id = AKID\naws_secret_access_key = s\n");
}

/*
 * A login and an SSO token that are near their end, so that each run renews them and writes the
 * file anew.
 */
static char *login_text;

static void write_login(void)
{
    home_write(
        &home,
        ".aws/login/cache/c03a7323bda916bba892295dd46ea73c98866a0ad0a2606cb839909f35fbc865.json",
        login_text);
}

static void keys_of_a_login(void)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    BIO *memory = BIO_new(BIO_s_mem());
    char pem[2000] = "", *line, *rest;
    FILE *out;
    size_t size;

    serve_plain();
    setenv("AWS_ENDPOINT_URL_SIGNIN", endpoint, 1);
    home_write(&home, ".aws/config",
               "[default]\nregion = eu-west-2\n"
               "login_session = arn:aws:sts::123456789012:assumed-role/Admin/me\n");
    ck_assert_int_eq(PEM_write_bio_PrivateKey(memory, key, NULL, NULL, 0, NULL, NULL), 1);
    ck_assert_int_gt(BIO_read(memory, pem, sizeof pem - 1), 0);
    free(login_text);
    out = open_memstream(&login_text, &size);
    (void)fputs("{\"accessToken\":{\"accessKeyId\":\"LOGIN\",\"secretAccessKey\":\"s\","
                "\"sessionToken\":\"t\",\"accountId\":"
                "\"123456789012\",\"expiresAt\":\"2020-01-01T00:00:00Z\"},"
                "\"clientId\":\"client\",\"refreshToken\":\"old\","
                "\"idToken\":\"id\",\"dpopKey\":\"",
                out);
    for (line = strtok_r(pem, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        (void)fprintf(out, "%s\\n", line);
    }
    (void)fputs("\"}", out);
    (void)fclose(out);
    BIO_free(memory);
    EVP_PKEY_free(key);
}

static void write_sso(void)
{
    home_write(&home, ".aws/sso/cache/71b21161ffa1e6516bcc072aaf5ef38cbe85b511.json",
               "{\"accessToken\":\"old\",\"expiresAt\":\"2020-01-01T00:00:00Z\","
               "\"refreshToken\":\"r\",\"clientId\":\"c\","
               "\"clientSecret\":\"s\",\"registrationExpiresAt\":\"2099-01-01T00:00:00Z\"}");
}

static void keys_of_sso(void)
{
    serve_plain();
    setenv("AWS_ENDPOINT_URL_SSO", endpoint, 1);
    setenv("AWS_ENDPOINT_URL_SSO_OIDC", endpoint, 1);
    home_write(&home, ".aws/config",
               "[default]\nsso_session = company\nsso_account_id = 1\nsso_role_name = r\n"
               "[sso-session company]\nsso_start_url = u\nsso_region = eu-west-2\n");
}

/* Wherever libcurl is on the way. */
#define WIRE CONNECT_E_TRANSPORT, CONNECT_E_DECODE, CONNECT_E_TIMEOUT

static const struct scene scenes[] = {
    { "a life over http", serve_plain, live_a_life, { WIRE, CONNECT_E_UNAUTHENTICATED }, NULL },
    { "a life over TLS", serve_tls, live_a_life, { WIRE, CONNECT_E_TLS }, NULL },
    { "files", keys_in_files, find_keys, { CONNECT_E_TLS }, NULL },
    { "a program", keys_of_a_program, find_keys, { CONNECT_E_TLS }, NULL },
    { "STS", keys_of_a_role, find_keys, { CONNECT_E_CREDENTIALS, CONNECT_E_TIMEOUT }, NULL },
    { "SSO", keys_of_sso, find_keys, { CONNECT_E_CREDENTIALS, CONNECT_E_TIMEOUT }, write_sso },
    { "a login",
      keys_of_a_login,
      find_keys,
      { CONNECT_E_CREDENTIALS, CONNECT_E_TIMEOUT },
      write_login },
    { "the rest",
      serve_plain,
      do_the_rest,
      { WIRE, CONNECT_E_UNAUTHENTICATED, CONNECT_E_QUOTA_EXCEEDED },
      NULL },
};

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

static void begin(void)
{
    mem_set_hook(&(struct mem_hook){ split_alloc, split_resize, split_release, NULL, true });
#ifdef CAN_FAIL
    (void)dl_iterate_phdr(find_linker, NULL);
#endif
    home_begin(&home);
    setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
    options = (connect_client_options){ .size = sizeof options,
                                        .region = "us-west-2",
                                        .proxy = "",
                                        .retry_mode = CONNECT_RETRY_OFF,
                                        .connect_timeout_ms = CONNECT_SET(patience(4000)),
                                        .attempt_timeout_ms = CONNECT_SET(patience(4000)) };
}

static void end(void)
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

static void ask_operation(void)
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
        registry_operations[_i]->name, ask_operation, invoke_one, { 0 }, NULL
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

    tcase_add_checked_fixture(tcase, begin, end);
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
#ifdef CAN_FAIL
    int status = -1;
    pid_t child = test_fork();

    if (child == 0) {
        SSL_CTX *context = SSL_CTX_new(TLS_client_method());
        bool was_refused = true;

        for (long i = 1; context != NULL && was_refused; i++) {
            SSL *ssl = SSL_new(context);
            BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());

            made = 0;
            fail_from = i;
            fail_to = LONG_MAX;
            is_armed = true;
            SSL_set_connect_state(ssl);
            is_armed = false;
            was_refused = made >= i;
            SSL_set0_rbio(ssl, in);
            SSL_set0_wbio(ssl, out);
            SSL_free(ssl);
        }
        SSL_CTX_free(context);
        test_child_leave(context != NULL);
    }
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
#else
    return true;
#endif
}

/*
 * Whether libcurl is run by curl_multi_socket_action() in a scene on the event loop.  Without
 * memory for the hash of the transfers of a socket, it destroys that hash, goes on using it and
 * divides by its size, which is zero then (singlesocket() and trhash() in multi.c of libcurl 7.88).
 */
static bool is_crash_of_libcurl(const struct scene *scene)
{
    return driver_substitute != NULL && scene->begin != keys_in_files &&
           scene->begin != keys_of_a_program;
}

/* Why nothing can be made to fail here, or NULL. */
static const char *obstacle(void)
{
#ifdef CAN_FAIL
    const char *preloaded = getenv("LD_PRELOAD");

    return preloaded != NULL && strstr(preloaded, "vgpreload") != NULL
               ? "valgrind looks after malloc()"
               : NULL;
#else
    return "malloc() belongs to a sanitizer, or to another C library than glibc";
#endif
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("malloc");
    int count = (int)(sizeof scenes / sizeof *scenes);

    if (obstacle() != NULL) {
        printf("SKIP: %s\n", obstacle());
        return suite;
    }

    for (int i = 0; i < count; i++) {
        if (scenes[i].begin == serve_tls && !openssl_survives()) {
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
