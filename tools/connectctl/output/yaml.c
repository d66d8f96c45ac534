/*
 * YAML as the AWS CLI prints it: members sorted by name, block style, UTF-8, lines folded at 80
 * columns.  libyaml does the layout and the quoting that syntax requires.
 */
#include "base/json.h"
#include "base/terminal.h"
#include "base/yaml_scalar.h"
#include "output/output.h"

#include <string.h>

#ifdef HAVE_YAML

#    include <yaml.h>

#    include <stdlib.h>

static bool emit_event(yaml_emitter_t *emitter, yaml_event_t *event, int made)
{
    return made != 0 && yaml_emitter_emit(emitter, event) != 0;
}

static bool emit_plain(yaml_emitter_t *emitter, const char *text, bool is_string)
{
    bool quotes = is_string && yaml_scalar_type(text) != YAML_STRING;
    yaml_event_t event;

    return emit_event(emitter, &event,
                      yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)text,
                                                   (int)strlen(text), !quotes, is_string,
                                                   YAML_ANY_SCALAR_STYLE));
}

static bool emit_string(yaml_emitter_t *emitter, const char *text, bool is_terminal)
{
    char *escaped = is_terminal ? escape_controls(text) : NULL;
    bool ok = emit_plain(emitter, escaped != NULL ? escaped : text, true);

    free(escaped);
    return ok;
}

static bool emit_value(yaml_emitter_t *emitter, const json_t *value, bool is_terminal);

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool emit_object(yaml_emitter_t *emitter, const json_t *object, bool is_terminal)
{
    size_t count = json_object_size(object), at = 0;
    const char **names = require_memory(calloc(count + 1, sizeof *names));
    const char *name;
    yaml_event_t event;
    json_t *value;
    bool ok = emit_event(emitter, &event,
                         yaml_mapping_start_event_initialize(&event, NULL, NULL, 1,
                                                             count > 0 ? YAML_BLOCK_MAPPING_STYLE
                                                                       : YAML_FLOW_MAPPING_STYLE));

    json_object_foreach((json_t *)object, name, value) {
        names[at++] = name;
    }
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; ok && i < count; i++) {
        ok = emit_string(emitter, names[i], is_terminal) &&
             emit_value(emitter, json_object_get(object, names[i]), is_terminal);
    }
    free(names);
    return ok && emit_event(emitter, &event, yaml_mapping_end_event_initialize(&event));
}

static bool emit_array(yaml_emitter_t *emitter, const json_t *array, bool is_terminal)
{
    size_t count = json_array_size(array);
    yaml_event_t event;
    bool ok = emit_event(emitter, &event,
                         yaml_sequence_start_event_initialize(
                             &event, NULL, NULL, 1,
                             count > 0 ? YAML_BLOCK_SEQUENCE_STYLE : YAML_FLOW_SEQUENCE_STYLE));

    for (size_t i = 0; ok && i < count; i++) {
        ok = emit_value(emitter, json_array_get(array, i), is_terminal);
    }
    return ok && emit_event(emitter, &event, yaml_sequence_end_event_initialize(&event));
}

static bool emit_value(yaml_emitter_t *emitter, const json_t *value, bool is_terminal)
{
    struct strbuf text = { 0 };
    bool ok;

    if (json_is_object(value)) {
        return emit_object(emitter, value, is_terminal);
    }
    if (json_is_array(value)) {
        return emit_array(emitter, value, is_terminal);
    }
    if (json_is_string(value)) {
        return emit_string(emitter, json_string_value(value), is_terminal);
    }
    json_write_compact(&text, value);
    ok = emit_plain(emitter, strbuf_string(&text), false);
    strbuf_free(&text);
    return ok;
}

static bool emit_document(yaml_emitter_t *emitter, const json_t *value, bool is_terminal)
{
    yaml_event_t event;

    return emit_event(emitter, &event,
                      yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING)) &&
           emit_event(emitter, &event,
                      yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1)) &&
           emit_value(emitter, value, is_terminal) &&
           emit_event(emitter, &event, yaml_document_end_event_initialize(&event, 1)) &&
           emit_event(emitter, &event, yaml_stream_end_event_initialize(&event));
}

bool output_has_yaml(void)
{
    return true;
}

static void print_yaml(FILE *out, const json_t *value, bool is_terminal)
{
    yaml_emitter_t emitter;

    if (yaml_emitter_initialize(&emitter) == 0) {
        out_of_memory();
    }
    yaml_emitter_set_output_file(&emitter, out);
    yaml_emitter_set_unicode(&emitter, 1);
    if (!emit_document(&emitter, value, is_terminal) && emitter.error == YAML_MEMORY_ERROR) {
        out_of_memory();
    }
    yaml_emitter_delete(&emitter);
}

/* A scalar alone would end with a document marker: like the AWS CLI, it is printed as JSON. */
bool output_yaml(FILE *out, const json_t *value, bool is_terminal)
{
    if (json_is_object(value) || json_is_array(value)) {
        print_yaml(out, value, is_terminal);
    } else {
        output_json(out, value, is_terminal);
    }
    return true;
}

bool output_yaml_member(FILE *out, const char *name, const json_t *value, const char *comment)
{
    json_t *object = require_memory(json_pack("{s:O}", name, value));
    size_t size = 0, first;
    char *text = NULL;
    FILE *memory = require_memory(open_memstream(&text, &size));

    print_yaml(memory, object, false);
    if (fclose(memory) != 0) {
        out_of_memory();
    }
    first = strcspn(text, "\n");
    (void)fprintf(out, "%.*s  # %s%s", (int)first, text, comment, text + first);
    free(text);
    json_decref(object);
    return true;
}

#else

bool output_has_yaml(void)
{
    return false;
}

bool output_yaml(FILE *out, const json_t *value, bool is_terminal)
{
    (void)out;
    (void)value;
    (void)is_terminal;
    return false;
}

bool output_yaml_member(FILE *out, const char *name, const json_t *value, const char *comment)
{
    (void)out;
    (void)name;
    (void)value;
    (void)comment;
    return false;
}

#endif
