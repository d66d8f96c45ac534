/*
 * See console.h.
 */
#include "console/console.h"

#include "base/json.h"
#include "console/page.h"
#include "core/buf.h"
#include "core/text.h"
#include "exchange/respond.h"
#include "operations/document.h"

#include <string.h>

struct visit {
    struct local *local;
    struct exchange *exchange;
};

static void respond_problem(struct exchange *exchange, int status, const char *message)
{
    json_t *body = json_check_alloc(json_object());

    exchange->error_message = message;
    json_put_string(body, "message", message);
    respond_json(exchange, status, body);
    json_decref(body);
}

/* The body as JSON; NULL after a response. */
static json_t *parse_body(const struct visit *visit)
{
    const struct buf *body = &visit->exchange->body;
    json_error_t error;
    json_t *json = json_loadb(buf_text(body), body->size, JSON_REJECT_DUPLICATES, &error);

    if (json == NULL) {
        respond_problem(visit->exchange, 400,
                        check_alloc(arena_printf(&visit->exchange->arena, "line %d: %s", error.line,
                                                 error.text)));
    }
    return json;
}

static void get_health(struct visit *visit)
{
    json_t *body = json_check_alloc(json_object());

    json_put_string(body, "status", "ok");
    json_put_string(body, "version", connect_version());
    respond_json(visit->exchange, 200, body);
    json_decref(body);
}

static void get_state(struct visit *visit)
{
    pthread_mutex_lock(&visit->local->lock);

    json_t *document = document_save(visit->local);
    char *text = check_alloc(json_dumps(document, JSON_INDENT(2) | JSON_REAL_PRECISION(13)));

    json_decref(document);
    pthread_mutex_unlock(&visit->local->lock);
    respond_text(visit->exchange, 200, "application/json", text);
    free(text);
}

static void respond_done(struct visit *visit)
{
    respond_text(visit->exchange, 200, "application/json", "{}");
}

static void post_reset(struct visit *visit)
{
    struct local *local = visit->local;
    json_t *document = NULL;
    char *problem = NULL;

    if (visit->exchange->body.size > 0) {
        document = parse_body(visit);
        if (document == NULL) {
            return;
        }
    }
    pthread_mutex_lock(&local->lock);
    if (document == NULL) {
        document = json_incref(local->initial);
    }
    if (document != NULL) {
        problem = document_load(local, document);
    } else {
        local_reset(local);
    }
    pthread_mutex_unlock(&local->lock);
    json_decref(document);
    if (problem == NULL) {
        respond_done(visit);
    } else {
        respond_problem(visit->exchange, 400,
                        check_alloc(arena_strdup(&visit->exchange->arena, problem)));
    }
    mem_free(problem);
}

static void get_faults(struct visit *visit)
{
    json_t *body = json_check_alloc(json_object()), *list = json_check_alloc(json_array());

    json_put(body, "Faults", list);
    pthread_mutex_lock(&visit->local->lock);
    for (size_t i = 0; i < visit->local->faults.count; i++) {
        json_append(list, json_new_string(visit->local->faults.items[i].spec));
    }
    pthread_mutex_unlock(&visit->local->lock);
    respond_json(visit->exchange, 200, body);
    json_decref(body);
}

/* The list of a body {"Faults": ["OPERATION=ACTION:PROBABILITY"]}; false after a response. */
static bool parse_faults(struct visit *visit, const json_t *body, struct faults *out)
{
    const json_t *list = json_object_get(body, "Faults");
    char problem[200];

    if (!json_is_array(list) || json_array_size(list) > FAULTS_MAX) {
        respond_problem(visit->exchange, 400,
                        "expected an object with a list Faults, of at most 64 strings");
        return false;
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *spec = json_string_value(json_array_get(list, i));

        if (!fault_parse(spec != NULL ? spec : "", &out->items[i], problem, sizeof problem)) {
            respond_problem(
                visit->exchange, 400,
                check_alloc(arena_printf(&visit->exchange->arena, "Faults[%zu]: %s", i, problem)));
            return false;
        }
        out->count++;
    }
    return true;
}

static void put_faults(struct visit *visit)
{
    json_t *body = parse_body(visit);
    struct faults *faults = check_alloc(arena_alloc(&visit->exchange->arena, sizeof *faults));

    if (body != NULL && parse_faults(visit, body, faults)) {
        pthread_mutex_lock(&visit->local->lock);
        visit->local->faults = *faults;
        pthread_mutex_unlock(&visit->local->lock);
        respond_done(visit);
    }
    json_decref(body);
}

static void delete_faults(struct visit *visit)
{
    pthread_mutex_lock(&visit->local->lock);
    visit->local->faults.count = 0;
    pthread_mutex_unlock(&visit->local->lock);
    respond_done(visit);
}

static json_t *quotas_of(struct local *local, const struct tenant *tenant)
{
    json_t *list = json_check_alloc(json_array());
    int64_t now = local->clock->monotonic(local->clock->user);
    const char *operation;
    struct token_bucket *bucket;

    for (size_t at = 0; map_next(&tenant->buckets, &at, &operation, (void **)&bucket);) {
        json_t *quota = json_check_alloc(json_object());

        json_put_string(quota, "Account", tenant->account_id);
        json_put_string(quota, "Region", tenant->region);
        json_put_string(quota, "Operation", operation);
        json_put(quota, "Level", json_real(token_bucket_level(bucket, now)));
        json_put(quota, "Rate", json_real(bucket->rate));
        json_put(quota, "Burst", json_real(bucket->burst));
        json_append(list, quota);
    }
    return list;
}

static void get_quotas(struct visit *visit)
{
    struct local *local = visit->local;
    json_t *body = json_check_alloc(json_object()), *all = json_check_alloc(json_array());

    json_put(body, "Quotas", all);
    pthread_mutex_lock(&local->lock);
    for (size_t i = 0; i < local->tenants_count; i++) {
        json_t *list = quotas_of(local, local->tenants[i]);

        if (json_array_extend(all, list) != 0) {
            fail_out_of_memory();
        }
        json_decref(list);
    }
    pthread_mutex_unlock(&local->lock);
    respond_json(visit->exchange, 200, body);
    json_decref(body);
}

static void get_page(struct visit *visit)
{
    respond_text(visit->exchange, 200, "text/html; charset=utf-8", page_html());
    respond_header(visit->exchange, "Content-Security-Policy",
                   "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
                   "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
                   "frame-ancestors 'none'");
}

static void get_events(struct visit *visit)
{
    visit->exchange->is_stream = true;
    respond_text(visit->exchange, 200, "text/event-stream", "");
}

static const struct page {
    const char *method, *path;
    void (*respond)(struct visit *visit);
} pages[] = {
    { "GET", "/_health", get_health }, { "GET", "/_state", get_state },
    { "POST", "/_reset", post_reset }, { "GET", "/_faults", get_faults },
    { "PUT", "/_faults", put_faults }, { "DELETE", "/_faults", delete_faults },
    { "GET", "/_quotas", get_quotas }, { "GET", "/_/", get_page },
    { "GET", "/_", get_page },         { "GET", "/_/events", get_events },
};

/* Whether a page of another origin sent the request. */
static bool is_foreign(const struct exchange *exchange)
{
    const char *origin = exchange_header(exchange, "origin");
    const char *host = exchange_header(exchange, "host");
    const char *start = origin != NULL ? strstr(origin, "://") : NULL;

    return origin != NULL && (start == NULL || host == NULL || strcmp(start + 3, host) != 0);
}

bool console_handle(struct local *local, struct exchange *exchange)
{
    struct visit visit = { local, exchange };
    bool has_path = false;

    if (!text_starts(exchange->path, "/_")) {
        return false;
    }
    exchange->is_control = true;
    respond_header(exchange, "Cache-Control", "no-store");
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        if (strcmp(pages[i].path, exchange->path) != 0) {
            continue;
        }
        has_path = true;
        if (strcmp(pages[i].method, exchange->method) != 0) {
            continue;
        }
        if (strcmp(exchange->method, "GET") != 0 && is_foreign(exchange) && !local->options->cors) {
            respond_problem(exchange, 403, "a page of another origin may not do this");
        } else {
            pages[i].respond(&visit);
        }
        return true;
    }
    respond_problem(exchange, has_path ? 405 : 404,
                    has_path ? "the method is not allowed" : "there is no such path");
    return true;
}
