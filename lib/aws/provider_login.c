/*
 * The keys of a login are good while five minutes of them are left.  The file is read at every
 * fetch, because another process may have renewed them; only then the token endpoint is asked.
 */
#include "aws/provider_login.h"

#include "aws/digest.h"
#include "aws/dpop.h"
#include "aws/endpoint.h"
#include "aws/openssl_problem.h"
#include "aws/signin.h"
#include "aws/token_file.h"
#include "core/block.h"
#include "core/error.h"
#include "core/random.h"
#include "core/text.h"

#include <string.h>

#define RENEW_BEFORE_MS (5 * 60 * 1000)
#define PROOF_MAX 8192

struct login {
    struct provider_context *context;
    struct arena arena;
    struct token_file file;
    signin_cache cache;
    const char *region;
};

static connect_status find_file(struct login *login, const char *session, connect_error **error)
{
    const char *folder =
        settings_path(login->context->settings, &login->arena, SETTING_LOGIN_CACHE);
    char digest[DIGEST_HEX_MAX];
    size_t size;

    session += strspn(session, " \t\r\n");
    size = strlen(session);
    while (size > 0 && strchr(" \t\r\n", session[size - 1]) != NULL) {
        size--;
    }
    if (!digest_hex("SHA256", session, size, digest)) {
        return openssl_problem() != OPENSSL_LACKS_ALGORITHM
                   ? error_memory(error)
                   : error_set(error, CONNECT_E_CREDENTIALS,
                               "SHA-256 is not available, and the login's file is named by it");
    }
    if (folder == NULL) {
        return error_memory(error);
    }
    if (folder[0] == '\0') {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "the home directory, which has the login, is not known");
    }
    login->file.path = arena_printf(&login->arena, "%s/%s.json", folder, digest);
    login->file.advice = "run: aws login";
    return login->file.path == NULL ? error_memory(error) : CONNECT_OK;
}

static connect_status read_cache(struct login *login, connect_error **error)
{
    const signin_cache *cache = &login->cache;
    const char *missing;
    connect_status status;

    login->cache = (signin_cache){ .size = sizeof login->cache };
    status = token_file_read(&login->file, signin_cache_form, &login->arena, &login->cache, error);
    if (status != CONNECT_OK) {
        return status;
    }
    missing = cache->access_token == NULL                      ? "accessToken"
              : cache->access_token->access_key_id == NULL     ? "accessToken.accessKeyId"
              : cache->access_token->secret_access_key == NULL ? "accessToken.secretAccessKey"
              : cache->access_token->session_token == NULL     ? "accessToken.sessionToken"
              : !cache->access_token->expires_at.is_set        ? "accessToken.expiresAt"
              : cache->refresh_token == NULL                   ? "refreshToken"
              : cache->client_id == NULL                       ? "clientId"
              : cache->dpop_key == NULL                        ? "dpopKey"
                                                               : NULL;
    if (missing != NULL) {
        return error_set(error, CONNECT_E_CREDENTIALS, "%s has no %s; %s", login->file.path,
                         missing, login->file.advice);
    }
    return CONNECT_OK;
}

static bool is_good(const struct login *login, int64_t now)
{
    return login->cache.access_token->expires_at.value - now >= RENEW_BEFORE_MS;
}

/* The proof names the exact URL, so the endpoint is resolved here as it will be for the call. */
static connect_status make_proof(struct login *login, struct buf *proof, connect_error **error)
{
    struct provider_context *context = login->context;
    struct endpoint_query query = { .prefix = "signin", .region = login->region };
    struct endpoint endpoint;
    struct dpop_claim claim = { .method = "POST", .time_ms = provider_now(context) };
    const char *origin;
    char id[37];
    connect_status status = settings_endpoint_url(context->settings, &login->arena, "signin",
                                                  &query.endpoint, &origin, error);

    query.fips = context->settings->values[SETTING_USE_FIPS].number != 0;
    query.dualstack = context->settings->values[SETTING_USE_DUALSTACK].number != 0;
    if (status == CONNECT_OK) {
        status = endpoint_resolve(&login->arena, &query, &endpoint, error);
    }
    if (status != CONNECT_OK) {
        return status;
    }
    claim.url = arena_printf(&login->arena, "%s%s", endpoint.url, signin_create_token.path);
    if (claim.url == NULL) {
        return error_memory(error);
    }
    if (!random_uuid(context->random, id)) {
        return error_set(error, CONNECT_E_CREDENTIALS, "no random numbers are to be had");
    }
    claim.id = id;
    return dpop_proof(login->cache.dpop_key, &claim, proof, error);
}

/* Says what the sign-in's reason means for the person. */
static connect_status explain(struct login *login, connect_status status, connect_error *reason,
                              connect_error **error)
{
    const signin_error *detail =
        text_equal_nocase(connect_error_aws_type(reason), "AccessDeniedException")
            ? connect_error_detail(reason)
            : NULL;
    const char *code = detail == NULL ? NULL : detail->error;

    if (text_equal_nocase(code, "TOKEN_EXPIRED") ||
        text_equal_nocase(code, "USER_CREDENTIALS_CHANGED")) {
        return error_set(error, CONNECT_E_CREDENTIALS, "the login is over (%s); %s", code,
                         login->file.advice);
    }
    if (text_equal_nocase(code, "INSUFFICIENT_PERMISSIONS")) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "the login may not be renewed: the permission for sign-in is missing");
    }
    (void)error_copy(error, reason);
    if (error != NULL) {
        error_prefix(*error, "renewing the login: ");
    }
    return status;
}

static connect_status keep(struct login *login, const signin_token_response *fresh,
                           connect_error **error)
{
    const signin_keys *keys = fresh->access_token;
    int64_t now = provider_now(login->context);
    signin_keys *copy;
    char when[40];
    connect_pair pairs[5];
    size_t count = 4;

    if (keys == NULL || keys->access_key_id == NULL || keys->secret_access_key == NULL ||
        keys->session_token == NULL || !fresh->expires_in.is_set || fresh->expires_in.value <= 0 ||
        fresh->expires_in.value > 86400) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "the renewal of the login came back without keys");
    }
    copy = arena_alloc(&login->arena, sizeof *copy);
    if (copy == NULL) {
        return error_memory(error);
    }
    *copy = *login->cache.access_token;
    copy->access_key_id = arena_strdup(&login->arena, keys->access_key_id);
    copy->secret_access_key = arena_strdup(&login->arena, keys->secret_access_key);
    copy->session_token = arena_strdup(&login->arena, keys->session_token);
    copy->expires_at =
        (connect_opt_time)CONNECT_SET(now - now % 1000 + fresh->expires_in.value * 1000);
    if (copy->access_key_id == NULL || copy->secret_access_key == NULL ||
        copy->session_token == NULL) {
        return error_memory(error);
    }
    login->cache.access_token = copy;
    time_format_utc(copy->expires_at.value, when);
    pairs[0] = (connect_pair){ "accessToken.accessKeyId", copy->access_key_id };
    pairs[1] = (connect_pair){ "accessToken.secretAccessKey", copy->secret_access_key };
    pairs[2] = (connect_pair){ "accessToken.sessionToken", copy->session_token };
    pairs[3] = (connect_pair){ "accessToken.expiresAt", when };
    if (fresh->refresh_token != NULL) {
        pairs[count++] = (connect_pair){ "refreshToken", fresh->refresh_token };
    }
    return token_file_update(&login->file, pairs, count, error);
}

static connect_status renew(struct login *login, connect_error **error)
{
    struct provider_context *context = login->context;
    const signin_token_request request = { sizeof request, login->cache.client_id, "refresh_token",
                                           login->cache.refresh_token };
    struct buf proof = BUF_INIT(PROOF_MAX);
    struct credentials *bearer = NULL;
    connect_error *reason = NULL;
    void *response = NULL;
    connect_status status = make_proof(login, &proof, error);

    if (status == CONNECT_OK &&
        (bearer = credentials_new(&(connect_credentials){ .session_token = buf_text(&proof) },
                                  "proof of possession")) == NULL) {
        status = error_memory(error);
    }
    if (status == CONNECT_OK) {
        status = context->run(context, &signin_create_token, &request, login->region, bearer,
                              &response, &reason);
        status = status == CONNECT_OK ? keep(login, response, error)
                                      : explain(login, status, reason, error);
    }
    connect_error_free(reason);
    block_free(response);
    credentials_unref(bearer);
    buf_free(&proof);
    return status;
}

connect_status login_keys(struct provider_context *context, const char *login_session,
                          const char *region, struct credentials **out, connect_error **error)
{
    struct login login = { .context = context, .arena = { .secret = true } };
    connect_credentials from = { .size = sizeof from };
    connect_status status = find_file(&login, login_session, error);

    *out = NULL;
    login.region = settings_service_region(context->settings, region);
    if (status == CONNECT_OK) {
        status = read_cache(&login, error);
    }
    if (status == CONNECT_OK && !is_good(&login, provider_now(context))) {
        status = renew(&login, error);
    }
    /* A new login is needed. */
    if (status == CONNECT_E_CREDENTIALS) {
        provider_set_final(context, login.file.path, &login.file.stamp);
    }
    if (status == CONNECT_OK) {
        from.access_key_id = login.cache.access_token->access_key_id;
        from.secret_access_key = login.cache.access_token->secret_access_key;
        from.session_token = login.cache.access_token->session_token;
        from.account_id = login.cache.access_token->account_id;
        from.expiration = login.cache.access_token->expires_at;
        status = credentials_accept(&from, "login", out, error);
    }
    token_file_release(&login.file);
    arena_release(&login.arena);
    return status;
}
