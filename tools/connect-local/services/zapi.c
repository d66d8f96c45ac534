/*
 * The partner listing of Z-API: page numbers, and a bearer token.
 */
#include "auth/auth.h"
#include "base/json.h"
#include "core/number.h"
#include "core/text.h"
#include "exchange/form.h"
#include "exchange/respond.h"
#include "services/services.h"

#include <string.h>

#define PAGE_SIZE_MAX 1000

static void respond_problem(struct exchange *exchange, int status, const char *message)
{
    json_t *body = json_check_alloc(json_object());

    exchange->error_message = message;
    json_put_string(body, "error", message);
    respond_json(exchange, status, body);
    json_decref(body);
}

static const char *name_of(struct arena *arena, int64_t index)
{
    return check_alloc(arena_printf(arena, "zapi-%04lld", (long long)index));
}

static const char *id_of(struct arena *arena, int64_t index, char kind)
{
    return check_alloc(
        arena_printf(arena, "3D%c%029llX", kind, (unsigned long long)index * 2654435761U));
}

static const char *middleware_of(int64_t index)
{
    return index % 3 == 0 ? "mobile" : "web";
}

/* Some numbers are strings and some strings are null, as in the real service. */
static json_t *loose_time(struct arena *arena, int64_t index, int64_t ms)
{
    if (index % 2 == 0) {
        return json_integer(ms);
    }
    return json_new_string(check_alloc(arena_printf(arena, "%lld", (long long)ms)));
}

static json_t *instance_of(struct local *local, struct arena *arena, int64_t index)
{
    static const char *const callbacks[] = {
        "deliveryCallbackUrl",
        "receivedCallbackUrl",
        "disconnectedCallbackUrl",
        "messageStatusCallbackUrl",
        "receivedAndDeliveryCallbackUrl",
        "presenceChatCallbackUrl",
        "connectedCallbackUrl",
        "receivedStatusCallbackUrl",
    };
    const int64_t day = 24 * 60 * 60 * INT64_C(1000), now = local_now(local);
    json_t *instance = json_check_alloc(json_object());

    json_put_string(instance, "token", id_of(arena, index, 'A'));
    json_put_string(instance, "tenant", id_of(arena, 7, 'B'));
    json_put(instance, "created", loose_time(arena, index, now - index * day));
    json_put(instance, "due", loose_time(arena, index + 1, now + 30 * day));
    json_put_string(instance, "paymentStatus", index % 5 == 0 ? "TRIAL" : "PAID");
    for (size_t i = 0; i < sizeof callbacks / sizeof callbacks[0]; i++) {
        json_put(instance, callbacks[i],
                 index % 4 == 0 ? json_null()
                                : json_new_string(check_alloc(
                                      arena_printf(arena, "https://example.com/%s/%s",
                                                   name_of(arena, index), callbacks[i]))));
    }
    json_put(instance, "phoneConnected", json_boolean(index % 2 == 0));
    json_put(instance, "whatsappConnected", json_boolean(index % 3 != 0));
    json_put_string(instance, "middleware", middleware_of(index));
    json_put_string(instance, "name", name_of(arena, index));
    json_put_string(instance, "id", id_of(arena, index, 'C'));
    return instance;
}

struct zapi_query {
    int64_t page, page_size;
    const char *query, *middleware; /* or NULL */
};

static bool parse_number(const connect_pair *pairs, size_t count, const char *name, int64_t most,
                         int64_t *out)
{
    const char *text = form_get(pairs, count, name);

    return text != NULL && text_to_int64(text, strlen(text), out) && *out >= 1 && *out <= most;
}

/* What is wrong with the query, or NULL. */
static const char *parse_query(struct exchange *exchange, struct zapi_query *out)
{
    connect_pair *pairs;
    size_t count;

    if (!form_parse(&exchange->arena, exchange->query, &pairs, &count)) {
        return "The query string is not valid";
    }
    if (!parse_number(pairs, count, "page", INT32_MAX, &out->page)) {
        return "page is required, and counts from 1";
    }
    if (!parse_number(pairs, count, "pageSize", PAGE_SIZE_MAX, &out->page_size)) {
        return "pageSize is required: 1 to 1000";
    }
    out->query = form_get(pairs, count, "query");
    out->middleware = form_get(pairs, count, "middleware");
    if (out->middleware != NULL && strcmp(out->middleware, "web") != 0 &&
        strcmp(out->middleware, "mobile") != 0) {
        return "middleware must be web or mobile";
    }
    return NULL;
}

static bool matches_query(struct arena *arena, const struct zapi_query *query, int64_t index)
{
    if (query->middleware != NULL && strcmp(query->middleware, middleware_of(index)) != 0) {
        return false;
    }
    return query->query == NULL || strstr(name_of(arena, index), query->query) != NULL ||
           strstr(id_of(arena, index, 'C'), query->query) != NULL;
}

static void respond_page(struct local *local, struct exchange *exchange,
                         const struct zapi_query *query)
{
    json_t *body = json_check_alloc(json_object()), *content = json_check_alloc(json_array());
    int64_t total = 0, first = (query->page - 1) * query->page_size;

    for (int64_t i = 1; i <= local->options->zapi_instances; i++) {
        if (!matches_query(&exchange->arena, query, i)) {
            continue;
        }
        if (total >= first && total < first + query->page_size) {
            json_append(content, instance_of(local, &exchange->arena, i));
        }
        total++;
    }
    json_put(body, "total", json_integer(total));
    json_put(body, "totalPage", json_integer((total + query->page_size - 1) / query->page_size));
    json_put(body, "pageSize", json_integer(query->page_size));
    json_put(body, "page", json_integer(query->page));
    json_put(body, "content", content);
    respond_json(exchange, 201, body);
    json_decref(body);
}

bool zapi_handle(struct local *local, struct exchange *exchange)
{
    const char *authorization = exchange_header(exchange, "authorization");
    const char *content_type = exchange_header(exchange, "content-type");
    struct zapi_query query = { 0 };

    if (strcmp(exchange->path, "/instances") != 0) {
        return false;
    }
    exchange->operation = "zapi";
    if (strcmp(exchange->method, "GET") != 0) {
        respond_problem(exchange, 405, "Method Not Allowed");
    } else if (authorization == NULL || !text_starts(authorization, "Bearer ") ||
               !equal_constant_time(authorization + strlen("Bearer "),
                                    local->options->zapi_token)) {
        respond_problem(exchange, 401, "Unauthorized");
    } else if (content_type == NULL || !text_starts(content_type, "application/json")) {
        respond_problem(exchange, 415, "Unsupported Media Type");
    } else {
        const char *wrong = parse_query(exchange, &query);

        if (wrong != NULL) {
            respond_problem(exchange, 400, wrong);
        } else {
            respond_page(local, exchange, &query);
        }
    }
    return true;
}
