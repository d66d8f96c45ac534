/*
 * The parser of the shared config and credentials files.
 *
 * The form has no grammar of its own.  Most files are written and checked with the AWS CLI, which
 * reads them with Python's configparser; the other SDKs agree on a stricter set of rules and
 * publish test cases for it.  This parser accepts what either accepts:
 *
 *  - A line is empty, a comment, a section header, a property, or the continuation of a property.
 *    A comment has # or ; as its first character other than a space.  Behind a value, a comment
 *    begins with a mark that has a space before it; a mark that touches the value is part of it.
 *  - A line continues the property above it when it is indented further than that property.  So a
 *    whole section may be indented, as people write it.  (configparser.py, RawConfigParser._read)
 *  - The first = or : ends the name of a property.  Names are case-insensitive.
 *  - When a property has no value on its own line, each of its continuation lines is a
 *    sub-property.
 *  - Sections of one name are merged, and of two properties the later one counts.
 *
 * A line that fits nothing is a fault of its section: it is kept with the section, reported when
 * the section is used, and logged otherwise, so that a broken profile cannot break calls that use
 * another one.  Only what belongs to no section makes the file unusable.  Messages give the line
 * number, never the line, which may hold a secret.
 * (smithy-rs profile-parser-tests.json; botocore configloader.py, raw_config_parse)
 */
#include "aws/profile.h"

#include "aws/profile_files.h"
#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/text.h"

#include <string.h>

/* Faults of one section that are kept: the others are most likely the same mistake, repeated. */
#define FAULTS_MAX 3

/* [default] of the config file, until it is known whether [profile default] exists as well. */
static const char kind_bare_default[] = "";

struct parser {
    struct profile_files *files;
    enum profile_file file;
    const char *path;
    const struct logger *logger;
    int line;
    struct profile_section *section;
    struct profile_property *property; /* that continuation lines belong to, or NULL */
    size_t indent;                     /* of that property */
    bool has_subs;                     /* its continuation lines are sub-properties */
    struct buf value;                  /* of that property, so far */
    bool saw_prefixed_default;
    connect_error **error;
};

/*
 * Rule: a property whose key has other characters is ignored.  Source: smithy-rs,
 * profile-parser-tests.json.  Test: config_files_are_parsed_by_each_rule.
 */
static bool is_key_name(struct profile_span name)
{
    for (size_t i = 0; i < name.size; i++) {
        char c = name.text[i];
        if (!text_is_alnum(c) && (c == '\0' || strchr("-_/.%@+", c) == NULL)) {
            return false;
        }
    }
    return name.size > 0;
}

/* ---- faults ---- */

static connect_status file_fault(struct parser *parser, const char *what)
{
    return error_set(parser->error, CONNECT_E_CONFIGURATION, "%s line %d: %s", parser->path,
                     parser->line, what);
}

/* Keeps the fault with the section that the line belongs to. */
static connect_status section_fault(struct parser *parser, const char *what)
{
    struct profile_section *section = parser->section;
    struct arena *arena = &parser->files->arena;
    ASSERT(section != NULL);
    log_line(parser->logger, section->kind != NULL ? CONNECT_LOG_WARN : CONNECT_LOG_DEBUG,
             "settings: %s line %d: %s", parser->path, parser->line, what);
    if (section->kind == NULL || ++section->faults > FAULTS_MAX) {
        return CONNECT_OK;
    }
    section->fault =
        section->fault == NULL
            ? arena_printf(arena, "%s line %d: %s", parser->path, parser->line, what)
            : arena_printf(arena, "%s; line %d: %s", section->fault, parser->line, what);
    return section->fault != NULL ? CONNECT_OK : error_memory(parser->error);
}

/* Copies the value once, when the next property or section begins. */
static connect_status finish_property(struct parser *parser)
{
    ASSERT(parser->property == NULL || parser->section != NULL);
    if (parser->property == NULL) {
        return CONNECT_OK;
    }
    parser->property->value =
        arena_strndup(&parser->files->arena, buf_text(&parser->value), parser->value.size);
    bool failed = parser->property->value == NULL || parser->value.state != BUF_OK;
    parser->property = NULL;
    buf_clear(&parser->value);
    return failed ? error_memory(parser->error) : CONNECT_OK;
}

/* ---- sections ---- */

static void add_section(struct profile_files *files, struct profile_section *section)
{
    ASSERT((files->last == NULL) == (files->sections == NULL) && section->next == NULL);
    if (files->last != NULL) {
        files->last->next = section;
    } else {
        files->sections = section;
    }
    files->last = section;
}

static connect_status parse_header(struct parser *parser, struct profile_span line)
{
    ASSERT(line.size > 0 && line.text[0] == '[');
    struct profile_header header = profile_header_scan(line.text, line.size);
    struct profile_section *section = arena_alloc(&parser->files->arena, sizeof *section);
    bool is_bare_default;
    if (section == NULL ||
        !profile_header_parse(&parser->files->arena, header.text, parser->file, &section->kind,
                              &section->name, &is_bare_default)) {
        return error_memory(parser->error);
    }
    connect_status status = finish_property(parser);
    if (status != CONNECT_OK) {
        return status;
    }
    if (parser->file == PROFILE_CONFIG && section->kind != NULL &&
        strcmp(section->kind, PROFILE_KIND) == 0 && strcmp(section->name, "default") == 0) {
        if (is_bare_default) {
            section->kind = kind_bare_default;
        } else {
            parser->saw_prefixed_default = true;
        }
    }
    if (section->kind == NULL) {
        log_line(parser->logger, CONNECT_LOG_DEBUG,
                 "settings: %s line %d: this section is ignored (a name with spaces needs quotes: "
                 "[profile 'my team'])",
                 parser->path, parser->line);
    }
    add_section(parser->files, section);
    parser->section = section;
    return header.is_closed ? CONNECT_OK
                            : section_fault(parser, "a section header must end with ]");
}

/* ---- properties ---- */

/*
 * Rule: keys are case-insensitive.  Source: smithy-rs, profile-parser-tests.json.  Test:
 * config_files_are_parsed_by_each_rule.
 */
static char *lower_copy(struct arena *arena, struct profile_span text)
{
    char *copy = arena_strndup(arena, text.text, text.size);
    for (char *c = copy; c != NULL && *c != '\0'; c++) {
        *c = text_lower(*c);
    }
    return copy;
}

/*
 * Rule: a comment begins at a number sign or semicolon behind white space.  Source: smithy-rs,
 * profile-parser-tests.json.  Test: config_files_are_parsed_by_each_rule.
 */
static size_t size_without_comment(const char *line, size_t size)
{
    for (size_t i = 1; i < size; i++) {
        if ((line[i] == '#' || line[i] == ';') && text_is_blank(line[i - 1])) {
            return i;
        }
    }
    return size;
}

/*
 * Rule: the first equals sign or colon ends a key.  Source: Python, configparser.  Test:
 * config_files_are_parsed_by_each_rule.
 */
static const char *find_separator(const char *line, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (line[i] == '=' || line[i] == ':') {
            return line + i;
        }
    }
    return NULL;
}

static void add_property(struct profile_section *section, struct profile_property *property)
{
    ASSERT((section->last == NULL) == (section->properties == NULL));
    ASSERT(property->next == NULL && property->section == section);
    if (section->last != NULL) {
        section->last->next = property;
    } else {
        section->properties = property;
    }
    section->last = property;
}

static connect_status make_property(struct parser *parser, struct profile_span name,
                                    struct profile_span value)
{
    ASSERT(parser->property == NULL && parser->value.size == 0);
    struct arena *arena = &parser->files->arena;
    struct profile_property *property = arena_alloc(arena, sizeof *property);
    if (property == NULL) {
        return error_memory(parser->error);
    }
    property->key = lower_copy(arena, name);
    property->origin = arena_printf(arena, "%s line %d", parser->path, parser->line);
    property->section = parser->section;
    if (property->key == NULL || property->origin == NULL ||
        !buf_add(&parser->value, value.text, value.size)) {
        return error_memory(parser->error);
    }
    parser->property = property;
    parser->has_subs = value.size == 0;
    /* A property with an invalid name is dropped together with its continuation. */
    if (!is_key_name(name)) {
        log_line(parser->logger, CONNECT_LOG_WARN, "settings: %s is ignored: invalid key name",
                 property->origin);
        return CONNECT_OK;
    }
    add_property(parser->section, property);
    return CONNECT_OK;
}

/*
 * Rule: a property before the first section makes the file unusable.  Source: smithy-rs,
 * profile-parser-tests.json.  Test: a_line_outside_of_all_sections_makes_the_file_unusable.
 */
static connect_status parse_property(struct parser *parser, struct profile_span line)
{
    if (parser->section == NULL) {
        return file_fault(parser, "a property before the first section header");
    }
    connect_status status = finish_property(parser);
    if (status != CONNECT_OK) {
        return status;
    }
    size_t size = size_without_comment(line.text, line.size);
    const char *separator = find_separator(line.text, size);
    if (separator == NULL) {
        return section_fault(parser, "a property must have a = sign");
    }
    struct profile_span name = profile_trim(line.text, (size_t)(separator - line.text));
    if (name.size == 0) {
        return section_fault(parser, "a property must have a name before its = sign");
    }
    return make_property(parser, name,
                         profile_trim(separator + 1, size - (size_t)(separator + 1 - line.text)));
}

/*
 * Rule: a property without a value has sub-properties, each with a key and an equals sign.  Source:
 * smithy-rs, profile-parser-tests.json.  Test: config_files_are_parsed_by_each_rule.
 */
static connect_status parse_continuation(struct parser *parser, struct profile_span line)
{
    ASSERT(parser->property != NULL && line.size > 0);
    if (parser->has_subs) {
        const char *equals = memchr(line.text, '=', line.size);
        if (equals == NULL) {
            return section_fault(parser, "a sub-property must have a = sign");
        }
        if (equals == line.text) {
            return section_fault(parser, "a sub-property must have a name before its = sign");
        }
    }
    (void)buf_add_char(&parser->value, '\n');
    (void)buf_add(&parser->value, line.text, line.size); /* finish_property() looks at its state */
    return CONNECT_OK;
}

/* ---- lines ---- */

/*
 * Rule: a line that is indented further than a property continues it.  Source: Python,
 * configparser.  Test: config_files_are_parsed_by_each_rule.
 */
static connect_status parse_line(struct parser *parser, const char *text, size_t size)
{
    if (memchr(text, '\0', size) != NULL) {
        return file_fault(parser, "contains a zero byte: the file must be UTF-8 text");
    }
    struct profile_span line = profile_trim(text, size);
    ASSERT(line.text >= text && line.text + line.size <= text + size);
    size_t indent = (size_t)(line.text - text);
    if (line.size == 0 || line.text[0] == '#' || line.text[0] == ';') {
        return CONNECT_OK;
    }
    if (parser->property != NULL && indent > parser->indent) {
        return parse_continuation(parser, line);
    }
    parser->indent = indent;
    return line.text[0] == '[' ? parse_header(parser, line) : parse_property(parser, line);
}

static connect_status parse_lines(struct parser *parser, const char *text, size_t size)
{
    while (size > 0) {
        const char *end = memchr(text, '\n', size);
        size_t line = end != NULL ? (size_t)(end - text) : size;
        size_t whole = end != NULL ? line + 1 : line;
        ASSERT(whole > 0 && whole <= size);
        parser->line++;
        connect_status status =
            parse_line(parser, text, line > 0 && text[line - 1] == '\r' ? line - 1 : line);
        if (status != CONNECT_OK) {
            return status;
        }
        text += whole;
        size -= whole;
    }
    return finish_property(parser);
}

/*
 * Rule: [profile default] replaces [default], in any order.  Source: smithy-rs,
 * profile-parser-tests.json.  Test: config_files_are_parsed_by_each_rule.
 */
static connect_status parse_text(struct profile_files *files, enum profile_file file,
                                 const struct profile_text *text, const struct logger *logger,
                                 connect_error **error)
{
    if (text == NULL || text->text == NULL) {
        return CONNECT_OK;
    }
    if (text->size > PROFILE_FILE_MAX) {
        return error_set(error, CONNECT_E_CONFIGURATION, "%s: larger than %d bytes", text->path,
                         PROFILE_FILE_MAX);
    }
    struct parser parser = { .files = files,
                             .file = file,
                             .path = text->path,
                             .logger = logger,
                             .value = BUF_INIT(PROFILE_FILE_MAX),
                             .error = error };
    parser.value.secret = true;
    connect_status status = parse_lines(&parser, text->text, text->size);
    buf_free(&parser.value);
    for (struct profile_section *section = files->sections; section != NULL;
         section = section->next) {
        if (section->kind == kind_bare_default) {
            section->kind = parser.saw_prefixed_default ? NULL : PROFILE_KIND;
        }
    }
    return status;
}

connect_status profile_files_parse(const struct profile_text *config,
                                   const struct profile_text *credentials,
                                   const struct logger *logger, struct profile_files **out,
                                   connect_error **error)
{
    *out = NULL;
    struct profile_files *files = mem_calloc(1, sizeof *files);
    if (files == NULL) {
        return error_memory(error);
    }
    files->arena.secret = true;
    connect_status status = parse_text(files, PROFILE_CONFIG, config, logger, error);
    if (status == CONNECT_OK) {
        status = parse_text(files, PROFILE_CREDENTIALS, credentials, logger, error);
    }
    if (status == CONNECT_OK) {
        *out = files;
    } else {
        profile_files_free(files);
    }
    return status;
}

void profile_files_free(struct profile_files *files)
{
    if (files == NULL) {
        return;
    }
    arena_release(&files->arena);
    mem_free(files);
}
