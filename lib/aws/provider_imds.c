/*
 * Instance metadata, version 2: a session token, then requests with the token in a header.
 *
 *     PUT /latest/api/token                                      -> token
 *     GET /latest/meta-data/iam/security-credentials/            -> role name
 *     GET /latest/meta-data/iam/security-credentials/ROLE        -> credentials
 *     GET /latest/meta-data/placement/region                     -> region
 *
 * The service is link-local.  Outside of EC2 nothing responds, so requests have a short timeout,
 * and no response to the first token request means that this source is not configured.  Once there
 * is a token, no response is a failure.  A request is retried after a failure to connect, a timeout
 * or status 5xx; after status 401 once with a new token.
 *
 * Version 1, which needs no token, is not used: with it, anyone who can make the application send a
 * GET request to a URL of their choice can read the credentials.
 * (Amazon EC2 User Guide, "Use the Instance Metadata Service"; botocore utils.py, IMDSFetcher and
 * InstanceMetadataFetcher)
 */
#include "aws/provider_imds.h"

#include "aws/credentials_json.h"
#include "aws/provider_exchange.h"
#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/percent.h"
#include "core/text.h"
#include "core/url.h"

#include <string.h>

#define TOKEN_MAX 1024
#define ROLE_MAX 128
#define REGION_MAX 128
#define REFUSAL_MAX 1000
#define TOKENS_MAX 2

static const char role_path[] = "/latest/meta-data/iam/security-credentials/";

enum imds_document { IMDS_TOKEN, IMDS_ROLE, IMDS_CREDENTIALS, IMDS_REGION };

struct imds_source {
    struct source source;
    const char *base;
    enum imds_document first;   /* after the token: IMDS_ROLE for credentials, or IMDS_REGION */
    enum imds_document current; /* requested */
    enum imds_document next;    /* after a token */
    const char *role;
    connect_pair header;
    const connect_pair *headers[1];
    struct provider_exchange exchange;
    int64_t attempt;
    int tokens;
};

/*
 * Rule: an endpoint precedes a mode, and the variable precedes the key of the profile.  Source:
 * smithy-rs, imds-endpoint-tests.json.  Test:
 * containers_and_instance_metadata_are_addressed_by_each_rule.
 */
/* The base URL in *out; NULL when the service is disabled. */
static connect_status imds_endpoint(struct arena *arena, const struct settings *settings,
                                    const char **out, connect_error **error)
{
    const struct setting_value *values = settings->values;
    const struct setting_value *endpoint = &values[SETTING_METADATA_ENDPOINT];
    struct url url;
    *out = NULL;
    if (text_equal_nocase(values[SETTING_METADATA_DISABLED].text, "true")) {
        return CONNECT_OK;
    }
    if (endpoint->text == NULL) {
        *out = values[SETTING_METADATA_MODE].number == 6 ? "http://[fd00:ec2::254]"
                                                         : "http://169.254.169.254";
        return CONNECT_OK;
    }
    connect_status status = url_parse(arena, endpoint->text, endpoint->origin, &url, error);
    if (status == CONNECT_OK) {
        *out = arena_printf(arena, "%s://%s%s", url.scheme, url.authority, url.path);
    }
    return status != CONNECT_OK || *out != NULL ? status : error_memory(error);
}

/* ---- requests ---- */

static bool imds_path(const struct imds_source *self, struct buf *path)
{
    switch (self->current) {
    case IMDS_TOKEN:
        return buf_add_text(path, "/latest/api/token");
    case IMDS_ROLE:
        return buf_add_text(path, role_path);
    case IMDS_CREDENTIALS:
        ASSERT(self->role != NULL);
        return buf_add_text(path, role_path) &&
               text_percent_encode(path, self->role, strlen(self->role), "+=,@");
    case IMDS_REGION:
        break;
    }
    return buf_add_text(path, "/latest/meta-data/placement/region");
}

/* Sends the current request: its first attempt, or a retry. */
static void imds_send(struct imds_source *self)
{
    ASSERT(self->base != NULL);
    const struct setting_value *values = self->source.context->settings->values;
    struct buf path = BUF_INIT(1024);
    connect_http_request request = { .size = sizeof request,
                                     .method = self->current == IMDS_TOKEN ? "PUT" : "GET",
                                     .headers = self->headers,
                                     .headers_count = 1,
                                     .direct = true };
    connect_error *error = NULL;
    connect_status status;
    bool has_path = imds_path(self, &path);
    request.timeout_ms = request.connect_timeout_ms =
        values[SETTING_METADATA_TIMEOUT].number * 1000;
    request.url = arena_printf(&self->source.arena, "%s%s", self->base, buf_text(&path));
    buf_free(&path);
    if (has_path && request.url != NULL) {
        self->attempt++;
        status = provider_exchange_prepare(&self->exchange, self->source.context, &request, &error);
    } else {
        status = error_memory(&error);
    }
    if (status == CONNECT_OK) {
        task_send(&self->source.task);
    } else {
        source_fail(&self->source, error);
    }
}

static void imds_get(struct imds_source *self, enum imds_document document)
{
    self->current = document;
    self->attempt = 0;
    imds_send(self);
}

/*
 * Rule: a session token, requested with PUT, precedes every request (version 2).  Source: Amazon
 * EC2 User Guide, Use the Instance Metadata Service.  Test:
 * instance_metadata_provides_the_credentials_of_the_role.
 */
static void imds_get_token(struct imds_source *self, enum imds_document next)
{
    ASSERT(next != IMDS_TOKEN && self->tokens < TOKENS_MAX);
    self->next = next;
    self->tokens++;
    self->header = (connect_pair){ "x-aws-ec2-metadata-token-ttl-seconds", "21600" };
    imds_get(self, IMDS_TOKEN);
}

static void imds_start(struct imds_source *self)
{
    struct source *source = &self->source;
    connect_error *error = NULL;
    if (imds_endpoint(&source->arena, source->context->settings, &self->base, &error) !=
        CONNECT_OK) {
        source_fail(source, error);
    } else if (self->base == NULL) {
        source_skip(source, "instance metadata", "disabled by AWS_EC2_METADATA_DISABLED");
        source_succeed(source, NULL);
    } else {
        self->headers[0] = &self->header;
        imds_get_token(self, self->first);
    }
}

/* ---- responses ---- */

static connect_status imds_report_refusal(connect_error **error, const char *what,
                                          const connect_http_response *response)
{
    struct buf reason = BUF_INIT(REFUSAL_MAX);
    connect_status status;
    credentials_json_explain(buf_text(&response->body), response->body.size, &reason);
    status = error_set(error, CONNECT_E_CREDENTIALS, "instance metadata service: %s: HTTP %d%s%s",
                       what, (int)response->status,
                       response->status == 403 ? ": it is disabled for this instance" : "",
                       buf_text(&reason));
    buf_free(&reason);
    return status;
}

/* Copies the body, or its first line, to the arena. */
static connect_status imds_scan_line(struct imds_source *self, const char *what, size_t max,
                                     bool whole, const char **out, connect_error **error)
{
    const struct buf *body = &self->exchange.head.response->body;
    const char *line = buf_text(body);
    size_t size = whole ? body->size : strcspn(line, "\r\n");
    if (size == 0 || size > max || text_find_control(line, size) >= 0) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "instance metadata service: the %s is malformed", what);
    }
    *out = arena_strndup(&self->source.arena, line, size);
    return *out != NULL ? CONNECT_OK : error_memory(error);
}

/*
 * Rule: there is no fallback to version 1, which has no session token.  Source: Amazon EC2 User
 * Guide, Use the Instance Metadata Service.  Test: the_chain_finds_credentials_by_each_rule.
 */
static connect_status imds_accept_token(struct imds_source *self, connect_error **error)
{
    const connect_http_response *response = self->exchange.head.response;
    const char *token = NULL;
    connect_status status = response->status != 200
                                ? imds_report_refusal(error, "no token", response)
                                : imds_scan_line(self, "token", TOKEN_MAX, true, &token, error);
    if (status == CONNECT_OK) {
        self->header = (connect_pair){ "x-aws-ec2-metadata-token", token };
        imds_get(self, self->next);
    }
    return status;
}

/*
 * Rule: status 404 for the role means that the instance has none.  Source: smithy-rs, aws-config
 * imds/credentials.rs.  Test: the_chain_finds_credentials_by_each_rule.
 */
static connect_status imds_accept_role(struct imds_source *self, connect_error **error)
{
    const connect_http_response *response = self->exchange.head.response;
    connect_status status;
    if (response->status == 404) {
        source_skip(&self->source, "instance metadata", "the instance has no role");
        source_succeed(&self->source, NULL);
        return CONNECT_OK;
    }
    status = response->status != 200
                 ? imds_report_refusal(error, "no role", response)
                 : imds_scan_line(self, "role name", ROLE_MAX, false, &self->role, error);
    if (status == CONNECT_OK) {
        imds_get(self, IMDS_CREDENTIALS);
    }
    return status;
}

/*
 * Rule: expired credentials of an instance are used, and refreshed later.  Source: botocore,
 * InstanceMetadataFetcher.  Test: expired_credentials_of_an_instance_are_used_and_replaced_later.
 */
static connect_status imds_accept_credentials(struct imds_source *self, connect_error **error)
{
    static const struct credentials_json form = { .source = "instance metadata",
                                                  .needs_expiration = true };
    const connect_http_response *response = self->exchange.head.response;
    struct credentials *credentials = NULL;
    connect_status status;
    if (response->status != 200) {
        return imds_report_refusal(error, "no credentials", response);
    }
    status = credentials_json_decode(&form, buf_text(&response->body), response->body.size,
                                     &credentials, error);
    if (status != CONNECT_OK) {
        error_prefix(*error, "instance metadata service, role %s: ", self->role);
        return status;
    }
    /* During an outage the service returns expired credentials, which AWS continues to accept. */
    credentials->outlives_expiration = true;
    source_succeed(&self->source, credentials);
    return CONNECT_OK;
}

/*
 * Any other response counts as no region.
 *
 * Rule: the region of an instance is at placement/region.  Source: smithy-rs, aws-config
 * imds/region.rs.  Test: the_region_falls_back_to_instance_metadata.
 */
static connect_status imds_accept_region(struct imds_source *self, connect_error **error)
{
    ASSERT(self->first == IMDS_REGION);
    const connect_http_response *response = self->exchange.head.response;
    char *region = NULL;
    if (response->status == 200 && response->body.size > 0 && response->body.size <= REGION_MAX) {
        region = mem_strdup(buf_text(&response->body));
        if (region == NULL) {
            return error_memory(error);
        }
    }
    task_succeed(&self->source.task, region);
    return CONNECT_OK;
}

/*
 * Rule: status 401 means that the session token is stale: it is requested once more.  Source:
 * smithy-rs, imds/client.rs; aws-c-auth, aws_imds_client.c.  Test:
 * a_metadata_token_that_is_refused_is_renewed_once.
 */
static connect_status imds_accept_response(struct imds_source *self, connect_error **error)
{
    if (self->current != IMDS_TOKEN && self->exchange.head.response->status == 401 &&
        self->tokens < TOKENS_MAX) {
        imds_get_token(self, self->current);
        return CONNECT_OK;
    }
    switch (self->current) {
    case IMDS_TOKEN:
        return imds_accept_token(self, error);
    case IMDS_ROLE:
        return imds_accept_role(self, error);
    case IMDS_CREDENTIALS:
        return imds_accept_credentials(self, error);
    case IMDS_REGION:
        break;
    }
    return imds_accept_region(self, error);
}

/* ---- the machine ---- */

static bool may_retry(const struct imds_source *self)
{
    const struct task_exchange *exchange = &self->exchange.head;
    int64_t attempts = self->source.context->settings->values[SETTING_METADATA_ATTEMPTS].number;
    if (self->attempt >= attempts || exchange->status == CONNECT_E_CANCELLED ||
        exchange->status == CONNECT_E_MEMORY) {
        return false;
    }
    return exchange->status != CONNECT_OK || exchange->response->status >= 500;
}

static bool imds_is_absent(const struct imds_source *self)
{
    connect_status status = self->exchange.head.status;
    return self->current == IMDS_TOKEN && self->tokens == 1 &&
           (status == CONNECT_E_TRANSPORT || status == CONNECT_E_TIMEOUT);
}

/* Without a region from here the caller says what is missing; running out of memory is an error. */
static bool may_do_without(const struct imds_source *self, const connect_error *error)
{
    connect_status status = connect_error_code(error);
    return self->first == IMDS_REGION && status != CONNECT_E_CANCELLED &&
           status != CONNECT_E_MEMORY;
}

/*
 * Rule: a metadata service that does not respond is not configured.  Source: botocore,
 * InstanceMetadataFetcher.  Test: without_credentials_each_source_is_listed_with_its_reason.
 */
static void imds_fail(struct imds_source *self, connect_error *error)
{
    struct source *source = &self->source;
    if (may_do_without(self, error)) {
        connect_error_free(error);
        source_succeed(source, NULL);
        return;
    }
    if (imds_is_absent(self)) {
        connect_error_free(error);
        source_skip(source, "instance metadata",
                    "no response from %s (in a container on EC2, the metadata hop limit must be 2)",
                    self->base);
        source_succeed(source, NULL);
        return;
    }
    provider_exchange_blame(&self->exchange, error);
    source_fail(source, error);
}

static void imds_resume(struct task *task)
{
    struct imds_source *self = (struct imds_source *)task;
    connect_error *error = NULL;
    if (task->want == TASK_READY) {
        imds_start(self);
        return;
    }
    if (may_retry(self)) {
        imds_send(self);
        return;
    }
    connect_status status = provider_exchange_outcome(&self->exchange, &error);
    if (status == CONNECT_OK) {
        status = imds_accept_response(self, &error);
    } else {
        error_prefix(error, "instance metadata from %s: ", self->exchange.request.url);
    }
    if (status != CONNECT_OK) {
        imds_fail(self, error);
    }
}

static struct task_exchange *imds_compose(struct task *task)
{
    return &((struct imds_source *)task)->exchange.head;
}

static void imds_clear(struct source *source)
{
    provider_exchange_clear(&((struct imds_source *)source)->exchange);
}

static const struct task_class imds_task = { .name = "instance metadata",
                                             .resume = imds_resume,
                                             .compose = imds_compose,
                                             .stop = source_stop,
                                             .release = source_release };

static struct task *imds_new(const struct provider_context *context, struct fetch_report *report,
                             const struct task_class *class, enum imds_document first)
{
    ASSERT(first == IMDS_ROLE || first == IMDS_REGION);
    struct imds_source *self = source_new(class, sizeof *self, context, report);
    if (self == NULL) {
        return NULL;
    }
    self->source.clear = imds_clear;
    self->first = first;
    return &self->source.task;
}

static struct task *imds_fetch(connect_credentials_provider *provider,
                               const struct provider_context *context, struct fetch_report *report)
{
    (void)provider;
    return imds_new(context, report, &imds_task, IMDS_ROLE);
}

static const struct provider_class imds_class = { .name = "instance metadata",
                                                  .fetch = imds_fetch };

connect_status provider_imds_new(connect_credentials_provider **out, connect_error **error)
{
    *out = provider_new(&imds_class, sizeof **out);
    return *out == NULL ? error_memory(error) : CONNECT_OK;
}

/* ---- the region ---- */

static void region_release(struct task *task)
{
    mem_free(task->result);
    task->result = NULL;
    source_release(task);
}

static const struct task_class region_task = { .name = "instance region",
                                               .resume = imds_resume,
                                               .compose = imds_compose,
                                               .stop = source_stop,
                                               .release = region_release };

struct task *imds_region_fetch(const struct provider_context *context)
{
    return imds_new(context, NULL, &region_task, IMDS_REGION);
}
