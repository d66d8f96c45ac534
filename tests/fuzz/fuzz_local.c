/*
 * Any bytes as requests to connect-local, without sockets. Requests are separated by a line "----":
 *
 *     sign|plain
 *     METHOD TARGET
 *     Name: value
 *     (empty line)
 *     body
 *
 * "sign" adds a valid signature, so that more than the checks of the signature is reached. Every
 * request must have a well-formed response, and none may end the process.
 */
#include "auth/canonical.h"
#include "core/buf.h"
#include "core/text.h"
#include "core/utf8.h"
#include "fuzz/fuzz.h"
#include "server/dispatch.h"

#include <jansson.h>

#include <stdio.h>
#include <string.h>

#define DAY "20261121"
#define SEPARATOR "\n----\n"

static int64_t fixed_now(void *user)
{
    (void)user;
    return INT64_C(1795264496000);
}

static const connect_clock fixed_clock = { .size = sizeof fixed_clock,
                                           .now = fixed_now,
                                           .monotonic = fixed_now };

/* Cuts off the string up to the next `c`; all of the rest when there is none. */
static char *cut(char **at, char c)
{
    char *start = *at, *end = strchr(start, c);

    *at = end != NULL ? end + 1 : start + strlen(start);
    if (end != NULL) {
        *end = '\0';
    }
    return start;
}

static void sign(struct exchange *exchange, const struct options *options)
{
    struct claim claim = { .access_key = options->access_key,
                           .date = DAY,
                           .region = options->region,
                           .service = "connect",
                           .terminator = "aws4_request",
                           .signed_headers = "host;x-amz-date",
                           .timestamp = DAY "T123456Z" };
    char signature[SIGNATURE_SIZE + 1], authorization[512];

    exchange_add_header(exchange, "Host", "localhost");
    exchange_add_header(exchange, "X-Amz-Date", claim.timestamp);
    if (!canonical_signature(exchange, &claim, options->secret_key, signature)) {
        return;
    }
    snprintf(authorization, sizeof authorization,
             "AWS4-HMAC-SHA256 Credential=%s/" DAY "/%s/connect/aws4_request, "
             "SignedHeaders=host;x-amz-date, Signature=%s",
             options->access_key, options->region, signature);
    exchange_add_header(exchange, "Authorization", authorization);
}

static void check_response(const struct exchange *exchange)
{
    PROMISE(exchange->status >= 200 && exchange->status < 600);
    PROMISE(exchange->content_type != NULL && exchange->response_body != NULL);
    PROMISE(text_utf8_valid(exchange->response_body, exchange->response_size, NULL));
    if (strcmp(exchange->content_type, "application/json") == 0 && exchange->response_size > 0) {
        json_t *json = json_loadb(exchange->response_body, exchange->response_size, 0, NULL);

        PROMISE(json != NULL);
        json_decref(json);
    }
    for (size_t i = 0; i < exchange->response_headers_count; i++) {
        const char *value = exchange->response_headers[i].value;

        PROMISE(text_find_control(value, strlen(value)) < 0);
    }
}

static void run_request(struct local *local, char *text, const char *body, size_t body_size)
{
    bool with_signature = strcmp(cut(&text, '\n'), "sign") == 0;
    const char *method = cut(&text, ' ');
    struct exchange *exchange = exchange_new(NULL, method, cut(&text, '\n'));

    while (*text != '\0') {
        char *line = cut(&text, '\n');
        const char *name = cut(&line, ':');

        exchange_add_header(exchange, name, line + strspn(line, " "));
    }
    buf_add(&exchange->body, body, body_size);
    if (with_signature) {
        sign(exchange, local->options);
    }
    dispatch_request(local, exchange);
    check_response(exchange);
    exchange_free(exchange);
}

/* The first occurrence of a string in bytes that may contain NUL. */
static const uint8_t *find(const uint8_t *bytes, size_t size, const char *string)
{
    for (size_t i = 0; i + strlen(string) <= size; i++) {
        if (memcmp(bytes + i, string, strlen(string)) == 0) {
            return bytes + i;
        }
    }
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct options options;

    options_default(&options);
    options.imds = options.container = options.sts = options.sso = true;
    options.zapi_token = "zapi";
    options.any_key = options.any_region = options.cors = true;
    options.seed_instances = 1;
    options.rate = options.burst = 1000;

    struct local *local = local_new(&options, &fixed_clock);

    while (size > 0) {
        const uint8_t *end = find(bytes, size, SEPARATOR);
        size_t used = end != NULL ? (size_t)(end - bytes) : size;
        const uint8_t *gap = find(bytes, used, "\n\n");
        size_t head_size = gap != NULL ? (size_t)(gap - bytes) : used;
        size_t body_start = gap != NULL ? head_size + 2 : used;
        char *head = malloc(head_size + 1);

        PROMISE(head != NULL);
        memcpy(head, bytes, head_size);
        head[head_size] = '\0';
        run_request(local, head, (const char *)bytes + body_start, used - body_start);
        free(head);
        if (end != NULL) {
            used += strlen(SEPARATOR);
        }
        bytes += used;
        size -= used;
    }
    local_free(local);
    options_free(&options);
    return 0;
}
