/*
 * Section headers of the shared files: [default], [profile 'my team'], [sso-session "dev"],
 * [services x] in the config file, and any [name] in the credentials file.
 *
 * The config file is read as the AWS CLI does it, which writes such headers: the text between the
 * brackets is split like a shell command line, and the second of two words is the name.  The
 * credentials file has names without a prefix, which are taken as they are.
 * (botocore configloader.py, build_profile_map and _parse_section)
 */
#include "aws/profile_files.h"
#include "core/assert.h"
#include "core/process.h"

#include <string.h>

/* A longer header is ignored; the limit bounds the cost of splitting. */
#define HEADER_MAX 1024

static bool is_comment(struct profile_span span)
{
    return span.size > 0 && (span.text[0] == '#' || span.text[0] == ';');
}

/*
 * A header ends with the first bracket that only a comment follows: "[profile a#b]" is a name with
 * a number sign, "[profile a] # see [b]" is not.  The CLI ignores other text behind the last
 * bracket.
 */
struct profile_header profile_header_scan(const char *line, size_t size)
{
    ASSERT(size > 0 && line[0] == '[');
    size_t end = 0;
    for (size_t i = 1; i < size; i++) {
        if (line[i] != ']') {
            continue;
        }
        end = i;
        struct profile_span rest = profile_trim(line + i + 1, size - i - 1);
        if (rest.size == 0 || is_comment(rest)) {
            break;
        }
    }
    struct profile_header header = { .is_closed = end > 0 };
    for (size_t i = 1; i < size && !header.is_closed && end == 0; i++) {
        end = line[i] == '#' || line[i] == ';' ? i : 0;
    }
    ASSERT(end < size);
    header.text = profile_trim(line + 1, (end > 0 ? end : size) - 1);
    return header;
}

static bool span_equals(struct profile_span span, const char *text)
{
    return span.size == strlen(text) && memcmp(span.text, text, span.size) == 0;
}

static const char *const kinds[] = { PROFILE_KIND, "sso-session", "services" };

/* Kind and name from two words; other headers are ignored.  False: out of memory. */
static bool parse_words(struct arena *arena, char *const *words, const char **kind,
                        const char **name)
{
    if (words[1] == NULL || words[2] != NULL || words[1][0] == '\0') {
        return true;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(words[0], kinds[i]) == 0) {
            *kind = kinds[i];
            *name = arena_strdup(arena, words[1]);
            return *name != NULL;
        }
    }
    return true;
}

/*
 * Rule: a section header of the config file is split like a shell command line.  Source: botocore,
 * configloader.py.  Test: config_files_are_parsed_by_each_rule.
 */
static bool parse_config_header(struct arena *arena, struct profile_span header, const char **kind,
                                const char **name)
{
    /* process_words() allocates as much as the rest of the line for each word. */
    struct arena scratch = { 0 };
    const char *problem = NULL;
    const char *line = arena_strndup(&scratch, header.text, header.size);
    char *const *words = line != NULL ? process_words(&scratch, line, &problem) : NULL;
    bool done = words != NULL ? parse_words(arena, words, kind, name) : problem != NULL;
    arena_release(&scratch);
    return done;
}

/*
 * "[profile x]" in the credentials file is a mistake; the SDKs agree to ignore it.
 *
 * Rule: [profile NAME] in the credentials file is ignored.  Source: smithy-rs,
 * profile-parser-tests.json.  Test: config_files_are_parsed_by_each_rule.
 */
static bool has_kind(struct profile_span header)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t size = strlen(kinds[i]);
        if (header.size > size && memcmp(header.text, kinds[i], size) == 0 &&
            (header.text[size] == ' ' || header.text[size] == '\t')) {
            return true;
        }
    }
    return false;
}

bool profile_header_parse(struct arena *arena, struct profile_span header, enum profile_file file,
                          const char **kind, const char **name, bool *is_bare_default)
{
    *kind = NULL;
    *name = "";
    *is_bare_default = file == PROFILE_CONFIG && span_equals(header, "default");
    if (header.size == 0 || header.size > HEADER_MAX) {
        return true;
    }
    if (file == PROFILE_CONFIG && !*is_bare_default) {
        return parse_config_header(arena, header, kind, name);
    }
    if (!has_kind(header)) {
        *kind = PROFILE_KIND;
        *name = arena_strndup(arena, header.text, header.size);
    }
    return *name != NULL;
}
