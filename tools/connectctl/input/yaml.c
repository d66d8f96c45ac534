/*
 * From the nodes of libyaml to JSON.
 */
#include "input/yaml.h"

#include "base/json.h"
#include "base/terminal.h"
#include "base/yaml_scalar.h"

#include <stdlib.h>
#include <string.h>

#ifdef HAVE_YAML

#    include <yaml.h>

enum { MAX_DEPTH = 64 };

struct reader {
    yaml_document_t *document;
    const bool *is_shared; /* by index: the node is used more than once */
    int depth;
    struct strbuf problem;
};

static json_t *fail_at_mark(struct reader *reader, const yaml_mark_t *mark, const char *what)
{
    if (reader->problem.size == 0) {
        strbuf_addf(&reader->problem, "line %zu, column %zu: %s", mark->line + 1, mark->column + 1,
                    what);
    }
    return NULL;
}

/* An integer that is too large for JSON's becomes a string, as a number that is none does. */
static json_t *number_of(const char *text)
{
    json_t *value = json_loads(text + (text[0] == '+'), JSON_DECODE_ANY, NULL);

    if (json_is_number(value)) {
        return value;
    }
    json_decref(value);
    return json_new_string(text);
}

static json_t *scalar_of(struct reader *reader, const yaml_node_t *node)
{
    const char *text = (const char *)node->data.scalar.value;

    if (strlen(text) != node->data.scalar.length || !is_valid_utf8(text)) {
        return fail_at_mark(reader, &node->start_mark, "the value is not a string");
    }
    if (node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE) {
        return json_new_string(text);
    }
    switch (yaml_scalar_type(text)) {
    case YAML_NULL:
        return json_null();
    case YAML_BOOLEAN:
        return json_boolean(text[0] == 't' || text[0] == 'T');
    case YAML_INTEGER:
    case YAML_REAL:
        return number_of(text);
    default:
        return json_new_string(text);
    }
}

static json_t *value_of(struct reader *reader, int index);

static json_t *array_of(struct reader *reader, const yaml_node_t *node)
{
    json_t *array = require_memory(json_array());

    for (const yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++) {
        json_t *value = value_of(reader, *item);

        if (value == NULL) {
            json_decref(array);
            return NULL;
        }
        json_append(array, value);
    }
    return array;
}

/* False with the problem set. */
static bool add_pair(struct reader *reader, json_t *object, const yaml_node_pair_t *pair)
{
    const yaml_node_t *key = yaml_document_get_node(reader->document, pair->key);
    const char *name = (const char *)key->data.scalar.value;
    json_t *value;

    if (key->type != YAML_SCALAR_NODE || !is_valid_utf8(name) ||
        strlen(name) != key->data.scalar.length) {
        (void)fail_at_mark(reader, &key->start_mark, "a key is not a string");
        return false;
    }
    if (json_object_get(object, name) != NULL) {
        (void)fail_at_mark(reader, &key->start_mark, "the key occurs twice");
        return false;
    }
    value = value_of(reader, pair->value);
    if (value != NULL) {
        json_set(object, name, value);
    }
    return value != NULL;
}

static json_t *object_of(struct reader *reader, const yaml_node_t *node)
{
    json_t *object = require_memory(json_object());

    for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        if (!add_pair(reader, object, pair)) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

static json_t *value_of(struct reader *reader, int index)
{
    const yaml_node_t *node = yaml_document_get_node(reader->document, index);
    json_t *value;

    if (reader->is_shared[index]) {
        return fail_at_mark(reader, &node->start_mark, "anchors and aliases are not supported");
    }
    if (++reader->depth > MAX_DEPTH) {
        return fail_at_mark(reader, &node->start_mark, "nested too deeply");
    }
    value = node->type == YAML_SCALAR_NODE     ? scalar_of(reader, node)
            : node->type == YAML_SEQUENCE_NODE ? array_of(reader, node)
                                               : object_of(reader, node);
    reader->depth--;
    return value;
}

static void count_use(int index, char *uses, bool *is_shared)
{
    is_shared[index] = uses[index] != 0;
    uses[index] = 1;
}

/* A node that two others refer to was named by an anchor. */
static void find_shared(yaml_document_t *document, char *uses, bool *is_shared, size_t count)
{
    for (size_t i = 1; i <= count; i++) {
        const yaml_node_t *node = yaml_document_get_node(document, (int)i);

        if (node->type == YAML_SEQUENCE_NODE) {
            for (const yaml_node_item_t *item = node->data.sequence.items.start;
                 item < node->data.sequence.items.top; item++) {
                count_use(*item, uses, is_shared);
            }
        } else if (node->type == YAML_MAPPING_NODE) {
            for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
                 pair < node->data.mapping.pairs.top; pair++) {
                count_use(pair->key, uses, is_shared);
                count_use(pair->value, uses, is_shared);
            }
        }
    }
}

static json_t *document_value(yaml_document_t *document, char **problem)
{
    size_t count = (size_t)(document->nodes.top - document->nodes.start);
    char *uses = require_memory(calloc(count + 1, 1));
    bool *is_shared = require_memory(calloc(count + 1, sizeof *is_shared));
    struct reader reader = { .document = document, .is_shared = is_shared };
    json_t *value = json_null();

    if (count > 0) {
        find_shared(document, uses, is_shared, count);
        value = value_of(&reader, 1);
    }
    if (value == NULL) {
        *problem = strbuf_detach(&reader.problem);
    }
    free(uses);
    free(is_shared);
    return value;
}

json_t *yaml_parse(const char *text, char **problem)
{
    yaml_parser_t parser;
    yaml_document_t document;
    struct strbuf why = { 0 };
    json_t *value = NULL;

    if (yaml_parser_initialize(&parser) == 0) {
        out_of_memory();
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, strlen(text));
    if (yaml_parser_load(&parser, &document) != 0) {
        value = document_value(&document, problem);
        yaml_document_delete(&document);
    } else if (parser.error == YAML_MEMORY_ERROR) {
        out_of_memory();
    } else {
        strbuf_addf(&why, "not valid YAML, line %zu, column %zu: %s", parser.problem_mark.line + 1,
                    parser.problem_mark.column + 1, parser.problem);
        *problem = strbuf_detach(&why);
    }
    yaml_parser_delete(&parser);
    return value;
}

#else

json_t *yaml_parse(const char *text, char **problem)
{
    (void)text;
    *problem =
        require_memory(strdup("this connectctl was built without YAML; build it with libyaml"));
    return NULL;
}

#endif
