/*
 * What is wrong with a text that is decoded: the first finding ends the decoding of a response,
 * those of an input are collected, and those of loose members are noted.
 */
#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/number.h"
#include "shape/decoder.h"

#include <stdio.h>
#include <string.h>

bool decoder_out_of_memory(struct decoder *d)
{
    d->no_memory = true;
    return false;
}

/* As many as the caller has made room for. */
static void decoder_note(struct decoder *d, const char *line)
{
    if (d->notes != NULL && strlen(line) < d->notes->max - d->notes->size) {
        buf_add_text(d->notes, line);
        buf_add_char(d->notes, '\n');
    }
}

bool decoder_finding(struct decoder *d, const struct member_path *path, const char *problem)
{
    char line[MEMBER_PATH_MAX + DECODE_PROBLEM_SIZE + 2];
    size_t used;

    if (d->skip_wrong) {
        return true;
    }
    member_path_text(path, line);
    used = strlen(line);
    ASSERT(used < MEMBER_PATH_MAX && strlen(problem) < DECODE_PROBLEM_SIZE);
    (void)snprintf(line + used, sizeof line - used, "%s%s", used > 0 ? ": " : "", problem);
    if (d->is_loose) {
        decoder_note(d, line);
        return true;
    }
    if (d->mode != DECODE_INPUT) {
        (void)error_set(&d->error, CONNECT_E_DECODE, "unexpected form: %s", line);
        return false;
    }
    if (d->error == NULL) {
        (void)error_set(&d->error, CONNECT_E_ARGUMENT, "the input is not valid");
    }
    error_add_problem(d->error, line);
    return ++d->problems < DECODE_PROBLEMS_MAX;
}

/* What the value at `start` is, for messages. */
static const char *type_name(const char *start, const char *end)
{
    int64_t ignored;
    size_t size;

    switch (*start) {
    case '{':
        return "an object";
    case '[':
        return "a list";
    case '"':
        return "a string";
    case 't':
        return "true";
    case 'f':
        return "false";
    case 'n':
        return "null";
    default:
        size = number_scan(start, (size_t)(end - start));
        return text_to_int64(start, size, &ignored) ? "an integer" : "a number";
    }
}

bool decoder_wrong_type(struct decoder *d, const struct member_path *path, const char *expected,
                        const char *start)
{
    char problem[DECODE_PROBLEM_SIZE];

    ASSERT(d->in.begin <= start && start <= d->in.at);
    if (d->in.at == start && !reader_skip(&d->in)) {
        return false;
    }
    (void)snprintf(problem, sizeof problem, "expected %s, found %s", expected,
                   type_name(start, d->in.end));
    return decoder_finding(d, path, problem);
}
