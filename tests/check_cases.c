/*
 * The case files of tests/cases, each through connect_invoke() and through the typed function of
 * its operation.
 */
#include "api/registry.h"
#include "core/buf.h"
#include "shape/decode.h"
#include "shape/encode.h"
#include "shape/operation.h"
#include "support/suite.h"
#include "support/typed.h"
#include "support/wire.h"

#include <jansson.h>

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define CASES_MIN 8 /* for each operation */

/* ---- findings: all of an operation are reported ---- */

static char findings[4000];

__attribute__((format(printf, 1, 2))) static void find(const char *format, ...)
{
    size_t used = strlen(findings);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(findings + used, sizeof findings - used, format, arguments);
    va_end(arguments);
}

static void expect_json(const char *where, const char *what, json_t *found, json_t *expected)
{
    char *a, *b;

    if (json_equal(found, expected)) {
        return;
    }
    a = json_dumps(found, JSON_COMPACT | JSON_ENCODE_ANY);
    b = json_dumps(expected, JSON_COMPACT | JSON_ENCODE_ANY);
    find("%s: %s is %s\n    and should be %s\n", where, what, a != NULL ? a : "(nothing)",
         b != NULL ? b : "(nothing)");
    free(a);
    free(b);
}

/* Takes the reference to `found` over. */
static void expect_own(const char *where, const char *what, json_t *found, json_t *expected)
{
    expect_json(where, what, found, expected);
    json_decref(found);
}

static void expect_text(const char *where, const char *what, const char *found,
                        const char *expected)
{
    if (found == NULL || expected == NULL ? found != expected : strcmp(found, expected) != 0) {
        find("%s: %s is %s\n    and should be %s\n", where, what, found != NULL ? found : "(none)",
             expected != NULL ? expected : "(none)");
    }
}

/* ---- one case ---- */

struct expectation {
    const char *where;
    json_t *request, *output, *error;
};

static void expect_request(const struct wire *wire, const struct expectation *expected)
{
    json_t *body = json_object_get(expected->request, "body"), *sent;

    if (json_is_null(expected->request)) {
        if (wire->sent > 0) {
            find("%s: a request was sent\n", expected->where);
        }
        return;
    }
    if (wire->sent != 1) {
        find("%s: %d requests were sent\n", expected->where, wire->sent);
        return;
    }
    expect_text(expected->where, "the method", wire->method,
                json_string_value(json_object_get(expected->request, "method")));
    expect_text(expected->where, "the URI", wire->uri,
                json_string_value(json_object_get(expected->request, "uri")));
    expect_text(expected->where, "the content type", wire->content_type,
                json_is_null(body) ? NULL : "application/json");
    if (json_is_null(body)) {
        expect_text(expected->where, "the body", wire->body_sent, NULL);
        return;
    }
    sent =
        wire->body_sent != NULL ? json_loads(wire->body_sent, JSON_REJECT_DUPLICATES, NULL) : NULL;
    expect_own(expected->where, "the body", sent, body);
}

static void expect_problem(const struct expectation *expected, const connect_error *error,
                           const char *problem)
{
    for (size_t i = 0; i < connect_error_problem_count(error); i++) {
        if (strncmp(connect_error_problem(error, i), problem, strlen(problem)) == 0) {
            return;
        }
    }
    find("%s: no problem begins with %s: %s\n", expected->where, problem,
         connect_error_message(error));
}

static void expect_detail(const struct expectation *expected, const connect_error *error,
                          json_t *detail)
{
    const char *text = connect_error_detail_json(error);
    json_t *found = text != NULL ? json_loads(text, 0, NULL) : NULL;

    expect_own(expected->where, "the detail", found, detail);
    if (connect_error_detail(error) == NULL) {
        find("%s: there is no detail as a struct\n", expected->where);
    }
}

static void expect_error(const struct expectation *expected, connect_status status,
                         const connect_error *error)
{
    const char *key;
    json_t *value;

    expect_text(expected->where, "the status", connect_status_name(status),
                json_string_value(json_object_get(expected->error, "code")));
    ck_assert_int_eq(status, connect_error_code(error));
    json_object_foreach(expected->error, key, value) {
        const char *text = json_string_value(value);

        if (strcmp(key, "http_status") == 0) {
            expect_own(expected->where, key, json_integer(connect_error_http_status(error)), value);
        } else if (strcmp(key, "type") == 0) {
            expect_text(expected->where, "the type", connect_error_aws_type(error), text);
        } else if (strcmp(key, "message") == 0) {
            expect_text(expected->where, "the message", connect_error_message(error), text);
        } else if (strcmp(key, "reason") == 0) {
            expect_text(expected->where, "the reason", connect_error_reason(error), text);
        } else if (strcmp(key, "request_id") == 0) {
            expect_text(expected->where, "the request id", connect_error_request_id(error), text);
        } else if (strcmp(key, "retryable") == 0) {
            expect_own(expected->where, key, json_boolean(connect_error_is_retryable(error)),
                       value);
        } else if (strcmp(key, "throttle") == 0) {
            expect_own(expected->where, key, json_boolean(connect_error_is_throttle(error)), value);
        } else if (strcmp(key, "detail") == 0) {
            expect_detail(expected, error, value);
        } else if (strcmp(key, "problem") == 0) {
            expect_problem(expected, error, text);
        } else {
            ck_assert_msg(strcmp(key, "code") == 0, "%s: what is \"%s\"?", expected->where, key);
        }
    }
}

static void expect_outcome(const struct expectation *expected, connect_status status,
                           const connect_error *error, const char *output)
{
    json_t *found;

    if (expected->error != NULL) {
        expect_error(expected, status, error);
        if (output != NULL) {
            find("%s: an output besides the error: %s\n", expected->where, output);
        }
        return;
    }
    if (status != CONNECT_OK) {
        find("%s: %s: %s\n", expected->where, connect_status_name(status),
             connect_error_message(error));
        return;
    }
    found = json_loads(output, JSON_REJECT_DUPLICATES, NULL);
    expect_own(expected->where, "the output", found, expected->output);
}

static void run_invoke(struct wire *wire, const struct connect_operation *operation,
                       const char *input, const struct expectation *expected)
{
    char *output = NULL;
    connect_error *error = NULL;
    connect_status status = connect_invoke(wire->client, operation->name, input, &output, &error);

    expect_request(wire, expected);
    expect_outcome(expected, status, error, output);
    connect_error_free(error);
    connect_free(output);
}

static void run_typed(struct wire *wire, const struct connect_operation *operation,
                      const char *input, const struct expectation *expected)
{
    typed_fn call = typed_of(operation);
    struct arena arena = { .chunks = NULL };
    void *request = arena_alloc(&arena, operation->input->size);
    void *response = NULL;
    struct buf output = BUF_INIT(1 << 24);
    connect_error *error = NULL;
    connect_status status;

    status =
        shape_decode(operation->input, input, strlen(input), DECODE_INPUT, &arena, request, &error);
    if (status == CONNECT_OK) {
        status = call(wire->client, request, &response, &error);
    }
    if (response != NULL) {
        ck_assert(shape_encode(operation->output, response, ENCODE_ALL, NULL, &output));
    }
    expect_request(wire, expected);
    expect_outcome(expected, status, error, response != NULL ? buf_text(&output) : NULL);
    connect_error_free(error);
    connect_free(response);
    buf_free(&output);
    arena_release(&arena);
}

static connect_check_level level_of(json_t *one)
{
    const char *check = json_string_value(json_object_get(one, "check"));

    if (check == NULL || strcmp(check, "default") == 0) {
        return CONNECT_CHECK_DEFAULT;
    }
    return strcmp(check, "strict") == 0 ? CONNECT_CHECK_STRICT : CONNECT_CHECK_NONE;
}

/* The headers of a response, in an array that ends with the count. */
static size_t read_headers(json_t *headers, connect_pair *pairs, const connect_pair **items,
                           size_t room)
{
    const char *key;
    json_t *value;
    size_t count = 0;

    json_object_foreach(headers, key, value) {
        ck_assert_uint_lt(count, room);
        pairs[count] = (connect_pair){ key, json_string_value(value) };
        items[count] = &pairs[count];
        count++;
    }
    return count;
}

typedef void (*run_fn)(struct wire *wire, const struct connect_operation *operation,
                       const char *input, const struct expectation *expected);

static void run_case(const struct connect_operation *operation, json_t *one, json_t *input,
                     const struct expectation *expected, run_fn run)
{
    struct wire wire;
    json_t *response = json_object_get(one, "response");
    json_t *body = json_object_get(response, "body");
    connect_pair pairs[16];
    const connect_pair *headers[16];
    char *text = json_dumps(input, JSON_COMPACT | JSON_ENCODE_ANY);
    char *scripted = body == NULL || json_is_string(body)
                         ? NULL
                         : json_dumps(body, JSON_COMPACT | JSON_ENCODE_ANY);

    wire_open(&wire, level_of(one));
    if (response != NULL) {
        wire.status = (int32_t)json_integer_value(json_object_get(response, "status"));
        wire.headers = headers;
        wire.headers_count = read_headers(json_object_get(response, "headers"), pairs, headers, 16);
        if (body != NULL) {
            wire.body = scripted != NULL ? scripted : json_string_value(body);
        }
    }
    run(&wire, operation, text, expected);
    wire_close(&wire);
    free(text);
    free(scripted);
}

/* Removes what no row has: connect_invoke() passes it on, a struct has no place for it. */
static void drop_unknown(const struct connect_shape *shape, json_t *tree)
{
    const char *key;
    json_t *value, *item;
    size_t i;
    void *next;

    json_object_foreach_safe(tree, next, key, value) {
        const struct connect_member *member = shape_find(shape, key);

        if (member == NULL) {
            json_object_del(tree, key);
        } else if (member->kind == CONNECT_KIND_STRUCT) {
            drop_unknown(member->shape, value);
        } else if (member->kind == CONNECT_KIND_STRUCT_LIST) {
            json_array_foreach(value, i, item) {
                drop_unknown(member->shape, item);
            }
        }
    }
}

static json_t *of_case_or_file(json_t *one, json_t *file, const char *key)
{
    json_t *value = json_object_get(one, key);

    return value != NULL ? value : json_object_get(file, key);
}

static void run_cases(const struct connect_operation *operation, const char *name, json_t *file)
{
    json_t *cases = json_object_get(file, "cases"), *one;
    size_t index;

    ck_assert_msg(json_is_array(cases), "%s/%s has no cases", operation->name, name);
    json_array_foreach(cases, index, one) {
        struct expectation expected = { .request = of_case_or_file(one, file, "request"),
                                        .output = json_object_get(one, "output"),
                                        .error = json_object_get(one, "error") };
        json_t *input = of_case_or_file(one, file, "input");
        char where[512];

        ck_assert_msg(input != NULL && expected.request != NULL &&
                          (expected.output != NULL) != (expected.error != NULL),
                      "%s/%s, case %zu lacks a part", operation->name, name, index);
        expected.where = where;
        snprintf(where, sizeof where, "%s/%s: %s (invoke)", operation->name, name,
                 json_string_value(json_object_get(one, "description")));
        run_case(operation, one, input, &expected, run_invoke);
        memcpy(strrchr(where, '('), "(typed)", sizeof "(typed)");
        expected.output = json_deep_copy(expected.output);
        drop_unknown(operation->output, expected.output);
        run_case(operation, one, input, &expected, run_typed);
        json_decref(expected.output);
    }
}

/* ---- the files ---- */

static void cases_path(char *path, size_t size, const char *operation, const char *name)
{
    const char *top = getenv("top_srcdir");

    snprintf(path, size, "%s/tests/cases/%s%s%s", top != NULL ? top : ".", operation,
             name[0] != '\0' ? "/" : "", name);
}

START_TEST(an_operation_does_what_its_cases_say)
{
    const struct connect_operation *operation = registry_operations[_i];
    char path[4096];
    struct dirent *entry;
    size_t count = 0;

    findings[0] = '\0';
    cases_path(path, sizeof path, operation->name, "");
    DIR *folder = opendir(path);
    ck_assert_msg(folder != NULL, "%s: there are no cases", path);
    while ((entry = readdir(folder)) != NULL) {
        json_error_t problem;
        json_t *file;

        if (strstr(entry->d_name, ".json") == NULL) {
            continue;
        }
        cases_path(path, sizeof path, operation->name, entry->d_name);
        file = json_load_file(path, JSON_REJECT_DUPLICATES, &problem);
        ck_assert_msg(file != NULL, "%s:%d: %s", path, problem.line, problem.text);
        run_cases(operation, entry->d_name, file);
        count += json_array_size(json_object_get(file, "cases"));
        json_decref(file);
    }
    closedir(folder);
    ck_assert_msg(findings[0] == '\0', "\n%s", findings);
    ck_assert_uint_ge(count, CASES_MIN);
}
END_TEST

START_TEST(every_folder_belongs_to_an_operation)
{
    char path[4096];
    struct dirent *entry;

    cases_path(path, sizeof path, "", "");
    DIR *folder = opendir(path);
    ck_assert_ptr_nonnull(folder);
    while ((entry = readdir(folder)) != NULL) {
        if (strchr(entry->d_name, '.') == NULL) {
            ck_assert_msg(connect_operation_find(entry->d_name) != NULL, "%s", entry->d_name);
        }
    }
    closedir(folder);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("cases");
    TCase *cases = tcase_create("cases");

    tcase_set_timeout(cases, 120);
    tcase_add_loop_test(cases, an_operation_does_what_its_cases_say, 0, (int)registry_count);
    tcase_add_test(cases, every_folder_belongs_to_an_operation);
    suite_add_tcase(suite, cases);
    return suite;
}
