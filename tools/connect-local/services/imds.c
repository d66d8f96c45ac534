/*
 * The instance metadata service, version 2: every other request needs a token.
 */
#include "base/json.h"
#include "core/number.h"
#include "core/text.h"
#include "exchange/respond.h"
#include "services/credentials.h"
#include "services/services.h"

#include <string.h>

#define TTL_MAX 21600
#define TTL_HEADER "x-aws-ec2-metadata-token-ttl-seconds"
#define CREDENTIALS_PATH "/latest/meta-data/iam/security-credentials/"

static void respond_plain(struct exchange *exchange, int status, const char *text)
{
    respond_text(exchange, status, "text/plain", text);
}

static void respond_token(struct local *local, struct exchange *exchange)
{
    const char *header = exchange_header(exchange, TTL_HEADER);
    int64_t seconds = 0, now = local_now(local);

    if (header == NULL || !text_to_int64(header, strlen(header), &seconds) || seconds < 1 ||
        seconds > TTL_MAX) {
        respond_plain(exchange, 400, "400 - Bad Request");
        return;
    }

    const char *token =
        random_stream_string(&local->random_credentials, &exchange->arena, ALPHABET_BASE64, 56);

    pthread_mutex_lock(&local->lock);
    deadlines_add(&local->imds_tokens, token, now + seconds * 1000, now);
    pthread_mutex_unlock(&local->lock);
    respond_plain(exchange, 200, token);
    respond_header(exchange, TTL_HEADER, header);
}

static bool has_token(struct local *local, const struct exchange *exchange)
{
    const char *token = exchange_header(exchange, "x-aws-ec2-metadata-token");

    if (token == NULL) {
        return false;
    }
    pthread_mutex_lock(&local->lock);

    bool good = deadlines_has(&local->imds_tokens, token, local_now(local));

    pthread_mutex_unlock(&local->lock);
    return good;
}

static void respond_credentials(struct local *local, struct exchange *exchange)
{
    struct issued_credentials issued;
    const struct role_session role = credentials_own_role(local, "i-0123456789abcdef0");
    json_t *body = json_check_alloc(json_object());

    credentials_issue(local, exchange, &role, &issued);
    json_put_string(body, "Code", "Success");
    json_put_string(body, "Type", "AWS-HMAC");
    credentials_put(body, &issued);
    respond_json(exchange, 200, body);
    json_decref(body);
}

static void respond_metadata(struct local *local, struct exchange *exchange)
{
    const char *path = exchange->path, *region = local->options->region;

    if (strcmp(path, CREDENTIALS_PATH) == 0) {
        respond_plain(exchange, 200, ROLE_NAME);
    } else if (strcmp(path, CREDENTIALS_PATH ROLE_NAME) == 0) {
        respond_credentials(local, exchange);
    } else if (strcmp(path, "/latest/meta-data/placement/region") == 0) {
        respond_plain(exchange, 200, region);
    } else if (strcmp(path, "/latest/meta-data/placement/availability-zone") == 0 ||
               strcmp(path, "/latest/meta-data/placement/availability-zone/") == 0) {
        respond_plain(exchange, 200, check_alloc(arena_printf(&exchange->arena, "%sa", region)));
    } else {
        respond_plain(exchange, 404, "404 - Not Found");
    }
}

bool imds_handle(struct local *local, struct exchange *exchange)
{
    bool is_get = strcmp(exchange->method, "GET") == 0;
    bool is_token = strcmp(exchange->path, "/latest/api/token") == 0;

    if (!text_starts(exchange->path, "/latest/")) {
        return false;
    }
    /* The service rejects forwarded requests. */
    if (exchange_header(exchange, "x-forwarded-for") != NULL) {
        respond_plain(exchange, 403, "403 - Forbidden");
    } else if (is_token && strcmp(exchange->method, "PUT") == 0) {
        respond_token(local, exchange);
    } else if (is_token || !is_get) {
        respond_plain(exchange, 405, "405 - Method Not Allowed");
    } else if (!has_token(local, exchange)) {
        respond_plain(exchange, 401, "401 - Unauthorized");
    } else {
        respond_metadata(local, exchange);
    }
    return true;
}
