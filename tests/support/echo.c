#include "support/echo.h"

#include "api/registry.h"
#include "core/buf.h"
#include "core/mem.h"
#include "shape/encode.h"
#include "shape/operation.h"
#include "support/random_value.h"
#include "support/typed.h"
#include "support/wire.h"

#include <check.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *json_of(const struct connect_shape *shape, const void *value,
                           enum encode_what what, struct arena *arena)
{
    struct buf out = BUF_INIT(1u << 20);
    const char *text;

    ck_assert(shape_encode(shape, value, what, NULL, &out));
    text = arena_strdup(arena, buf_text(&out));
    buf_free(&out);
    return text;
}

/* An empty token is one that was given, and protects nothing. */
static bool is_repeatable(const struct connect_operation *operation, const void *request)
{
    const struct connect_member *member = operation_token_member(operation);
    const char *token;

    if (operation->repeatable || member == NULL) {
        return operation->repeatable;
    }
    memcpy(&token, (const char *)request + member->offset, sizeof token);
    return token == NULL || *token != '\0';
}

/* Sends it once, alone: how it goes out. */
static void record(struct echo_case *made)
{
    void *response = NULL;
    struct wire wire;

    wire_open(&wire, CONNECT_CHECK_STRICT);
    ck_assert_int_eq(typed_of(made->operation)(wire.client, made->request, &response, NULL),
                     CONNECT_OK);
    connect_free(response);
    made->method = strdup(wire.method);
    made->uri = strdup(wire.uri);
    made->sent = wire.body_sent != NULL ? strdup(wire.body_sent) : NULL;
    wire_close(&wire);
}

static void make_case(struct echo_case *made, const struct connect_operation *operation,
                      struct dice *dice, struct arena *arena)
{
    const void *output = random_value(dice, operation->output, arena);

    made->operation = operation;
    made->request = random_value(dice, operation->input, arena);
    made->json_in = json_of(operation->input, made->request, ENCODE_ALL, arena);
    made->response = json_of(operation->output, output, ENCODE_BODY, arena);
    made->json_out = json_of(operation->output, output, ENCODE_ALL, arena);
    made->repeatable = is_repeatable(operation, made->request);
    record(made);
}

void echo_init(struct echo *echo, size_t each)
{
    struct dice dice = { 7 };

    memset(echo, 0, sizeof *echo);
    echo->count = registry_count * each;
    echo->cases = arena_calloc(&echo->arena, echo->count, sizeof *echo->cases);
    for (size_t i = 0; i < echo->count; i++) {
        make_case(&echo->cases[i], registry_operations[i / each], &dice, &echo->arena);
    }
}

void echo_free(struct echo *echo)
{
    for (size_t i = 0; i < echo->count; i++) {
        free(echo->cases[i].method);
        free(echo->cases[i].uri);
        free(echo->cases[i].sent);
    }
    arena_release(&echo->arena);
}

void echo_name(char *out, size_t room, size_t index, enum echo_plan plan, const char *name)
{
    snprintf(out, room, "%zu %d %s", index, (int)plan, name);
}

bool echo_parse(const struct echo *echo, const char *text, const struct echo_case **found,
                enum echo_plan *plan)
{
    char *end = NULL;
    unsigned long index = strtoul(text, &end, 10), number;

    if (end == text || *end != ' ' || index >= echo->count) {
        return false;
    }
    text = end;
    number = strtoul(text, &end, 10);
    if (end == text || *end != ' ' || number >= ECHO_PLANS) {
        return false;
    }
    *found = &echo->cases[index];
    *plan = (enum echo_plan)number;
    return true;
}

bool echo_is_right(const struct echo_case *wanted, const char *method, const char *uri,
                   const void *body, size_t size)
{
    if (strcmp(wanted->method, method) != 0 || strcmp(wanted->uri, uri) != 0) {
        return false;
    }
    if (wanted->sent == NULL) {
        return size == 0;
    }
    return strlen(wanted->sent) == size && memcmp(wanted->sent, body, size) == 0;
}

connect_status echo_expected(const struct echo_case *asked, enum echo_plan plan)
{
    switch (plan) {
    case ECHO_FAILS_ONCE:
        return asked->repeatable ? CONNECT_OK : CONNECT_E_INTERNAL;
    case ECHO_STALE_ONCE:
        return asked->repeatable ? CONNECT_OK : CONNECT_E_TRANSPORT;
    case ECHO_NOT_FOUND:
        return CONNECT_E_NOT_FOUND;
    case ECHO_CUT: /* of what is not read, nothing is missed */
        return asked->operation->output->count > 0 ? CONNECT_E_DECODE : CONNECT_OK;
    case ECHO_HANGS:
        return CONNECT_E_CANCELLED;
    case ECHO_LOST:
        return CONNECT_E_TRANSPORT;
    default:
        return CONNECT_OK;
    }
}

struct echo_response echo_response(const struct echo_case *asked, enum echo_plan plan, int time)
{
    static const struct {
        enum echo_plan plan;
        struct echo_response response;
    } refusals[] = {
        { ECHO_FAILS_ONCE, { 500, "InternalServiceException", "{\"Message\":\"it failed\"}" } },
        { ECHO_THROTTLED_ONCE, { 429, "ThrottlingException", "{\"Message\":\"too fast\"}" } },
        { ECHO_EXPIRED_ONCE, { 403, "ExpiredTokenException", "{\"Message\":\"too old\"}" } },
        { ECHO_NOT_FOUND, { 404, "ResourceNotFoundException", "{\"Message\":\"not here\"}" } },
        { ECHO_CUT, { 200, NULL, "{\"Cut\":" } },
    };

    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        if (refusals[i].plan == plan && (time == 0 || plan == ECHO_NOT_FOUND)) {
            return refusals[i].response;
        }
    }
    return (struct echo_response){ 200, NULL, asked->response };
}
