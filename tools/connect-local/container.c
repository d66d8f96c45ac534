/*
 * The credentials endpoint of a container: AWS_CONTAINER_CREDENTIALS_FULL_URI.
 */
#include "auth.h"
#include "doors.h"
#include "json.h"
#include "respond.h"

#include <string.h>

#define CREDENTIALS_PATH "/v2/credentials/connect-local"

static void complain(struct exchange *exchange, int status, const char *code, const char *message)
{
    json_t *body = json_need(json_object());

    json_put_text(body, "code", code);
    json_put_text(body, "message", message);
    respond_json(exchange, status, body);
    json_decref(body);
}

bool container_serve(struct local *local, struct exchange *exchange)
{
    const char *wanted = local->options->container_token;
    const char *given = wire_header(exchange, "authorization");
    struct handout handout;

    if (strcmp(exchange->path, CREDENTIALS_PATH) != 0) {
        return false;
    }
    if (strcmp(exchange->method, "GET") != 0) {
        complain(exchange, 405, "MethodNotAllowed", "Credentials are asked for with GET");
        return true;
    }
    if (wanted != NULL && (given == NULL || !auth_same(given, wanted))) {
        complain(exchange, 401, "Unauthorized",
                 "The Authorization header does not carry the container's token");
        return true;
    }
    hand_out(local, exchange, ROLE_NAME, "container", ROLE_SECONDS, &handout);

    json_t *body = json_need(json_object());

    json_put(body, "RoleArn",
             json_string(need(arena_printf(&exchange->arena, "arn:%s:iam::%s:role/" ROLE_NAME,
                                           local->partition, local->options->account_id))));
    json_put_text(body, "AccessKeyId", handout.access_key);
    json_put_text(body, "SecretAccessKey", handout.secret_key);
    json_put_text(body, "Token", handout.token);
    json_put_text(body, "Expiration", handout.expires_text);
    json_put_text(body, "AccountId", local->options->account_id);
    respond_json(exchange, 200, body);
    json_decref(body);
    return true;
}
