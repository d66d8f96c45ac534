/*
 * See input.h.
 */
#include "operations/input.h"

#include "base/json.h"
#include "core/buf.h"
#include "core/number.h"
#include "exchange/form.h"
#include "exchange/respond.h"
#include "shape/check.h"
#include "shape/decode.h"
#include "shape/shape.h"

#include <connect/error.h>

#include <string.h>

static json_t *known_members(const struct connect_shape *shape, const json_t *value);

static json_t *known_member(const struct connect_member *member, json_t *value)
{
    if (member->kind == CONNECT_KIND_STRUCT) {
        return known_members(member->shape, value);
    }
    if (member->kind != CONNECT_KIND_STRUCT_LIST || !json_is_array(value)) {
        return json_incref(value);
    }

    json_t *list = json_check_alloc(json_array());
    json_t *element;
    size_t i;

    json_array_foreach(value, i, element) {
        json_append(list, known_members(member->shape, element));
    }
    return list;
}

/* The members of a structure that its rows contain, at every depth, without nulls. */
static json_t *known_members(const struct connect_shape *shape, const json_t *value)
{
    if (!json_is_object(value)) {
        return json_incref((json_t *)value);
    }

    json_t *known = json_check_alloc(json_object());

    for (size_t i = 0; i < shape->count; i++) {
        json_t *member = json_object_get(value, shape->members[i].name);

        if (member != NULL && !json_is_null(member)) {
            json_put(known, shape->members[i].name, known_member(&shape->members[i], member));
        }
    }
    return known;
}

/* The body as an object, empty for no body; NULL after an error response. */
static json_t *read_body(struct job *job)
{
    struct exchange *exchange = job->exchange;
    const struct buf *body = &exchange->body;
    json_error_t where;

    if (body->size == 0) {
        return json_check_alloc(json_object());
    }

    json_t *json = json_loadb(body->data, body->size, JSON_REJECT_DUPLICATES, &where);

    if (json_is_object(json)) {
        return json;
    }
    job_fail(job, MALFORMED, "The request body is not a JSON object%s%s", json == NULL ? ": " : "",
             json == NULL ? where.text : "");
    json_decref(json);
    return NULL;
}

/*
 * A string of the query as a value of the type of the row. Other strings stay strings, and fail
 * validation.
 */
static json_t *query_value(const struct connect_member *member, const char *text)
{
    int64_t number;

    if (member->kind == CONNECT_KIND_BOOL && strcmp(text, "true") == 0) {
        return json_true();
    }
    if (member->kind == CONNECT_KIND_BOOL && strcmp(text, "false") == 0) {
        return json_false();
    }
    if ((member->kind == CONNECT_KIND_INT32 || member->kind == CONNECT_KIND_INT64) &&
        text_to_int64(text, strlen(text), &number)) {
        return json_check_alloc(json_integer(number));
    }
    return json_new_string(text);
}

static void put_query_member(json_t *input, const struct connect_member *member,
                             const connect_pair *pairs, size_t count)
{
    const char *name = member->wire != NULL ? member->wire : member->name;
    json_t *list = NULL;

    for (size_t i = 0; i < count; i++) {
        if (strcmp(pairs[i].key, name) != 0) {
            continue;
        }
        if (member->kind != CONNECT_KIND_STRING_LIST) {
            json_put(input, member->name, query_value(member, pairs[i].value));
            return;
        }
        if (list == NULL) {
            json_put(input, member->name, list = json_check_alloc(json_array()));
        }
        json_append(list, json_new_string(pairs[i].value));
    }
}

/* labels: those of the path, decoded, in the order of the template. */
static const char *label_of(const struct job *job, const struct connect_member *member,
                            const char *const *labels)
{
    const char *name = check_alloc(arena_printf(&job->exchange->arena, "{%s}", member->name));
    const char *piece;
    size_t size, index = 0;

    for (const char *at = job->operation->path; split_next(&at, '/', &piece, &size);) {
        if (size == 0 || piece[0] != '{') {
            continue;
        }
        if (size == strlen(name) && memcmp(piece, name, size) == 0) {
            return labels[index];
        }
        index++;
    }
    return NULL;
}

static bool collect_members(struct job *job, const char *const *labels)
{
    const struct connect_shape *shape = job->operation->input;
    connect_pair *pairs;
    size_t count;

    if (!form_parse(&job->exchange->arena, job->exchange->query, &pairs, &count)) {
        return job_fail(job, MALFORMED, "The query string is not valid percent-encoded UTF-8.");
    }

    json_t *body = read_body(job);

    if (body == NULL) {
        return false;
    }
    job->input = json_check_alloc(json_object());
    for (size_t i = 0; i < shape->count; i++) {
        const struct connect_member *member = &shape->members[i];
        json_t *value = json_object_get(body, member->name);

        if (member->place == CONNECT_PLACE_PATH) {
            json_put_string(job->input, member->name, label_of(job, member, labels));
        } else if (member->place == CONNECT_PLACE_QUERY) {
            put_query_member(job->input, member, pairs, count);
        } else if (value != NULL && !json_is_null(value)) {
            json_put(job->input, member->name, known_member(member, value));
        }
    }
    json_decref(body);
    return true;
}

/* "2 validation errors detected: PROBLEM; PROBLEM" */
static bool job_fail_validation(struct job *job, const connect_error *error)
{
    size_t count = connect_error_problem_count(error);
    struct buf text = BUF_INIT(4096);

    if (count == 0) {
        return job_fail(job, INVALID, "%s", connect_error_message(error));
    }
    for (size_t i = 0; i < count && text.size < 3000; i++) {
        buf_printf(&text, "%s%s", i > 0 ? "; " : "", connect_error_problem(error, i));
    }
    job_fail(job, INVALID, "%zu validation error%s detected: %s", count, count == 1 ? "" : "s",
             buf_text(&text));
    buf_free(&text);
    return false;
}

bool input_validate(struct job *job)
{
    const struct connect_shape *shape = job->operation->input;
    struct arena *arena = &job->exchange->arena;
    connect_error *error = NULL;

    char *text = check_alloc(json_dumps(job->input, JSON_COMPACT));
    void *request = check_alloc(arena_alloc(arena, shape->size));
    connect_status status =
        shape_decode(shape, text, strlen(text), DECODE_INPUT, arena, request, &error);

    free(text);
    if (status == CONNECT_OK) {
        status = shape_check(shape, request, CONNECT_CHECK_STRICT, &error);
    }
    if (status == CONNECT_E_MEMORY) {
        fail_out_of_memory();
    }
    if (status != CONNECT_OK) {
        job_fail_validation(job, error);
    }
    connect_error_free(error);
    return status == CONNECT_OK;
}

bool input_read(struct job *job, const char *const *labels)
{
    return collect_members(job, labels) && input_validate(job);
}
