/*
 * Any bytes as an expression, on the first line, and as the JSON it is evaluated over.  A compiled
 * expression has a result or an error with a position inside it, and evaluating it twice gives the
 * same.
 */
#include "fuzz/fuzz.h"
#include "jmespath/jmespath.h"

#include <string.h>

static const char fallback[] =
    "{\"a\": [{\"b\": 1, \"c\": \"x\"}, {\"b\": 2.5, \"c\": \"\\u00e9\"}], \"d\": {\"e\": null, \"f\": true}}";

static void check_error(const struct jmespath_error *error, size_t size)
{
    PROMISE(error->message != NULL && error->message[0] != '\0');
    PROMISE(strchr(error->message, '\n') == NULL);
    PROMISE(error->position <= size);
    free(error->message);
}

static void evaluate_twice(const struct jmespath *compiled, json_t *data, size_t size)
{
    struct jmespath_error error = { 0 };
    json_t *first = jmespath_search(compiled, data, &error);
    json_t *second;

    if (first == NULL) {
        check_error(&error, size);
        return;
    }
    second = jmespath_search(compiled, data, &error);
    PROMISE(second != NULL && json_equal(first, second));
    json_decref(first);
    json_decref(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *text = malloc(size + 1), *rest;
    struct jmespath_error error = { 0 };
    struct jmespath *compiled;
    json_t *data;

    PROMISE(text != NULL);
    memcpy(text, bytes, size);
    text[size] = '\0';
    rest = text + strcspn(text, "\n");
    if (*rest == '\n') {
        *rest++ = '\0';
    }
    data = json_loads(rest, JSON_DECODE_ANY, NULL);
    if (data == NULL) {
        data = json_loads(fallback, 0, NULL);
    }
    compiled = jmespath_compile(text, &error);
    if (compiled == NULL) {
        check_error(&error, strlen(text));
    } else {
        evaluate_twice(compiled, data, strlen(text));
    }
    jmespath_free(compiled);
    json_decref(data);
    free(text);
    return 0;
}
