/*
 * IAM Identity Center: role credentials for an access token, and access tokens for a refresh token.
 */
#include "auth/auth.h"
#include "base/json.h"
#include "exchange/form.h"
#include "exchange/respond.h"
#include "services/credentials.h"
#include "services/services.h"

#include <string.h>

/* The content of a token cache at the start, see --help. */
#define ACCESS_TOKEN "connect-local-access-token"
#define REFRESH_TOKEN "connect-local-refresh-token"
#define CLIENT_ID "connect-local-client"
#define CLIENT_SECRET "connect-local-client-secret"

static void respond_problem(struct exchange *exchange, int status, const char *type,
                            const char *error, const char *message)
{
    json_t *body = json_check_alloc(json_object());

    exchange->error_type = type;
    exchange->error_message = message;
    if (error != NULL) {
        json_put_string(body, "error", error);
        json_put_string(body, "error_description", message);
    } else {
        json_put_string(body, "message", message);
    }
    respond_json(exchange, status, body);
    respond_header(exchange, "x-amzn-ErrorType", type);
    json_decref(body);
}

static bool is_access_token(struct local *local, const char *token)
{
    if (token == NULL) {
        return false;
    }
    if (equal_constant_time(token, ACCESS_TOKEN)) {
        return true;
    }
    pthread_mutex_lock(&local->lock);

    bool good = deadlines_has(&local->sso_access_tokens, token, local_now(local));

    pthread_mutex_unlock(&local->lock);
    return good;
}

static void get_role_credentials(struct local *local, struct exchange *exchange)
{
    connect_pair *query = NULL;
    size_t count = 0;
    bool read = form_parse(&exchange->arena, exchange->query, &query, &count);
    const char *role = form_get(query, count, "role_name"),
               *account = form_get(query, count, "account_id");
    struct issued_credentials issued;

    if (!read || role == NULL || *role == '\0' || account == NULL) {
        respond_problem(exchange, 400, "InvalidRequestException", NULL,
                        "role_name and account_id are required");
        return;
    }
    if (!is_access_token(local, exchange_header(exchange, "x-amz-sso_bearer_token"))) {
        respond_problem(exchange, 401, "UnauthorizedException", NULL,
                        "Session token not found or invalid");
        return;
    }
    if (!options_serve_account(local->options, account)) {
        respond_problem(exchange, 403, "ForbiddenException", NULL, "No access");
        return;
    }

    const struct role_session session = { partition_of(local->options->region), account, role,
                                          "sso", ROLE_SECONDS };

    credentials_issue(local, exchange, &session, &issued);

    json_t *body = json_check_alloc(json_object()), *credentials = json_check_alloc(json_object());

    json_put_string(credentials, "accessKeyId", issued.access_key);
    json_put_string(credentials, "secretAccessKey", issued.secret_key);
    json_put_string(credentials, "sessionToken", issued.token);
    json_put(credentials, "expiration", json_integer(issued.expires));
    json_put(body, "roleCredentials", credentials);
    respond_json(exchange, 200, body);
    json_decref(body);
}

/*
 * Exchanges the refresh token for a new one, which is returned; NULL when it is not valid.
 */
static const char *rotate_token(struct local *local, struct exchange *exchange, const char *token,
                                const char *access_token, int64_t seconds)
{
    const char *fresh =
        random_stream_string(&local->random_credentials, &exchange->arena, ALPHABET_BASE64, 64);
    int64_t now = local_now(local);

    pthread_mutex_lock(&local->lock);

    bool good = equal_constant_time(
        token, local->sso_refresh_token != NULL ? local->sso_refresh_token : REFRESH_TOKEN);

    if (good) {
        mem_free(local->sso_refresh_token);
        local->sso_refresh_token = check_alloc(mem_strdup(fresh));
        deadlines_add(&local->sso_access_tokens, access_token, now + seconds * 1000, now);
    }
    pthread_mutex_unlock(&local->lock);
    return good ? fresh : NULL;
}

static void create_token(struct local *local, struct exchange *exchange, const json_t *body)
{
    const char *grant = json_get_string(body, "grantType"), *id = json_get_string(body, "clientId");
    const char *secret = json_get_string(body, "clientSecret"),
               *token = json_get_string(body, "refreshToken");
    int64_t seconds =
        local->options->session_seconds > 0 ? local->options->session_seconds : ROLE_SECONDS;

    if (grant == NULL || id == NULL || secret == NULL) {
        respond_problem(exchange, 400, "InvalidRequestException", "invalid_request",
                        "clientId, clientSecret and grantType are required");
    } else if (!equal_constant_time(id, CLIENT_ID) || !equal_constant_time(secret, CLIENT_SECRET)) {
        respond_problem(exchange, 401, "InvalidClientException", "invalid_client",
                        "The client is not registered");
    } else if (strcmp(grant, "refresh_token") != 0) {
        respond_problem(exchange, 400, "UnsupportedGrantTypeException", "unsupported_grant_type",
                        "Only refresh_token is served");
    } else {
        const char *access_token =
            random_stream_string(&local->random_credentials, &exchange->arena, ALPHABET_BASE64, 64);
        const char *fresh =
            token != NULL ? rotate_token(local, exchange, token, access_token, seconds) : NULL;

        if (fresh == NULL) {
            respond_problem(exchange, 400, "InvalidGrantException", "invalid_grant",
                            "The refresh token is not valid");
            return;
        }

        json_t *response = json_check_alloc(json_object());

        json_put_string(response, "accessToken", access_token);
        json_put(response, "expiresIn", json_integer(seconds));
        json_put_string(response, "refreshToken", fresh);
        json_put_string(response, "tokenType", "Bearer");
        respond_json(exchange, 200, response);
        json_decref(response);
    }
}

bool sso_handle(struct local *local, struct exchange *exchange)
{
    if (strcmp(exchange->method, "GET") == 0 &&
        strcmp(exchange->path, "/federation/credentials") == 0) {
        exchange->operation = "GetRoleCredentials";
        get_role_credentials(local, exchange);
        return true;
    }
    if (strcmp(exchange->method, "POST") == 0 && strcmp(exchange->path, "/token") == 0) {
        json_t *body = json_loadb(buf_text(&exchange->body), exchange->body.size,
                                  JSON_REJECT_DUPLICATES, NULL);

        exchange->operation = "CreateToken";
        create_token(local, exchange, body);
        json_decref(body);
        return true;
    }
    return false;
}
