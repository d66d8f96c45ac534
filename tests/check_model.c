/*
 * The oracle: every row of every shape against the service model, and every name against the rule
 * that makes it.
 *
 * It runs against tests/model/facts.json always, and against a whole model when there is one:
 * $CONNECT_MODEL, or ../shared/model/connect-instances-64.json beside the source tree.
 */
#include "api/registry.h"
#include "call/entry.h"
#include "call/retry.h"
#include "shape/operation.h"
#include "shape/pattern.h"
#include "shape/row.h"
#include "support/pattern_table.h"
#include "support/suite.h"

#include <connect/connect.h>

#include <jansson.h>

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The class of an error of the service, or NULL for those that every operation may return. */
static const char *class_of(const char *type)
{
    for (size_t i = 0; i < connect_service.errors_count; i++) {
        const struct service_error *error = &connect_service.errors[i];

        if (strcmp(error->type, type) == 0) {
            connect_status status = retry_status_of(type, error->http_status);
            bool is_common = status == CONNECT_E_THROTTLED || status == CONNECT_E_INTERNAL;

            return is_common ? NULL : connect_status_name(status);
        }
    }
    return NULL;
}

/* ---- findings: all are reported, not only the first ---- */

static char findings[4000];
static size_t findings_count;

__attribute__((format(printf, 1, 2))) static void find(const char *format, ...)
{
    size_t used = strlen(findings);
    va_list arguments;

    findings_count++;
    va_start(arguments, format);
    vsnprintf(findings + used, sizeof findings - used, format, arguments);
    va_end(arguments);
    used = strlen(findings);
    snprintf(findings + used, sizeof findings - used, "\n");
}

static void expect_text(const char *where, const char *what, const char *row, const char *model)
{
    if (row == NULL || model == NULL ? row != model : strcmp(row, model) != 0) {
        find("%s: %s is \"%s\" in the rows and \"%s\" in the model", where, what,
             row == NULL ? "(none)" : row, model == NULL ? "(none)" : model);
    }
}

static void expect_number(const char *where, const char *what, int64_t row, int64_t model)
{
    if (row != model) {
        find("%s: %s is %lld in the rows and %lld in the model", where, what, (long long)row,
             (long long)model);
    }
}

/* ---- names ---- */

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

/* InstanceSummaryList -> instance_summary_list, LexV2Bot -> lex_v2_bot. */
static void snake(const char *name, char *out)
{
    size_t used = 0;

    for (size_t i = 0; name[i] != '\0'; i++) {
        bool starts =
            is_upper(name[i]) && i > 0 && (!is_upper(name[i - 1]) || is_lower(name[i + 1]));

        if (starts) {
            out[used++] = '_';
        }
        out[used++] = is_upper(name[i]) ? (char)(name[i] - 'A' + 'a') : name[i];
    }
    out[used] = '\0';
}

static void upper(char *text)
{
    for (; *text != '\0'; text++) {
        if (is_lower(*text)) {
            *text = (char)(*text - 'a' + 'A');
        }
    }
}

/* ---- the public headers, as one text ---- */

static char *headers;

static void load_headers(void)
{
    const char *top = getenv("top_srcdir");
    char path[4096];
    size_t used = 0;
    struct dirent *entry;

    snprintf(path, sizeof path, "%s/include/connect", top != NULL ? top : ".");
    DIR *folder = opendir(path);
    ck_assert_msg(folder != NULL, "%s", path);
    headers = calloc(1, 1 << 20);
    while ((entry = readdir(folder)) != NULL) {
        if (strstr(entry->d_name, ".h") == NULL) {
            continue;
        }
        snprintf(path, sizeof path, "%s/include/connect/%s", top != NULL ? top : ".",
                 entry->d_name);
        FILE *file = fopen(path, "r");
        ck_assert_ptr_nonnull(file);
        used += fread(headers + used, 1, (1 << 20) - 1 - used, file);
        fclose(file);
    }
    closedir(folder);
}

/*
 * The C enum has the model's values under mechanical names, from 1 in the model's order, and
 * nothing else.
 */
static void compare_enum_declaration(const char *where, const char *shape_name, json_t *values)
{
    char type[256] = "connect_", name[512], block[65536];
    size_t length;

    snake(shape_name, type + strlen(type));
    snprintf(name, sizeof name, "typedef enum %s {", type);
    const char *start = strstr(headers, name);
    const char *end = start != NULL ? strstr(start, "\n}") : NULL;
    if (end == NULL) {
        find("%s: no header declares %s", where, type);
        return;
    }
    length = (size_t)(end - start);
    ck_assert_uint_lt(length, sizeof block - 2);
    memcpy(block, start, length);
    block[length] = '\n';
    block[length + 1] = '\0';

    size_t count = 0;
    for (const char *at = block; (at = strstr(at, " = ")) != NULL; at++) {
        count++;
    }
    if (count != json_array_size(values) + 1) {
        find("%s: %s has %zu values in C and %zu in the model", where, type, count - 1,
             json_array_size(values));
    }
    upper(type);
    snprintf(name, sizeof name, "    %s_UNKNOWN = -1,", type);
    if (strstr(block, name) == NULL) {
        find("%s: %s has no value _UNKNOWN", where, type);
    }
    for (size_t i = 0; i < json_array_size(values); i++) {
        snprintf(name, sizeof name, "    %s_%s = %zu", type,
                 json_string_value(json_array_get(values, i)), i + 1);
        const char *at = strstr(block, name);
        if (at == NULL || (at[strlen(name)] >= '0' && at[strlen(name)] <= '9')) {
            find("%s: no \"%s\" in its C enum", where, name + 4);
        }
    }
}

/*
 * What the comment above an operation says of errors: the class of each that the model names, and
 * no other.
 */
static void compare_documentation(const struct connect_operation *operation, const char *id)
{
    char text[512], comment[8192];
    size_t length;
    const char *end = NULL;

    /* clang-format breaks a long declaration behind its type. */
    for (const char *space = " \n"; end == NULL && *space != '\0'; space++) {
        snprintf(text, sizeof text, "\nCONNECT_API connect_status%cconnect_%s(", *space, id);
        end = strstr(headers, text);
    }
    if (end == NULL) {
        find("%s: no header declares connect_%s()", operation->name, id);
        return;
    }
    const char *start = end;
    while (strncmp(start, "/**", 3) != 0) {
        start--;
    }
    length = (size_t)(end - start);
    ck_assert_uint_lt(length, sizeof comment);
    memcpy(comment, start, length);
    comment[length] = '\0';

    snprintf(text, sizeof text, "Source: API reference, %s.", operation->name);
    if (strstr(comment, text) == NULL) {
        find("%s: its comment does not say \"%s\"", operation->name, text);
    }
    const char *errors = strstr(comment, "Errors:");
    for (size_t i = 0; i < connect_service.errors_count; i++) {
        const char *class = class_of(connect_service.errors[i].type);
        bool modelled = false;

        if (class == NULL) {
            continue;
        }
        for (size_t j = 0; operation->errors[j] != NULL; j++) {
            const char *other = class_of(operation->errors[j]);
            modelled = modelled || (other != NULL && strcmp(class, other) == 0);
        }
        bool documented = errors != NULL && strstr(errors, class) != NULL;
        if (modelled != documented) {
            find("%s: its comment %s %s", operation->name,
                 documented ? "documents" : "does not document", class);
        }
    }
}

/* ---- rows ---- */

struct oracle {
    json_t *model;
    json_t *shapes;
    const struct connect_shape *seen[512]; /* the same shape may be reached often */
    size_t seen_count;
};

static json_t *shape_of(struct oracle *oracle, const char *name)
{
    json_t *shape = json_object_get(oracle->shapes, name);

    ck_assert_msg(shape != NULL, "the model has no shape %s", name);
    return shape;
}

static const char *child_name(json_t *shape, const char *key)
{
    return json_string_value(json_object_get(json_object_get(shape, key), "shape"));
}

static const char *text_of(json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static bool is_in(json_t *array, const char *text)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (strcmp(json_string_value(json_array_get(array, i)), text) == 0) {
            return true;
        }
    }
    return false;
}

static connect_kind kind_of(struct oracle *oracle, json_t *shape)
{
    const char *type = text_of(shape, "type");

    if (strcmp(type, "string") == 0) {
        return json_object_get(shape, "enum") != NULL ? CONNECT_KIND_ENUM : CONNECT_KIND_STRING;
    }
    if (strcmp(type, "boolean") == 0) {
        return CONNECT_KIND_BOOL;
    }
    if (strcmp(type, "integer") == 0) {
        return CONNECT_KIND_INT32;
    }
    if (strcmp(type, "long") == 0) {
        return CONNECT_KIND_INT64;
    }
    if (strcmp(type, "double") == 0 || strcmp(type, "float") == 0) {
        return CONNECT_KIND_DOUBLE;
    }
    if (strcmp(type, "timestamp") == 0) {
        return CONNECT_KIND_TIME;
    }
    if (strcmp(type, "structure") == 0) {
        return CONNECT_KIND_STRUCT;
    }
    if (strcmp(type, "map") == 0) {
        return CONNECT_KIND_MAP;
    }
    if (strcmp(type, "list") == 0) {
        connect_kind child = kind_of(oracle, shape_of(oracle, child_name(shape, "member")));

        if (child == CONNECT_KIND_STRING) {
            return CONNECT_KIND_STRING_LIST;
        }
        if (child == CONNECT_KIND_STRUCT) {
            return CONNECT_KIND_STRUCT_LIST;
        }
    }
    return (connect_kind)0;
}

static int64_t bound_of(json_t *shape, const char *key, int64_t otherwise)
{
    json_t *bound = json_object_get(shape, key);

    return bound != NULL ? json_integer_value(bound) : otherwise;
}

static void compare_pattern(const char *where, const char *what, enum shape_pattern pattern,
                            json_t *shape)
{
    expect_text(where, what, pattern_expression(pattern),
                shape != NULL ? text_of(shape, "pattern") : NULL);
}

static void compare_bounds(const char *where, const struct connect_member *row, json_t *shape)
{
    bool bounded = json_object_get(shape, "min") != NULL || json_object_get(shape, "max") != NULL;

    expect_number(where, "bounded", row->bounded, bounded);
    if (bounded && row->bounded) {
        expect_number(where, "minimum", row->min, bound_of(shape, "min", 0));
        expect_number(where, "maximum", row->max, bound_of(shape, "max", SHAPE_NO_MAX));
    }
    compare_pattern(where, "pattern", row->pattern, shape);
}

/* The rule for each element, key or value; `name` is NULL where there is none of the kind. */
static void compare_element(struct oracle *oracle, const char *where, const char *what,
                            const struct shape_text *row, const char *name)
{
    json_t *shape = name != NULL ? shape_of(oracle, name) : NULL;

    if (shape != NULL && kind_of(oracle, shape) != CONNECT_KIND_STRING) {
        shape = NULL;
    }
    expect_number(where, what, row->min, shape != NULL ? bound_of(shape, "min", 0) : 0);
    expect_number(where, what, row->max, shape != NULL ? bound_of(shape, "max", 0) : 0);
    compare_pattern(where, what, row->pattern, shape);
}

static void compare_enum(const char *where, const struct connect_member *row, const char *name,
                         json_t *shape)
{
    json_t *values = json_object_get(shape, "enum");
    size_t count = json_array_size(values);

    if (row->kind != CONNECT_KIND_ENUM) {
        if (values != NULL) {
            find("%s: has no values", where);
        }
        return;
    }
    expect_number(where, "number of values", (int64_t)row->values->count, (int64_t)count);
    for (size_t i = 0; i < count && i < row->values->count; i++) {
        expect_text(where, "value", row->values->values[i],
                    json_string_value(json_array_get(values, i)));
    }
    compare_enum_declaration(where, name, values);
}

static void compare_shape(struct oracle *oracle, const struct connect_shape *rows, const char *name,
                          const char *c_type);

static void compare_member(struct oracle *oracle, const char *where,
                           const struct connect_member *row, json_t *structure, const char *name,
                           json_t *member)
{
    const char *shape_name = text_of(member, "shape");
    json_t *shape = shape_of(oracle, shape_name);
    const char *location = text_of(member, "location");
    const char *wire = text_of(member, "locationName");
    char c_name[256], c_type[256] = "connect_";

    expect_text(where, "name", row->name, name);
    snake(name, c_name);
    expect_text(where, "C name", row->c_name, c_name);
    expect_text(where, "name on the wire", row->wire != NULL ? row->wire : row->name,
                wire != NULL ? wire : name);
    ck_assert_msg(row->wire == NULL || row->place == CONNECT_PLACE_QUERY,
                  "%s: only a query parameter has another name", where);
    expect_number(where, "kind", row->kind, kind_of(oracle, shape));
    expect_number(where, "place", row->place,
                  location == NULL                       ? CONNECT_PLACE_BODY
                  : strcmp(location, "uri") == 0         ? CONNECT_PLACE_PATH
                  : strcmp(location, "querystring") == 0 ? CONNECT_PLACE_QUERY
                                                         : -1);
    expect_number(where, "required", row->required,
                  is_in(json_object_get(structure, "required"), name));
    expect_number(where, "client token", row->client_token,
                  json_is_true(json_object_get(member, "idempotencyToken")));
    expect_number(where, "sensitive", row->sensitive,
                  json_is_true(json_object_get(shape, "sensitive")) ||
                      json_is_true(json_object_get(member, "sensitive")));
    expect_number(where, "secret", row->secret, false);
    expect_number(where, "cut down to an id", row->instance_id,
                  strcmp(shape_name, "InstanceId") == 0 && strstr(where, "_request.") != NULL);
    compare_bounds(where, row, shape);
    compare_enum(where, row, shape_name, shape);

    const char *element = child_name(shape, "member");
    if (row->kind == CONNECT_KIND_MAP) {
        compare_element(oracle, where, "limit of values", &row_items(row)->each,
                        child_name(shape, "value"));
    } else {
        compare_element(oracle, where, "limit of elements", &row_items(row)->each, element);
    }
    compare_element(oracle, where, "limit of keys", &row_items(row)->key, child_name(shape, "key"));
    if (row->kind == CONNECT_KIND_STRUCT_LIST) {
        shape_name = element;
    } else if (row->kind != CONNECT_KIND_STRUCT) {
        return;
    }
    snake(shape_name, c_type + strlen(c_type));
    compare_shape(oracle, row->shape, shape_name, c_type);
}

/*
 * The rows of a struct, in the model's order; `name` NULL: the model has no such shape, so there
 * are no members.
 */
static void compare_shape(struct oracle *oracle, const struct connect_shape *rows, const char *name,
                          const char *c_type)
{
    json_t *shape = name != NULL ? shape_of(oracle, name) : NULL;
    json_t *members = json_object_get(shape, "members"), *member;
    const char *key;
    char where[512];
    size_t i = 0;

    for (size_t k = 0; k < oracle->seen_count; k++) {
        if (oracle->seen[k] == rows) {
            return;
        }
    }
    ck_assert_uint_lt(oracle->seen_count, sizeof oracle->seen / sizeof oracle->seen[0]);
    oracle->seen[oracle->seen_count++] = rows;

    expect_text(c_type, "C type", rows->name, c_type);
    expect_number(c_type, "number of members", (int64_t)rows->count,
                  (int64_t)json_object_size(members));
    expect_number(c_type, "union", rows->is_union, json_is_true(json_object_get(shape, "union")));
    expect_number(c_type, "holds credentials", rows->is_secret, false);
    json_object_foreach(members, key, member) {
        if (i == rows->count) {
            break;
        }
        snprintf(where, sizeof where, "%s.%s", c_type, key);
        compare_member(oracle, where, &rows->members[i], shape, key, member);
        if (rows->members[i].offset <
                (i == 0 ? sizeof(size_t) : shape_end(&rows->members[i - 1])) ||
            shape_end(&rows->members[i]) > rows->size) {
            find("%s: does not stand in the struct in the order of the rows", where);
        }
        i++;
    }
}

/* ---- operations and errors ---- */

static const struct connect_operation *operation_named(const char *name)
{
    for (size_t i = 0; i < registry_count; i++) {
        if (strcmp(registry_operations[i]->name, name) == 0) {
            return registry_operations[i];
        }
    }
    return NULL;
}

static void compare_errors(const struct connect_operation *operation, json_t *errors)
{
    size_t count = 0;

    for (; operation->errors[count] != NULL; count++) {
        if (!is_in(errors, operation->errors[count])) {
            find("%s: the model does not name %s", operation->name, operation->errors[count]);
        }
    }
    for (size_t i = 0; i < json_array_size(errors); i++) {
        const char *type = json_string_value(json_array_get(errors, i));
        size_t j = 0;
        while (operation->errors[j] != NULL && strcmp(operation->errors[j], type) != 0) {
            j++;
        }
        if (operation->errors[j] == NULL) {
            find("%s: the rows do not name %s", operation->name, type);
        }
    }
    expect_number(operation->name, "number of errors", (int64_t)count,
                  (int64_t)json_array_size(errors));
}

/*
 * The member with the items of a page: as the model's paginator names it, or the only list of an
 * output with a NextToken whose input takes one.  NULL when the operation is not paged.
 */
static const char *page_items_of(struct oracle *oracle, json_t *facts)
{
    const char *input = text_of(facts, "input"), *output = text_of(facts, "output"), *name;
    const char *items = text_of(json_object_get(facts, "pagination"), "result_key");
    json_t *members, *member;

    if (items != NULL || input == NULL || output == NULL ||
        json_object_get(json_object_get(shape_of(oracle, input), "members"), "NextToken") == NULL) {
        return items;
    }
    members = json_object_get(shape_of(oracle, output), "members");
    if (json_object_get(members, "NextToken") == NULL) {
        return NULL;
    }
    json_object_foreach(members, name, member) {
        if (strcmp(text_of(shape_of(oracle, text_of(member, "shape")), "type"), "list") == 0) {
            ck_assert_msg(items == NULL, "%s has two lists", output);
            items = name;
        }
    }
    return items;
}

/* Pagers rely on these names, so any other in the model is a finding. */
static void compare_pages(struct oracle *oracle, const struct connect_operation *operation,
                          json_t *facts)
{
    json_t *pages = json_object_get(facts, "pagination");

    expect_text(operation->name, "member with the items of a page", operation->page_items,
                page_items_of(oracle, facts));
    if (pages == NULL) {
        return;
    }
    expect_text(operation->name, "member with the token", "NextToken",
                text_of(pages, "input_token"));
    expect_text(operation->name, "member with the next token", "NextToken",
                text_of(pages, "output_token"));
    expect_text(operation->name, "member with the page size", "MaxResults",
                text_of(pages, "limit_key"));
}

static void compare_operation(struct oracle *oracle, const char *name, json_t *facts)
{
    const struct connect_operation *operation = operation_named(name);
    json_t *http = json_object_get(facts, "http");
    char id[128], c_type[256];

    if (operation == NULL) {
        find("%s: has no rows", name);
        return;
    }
    expect_text(name, "method", operation->method, text_of(http, "method"));
    expect_text(name, "path", operation->path, text_of(http, "requestUri"));
    if (operation->service != &connect_service || operation->auth != AUTH_SIGV4) {
        find("%s: belongs to another service", name);
    }
    if (operation->summary == NULL || strlen(operation->summary) < 10 ||
        strlen(operation->summary) > 80) {
        find("%s: wants a summary of one line", name);
    }
    compare_errors(operation, json_object_get(facts, "errors"));
    compare_pages(oracle, operation, facts);
    snake(name, id);
    snprintf(c_type, sizeof c_type, "connect_%s_request", id);
    compare_shape(oracle, operation->input, text_of(facts, "input"), c_type);
    snprintf(c_type, sizeof c_type, "connect_%s_response", id);
    compare_shape(oracle, operation->output, text_of(facts, "output"), c_type);
    compare_documentation(operation, id);
}

static void compare_service_errors(struct oracle *oracle)
{
    json_t *shape;
    const char *type;
    char c_type[256];
    size_t modelled = 0, i;

    json_object_foreach(oracle->shapes, type, shape) {
        json_t *error = json_object_get(shape, "error");
        if (error == NULL) {
            continue;
        }
        modelled++;
        for (i = 0;
             i < connect_service.errors_count && strcmp(connect_service.errors[i].type, type) != 0;
             i++) {
            continue;
        }
        if (i == connect_service.errors_count) {
            find("%s: is not among the service's errors", type);
            continue;
        }
        expect_number(type, "status", connect_service.errors[i].http_status,
                      json_integer_value(json_object_get(error, "httpStatusCode")));
        strcpy(c_type, "connect_");
        snake(type, c_type + strlen(c_type));
        compare_shape(oracle, connect_service.errors[i].shape, type, c_type);
    }
    expect_number("errors", "number", (int64_t)connect_service.errors_count, (int64_t)modelled);
    for (i = 1; i < connect_service.errors_count; i++) {
        if (strcmp(connect_service.errors[i - 1].type, connect_service.errors[i].type) >= 0) {
            find("%s: stands behind %s", connect_service.errors[i].type,
                 connect_service.errors[i - 1].type);
        }
    }
}

static void compare_with(const char *path)
{
    json_error_t problem;
    struct oracle oracle = { .model = json_load_file(path, JSON_REJECT_DUPLICATES, &problem) };
    json_t *service, *operations, *facts;
    const char *name;

    ck_assert_msg(oracle.model != NULL, "%s:%d: %s", path, problem.line, problem.text);
    oracle.shapes = json_object_get(oracle.model, "shapes");
    findings[0] = '\0';
    findings_count = 0;
    load_headers();

    service = json_object_get(oracle.model, "service");
    expect_text("service", "id", connect_service.id, text_of(service, "id"));
    expect_text("service", "version", connect_service.api_version, text_of(service, "apiVersion"));
    expect_text("service", "signing name", connect_service.signing_name,
                text_of(service, "signingName"));
    expect_text("service", "protocol",
                connect_service.protocol == PROTOCOL_REST_JSON ? "rest-json" : "other",
                text_of(service, "protocol"));

    operations = json_object_get(oracle.model, "operations");
    json_object_foreach(operations, name, facts) {
        compare_operation(&oracle, name, facts);
    }
    for (size_t i = 0; i < registry_count; i++) {
        if (json_object_get(operations, registry_operations[i]->name) == NULL) {
            find("%s: is not in the model", registry_operations[i]->name);
        }
    }
    compare_service_errors(&oracle);

    free(headers);
    json_decref(oracle.model);
    ck_assert_msg(findings_count == 0, "%zu findings against %s:\n%s", findings_count, path,
                  findings);
}

START_TEST(every_row_agrees_with_the_projects_facts)
{
    const char *top = getenv("top_srcdir");
    char path[4096];

    snprintf(path, sizeof path, "%s/tests/model/facts.json", top != NULL ? top : ".");
    compare_with(path);
}
END_TEST

START_TEST(every_row_agrees_with_a_whole_model)
{
    const char *top = getenv("top_srcdir"), *given = getenv("CONNECT_MODEL");
    char path[4096];

    if (given != NULL && given[0] != '\0') {
        snprintf(path, sizeof path, "%s", given);
    } else {
        snprintf(path, sizeof path, "%s/../shared/model/connect-instances-64.json",
                 top != NULL ? top : ".");
    }
    if (given == NULL && access(path, R_OK) != 0) {
        printf("no whole model here: set CONNECT_MODEL to compare the rows with one\n");
        return;
    }
    compare_with(path);
}
END_TEST

START_TEST(the_registry_is_in_alphabetical_order)
{
    for (size_t i = 1; i < registry_count; i++) {
        ck_assert_str_lt(registry_operations[i - 1]->name, registry_operations[i]->name);
    }
}
END_TEST

/*
 * Without a client token, only what leaves the same state behind when it is done twice may be sent
 * twice: what reads, what removes, and what replaces a whole value.
 */
START_TEST(what_creates_without_a_token_is_not_repeatable)
{
    static const char *const verbs[] = { "Delete", "Disassociate", "BatchDisassociate",
                                         "Tag",    "Untag",        "Update" };

    for (size_t i = 0; i < registry_count; i++) {
        const struct connect_operation *operation = registry_operations[i];
        bool may = strcmp(operation->method, "GET") == 0;

        for (size_t j = 0; j < sizeof verbs / sizeof verbs[0]; j++) {
            may = may || (operation_token_member(operation) == NULL &&
                          strncmp(operation->name, verbs[j], strlen(verbs[j])) == 0);
        }
        ck_assert_msg(operation->repeatable == may, "%s", operation->name);
    }
}
END_TEST

/* ---- quotas: the table of the Administrator Guide ---- */

static const struct {
    const char *name;
    double rate, burst;
} quotas[] = {
    { "ListIntegrationAssociations", 25, 50 },
    { "GetMetricData", 5, 8 },
    { "GetCurrentMetricData", 5, 8 },
    { "GetMetricDataV2", 10, 10 },
    { "SearchContacts", 0.5, 1 },
    { "DescribeContact", 10, 15 },
    { "StopContact", 10, 15 },
    { "UpdateContact", 10, 15 },
    { "GetContactAttributes", 10, 15 },
    { "UpdateContactAttributes", 10, 15 },
    { "TagContact", 20, 25 },
    { "UntagContact", 20, 25 },
};
#define QUOTAS_COUNT (sizeof quotas / sizeof quotas[0])

/* Counts the row of the table as met. */
static struct quota expected_quota(const char *name, bool met[QUOTAS_COUNT])
{
    for (size_t i = 0; i < QUOTAS_COUNT; i++) {
        if (strcmp(quotas[i].name, name) == 0) {
            met[i] = true;
            return (struct quota){ quotas[i].rate, quotas[i].burst };
        }
    }
    return (struct quota){ 2, 5 };
}

static void compare_quota(const struct connect_operation *operation, bool met[QUOTAS_COUNT])
{
    struct quota expected = expected_quota(operation->name, met);

    ck_assert_msg(connect_operation_quota_rate(operation) == expected.rate &&
                      connect_operation_quota_burst(operation) == expected.burst,
                  "%s", operation->name);
}

START_TEST(every_operation_has_the_quota_of_the_service)
{
    bool met[QUOTAS_COUNT] = { false };

    for (size_t i = 0; i < registry_count; i++) {
        compare_quota(registry_operations[i], met);
    }
    for (size_t i = 0; i < registry_untyped_count; i++) {
        ck_assert_ptr_null(connect_operation_find(registry_untyped[i].name));
        compare_quota(&registry_untyped[i], met);
    }
    for (size_t i = 0; i < QUOTAS_COUNT; i++) {
        ck_assert_msg(met[i], "%s is in no table", quotas[i].name);
    }
}
END_TEST

START_TEST(an_integration_of_ses_has_a_quota_of_its_own)
{
    const connect_operation *operation = connect_operation_find("CreateIntegrationAssociation");
    connect_quota_variant variant = { .size = sizeof variant };
    size_t variants = 0;

    ck_assert(connect_operation_quota_variant(operation, 0, &variant));
    ck_assert_str_eq(connect_member_name(variant.member), "IntegrationType");
    ck_assert_str_eq(variant.value, "SES_IDENTITY");
    ck_assert(variant.rate == 1 && variant.burst == 1);
    ck_assert(!connect_operation_quota_variant(operation, 1, &variant));
    ck_assert(!connect_operation_quota_variant(NULL, 0, &variant));
    ck_assert(!connect_operation_quota_variant(operation, 0, NULL));
    variant.size = sizeof variant - 1;
    ck_assert(!connect_operation_quota_variant(operation, 0, &variant));
    for (size_t i = 0; i < registry_count; i++) {
        variant.size = sizeof variant;
        variants += connect_operation_quota_variant(registry_operations[i], 0, &variant);
    }
    ck_assert_uint_eq(variants, 1);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("model");
    TCase *rows = tcase_create("rows");

    tcase_add_test(rows, every_row_agrees_with_the_projects_facts);
    tcase_add_test(rows, every_row_agrees_with_a_whole_model);
    tcase_add_test(rows, the_registry_is_in_alphabetical_order);
    tcase_add_test(rows, what_creates_without_a_token_is_not_repeatable);
    tcase_add_test(rows, every_operation_has_the_quota_of_the_service);
    tcase_add_test(rows, an_integration_of_ses_has_a_quota_of_its_own);
    suite_add_tcase(suite, rows);
    return suite;
}
