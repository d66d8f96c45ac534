/*
 * The token lies where the AWS CLI left it.  One that nears its end is renewed and put back, when
 * the login allows it; a failure to renew is no failure as long as the token itself is good.
 */
#include "aws/provider_sso.h"

#include "aws/digest.h"
#include "aws/openssl_problem.h"
#include "aws/profile_chain.h"
#include "aws/sso.h"
#include "aws/token_file.h"
#include "core/block.h"
#include "core/error.h"
#include "core/text.h"

#include <string.h>

#define RENEW_BEFORE_MS (15 * 60 * 1000)

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
    const char *session; /* NULL: the older form, everything in the profile, never renewed */
    const char *start_url;
    const char *region;
    const char *account_id;
    const char *role_name;
};

/* A key that both the session and the profile have must be the same in both. */
static connect_status from_session(const struct profile_files *files, struct sso_login *login,
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

static connect_status read_login(const struct profile_files *files, const char *profile,
                                 struct sso_login *login, connect_error **error)
{
    connect_status status = CONNECT_OK;
    const char *missing;

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
        status = from_session(files, login, "sso_start_url", &login->start_url, error);
        if (status == CONNECT_OK) {
            status = from_session(files, login, "sso_region", &login->region, error);
        }
    }
    missing = login->account_id == NULL  ? "sso_account_id"
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

static connect_status find_file(struct provider_context *context, const struct sso_login *login,
                                struct arena *arena, struct token_file *file, connect_error **error)
{
    const char *home = settings_home(context->settings);
    const char *named = login->session != NULL ? login->session : login->start_url;
    char digest[DIGEST_HEX_MAX];

    if (home == NULL) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "the home directory, which has the SSO token, is not known");
    }
    if (!digest_hex("SHA1", named, strlen(named), digest)) {
        return openssl_problem() != OPENSSL_LACKS_ALGORITHM
                   ? error_memory(error)
                   : error_set(error, CONNECT_E_CREDENTIALS,
                               "SHA-1 is not available, and the SSO token's file is named by it");
    }
    file->path = arena_printf(arena, "%s/.aws/sso/cache/%s.json", home, digest);
    file->advice = arena_printf(arena, "run: aws sso login --profile %s", login->profile);
    return file->path == NULL || file->advice == NULL ? error_memory(error) : CONNECT_OK;
}

static bool can_be_renewed(const struct sso_login *login, const sso_cached_token *token,
                           int64_t now)
{
    return login->session != NULL && token->refresh_token != NULL && token->client_id != NULL &&
           token->client_secret != NULL && token->registration_expires_at.is_set &&
           token->registration_expires_at.value > now;
}

static connect_status save(struct token_file *file, const sso_token_response *fresh,
                           int64_t expires_at, connect_error **error)
{
    char when[40];
    connect_pair pairs[3] = { { "accessToken", fresh->access_token }, { "expiresAt", when } };
    size_t count = 2;

    time_format_utc(expires_at, when);
    if (fresh->refresh_token != NULL) {
        pairs[count++] = (connect_pair){ "refreshToken", fresh->refresh_token };
    }
    return token_file_update(file, pairs, count, error);
}

/* Renews *token; its texts are copied to `arena`. */
static connect_status renew(struct provider_context *context, const struct sso_login *login,
                            struct token_file *file, struct arena *arena, sso_cached_token *token,
                            connect_error **error)
{
    const sso_token_request request = { sizeof request, token->client_id, token->client_secret,
                                        "refresh_token", token->refresh_token };
    void *block = NULL;
    connect_status status =
        context->run(context, &sso_create_token, &request, login->region, NULL, &block, error);
    const sso_token_response *fresh = block;

    if (status != CONNECT_OK) {
        return status;
    }
    if (fresh->access_token == NULL || !fresh->expires_in.is_set || fresh->expires_in.value <= 0 ||
        fresh->expires_in.value > 366 * 86400LL) {
        status = error_set(error, CONNECT_E_CREDENTIALS,
                           "the renewal of the SSO token came back without one");
    } else {
        token->expires_at.value = provider_now(context) + fresh->expires_in.value * 1000;
        token->access_token = arena_strdup(arena, fresh->access_token);
        if (token->access_token == NULL) {
            status = error_memory(error);
        } else if (save(file, fresh, token->expires_at.value, NULL) != CONNECT_OK) {
            log_line(context->logger, CONNECT_LOG_WARN,
                     "%s: the renewed SSO token could not be saved", file->path);
        }
    }
    block_free(block);
    return status;
}

/*
 * Of a token that has ended: when the service itself will not renew it, only the person can help.
 */
static bool tell_to_log_in(connect_status status, const struct sso_login *login,
                           const struct token_file *file, const connect_error *reason,
                           connect_error **error)
{
    int32_t http_status = connect_error_http_status(reason);

    if (http_status < 400 || http_status >= 500 || http_status == 429) {
        return false;
    }
    if (error != NULL) {
        error_prefix(*error,
                     "the SSO token of profile \"%s\" has expired and cannot be renewed; %s: ",
                     login->profile, file->advice);
    }
    return status != CONNECT_E_CANCELLED;
}

static connect_status good_token(struct provider_context *context, const struct sso_login *login,
                                 struct token_file *file, struct arena *arena,
                                 sso_cached_token *token, connect_error **error)
{
    int64_t now = provider_now(context);
    bool is_final = false;
    connect_status status = find_file(context, login, arena, file, error);

    if (status == CONNECT_OK) {
        status = token_file_read(file, &sso_cached_token_shape, arena, token, error);
    }
    if (status == CONNECT_OK && (token->access_token == NULL || !token->expires_at.is_set)) {
        status = error_set(error, CONNECT_E_CREDENTIALS,
                           "%s has no accessToken or no expiresAt; %s", file->path, file->advice);
    }
    if (status == CONNECT_OK && token->expires_at.value - now < RENEW_BEFORE_MS &&
        can_be_renewed(login, token, now)) {
        connect_error *reason = NULL;

        status = renew(context, login, file, arena, token, &reason);
        if (status != CONNECT_OK && status != CONNECT_E_CANCELLED &&
            token->expires_at.value > now) {
            log_line(context->logger, CONNECT_LOG_WARN, "the SSO token could not be renewed: %s",
                     connect_error_message(reason));
            status = CONNECT_OK;
        } else if (status != CONNECT_OK) {
            (void)error_copy(error, reason);
            is_final = tell_to_log_in(status, login, file, reason, error);
        }
        connect_error_free(reason);
    } else if (status == CONNECT_OK && token->expires_at.value <= now) {
        status = error_set(error, CONNECT_E_CREDENTIALS,
                           "the SSO token of profile \"%s\" has expired; %s", login->profile,
                           file->advice);
    }
    if (is_final || status == CONNECT_E_CREDENTIALS) {
        provider_set_final(context, file->path, &file->stamp);
    }
    return status;
}

static connect_status use_answer(const sso_role_response *response, const struct sso_login *login,
                                 struct credentials **out, connect_error **error)
{
    const sso_role_keys *keys = response->role_credentials;
    connect_credentials from = { .size = sizeof from, .account_id = login->account_id };

    if (keys == NULL || keys->access_key_id == NULL || keys->secret_access_key == NULL ||
        keys->session_token == NULL || !keys->expiration.is_set) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "SSO answered without a complete set of keys");
    }
    from.access_key_id = keys->access_key_id;
    from.secret_access_key = keys->secret_access_key;
    from.session_token = keys->session_token;
    from.expiration = (connect_opt_time)CONNECT_SET(keys->expiration.value);
    return credentials_accept(&from, "sso", out, error);
}

/* The session behind the token is over, whatever the token itself says. */
static void advise_login(struct provider_context *context, const struct token_file *file,
                         connect_error *error)
{
    if (connect_error_http_status(error) == 401) {
        error_suffix(error, "; %s", file->advice);
        provider_set_final(context, file->path, &file->stamp);
    }
}

connect_status sso_keys(struct provider_context *context, const struct profile_files *files,
                        const char *profile, struct credentials **out, connect_error **error)
{
    struct arena arena = { .secret = true };
    sso_cached_token token = { .size = sizeof token };
    struct token_file file = { 0 };
    struct credentials *bearer = NULL;
    struct sso_login login;
    void *response = NULL;
    connect_status status = read_login(files, profile, &login, error);

    *out = NULL;
    if (status == CONNECT_OK) {
        status = good_token(context, &login, &file, &arena, &token, error);
    }
    if (status == CONNECT_OK &&
        (bearer = credentials_new(&(connect_credentials){ .session_token = token.access_token },
                                  "SSO token")) == NULL) {
        status = error_memory(error);
    }
    if (status == CONNECT_OK) {
        const sso_role_request request = { sizeof request, login.role_name, login.account_id };

        status = context->run(context, &sso_get_role_credentials, &request, login.region, bearer,
                              &response, error);
        if (status == CONNECT_OK) {
            status = use_answer(response, &login, out, error);
        } else if (error != NULL) {
            error_prefix(*error, "SSO credentials for role %s of account %s: ", login.role_name,
                         login.account_id);
            advise_login(context, &file, *error);
        }
    }
    block_free(response);
    credentials_unref(bearer);
    token_file_release(&file);
    arena_release(&arena);
    return status;
}
