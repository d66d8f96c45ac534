/*
 * One GET with a token out of the environment or a file, to hosts that are known to be the
 * container's own.
 */
#include "aws/provider_container.h"

#include "aws/keys_json.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/file.h"
#include "core/text.h"
#include "core/url.h"
#include "http/response.h"

#include <errno.h>
#include <string.h>

#define PATIENCE_MS 2000
#define TRIES 3
#define PAUSE_MS 1000
#define TOKEN_MAX (16 * 1024)
#define REFUSAL_MAX 1000

static const char relative_name[] = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
static const char full_name[] = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
static const char token_name[] = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
static const char token_file_name[] = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

static bool is_container_host(const char *host)
{
    return url_host_is_loopback(host) || strcmp(host, "169.254.170.2") == 0 ||
           strcmp(host, "169.254.170.23") == 0 || strcmp(host, "fd00:ec2::23") == 0;
}

static bool fits_request_line(const char *url)
{
    return strchr(url, ' ') == NULL && text_find_control(url, strlen(url)) < 0;
}

connect_status container_endpoint(struct arena *arena, struct settings *settings, const char **out,
                                  connect_error **error)
{
    const char *relative, *full, *bare;
    struct url url;
    connect_status status;

    *out = NULL;
    if (!settings_env_line(settings, arena, relative_name, &relative) ||
        !settings_env_line(settings, arena, full_name, &full)) {
        return error_memory(error);
    }
    if (relative != NULL) {
        if (relative[0] != '/') {
            return error_set(error, CONNECT_E_CREDENTIALS, "%s does not begin with \"/\"",
                             relative_name);
        }
        if (!fits_request_line(relative)) {
            return error_set(error, CONNECT_E_CREDENTIALS,
                             "%s contains a space or a control character", relative_name);
        }
        *out = arena_printf(arena, "http://169.254.170.2%s", relative);
        return *out == NULL ? error_memory(error) : CONNECT_OK;
    }
    if (full == NULL) {
        return CONNECT_OK;
    }
    bare = arena_strndup(arena, full, strcspn(full, "?"));
    if (bare == NULL) {
        return error_memory(error);
    }
    status = url_parse(arena, bare, full_name, &url, error);
    if (status != CONNECT_OK) {
        return status;
    }
    if (strcmp(url.scheme, "https") != 0 && !is_container_host(url.host)) {
        return error_set(
            error, CONNECT_E_CREDENTIALS,
            "%s names the host %s: without TLS only loopback and the addresses of ECS and EKS are allowed",
            full_name, url.host);
    }
    if (!fits_request_line(full)) {
        return error_set(error, CONNECT_E_CREDENTIALS, "%s contains a space or a control character",
                         full_name);
    }
    *out = full;
    return CONNECT_OK;
}

/* Into `token`, which stays empty when there is none. */
static connect_status read_token(struct settings *settings, struct arena *arena, struct buf *token,
                                 connect_error **error)
{
    const char *named, *value = settings_env(settings, token_name), *path = NULL;

    if (!settings_env_line(settings, arena, token_file_name, &named) ||
        (named != NULL && (path = settings_expand_home(settings, arena, named)) == NULL)) {
        return error_memory(error);
    }
    if (path != NULL) {
        int failure = file_read(path, token);

        if (failure == ENOMEM) {
            return error_memory(error);
        }
        if (failure != 0) {
            return error_set(error, CONNECT_E_CREDENTIALS, "%s: %s: %s", token_file_name, path,
                             file_problem(failure));
        }
    } else if (value != NULL && !buf_add_text(token, value)) {
        return error_memory(error);
    }
    if (text_find_control(buf_text(token), token->size) >= 0) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "%s contains a line end or another control character",
                         path != NULL ? token_file_name : token_name);
    }
    return CONNECT_OK;
}

static bool may_be_tried_again(connect_status status, const connect_http_response *response)
{
    if (status == CONNECT_OK) {
        return response->status >= 500 || response->status == 429;
    }
    return status == CONNECT_E_TRANSPORT || status == CONNECT_E_TIMEOUT;
}

static connect_status ask(struct provider_context *context, const char *url, const char *token,
                          connect_http_response **out, connect_error **error)
{
    const connect_pair accept = { "Accept", "application/json" },
                       authorization = { "Authorization", token };
    const connect_pair *const headers[] = { &accept, &authorization };
    connect_http_request request = { sizeof request, .method = "GET", .url = url,
                                     .headers = headers };

    request.headers_count = text_is_empty(token) ? 1 : 2;
    request.connect_timeout_ms = request.timeout_ms = PATIENCE_MS;
    request.direct = true;
    for (int attempt = 1;; attempt++) {
        http_response_free(*out);
        *out = NULL;
        connect_status status = context->fetch(context, &request, out, error);
        if (attempt == TRIES || !may_be_tried_again(status, *out)) {
            return status;
        }
        if (deadline_left(context->clock, context->deadline) <= PAUSE_MS) {
            return status;
        }
        if (!context->clock->wait(context->clock->user, PAUSE_MS, context->cancel)) {
            return error_set(error, CONNECT_E_CANCELLED,
                             "cancelled while waiting for the container's credentials");
        }
    }
}

static connect_status http_refusal(const connect_http_response *response, connect_error **error)
{
    struct buf what = BUF_INIT(REFUSAL_MAX);
    connect_status status;

    keys_json_explain(buf_text(&response->body), response->body.size, &what);
    status = error_set(error, CONNECT_E_CREDENTIALS, "HTTP %d%s", (int)response->status,
                       buf_text(&what));
    buf_free(&what);
    return status;
}

static connect_status fetch(struct connect_credentials_provider *provider,
                            struct provider_context *context, struct credentials **out,
                            struct buf *skipped, connect_error **error)
{
    static const struct keys_json form = { .source = "container" };
    struct arena arena = { 0 };
    struct buf token = BUF_INIT(TOKEN_MAX);
    connect_http_response *response = NULL;
    const char *url;
    connect_status status = container_endpoint(&arena, context->settings, &url, error);

    *out = NULL;
    token.secret = true;
    if (status == CONNECT_OK && url == NULL) {
        provider_skip(skipped, provider->class->name, "neither %s nor %s is set", relative_name,
                      full_name);
        goto done;
    }
    if (status == CONNECT_OK) {
        status = read_token(context->settings, &arena, &token, error);
    }
    if (status == CONNECT_OK) {
        status = ask(context, url, buf_text(&token), &response, error);
    }
    if (status == CONNECT_OK && response->status != 200) {
        status = http_refusal(response, error);
    } else if (status == CONNECT_OK) {
        status =
            keys_json_decode(&form, buf_text(&response->body), response->body.size, out, error);
    }
    if (status != CONNECT_OK && url != NULL && error != NULL) {
        error_prefix(*error, "container credentials from %s: ", url);
        provider_set_host(*error, url);
    }
done:
    http_response_free(response);
    buf_free(&token);
    arena_release(&arena);
    return status;
}

static const struct provider_class container_class = { .name = "container", .fetch = fetch };

connect_status provider_container_new(connect_credentials_provider **out, connect_error **error)
{
    *out = provider_new(&container_class, sizeof **out);
    return *out == NULL ? error_memory(error) : CONNECT_OK;
}
