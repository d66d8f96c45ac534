/*
 * IAM Identity Center.
 *
 * `aws sso login` stores an access token in a cache file; the portal exchanges it for credentials
 * of a role.  A token that is about to expire is renewed and written back, if the login has a
 * refresh token.  A failed renewal is not an error while the token itself is valid.  Processes
 * share the file, so it is read again after a renewal was refused (token_file.h), before the error
 * advises a new login. (AWS SDKs and Tools Reference Guide, "IAM Identity Center credential
 * provider"; botocore tokens.py, SSOTokenProvider, and credentials.py, SSOCredentialFetcher)
 */
#include "aws/provider_sso.h"

#include "aws/digest.h"
#include "aws/openssl_problem.h"
#include "aws/profile_chain.h"
#include "aws/sso.h"
#include "aws/token_file.h"
#include "core/assert.h"
#include "core/block.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/text.h"
#include "core/time.h"

#include <string.h>

#define RENEW_BEFORE_MS (15 * 60 * 1000)
#define RENEWALS_MAX 2

typedef struct sso_cached_token {
    size_t size;
    const char *access_token;
    connect_opt_time expires_at;
    const char *refresh_token;
    const char *client_id;
    const char *client_secret;
    connect_opt_time registration_expires_at;
} sso_cached_token;

#define T sso_cached_token
SECRET_SHAPE(FIELD(access_token, "accessToken", SECRET), FIELD(expires_at, "expiresAt"),
             FIELD(refresh_token, "refreshToken", SECRET), FIELD(client_id, "clientId"),
             FIELD(client_secret, "clientSecret", SECRET),
             FIELD(registration_expires_at, "registrationExpiresAt"));
#undef T

struct sso_login {
    const char *profile;
    const char *session; /* NULL: the legacy form, all in the profile, never renewed */
    const char *start_url;
    const char *region;
    const char *account_id;
    const char *role_name;
};

/*
 * A key that is in both the session and the profile must have the same value in both.
 *
 * Rule: a key in both a profile and its sso-session has the same value in both.  Source: botocore,
 * SSOProvider.  Test: a_missing_sso_login_is_an_error_with_the_command_to_log_in.
 */
static connect_status merge_session_key(const struct profile_files *files, struct sso_login *login,
                                        const char *key, const char **value, connect_error **error)
{
    const char *own = *value;
    *value = profile_section_get(files, "sso-session", login->session, key);
    if (text_is_empty(*value)) {
        *value = NULL;
    }
    if (own != NULL && *value != NULL && strcmp(own, *value) != 0) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "profile \"%s\" and its sso-session \"%s\" have different %s",
                         login->profile, login->session, key);
    }
    if (*value == NULL) {
        return error_set(error, CONNECT_E_CREDENTIALS, "sso-session \"%s\" has no %s",
                         login->session, key);
    }
    return CONNECT_OK;
}

static connect_status find_login(const struct profile_files *files, const char *profile,
                                 struct sso_login *login, connect_error **error)
{
    connect_status status = CONNECT_OK;
    *login = (struct sso_login){ .profile = profile };
    login->session = profile_filled(files, profile, "sso_session");
    login->start_url = profile_filled(files, profile, "sso_start_url");
    login->region = profile_filled(files, profile, "sso_region");
    login->account_id = profile_filled(files, profile, "sso_account_id");
    login->role_name = profile_filled(files, profile, "sso_role_name");
    if (login->session != NULL) {
        status = profile_session_check(files, profile, login->session, error);
        if (status != CONNECT_OK) {
            return status;
        }
        status = merge_session_key(files, login, "sso_start_url", &login->start_url, error);
        if (status == CONNECT_OK) {
            status = merge_session_key(files, login, "sso_region", &login->region, error);
        }
    }
    const char *missing = login->account_id == NULL  ? "sso_account_id"
                          : login->role_name == NULL ? "sso_role_name"
                          : login->start_url == NULL ? "sso_start_url"
                          : login->region == NULL    ? "sso_region"
                                                     : NULL;
    if (status == CONNECT_OK && missing != NULL) {
        return error_set(error, CONNECT_E_CREDENTIALS, "profile \"%s\" has no %s", profile,
                         missing);
    }
    return status;
}

/* What the task waits for. */
enum sso_state { SSO_RENEWAL, SSO_OTHER_PROCESS, SSO_ROLE };

struct sso_source {
    struct source source;
    const struct profile_files *files;
    const char *profile;
    struct sso_login login;
    struct token_file file;
    sso_cached_token token;
    enum sso_state state;
    sso_token_request renewal;
    connect_error *refusal; /* of the renewal; owned */
    int renewals, reads;
    sso_role_request request;
    struct credentials *bearer;
};

/*
 * Rule: the file of an SSO token is named by the SHA-1 of the session name, or of the start URL.
 * Source: botocore, SSOTokenLoader.  Test: an_sso_token_is_exchanged_for_credentials.
 */
static connect_status sso_find_file(struct sso_source *self, connect_error **error)
{
    const char *home = settings_home(self->source.context->settings);
    const struct sso_login *login = &self->login;
    const char *named = login->session != NULL ? login->session : login->start_url;
    struct arena *arena = &self->source.arena;
    char digest[DIGEST_HEX_MAX];
    if (home == NULL) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "the SSO token is stored below the home directory, and HOME is not set");
    }
    if (!digest_hex("SHA1", named, strlen(named), digest)) {
        return openssl_problem() != OPENSSL_LACKS_ALGORITHM
                   ? error_memory(error)
                   : error_set(error, CONNECT_E_CREDENTIALS,
                               "SHA-1, which names the file of the SSO token, is not available");
    }
    self->file.path = arena_printf(arena, "%s/.aws/sso/cache/%s.json", home, digest);
    self->file.advice = arena_printf(arena, "run: aws sso login --profile %s", login->profile);
    return self->file.path == NULL || self->file.advice == NULL ? error_memory(error) : CONNECT_OK;
}

static connect_status sso_read_file(struct sso_source *self, sso_cached_token *token,
                                    connect_error **error)
{
    *token = (sso_cached_token){ .size = sizeof *token };
    connect_status status =
        token_file_read(&self->file, &sso_cached_token_shape, &self->source.arena, token, error);
    if (status == CONNECT_OK && (token->access_token == NULL || !token->expires_at.is_set)) {
        status =
            error_set(error, CONNECT_E_CREDENTIALS, "%s has no accessToken or no expiresAt; %s",
                      self->file.path, self->file.advice);
    }
    return status;
}

/* Ends with a failure that needs a new login. */
static void sso_fail_finally(struct sso_source *self, connect_error *error)
{
    source_set_final(&self->source, self->file.path, &self->file.stamp);
    source_fail(&self->source, error);
}

/* ---- role credentials ---- */

static void sso_get_role(struct sso_source *self)
{
    ASSERT(self->bearer == NULL && self->token.access_token != NULL);
    const connect_credentials token = { .session_token = self->token.access_token };
    self->bearer = credentials_new(&token, "SSO token");
    if (self->bearer == NULL) {
        source_fail_memory(&self->source);
        return;
    }
    self->state = SSO_ROLE;
    self->request =
        (sso_role_request){ sizeof self->request, self->login.role_name, self->login.account_id };
    source_call(&self->source, &sso_get_role_credentials, &self->request, self->login.region,
                self->bearer);
}

/*
 * Rule: the expiration of role credentials is in milliseconds.  Source: AWS IAM Identity Center
 * Portal API Reference, RoleCredentials.  Test: an_sso_token_is_exchanged_for_credentials.
 */
static connect_status sso_accept_role(const struct sso_login *login,
                                      const sso_role_response *response, struct credentials **out,
                                      connect_error **error)
{
    const sso_role_credentials *given = response->role_credentials;
    connect_credentials from = { .size = sizeof from, .account_id = login->account_id };
    if (given == NULL || given->access_key_id == NULL || given->secret_access_key == NULL ||
        given->session_token == NULL || !given->expiration.is_set) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "the response of SSO does not have complete credentials");
    }
    from.access_key_id = given->access_key_id;
    from.secret_access_key = given->secret_access_key;
    from.session_token = given->session_token;
    from.expiration = (connect_opt_time)CONNECT_SET(given->expiration.value);
    return credentials_accept(&from, "sso", out, error);
}

static void sso_finish(struct sso_source *self)
{
    struct credentials *credentials = NULL;
    connect_error *error;
    void *response;
    connect_status status = task_collect(&self->source.task, &response, &error);
    if (status == CONNECT_OK) {
        status = sso_accept_role(&self->login, response, &credentials, &error);
    } else {
        error_prefix(error, "SSO credentials for role %s of account %s: ", self->login.role_name,
                     self->login.account_id);
    }
    block_free(response);
    /* The session of the token has ended, even when the token itself has not expired. */
    if (connect_error_http_status(error) == 401) {
        error_suffix(error, "; %s", self->file.advice);
        sso_fail_finally(self, error);
        return;
    }
    source_end(&self->source, status, credentials, error);
}

/* ---- renewal ---- */

static bool sso_is_expired(const struct sso_source *self)
{
    return self->token.expires_at.value <= provider_now(self->source.context);
}

/*
 * Rule: only the token of an sso-session is renewed, with a registration that has not expired.
 * Source: botocore, SSOTokenProvider.  Test: legacy_sso_works_until_its_token_expires.
 */
static bool sso_can_renew(const struct sso_source *self)
{
    const sso_cached_token *token = &self->token;
    return self->login.session != NULL && token->refresh_token != NULL &&
           token->client_id != NULL && token->client_secret != NULL &&
           token->registration_expires_at.is_set &&
           token->registration_expires_at.value > provider_now(self->source.context);
}

static void sso_renew(struct sso_source *self)
{
    ASSERT(self->renewals < RENEWALS_MAX);
    const sso_cached_token *token = &self->token;
    self->state = SSO_RENEWAL;
    self->renewals++;
    self->renewal =
        (sso_token_request){ sizeof self->renewal, token->client_id, token->client_secret,
                             "refresh_token", token->refresh_token };
    source_call(&self->source, &sso_create_token, &self->renewal, self->login.region, NULL);
}

/*
 * Uses the token from the file, after a renewal when that is due.
 *
 * Rule: an SSO token is renewed when less than 15 minutes are left.  Source: botocore,
 * SSOTokenProvider.  Test: an_sso_token_near_expiry_is_renewed_and_saved.
 */
static void sso_use_token(struct sso_source *self)
{
    int64_t left = self->token.expires_at.value - provider_now(self->source.context);
    connect_error *error = NULL;
    if (left < RENEW_BEFORE_MS && sso_can_renew(self) && self->renewals < RENEWALS_MAX) {
        sso_renew(self);
    } else if (left > 0) {
        sso_get_role(self);
    } else {
        (void)error_set(&error, CONNECT_E_CREDENTIALS,
                        "the SSO token of profile \"%s\" has expired; %s", self->login.profile,
                        self->file.advice);
        sso_fail_finally(self, error);
    }
}

/* The new token is valid even when it cannot be saved. */
static void sso_save(struct sso_source *self, const sso_token_response *fresh)
{
    char when[24];
    const connect_pair pairs[] = { { "accessToken", fresh->access_token },
                                   { "expiresAt", when },
                                   { "refreshToken", fresh->refresh_token } };
    size_t count = sizeof pairs / sizeof *pairs;
    connect_error *error = NULL;
    time_format_utc(self->token.expires_at.value, when);
    if (fresh->refresh_token == NULL) {
        count--;
    }
    if (token_file_update(&self->file, pairs, count, &error) != CONNECT_OK) {
        log_line(self->source.context->logger, CONNECT_LOG_WARN,
                 "the renewed SSO token could not be saved: %s", connect_error_message(error));
    }
    connect_error_free(error);
}

static connect_status sso_accept_token(struct sso_source *self, const sso_token_response *fresh,
                                       connect_error **error)
{
    if (fresh->access_token == NULL || !fresh->expires_in.is_set || fresh->expires_in.value <= 0 ||
        fresh->expires_in.value > 366 * 86400LL) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "the response to the renewal of the SSO token has no token");
    }
    self->token.expires_at.value =
        provider_now(self->source.context) + fresh->expires_in.value * 1000;
    self->token.access_token = arena_strdup(&self->source.arena, fresh->access_token);
    if (self->token.access_token == NULL) {
        return error_memory(error);
    }
    sso_save(self, fresh);
    return CONNECT_OK;
}

/*
 * After a failed renewal, the token itself is used as long as it is valid.
 *
 * Rule: a token that could not be renewed is used until it expires.  Source: botocore,
 * SSOTokenProvider.  Test: an_sso_token_that_cannot_be_renewed_is_used_until_expiry.
 */
static void sso_continue_unrenewed(struct sso_source *self)
{
    connect_error *error = self->refusal;
    if (!sso_is_expired(self)) {
        log_line(self->source.context->logger, CONNECT_LOG_WARN,
                 "the SSO token could not be renewed: %s", connect_error_message(error));
        sso_get_role(self);
        return;
    }
    self->refusal = NULL;
    if (token_file_may_have_changed(error) || connect_error_code(error) == CONNECT_E_CREDENTIALS) {
        error_prefix(error,
                     "the SSO token of profile \"%s\" has expired and cannot be renewed; %s: ",
                     self->login.profile, self->file.advice);
        sso_fail_finally(self, error);
    } else {
        source_fail(&self->source, error);
    }
}

/* After a refusal: another process may have renewed the token with the same refresh token. */
static void sso_reread_file(struct sso_source *self)
{
    ASSERT(self->refusal != NULL && self->renewal.refresh_token != NULL);
    sso_cached_token token;
    self->reads++;
    if (sso_read_file(self, &token, NULL) == CONNECT_OK && token.refresh_token != NULL &&
        strcmp(token.refresh_token, self->renewal.refresh_token) != 0) {
        self->token = token;
        self->reads = 0;
        sso_use_token(self);
        return;
    }
    int64_t delay = token_file_delay(self->reads);
    if (delay < 0 || !sso_is_expired(self)) {
        sso_continue_unrenewed(self);
        return;
    }
    self->state = SSO_OTHER_PROCESS;
    task_sleep(&self->source.task, clock_in(self->source.context->clock, delay));
}

static void sso_end_renewal(struct sso_source *self)
{
    connect_error *error;
    void *response;
    connect_status status = task_collect(&self->source.task, &response, &error);
    if (status == CONNECT_OK) {
        status = sso_accept_token(self, response, &error);
    }
    ASSERT(error_fits(status, &error));
    block_free(response);
    connect_error_free(self->refusal);
    self->refusal = error;
    if (status == CONNECT_OK) {
        sso_get_role(self);
    } else if (status == CONNECT_E_CANCELLED || status == CONNECT_E_MEMORY) {
        self->refusal = NULL;
        source_fail(&self->source, error);
    } else if (token_file_may_have_changed(error)) {
        sso_reread_file(self);
    } else {
        sso_continue_unrenewed(self);
    }
}

/* ---- the machine ---- */

static void sso_start(struct sso_source *self)
{
    connect_error *error = NULL;
    connect_status status = find_login(self->files, self->profile, &self->login, &error);
    if (status == CONNECT_OK) {
        status = sso_find_file(self, &error);
    }
    if (status == CONNECT_OK) {
        status = sso_read_file(self, &self->token, &error);
        if (status == CONNECT_E_CREDENTIALS) {
            sso_fail_finally(self, error);
            return;
        }
    }
    if (status != CONNECT_OK) {
        source_fail(&self->source, error);
    } else {
        sso_use_token(self);
    }
}

static void sso_resume(struct task *task)
{
    struct sso_source *self = (struct sso_source *)task;
    if (task->want == TASK_READY) {
        sso_start(self);
        return;
    }
    switch (self->state) {
    case SSO_RENEWAL:
        sso_end_renewal(self);
        break;
    case SSO_OTHER_PROCESS:
        sso_reread_file(self);
        break;
    case SSO_ROLE:
        sso_finish(self);
        break;
    }
}

static void sso_clear(struct source *source)
{
    struct sso_source *self = (struct sso_source *)source;
    token_file_release(&self->file);
    connect_error_free(self->refusal);
    credentials_unref(self->bearer);
}

static const struct task_class sso_class = {
    .name = "sso", .resume = sso_resume, .stop = source_stop, .release = source_release
};

struct task *sso_fetch(const struct provider_context *context, struct fetch_report *report,
                       const struct profile_files *files, const char *profile)
{
    struct sso_source *self = source_new(&sso_class, sizeof *self, context, report);
    if (self == NULL) {
        return NULL;
    }
    self->source.clear = sso_clear;
    self->files = files;
    self->profile = profile;
    return &self->source.task;
}
