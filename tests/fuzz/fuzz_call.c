/*
 * Any bytes as the responses of a server: a call ends after as many attempts as it may make, within
 * the pauses that the rules allow, with a response or with an error that can be shown.
 *
 * The first line is the name of an operation.  Then come responses, cut by lines of "----": a
 * status (or "fail", "lost", "final" for none), header lines, an empty line, a body.  The last
 * response comes again for ever.
 */
#include "core/number.h"
#include "core/text.h"
#include "core/utf8.h"
#include "fuzz/client.h"

#include <string.h>

/* Three that count, one on a fresh connection, one with fresh keys. */
#define ATTEMPTS_MAX (3 + 1 + 1)
/* Two pauses, each of at most twenty seconds, with five more where the service requests one. */
#define PAUSES_MAX_MS 50000
#define CUT "\n----\n"

struct span {
    const char *at, *end;
};

static struct span line_of(struct span *rest)
{
    const char *end = memchr(rest->at, '\n', (size_t)(rest->end - rest->at));
    struct span line = { rest->at, end != NULL ? end : rest->end };

    rest->at = end != NULL ? end + 1 : rest->end;
    return line;
}

static bool has_text(struct span line, const char *word)
{
    return (size_t)(line.end - line.at) == strlen(word) && memcmp(line.at, word, strlen(word)) == 0;
}

struct script {
    struct span rest;
    int32_t last_status; /* HTTP, 0 for none */
};

static struct span next_response(struct script *script)
{
    struct span all = script->rest;
    const char *cut = memmem(all.at, (size_t)(all.end - all.at), CUT, strlen(CUT));

    if (cut == NULL) {
        return all;
    }
    script->rest.at = cut + strlen(CUT);
    return (struct span){ all.at, cut };
}

static connect_status fail_as(struct span line, connect_http_failure *failure)
{
    failure->not_sent = has_text(line, "lost");
    failure->final = has_text(line, "final");
    failure->stale = has_text(line, "stale");
    memcpy(failure->message, "the wire is cut", 16);
    return CONNECT_E_TRANSPORT;
}

static connect_status response(void *user, int number, const connect_http_request *request,
                               connect_http_response *response, connect_http_failure *failure)
{
    struct script *script = user;
    struct span rest = next_response(script), line = line_of(&rest);
    int64_t status;

    (void)request;
    PROMISE(number < ATTEMPTS_MAX);
    script->last_status = 0;
    if (!text_to_int64(line.at, (size_t)(line.end - line.at), &status) || status < INT32_MIN ||
        status > INT32_MAX) {
        return fail_as(line, failure);
    }
    connect_http_response_set_status(response, (int32_t)status);
    script->last_status = (int32_t)status;
    for (line = line_of(&rest); line.at < line.end; line = line_of(&rest)) {
        const char *colon = memchr(line.at, ':', (size_t)(line.end - line.at));

        if (colon != NULL) {
            (void)connect_http_response_add_header(response, line.at, (size_t)(colon - line.at),
                                                   colon + 1, (size_t)(line.end - colon - 1));
        }
    }
    if (rest.at < rest.end) {
        (void)connect_http_response_add_body(response, rest.at, (size_t)(rest.end - rest.at));
    }
    return CONNECT_OK;
}

static void check_text(const char *text)
{
    if (text != NULL) {
        PROMISE(text_utf8_valid(text, strlen(text), NULL));
        PROMISE(text_find_control(text, strlen(text)) < 0);
    }
}

static void check_error(const connect_error *error, const struct fuzz_client *fuzz,
                        const struct script *script)
{
    connect_status status = connect_error_code(error);

    PROMISE(status != CONNECT_OK && status != CONNECT_E_MEMORY && status != CONNECT_E_CANCELLED);
    PROMISE(connect_error_attempts(error) == fuzz->sent);
    PROMISE(connect_error_message(error)[0] != '\0');
    check_text(connect_error_message(error));
    check_text(connect_error_aws_type(error));
    check_text(connect_error_reason(error));
    check_text(connect_error_request_id(error));
    check_text(connect_error_body_excerpt(error));
    PROMISE(status >= CONNECT_E_ARGUMENT ||
            connect_error_http_status(error) == script->last_status);
    PROMISE(status < CONNECT_E_ARGUMENT || status == CONNECT_E_TRANSPORT ||
            status == CONNECT_E_DECODE || status == CONNECT_E_CREDENTIALS);
}

static void call(struct fuzz_client *fuzz, struct script *script, const char *operation,
                 const char *input)
{
    char *json = (char *)fuzz;
    connect_error *error = NULL;
    connect_status status =
        operation != NULL ? connect_invoke(fuzz->client, operation, input, &json, &error)
                          : connect_send(fuzz->client, "GET", "/x", NULL, 0, NULL, &json, &error);

    PROMISE(status == connect_error_code(error));
    PROMISE((json != NULL) == (status == CONNECT_OK));
    PROMISE(fuzz->sent >= 1 && fuzz->waited <= PAUSES_MAX_MS);
    if (status == CONNECT_OK) {
        PROMISE(script->last_status >= 200 && script->last_status < 300);
        PROMISE(connect_response_attempts(json) == fuzz->sent);
        check_text(connect_response_request_id(json));
        connect_free(json);
    } else {
        check_error(error, fuzz, script);
    }
    connect_error_free(error);
}

/*
 * One that is safe to repeat, one with a client token, one with neither, one without an output; or
 * a plain GET.
 */
static const struct {
    const char *operation, *input;
} calls[] = {
    { "DescribeInstance", "{\"InstanceId\":\"i\"}" },
    { "CreateInstance",
      "{\"IdentityManagementType\":\"SAML\",\"InboundCallsEnabled\":true,\"OutboundCallsEnabled\":true}" },
    { "AssociateApprovedOrigin", "{\"InstanceId\":\"i\",\"Origin\":\"https://a.example\"}" },
    { "TagResource", "{\"resourceArn\":\"arn:a\",\"tags\":{\"k\":\"v\"}}" },
    { "ListInstances", "{}" },
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct script script = { .rest = { (const char *)bytes, (const char *)bytes + size } };
    struct fuzz_client fuzz = { .response = response, .user = &script };
    struct span name = line_of(&script.rest);
    const char *operation = NULL, *input = NULL;

    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (has_text(name, calls[i].operation)) {
            operation = calls[i].operation;
            input = calls[i].input;
        }
    }
    fuzz_client_open(&fuzz);
    call(&fuzz, &script, operation, input);
    fuzz_client_close(&fuzz);
    return 0;
}
