/*
 * The credentials endpoint of a container: AWS_CONTAINER_CREDENTIALS_FULL_URI.
 */
#include "auth/auth.h"
#include "base/json.h"
#include "exchange/respond.h"
#include "services/credentials.h"
#include "services/services.h"

#include <string.h>

#define CREDENTIALS_PATH "/v2/credentials/connect-local"

static void respond_problem(struct exchange *exchange, int status, const char *code,
                            const char *message)
{
    json_t *body = json_check_alloc(json_object());

    exchange->error_type = code;
    exchange->error_message = message;
    json_put_string(body, "code", code);
    json_put_string(body, "message", message);
    respond_json(exchange, status, body);
    json_decref(body);
}

bool container_handle(struct local *local, struct exchange *exchange)
{
    const char *expected = local->options->container_token;
    const char *given = exchange_header(exchange, "authorization");
    struct issued_credentials issued;

    if (strcmp(exchange->path, CREDENTIALS_PATH) != 0) {
        return false;
    }
    if (strcmp(exchange->method, "GET") != 0) {
        respond_problem(exchange, 405, "MethodNotAllowed", "Only GET is allowed");
        return true;
    }
    if (expected != NULL && (given == NULL || !equal_constant_time(given, expected))) {
        respond_problem(exchange, 401, "Unauthorized",
                        "The Authorization header is not the token of the container");
        return true;
    }

    const struct role_session role = credentials_own_role(local, "container");

    credentials_issue(local, exchange, &role, &issued);

    json_t *body = json_check_alloc(json_object());

    json_put_string(body, "RoleArn",
                    check_alloc(arena_printf(&exchange->arena, "arn:%s:iam::%s:role/" ROLE_NAME,
                                             role.partition, role.account_id)));
    credentials_put(body, &issued);
    json_put_string(body, "AccountId", role.account_id);
    respond_json(exchange, 200, body);
    json_decref(body);
    return true;
}
