/*
 * Token, role, keys: three small requests to a link-local address, with short patience, because on
 * a machine that is no instance nobody answers.
 */
#include "aws/provider_imds.h"

#include "aws/keys_json.h"
#include "aws/profile.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/text.h"
#include "core/url.h"
#include "http/response.h"

#include <string.h>

#define TOKEN_MAX 1024
#define ROLE_MAX 128
#define REFUSAL_MAX 1000

static const char role_path[] = "/latest/meta-data/iam/security-credentials/";

struct imds {
    struct provider_context *context;
    struct arena *arena;
    const char *base;
    const char *token; /* NULL before it was asked for */
    int64_t patience_ms;
    int64_t tries;
};

connect_status imds_endpoint(struct arena *arena, struct settings *settings, const char **out,
                             connect_error **error)
{
    const struct setting_value *values = settings->values;
    const struct setting_value *endpoint = &values[SETTING_METADATA_ENDPOINT];
    struct url url;
    connect_status status;

    *out = NULL;
    if (text_equal_nocase(values[SETTING_METADATA_DISABLED].text, "true")) {
        return CONNECT_OK;
    }
    if (endpoint->text == NULL) {
        *out = values[SETTING_METADATA_MODE].number == 6 ? "http://[fd00:ec2::254]"
                                                         : "http://169.254.169.254";
        return CONNECT_OK;
    }
    status = url_parse(arena, endpoint->text, endpoint->origin, &url, error);
    if (status == CONNECT_OK) {
        *out = arena_printf(arena, "%s://%s%s", url.scheme, url.authority, url.path);
    }
    return status != CONNECT_OK || *out != NULL ? status : error_memory(error);
}

/* base NULL: switched off. */
static connect_status imds_open(struct imds *imds, struct arena *arena,
                                struct provider_context *context, connect_error **error)
{
    const struct setting_value *values = context->settings->values;

    *imds = (struct imds){ .context = context, .arena = arena };
    imds->tries = values[SETTING_METADATA_ATTEMPTS].number;
    imds->patience_ms = values[SETTING_METADATA_TIMEOUT].number * 1000;
    return imds_endpoint(arena, context->settings, &imds->base, error);
}

static bool is_final(connect_status status)
{
    return status == CONNECT_E_CANCELLED || status == CONNECT_E_MEMORY;
}

static connect_status exchange(struct imds *imds, const char *method, const char *path,
                               const connect_pair *header, connect_http_response **out,
                               connect_error **error)
{
    struct provider_context *context = imds->context;
    const connect_pair *const headers[] = { header };
    connect_http_request request = { sizeof request, .method = method, .headers = headers,
                                     .headers_count = 1 };
    connect_status status = CONNECT_E_TIMEOUT;

    request.url = arena_printf(imds->arena, "%s%s", imds->base, path);
    request.connect_timeout_ms = request.timeout_ms = imds->patience_ms;
    request.direct = true;
    if (request.url == NULL) {
        return error_memory(error);
    }
    for (int64_t attempt = 0; attempt < imds->tries; attempt++) {
        http_response_free(*out);
        *out = NULL;
        if (deadline_left(context->clock, context->deadline) == 0) {
            return error_set(error, CONNECT_E_TIMEOUT,
                             "no time is left to ask the instance metadata service");
        }
        status = context->fetch(context, &request, out, error);
        if (is_final(status) || (status == CONNECT_OK && (*out)->status < 500)) {
            break;
        }
    }
    return status;
}

static connect_status refused(connect_error **error, const char *what,
                              const connect_http_response *response)
{
    struct buf said = BUF_INIT(REFUSAL_MAX);
    connect_status status;

    keys_json_explain(buf_text(&response->body), response->body.size, &said);
    status = error_set(error, CONNECT_E_CREDENTIALS, "instance metadata service: %s: HTTP %d%s%s",
                       what, (int)response->status,
                       response->status == 403 ? ": it is disabled for this instance" : "",
                       buf_text(&said));
    buf_free(&said);
    return status;
}

static connect_status fetch_token(struct imds *imds, connect_error **error)
{
    const connect_pair ttl = { "x-aws-ec2-metadata-token-ttl-seconds", "21600" };
    connect_http_response *response = NULL;
    connect_status status = exchange(imds, "PUT", "/latest/api/token", &ttl, &response, error);

    if (status == CONNECT_OK && response->status != 200) {
        status = refused(error, "no token", response);
    }
    if (status == CONNECT_OK) {
        const struct buf *body = &response->body;

        if (body->size == 0 || body->size > TOKEN_MAX ||
            text_find_control(buf_text(body), body->size) >= 0) {
            status = error_set(error, CONNECT_E_CREDENTIALS,
                               "instance metadata service: the token is malformed");
        } else if ((imds->token = arena_strndup(imds->arena, buf_text(body), body->size)) == NULL) {
            status = error_memory(error);
        }
    }
    http_response_free(response);
    return status;
}

/* The answer to a GET with the token; a token that is refused is renewed once. */
static connect_status get(struct imds *imds, const char *path, connect_http_response **out,
                          connect_error **error)
{
    connect_status status = CONNECT_OK;

    for (int round = 0; round < 2; round++) {
        connect_pair token = { "x-aws-ec2-metadata-token", NULL };

        if (imds->token == NULL && (status = fetch_token(imds, error)) != CONNECT_OK) {
            return status;
        }
        token.value = imds->token;
        status = exchange(imds, "GET", path, &token, out, error);
        if (status != CONNECT_OK || (*out)->status != 401) {
            return status;
        }
        imds->token = NULL;
    }
    return status;
}

/* The role's name in `arena`; NULL in *out when the instance has none. */
static connect_status fetch_role(struct imds *imds, const char **out, connect_error **error)
{
    connect_http_response *response = NULL;
    connect_status status = get(imds, role_path, &response, error);
    const char *name;
    size_t size;

    *out = NULL;
    if (status == CONNECT_OK && response->status != 404) {
        name = buf_text(&response->body);
        size = strcspn(name, "\r\n");
        if (response->status != 200) {
            status = refused(error, "no role", response);
        } else if (size == 0 || size > ROLE_MAX || text_find_control(name, size) >= 0) {
            status = error_set(error, CONNECT_E_CREDENTIALS,
                               "instance metadata service: the role's name is malformed");
        } else if ((*out = arena_strndup(imds->arena, name, size)) == NULL) {
            status = error_memory(error);
        }
    }
    http_response_free(response);
    return status;
}

static connect_status fetch_keys(struct imds *imds, const char *role, struct credentials **out,
                                 connect_error **error)
{
    static const struct keys_json form = { .source = "instance metadata",
                                           .needs_expiration = true };
    struct buf path = BUF_INIT(1024);
    connect_http_response *response = NULL;
    connect_status status;

    buf_add_text(&path, role_path);
    if (!text_percent_encode(&path, role, strlen(role), "+=,@")) {
        return error_memory(error);
    }
    status = get(imds, buf_text(&path), &response, error);
    if (status == CONNECT_OK && response->status != 200) {
        status = refused(error, "no keys", response);
    }
    if (status == CONNECT_OK) {
        status =
            keys_json_decode(&form, buf_text(&response->body), response->body.size, out, error);
        if (status == CONNECT_OK) {
            /* In an outage the service repeats credentials that AWS goes on accepting. */
            (*out)->outlives_expiration = true;
        } else if (error != NULL) {
            error_prefix(*error, "instance metadata service, role %s: ", role);
        }
    }
    http_response_free(response);
    buf_free(&path);
    return status;
}

/*
 * On a machine that is no instance nobody answers: that is no failure, and neither is a service
 * without a role.
 */
static bool is_absent(connect_status status)
{
    return status == CONNECT_E_TRANSPORT || status == CONNECT_E_TIMEOUT;
}

static connect_status fetch(struct connect_credentials_provider *provider,
                            struct provider_context *context, struct credentials **out,
                            struct buf *skipped, connect_error **error)
{
    struct arena arena = { .secret = true };
    const char *role = NULL;
    struct imds imds;
    connect_status status = imds_open(&imds, &arena, context, error);

    *out = NULL;
    if (status == CONNECT_OK && imds.base == NULL) {
        provider_skip(skipped, provider->class->name, "switched off by AWS_EC2_METADATA_DISABLED");
    } else if (status == CONNECT_OK) {
        status = fetch_role(&imds, &role, error);
        if (status == CONNECT_OK && role == NULL) {
            provider_skip(skipped, provider->class->name, "the instance has no role");
        } else if (status == CONNECT_OK) {
            status = fetch_keys(&imds, role, out, error);
        } else if (is_absent(status) && imds.token == NULL) {
            provider_skip(
                skipped, provider->class->name,
                "no answer from %s (in a container on EC2, the metadata hop limit must be 2)",
                imds.base);
            status = CONNECT_OK;
        }
    }
    if (status != CONNECT_OK && imds.base != NULL && error != NULL) {
        provider_set_host(*error, imds.base);
    }
    arena_release(&arena);
    return status;
}

static const struct provider_class imds_class = { .name = "instance metadata", .fetch = fetch };

connect_status provider_imds_new(connect_credentials_provider **out, connect_error **error)
{
    *out = provider_new(&imds_class, sizeof **out);
    return *out == NULL ? error_memory(error) : CONNECT_OK;
}

connect_status imds_region(struct arena *arena, struct provider_context *context, const char **out,
                           connect_error **error)
{
    connect_http_response *response = NULL;
    connect_error *reason = NULL;
    struct imds imds;
    connect_status status = imds_open(&imds, arena, context, error);

    *out = NULL;
    if (status != CONNECT_OK || imds.base == NULL) {
        return status;
    }
    status = get(&imds, "/latest/meta-data/placement/region", &response, &reason);
    if (status == CONNECT_OK && response->status == 200 && response->body.size > 0) {
        *out = arena_strndup(arena, buf_text(&response->body), response->body.size);
        status = *out == NULL ? error_memory(&reason) : CONNECT_OK;
    }
    http_response_free(response);
    if (is_final(status)) {
        (void)error_copy(error, reason);
    } else {
        status = CONNECT_OK;
    }
    connect_error_free(reason);
    return status;
}
