/*
 * Container credentials of ECS and EKS: one GET with a token from the environment or a file.
 * Without TLS only to loopback and the addresses of ECS and EKS, because a variable could otherwise
 * send the token to any host.
 * (AWS SDKs and Tools Reference Guide, "Container credential provider"; botocore utils.py,
 * ContainerMetadataFetcher)
 */
#include "aws/provider_container.h"

#include "aws/credentials_json.h"
#include "aws/provider_exchange.h"
#include "core/assert.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/file.h"
#include "core/text.h"
#include "core/url.h"
#include "http/response.h"

#include <errno.h>
#include <string.h>

#define TIMEOUT_MS 2000
#define ATTEMPTS 3
#define RETRY_DELAY_MS 1000
#define TOKEN_MAX (16 * 1024)
#define REFUSAL_MAX 1000

static const char relative_name[] = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
static const char full_name[] = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
static const char token_name[] = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
static const char token_file_name[] = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

/*
 * Rule: without TLS the host is loopback or one of the addresses of ECS and EKS.  Source: AWS SDKs
 * and Tools Reference Guide, Container credential provider.  Test:
 * containers_and_instance_metadata_are_addressed_by_each_rule.
 */
static bool is_container_host(const char *host)
{
    return url_host_is_loopback(host) || strcmp(host, "169.254.170.2") == 0 ||
           strcmp(host, "169.254.170.23") == 0 || strcmp(host, "fd00:ec2::23") == 0;
}

static bool is_valid_target(const char *url)
{
    return strchr(url, ' ') == NULL && text_find_control(url, strlen(url)) < 0;
}

/*
 * Rule: the relative URI precedes the full one.  Source: AWS SDKs and Tools Reference Guide,
 * Container credential provider.  Test:
 * containers_and_instance_metadata_are_addressed_by_each_rule.
 */
/* A host that is not allowed is an error.  NULL in *out: not configured. */
static connect_status container_endpoint(struct arena *arena, const struct settings *settings,
                                         const char **out, connect_error **error)
{
    const char *relative, *full, *bare;
    struct url url;
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
        if (!is_valid_target(relative)) {
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
    connect_status status = url_parse(arena, bare, full_name, &url, error);
    if (status != CONNECT_OK) {
        return status;
    }
    if (strcmp(url.scheme, "https") != 0 && !is_container_host(url.host)) {
        return error_set(
            error, CONNECT_E_CREDENTIALS,
            "%s names the host %s: without TLS only loopback and the addresses of ECS and EKS are allowed",
            full_name, url.host);
    }
    if (!is_valid_target(full)) {
        return error_set(error, CONNECT_E_CREDENTIALS, "%s contains a space or a control character",
                         full_name);
    }
    *out = full;
    return CONNECT_OK;
}

/*
 * Reads the token; empty when none is configured.
 *
 * Rule: the token file precedes the variable, is read at each fetch and contains no line end.
 * Source: botocore, ContainerProvider.  Test: a_container_token_is_read_at_each_fetch.
 */
static connect_status read_token(const struct settings *settings, struct arena *arena,
                                 struct buf *token, connect_error **error)
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

struct container_source {
    struct source source;
    const char *url;
    struct buf token;
    connect_pair accept, authorization;
    const connect_pair *headers[2];
    struct provider_exchange exchange;
    int attempt;
};

/*
 * Rule: requests for metadata do not use a proxy.  Source: botocore, ContainerMetadataFetcher.
 * Test: direct_request_bypasses_every_proxy.
 */
static void container_send(struct container_source *self)
{
    ASSERT(self->url != NULL && self->attempt < ATTEMPTS);
    const connect_http_request request = {
        .size = sizeof request,
        .method = "GET",
        .url = self->url,
        .headers = self->headers,
        .headers_count = self->token.size > 0 ? 2 : 1,
        .connect_timeout_ms = TIMEOUT_MS,
        .timeout_ms = TIMEOUT_MS,
        .direct = true,
    };
    connect_error *error = NULL;
    self->attempt++;
    if (provider_exchange_prepare(&self->exchange, self->source.context, &request, &error) ==
        CONNECT_OK) {
        task_send(&self->source.task);
    } else {
        source_fail(&self->source, error);
    }
}

static void container_start(struct container_source *self)
{
    struct source *source = &self->source;
    const struct settings *settings = source->context->settings;
    connect_error *error = NULL;
    connect_status status = container_endpoint(&source->arena, settings, &self->url, &error);
    if (status == CONNECT_OK && self->url == NULL) {
        source_skip(source, "container", "neither %s nor %s is set", relative_name, full_name);
        source_succeed(source, NULL);
        return;
    }
    if (status == CONNECT_OK) {
        status = read_token(settings, &source->arena, &self->token, &error);
    }
    if (status != CONNECT_OK) {
        if (self->url != NULL) {
            error_prefix(error, "container credentials from %s: ", self->url);
        }
        source_fail(source, error);
        return;
    }
    self->accept = (connect_pair){ "Accept", "application/json" };
    self->authorization = (connect_pair){ "Authorization", buf_text(&self->token) };
    self->headers[0] = &self->accept;
    self->headers[1] = &self->authorization;
    container_send(self);
}

/*
 * Rule: a request for container credentials is made at most three times.  Source: botocore,
 * ContainerMetadataFetcher.  Test: container_requests_are_retried_twice_and_refusals_are_not.
 */
static bool may_retry(const struct container_source *self)
{
    const struct task_exchange *exchange = &self->exchange.head;
    if (self->attempt == ATTEMPTS) {
        return false;
    }
    if (exchange->status == CONNECT_OK) {
        return exchange->response->status >= 500 || exchange->response->status == 429;
    }
    return exchange->status == CONNECT_E_TRANSPORT || exchange->status == CONNECT_E_TIMEOUT;
}

static connect_status report_refusal(const connect_http_response *response, connect_error **error)
{
    ASSERT(response->status != 200);
    struct buf what = BUF_INIT(REFUSAL_MAX);
    connect_status status;
    credentials_json_explain(buf_text(&response->body), response->body.size, &what);
    status = error_set(error, CONNECT_E_CREDENTIALS, "HTTP %d%s", (int)response->status,
                       buf_text(&what));
    buf_free(&what);
    return status;
}

static void container_finish(struct container_source *self)
{
    static const struct credentials_json form = { .source = "container" };
    const connect_http_response *response = self->exchange.head.response;
    struct credentials *credentials = NULL;
    connect_error *error = NULL;
    connect_status status = provider_exchange_outcome(&self->exchange, &error);
    if (status == CONNECT_OK && response->status != 200) {
        status = report_refusal(response, &error);
    } else if (status == CONNECT_OK) {
        status = credentials_json_decode(&form, buf_text(&response->body), response->body.size,
                                         &credentials, &error);
    }
    if (status != CONNECT_OK) {
        error_prefix(error, "container credentials from %s: ", self->url);
        provider_exchange_blame(&self->exchange, error);
    }
    source_end(&self->source, status, credentials, error);
}

static void container_resume(struct task *task)
{
    struct container_source *self = (struct container_source *)task;
    if (task->want == TASK_READY) {
        container_start(self);
    } else if (task->want == TASK_SLEEP) {
        container_send(self);
    } else if (may_retry(self)) {
        task_sleep(task, clock_in(self->source.context->clock, RETRY_DELAY_MS));
    } else {
        container_finish(self);
    }
}

static struct task_exchange *container_compose(struct task *task)
{
    return &((struct container_source *)task)->exchange.head;
}

static void container_clear(struct source *source)
{
    struct container_source *self = (struct container_source *)source;
    provider_exchange_clear(&self->exchange);
    buf_free(&self->token);
}

static const struct task_class container_task = { .name = "container",
                                                  .resume = container_resume,
                                                  .compose = container_compose,
                                                  .stop = source_stop,
                                                  .release = source_release };

static struct task *container_fetch(connect_credentials_provider *provider,
                                    const struct provider_context *context,
                                    struct fetch_report *report)
{
    struct container_source *self = source_new(&container_task, sizeof *self, context, report);
    (void)provider;
    if (self == NULL) {
        return NULL;
    }
    self->source.clear = container_clear;
    self->token = BUF_INIT(TOKEN_MAX);
    self->token.secret = true;
    return &self->source.task;
}

static const struct provider_class container_class = { .name = "container",
                                                       .fetch = container_fetch };

connect_status provider_container_new(connect_credentials_provider **out, connect_error **error)
{
    *out = provider_new(&container_class, sizeof **out);
    return *out == NULL ? error_memory(error) : CONNECT_OK;
}
