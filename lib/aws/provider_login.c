/*
 * `aws login`.
 *
 * The cache file of a session has credentials and what renews them: a refresh token and a private
 * key, which signs each renewal (dpop.c).  Credentials are used until five minutes before expiry,
 * then renewed and written back.  Processes share the file, so it is read at every fetch, and again
 * after a renewal was refused (token_file.h), before the error advises a new login.
 * (AWS CLI User Guide, "Login for AWS local development"; botocore credentials.py,
 * LoginCredentialFetcher)
 */
#include "aws/provider_login.h"

#include "aws/digest.h"
#include "aws/dpop.h"
#include "aws/endpoint.h"
#include "aws/openssl_problem.h"
#include "aws/signin.h"
#include "aws/token_file.h"
#include "core/assert.h"
#include "core/block.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/random.h"
#include "core/text.h"
#include "core/time.h"

#include <string.h>

#define RENEW_BEFORE_MS (5 * 60 * 1000)
#define RENEWALS_MAX 2
#define PROOF_MAX 8192

struct login_source {
    struct source source;
    const char *session;
    const char *region;
    struct token_file file;
    signin_cache cache;
    signin_token_request request;
    struct credentials *bearer; /* the proof */
    connect_error *refusal;     /* of the renewal; owned */
    int renewals, reads;
};

/*
 * Values of the shared files have no spaces around them.
 *
 * Rule: the file of a login is named by the SHA-256 of the trimmed login_session.  Source:
 * botocore, LoginCredentialFetcher.  Test: logins_are_used_and_refreshed_by_each_rule.
 */
static connect_status login_find_file(struct login_source *self, connect_error **error)
{
    struct arena *arena = &self->source.arena;
    const char *folder = settings_path(self->source.context->settings, arena, SETTING_LOGIN_CACHE);
    char digest[DIGEST_HEX_MAX];
    if (!digest_hex("SHA256", self->session, strlen(self->session), digest)) {
        return openssl_problem() != OPENSSL_LACKS_ALGORITHM
                   ? error_memory(error)
                   : error_set(error, CONNECT_E_CREDENTIALS,
                               "SHA-256, which names the file of the login, is not available");
    }
    if (folder == NULL) {
        return error_memory(error);
    }
    if (folder[0] == '\0') {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "the login is stored below the home directory, and HOME is not set");
    }
    self->file.path = arena_printf(arena, "%s/%s.json", folder, digest);
    self->file.advice = "run: aws login";
    return self->file.path == NULL ? error_memory(error) : CONNECT_OK;
}

static connect_status login_read_file(struct login_source *self, signin_cache *cache,
                                      connect_error **error)
{
    *cache = (signin_cache){ .size = sizeof *cache };
    connect_status status =
        token_file_read(&self->file, signin_cache_layout, &self->source.arena, cache, error);
    if (status != CONNECT_OK) {
        return status;
    }
    const char *missing = cache->access_token == NULL                  ? "accessToken"
                          : cache->access_token->access_key_id == NULL ? "accessToken.accessKeyId"
                          : cache->access_token->secret_access_key == NULL
                              ? "accessToken.secretAccessKey"
                          : cache->access_token->session_token == NULL ? "accessToken.sessionToken"
                          : !cache->access_token->expires_at.is_set    ? "accessToken.expiresAt"
                          : cache->refresh_token == NULL               ? "refreshToken"
                          : cache->client_id == NULL                   ? "clientId"
                          : cache->dpop_key == NULL                    ? "dpopKey"
                                                                       : NULL;
    if (missing != NULL) {
        return error_set(error, CONNECT_E_CREDENTIALS, "%s has no %s; %s", self->file.path, missing,
                         self->file.advice);
    }
    return CONNECT_OK;
}

/*
 * Rule: credentials of a login are used until five minutes before they expire.  Source: botocore,
 * LoginCredentialFetcher.  Test: login_credentials_are_used_until_five_minutes_before_expiry.
 */
static bool login_is_fresh(const struct login_source *self)
{
    int64_t now = provider_now(self->source.context);
    return self->cache.access_token->expires_at.value - now >= RENEW_BEFORE_MS;
}

/* A failure of class CREDENTIALS needs a new login. */
static void login_end(struct login_source *self, connect_status status,
                      struct credentials *credentials, connect_error *error)
{
    if (status == CONNECT_E_CREDENTIALS) {
        source_set_final(&self->source, self->file.path, &self->file.stamp);
    }
    source_end(&self->source, status, credentials, error);
}

static void login_succeed(struct login_source *self)
{
    const signin_credentials *given = self->cache.access_token;
    const connect_credentials from = { .size = sizeof from,
                                       .access_key_id = given->access_key_id,
                                       .secret_access_key = given->secret_access_key,
                                       .session_token = given->session_token,
                                       .account_id = given->account_id,
                                       .expiration = given->expires_at };
    struct credentials *credentials;
    connect_error *error = NULL;
    connect_status status = credentials_accept(&from, "login", &credentials, &error);
    login_end(self, status, credentials, error);
}

/* ---- renewal ---- */

/* The proof contains the URL, so the endpoint is resolved here as it will be for the call. */
static connect_status login_make_proof(struct login_source *self, struct buf *proof,
                                       connect_error **error)
{
    const struct provider_context *context = self->source.context;
    struct arena *arena = &self->source.arena;
    struct endpoint_query query = { .prefix = "signin", .region = self->region };
    struct endpoint endpoint;
    struct dpop_claim claim = { .method = "POST", .time_ms = provider_now(context) };
    char id[37];
    connect_status status =
        settings_endpoint_url(context->settings, arena, "signin", &query.endpoint, error);
    query.fips = context->settings->values[SETTING_USE_FIPS].number != 0;
    query.dualstack = context->settings->values[SETTING_USE_DUALSTACK].number != 0;
    if (status == CONNECT_OK) {
        status = endpoint_resolve(arena, &query, &endpoint, error);
    }
    if (status != CONNECT_OK) {
        return status;
    }
    claim.url = arena_printf(arena, "%s%s", endpoint.url, signin_create_token.path);
    if (claim.url == NULL) {
        return error_memory(error);
    }
    if (!random_uuid(context->random, id)) {
        return error_set(error, CONNECT_E_CREDENTIALS, "no random bytes are available");
    }
    claim.id = id;
    return dpop_proof(self->cache.dpop_key, &claim, proof, error);
}

static void login_renew(struct login_source *self)
{
    ASSERT(self->renewals < RENEWALS_MAX);
    struct buf proof = BUF_INIT(PROOF_MAX);
    connect_error *error = NULL;
    connect_status status = login_make_proof(self, &proof, &error);
    self->renewals++;
    credentials_unref(self->bearer);
    self->bearer = NULL;
    if (status == CONNECT_OK) {
        const connect_credentials bearer = { .session_token = buf_text(&proof) };
        self->bearer = credentials_new(&bearer, "proof of possession");
        status = self->bearer != NULL ? CONNECT_OK : error_memory(&error);
    }
    buf_free(&proof);
    if (status != CONNECT_OK) {
        login_end(self, status, NULL, error);
        return;
    }
    self->request = (signin_token_request){ sizeof self->request, self->cache.client_id,
                                            "refresh_token", self->cache.refresh_token };
    source_call(&self->source, &signin_create_token, &self->request, self->region, self->bearer);
}

/* The new credentials are valid even when they cannot be saved. */
static void login_save(struct login_source *self, const signin_token_response *fresh)
{
    const signin_credentials *given = self->cache.access_token;
    char when[24];
    connect_pair pairs[5] = { { "accessToken.accessKeyId", given->access_key_id },
                              { "accessToken.secretAccessKey", given->secret_access_key },
                              { "accessToken.sessionToken", given->session_token },
                              { "accessToken.expiresAt", when } };
    connect_error *error = NULL;
    size_t count = 4;
    time_format_utc(given->expires_at.value, when);
    if (fresh->refresh_token != NULL) {
        pairs[count++] = (connect_pair){ "refreshToken", fresh->refresh_token };
    }
    ASSERT(count <= sizeof pairs / sizeof *pairs);
    if (token_file_update(&self->file, pairs, count, &error) != CONNECT_OK) {
        log_line(self->source.context->logger, CONNECT_LOG_WARN,
                 "the renewed login could not be saved: %s", connect_error_message(error));
    }
    connect_error_free(error);
}

/*
 * Rule: a renewal of a login replaces its credentials and refresh token.  Source: smithy-rs,
 * login-provider-test-cases.json.  Test: logins_are_used_and_refreshed_by_each_rule.
 */
static connect_status login_accept_credentials(struct login_source *self,
                                               const signin_token_response *fresh,
                                               connect_error **error)
{
    const signin_credentials *given = fresh->access_token;
    int64_t now = provider_now(self->source.context);
    struct arena *arena = &self->source.arena;
    signin_credentials *copy;
    if (given == NULL || given->access_key_id == NULL || given->secret_access_key == NULL ||
        given->session_token == NULL || !fresh->expires_in.is_set || fresh->expires_in.value <= 0 ||
        fresh->expires_in.value > 86400) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "the response to the renewal of the login has no credentials");
    }
    copy = arena_alloc(arena, sizeof *copy);
    if (copy == NULL) {
        return error_memory(error);
    }
    *copy = *self->cache.access_token;
    copy->access_key_id = arena_strdup(arena, given->access_key_id);
    copy->secret_access_key = arena_strdup(arena, given->secret_access_key);
    copy->session_token = arena_strdup(arena, given->session_token);
    copy->expires_at =
        (connect_opt_time)CONNECT_SET(now - now % 1000 + fresh->expires_in.value * 1000);
    if (copy->access_key_id == NULL || copy->secret_access_key == NULL ||
        copy->session_token == NULL) {
        return error_memory(error);
    }
    self->cache.access_token = copy;
    login_save(self, fresh);
    return CONNECT_OK;
}

/*
 * Turns the reason of the service into an error with the next step.
 *
 * Rule: TOKEN_EXPIRED and USER_CREDENTIALS_CHANGED require a new login.  Source: botocore,
 * LoginCredentialFetcher.  Test: an_ended_login_is_an_error_with_the_next_step.
 */
static connect_status login_explain(struct login_source *self, connect_error **error)
{
    connect_error *reason = self->refusal;
    const signin_error *detail =
        text_equal_nocase(connect_error_aws_type(reason), "AccessDeniedException")
            ? connect_error_detail(reason)
            : NULL;
    const char *code = detail == NULL ? NULL : detail->error;
    if (text_equal_nocase(code, "TOKEN_EXPIRED") ||
        text_equal_nocase(code, "USER_CREDENTIALS_CHANGED")) {
        return error_set(error, CONNECT_E_CREDENTIALS, "the login has ended (%s); %s", code,
                         self->file.advice);
    }
    if (text_equal_nocase(code, "INSUFFICIENT_PERMISSIONS")) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "the login cannot be renewed: the permission for sign-in is missing");
    }
    self->refusal = NULL;
    *error = reason;
    error_prefix(reason, "renewing the login: ");
    return connect_error_code(reason);
}

/* Ends with the refusal, including operation, host and request id. */
static void login_fail(struct login_source *self)
{
    bool is_refusal = token_file_may_have_changed(self->refusal);
    connect_error *error = NULL;
    connect_status status = login_explain(self, &error);
    if (is_refusal) {
        source_set_final(&self->source, self->file.path, &self->file.stamp);
    }
    if (self->refusal != NULL) {
        error_set_operation(error, connect_error_operation(self->refusal));
        error_set_host(error, connect_error_host(self->refusal));
        error_set_http_status(error, connect_error_http_status(self->refusal));
        error_set_request_id(error, connect_error_request_id(self->refusal));
        error_set_aws_type(error, connect_error_aws_type(self->refusal));
        error_set_attempts(error, connect_error_attempts(self->refusal));
    }
    login_end(self, status, NULL, error);
}

/* After a refusal: another process may have renewed the login with the same refresh token. */
static void login_reread_file(struct login_source *self)
{
    ASSERT(self->refusal != NULL && self->request.refresh_token != NULL);
    signin_cache cache;
    self->reads++;
    if (login_read_file(self, &cache, NULL) == CONNECT_OK &&
        strcmp(cache.refresh_token, self->request.refresh_token) != 0) {
        self->cache = cache;
        self->reads = 0;
        if (login_is_fresh(self)) {
            login_succeed(self);
        } else if (self->renewals < RENEWALS_MAX) {
            login_renew(self);
        } else {
            login_fail(self);
        }
        return;
    }
    int64_t delay = token_file_delay(self->reads);
    if (delay < 0) {
        login_fail(self);
    } else {
        task_sleep(&self->source.task, clock_in(self->source.context->clock, delay));
    }
}

static void login_end_renewal(struct login_source *self)
{
    connect_error *error;
    void *response;
    connect_status status = task_collect(&self->source.task, &response, &error);
    if (status == CONNECT_OK) {
        status = login_accept_credentials(self, response, &error);
        ASSERT(error_fits(status, &error));
        block_free(response);
        if (status == CONNECT_OK) {
            login_succeed(self);
        } else {
            login_end(self, status, NULL, error);
        }
        return;
    }
    connect_error_free(self->refusal);
    self->refusal = error;
    if (token_file_may_have_changed(error)) {
        login_reread_file(self);
    } else {
        login_fail(self);
    }
}

/* ---- the machine ---- */

static void login_start(struct login_source *self)
{
    connect_error *error = NULL;
    connect_status status = login_find_file(self, &error);
    if (status == CONNECT_OK) {
        status = login_read_file(self, &self->cache, &error);
    }
    if (status != CONNECT_OK) {
        login_end(self, status, NULL, error);
    } else if (login_is_fresh(self)) {
        login_succeed(self);
    } else {
        login_renew(self);
    }
}

static void login_resume(struct task *task)
{
    struct login_source *self = (struct login_source *)task;
    if (task->want == TASK_READY) {
        login_start(self);
    } else if (task->child != NULL) {
        login_end_renewal(self);
    } else {
        login_reread_file(self);
    }
}

static void login_clear(struct source *source)
{
    struct login_source *self = (struct login_source *)source;
    token_file_release(&self->file);
    connect_error_free(self->refusal);
    credentials_unref(self->bearer);
}

static const struct task_class login_class = {
    .name = "login", .resume = login_resume, .stop = source_stop, .release = source_release
};

struct task *login_fetch(const struct provider_context *context, struct fetch_report *report,
                         const char *login_session, const char *region)
{
    struct login_source *self = source_new(&login_class, sizeof *self, context, report);
    if (self == NULL) {
        return NULL;
    }
    self->source.clear = login_clear;
    self->session = login_session;
    self->region = settings_service_region(context->settings, region);
    return &self->source.task;
}
