/*
 * Reading the shared files line by line; a line that is wrong is told by its number, never by its
 * text.
 */
#include "aws/profile.h"

#include "aws/profile_files.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/file.h"
#include "core/text.h"

#include <errno.h>
#include <string.h>

static const char kind_profile[] = PROFILE_KIND;
/* [default] of the config file, while it is not known whether [profile default] comes as well. */
static const char kind_bare_default[] = "";

struct parser {
    struct profile_files *files;
    bool is_credentials_file;
    const char *path;
    const struct logger *logger;
    int line;
    struct profile_section *section;
    struct profile_property *property; /* that continuation lines belong to */
    struct buf value;                  /* of that property, as far as it has come */
    bool has_subs;
    bool saw_prefixed_default;
    connect_error **error;
};

static connect_status fatal(struct parser *parser, const char *what)
{
    return error_set(parser->error, CONNECT_E_CONFIGURATION, "%s line %d: %s", parser->path,
                     parser->line, what);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

struct profile_span profile_trim(const char *text, size_t size)
{
    while (size > 0 && is_blank(text[0])) {
        text++;
        size--;
    }
    while (size > 0 && is_blank(text[size - 1])) {
        size--;
    }
    return (struct profile_span){ text, size };
}

static bool is_name(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (!text_is_alnum(text[i]) && (text[i] == '\0' || strchr("-_/.%@:+", text[i]) == NULL)) {
            return false;
        }
    }
    return size > 0;
}

/*
 * A value is complete when the next property or section begins; so long continuations are copied
 * once.
 */
static connect_status finish_property(struct parser *parser)
{
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

static const char *kind_of(struct parser *parser, struct profile_span *name)
{
    static const char *const kinds[] = { kind_profile, "sso-session", "services" };
    if (parser->is_credentials_file) {
        return kind_profile;
    }
    if (name->size == strlen("default") && memcmp(name->text, "default", name->size) == 0) {
        return kind_bare_default;
    }
    size_t size = 0;
    while (size < name->size && !is_blank(name->text[size])) {
        size++;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (size == strlen(kinds[i]) && memcmp(name->text, kinds[i], size) == 0) {
            *name = profile_trim(name->text + size, name->size - size);
            return kinds[i];
        }
    }
    return NULL;
}

static connect_status parse_header(struct parser *parser, const char *line, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (line[i] == '#' || line[i] == ';') {
            size = i;
        }
    }
    struct profile_span header = profile_trim(line, size);
    if (header.size < 2 || header.text[header.size - 1] != ']') {
        return fatal(parser, "a section must end with ]");
    }
    connect_status status = finish_property(parser);
    if (status != CONNECT_OK) {
        return status;
    }
    struct profile_span name = profile_trim(header.text + 1, header.size - 2);
    const char *kind = kind_of(parser, &name);
    if (!is_name(name.text, name.size)) {
        kind = NULL;
    }
    if (kind == NULL) {
        log_line(parser->logger, CONNECT_LOG_DEBUG, "settings: %s line %d: this section is ignored",
                 parser->path, parser->line);
    }
    struct profile_section *section = arena_alloc(&parser->files->arena, sizeof *section);
    if (section == NULL) {
        return error_memory(parser->error);
    }
    section->kind = kind;
    section->is_of_credentials_file = parser->is_credentials_file;
    section->name = arena_strndup(&parser->files->arena, name.text, name.size);
    if (section->name == NULL) {
        return error_memory(parser->error);
    }
    if (kind == kind_profile && !parser->is_credentials_file &&
        strcmp(section->name, "default") == 0) {
        parser->saw_prefixed_default = true;
    }
    if (parser->files->last != NULL) {
        parser->files->last->next = section;
    } else {
        parser->files->sections = section;
    }
    parser->files->last = section;
    parser->section = section;
    return CONNECT_OK;
}

/* ---- properties ---- */

static char *lower_copy(struct arena *arena, struct profile_span text)
{
    char *copy = arena_strndup(arena, text.text, text.size);
    for (char *c = copy; c != NULL && *c != '\0'; c++) {
        *c = text_lower(*c);
    }
    return copy;
}

/*
 * A comment begins with a mark that has a blank before it; a mark that touches the value is part of
 * it.
 */
static size_t without_comment(const char *line, size_t size)
{
    for (size_t i = 1; i < size; i++) {
        if ((line[i] == '#' || line[i] == ';') && is_blank(line[i - 1])) {
            return i;
        }
    }
    return size;
}

static connect_status parse_property(struct parser *parser, const char *line, size_t size)
{
    size = without_comment(line, size);
    const char *equals = memchr(line, '=', size);
    if (parser->section == NULL) {
        return fatal(parser, "a property comes before any section");
    }
    if (equals == NULL) {
        return fatal(parser, "a property must have a = sign");
    }
    struct profile_span name = profile_trim(line, (size_t)(equals - line));
    struct profile_span value = profile_trim(equals + 1, size - (size_t)(equals + 1 - line));
    if (name.size == 0) {
        return fatal(parser, "a property must have a name before its = sign");
    }
    connect_status status = finish_property(parser);
    if (status != CONNECT_OK) {
        return status;
    }
    struct profile_property *property = arena_alloc(&parser->files->arena, sizeof *property);
    if (property == NULL) {
        return error_memory(parser->error);
    }
    property->key = lower_copy(&parser->files->arena, name);
    property->value = "";
    property->origin =
        arena_printf(&parser->files->arena, "%s line %d", parser->path, parser->line);
    property->section = parser->section;
    parser->has_subs = value.size == 0;
    if (property->key == NULL || property->origin == NULL ||
        !buf_add(&parser->value, value.text, value.size)) {
        return error_memory(parser->error);
    }
    parser->property = property;
    /* One whose name cannot be is left out, with its continuation. */
    if (!is_name(name.text, name.size)) {
        log_line(parser->logger, CONNECT_LOG_WARN,
                 "settings: %s is left out: no key has such a name", property->origin);
        return CONNECT_OK;
    }
    if (parser->section->last != NULL) {
        parser->section->last->next = property;
    } else {
        parser->section->properties = property;
    }
    parser->section->last = property;
    return CONNECT_OK;
}

/* Behind a value that is empty on its own line, each continuation is a property of its own. */
static connect_status check_sub(struct parser *parser, struct profile_span text)
{
    const char *equals = memchr(text.text, '=', text.size);
    if (equals == NULL) {
        return fatal(parser, "a sub-property must have a = sign");
    }
    if (equals == text.text) {
        return fatal(parser, "a sub-property must have a name before its = sign");
    }
    return CONNECT_OK;
}

static connect_status parse_continuation(struct parser *parser, const char *line, size_t size)
{
    if (parser->section == NULL) {
        return fatal(parser, "a continuation comes before any section");
    }
    if (parser->property == NULL) {
        return fatal(parser, "a continuation comes before any property of its section");
    }
    struct profile_span text = profile_trim(line, size);
    if (parser->has_subs) {
        connect_status status = check_sub(parser, text);
        if (status != CONNECT_OK) {
            return status;
        }
    }
    if (!buf_add_char(&parser->value, '\n') || !buf_add(&parser->value, text.text, text.size)) {
        return error_memory(parser->error);
    }
    return CONNECT_OK;
}

static connect_status parse_line(struct parser *parser, const char *line, size_t size)
{
    if (memchr(line, '\0', size) != NULL) {
        return fatal(parser, "there is a zero byte in it");
    }
    if (profile_trim(line, size).size == 0 || line[0] == '#' || line[0] == ';') {
        return CONNECT_OK;
    }
    if (line[0] == '[') {
        return parse_header(parser, line, size);
    }
    if (is_blank(line[0])) {
        return parse_continuation(parser, line, size);
    }
    return parse_property(parser, line, size);
}

static connect_status parse_lines(struct parser *parser, const char *text, size_t size)
{
    while (size > 0) {
        const char *end = memchr(text, '\n', size);
        size_t line = end != NULL ? (size_t)(end - text) : size;
        size_t whole = end != NULL ? line + 1 : line;
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

static connect_status parse_text(struct profile_files *files, const struct profile_text *text,
                                 bool is_credentials_file, const struct logger *logger,
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
                             .is_credentials_file = is_credentials_file,
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
            section->kind = parser.saw_prefixed_default ? NULL : kind_profile;
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
    connect_status status = parse_text(files, config, false, logger, error);
    if (status == CONNECT_OK) {
        status = parse_text(files, credentials, true, logger, error);
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

/* A file that is not there is an empty one; one that cannot be read is worth a word. */
static connect_status read_text(const char *path, struct buf *text, const struct logger *logger,
                                connect_error **error)
{
    int failure = path != NULL ? file_read(path, text) : ENOENT;
    if (failure == EFBIG) {
        return error_set(error, CONNECT_E_CONFIGURATION, "%s: larger than %d bytes", path,
                         PROFILE_FILE_MAX);
    }
    if (failure == ENOMEM) {
        return error_memory(error);
    }
    if (failure != 0 && path != NULL) {
        log_line(logger, failure == ENOENT ? CONNECT_LOG_DEBUG : CONNECT_LOG_WARN,
                 "settings: %s is not read: %s", path,
                 failure == EISDIR ? "it is no regular file" : strerror(failure));
    }
    return CONNECT_OK;
}

connect_status profile_files_read(const char *config_path, const char *credentials_path,
                                  const struct logger *logger, struct profile_files **out,
                                  connect_error **error)
{
    struct buf texts[2] = { BUF_INIT(PROFILE_FILE_MAX), BUF_INIT(PROFILE_FILE_MAX) };
    texts[0].secret = texts[1].secret = true;
    *out = NULL;
    connect_status status = read_text(config_path, &texts[0], logger, error);
    if (status == CONNECT_OK) {
        status = read_text(credentials_path, &texts[1], logger, error);
    }
    if (status == CONNECT_OK) {
        struct profile_text config = { buf_text(&texts[0]), texts[0].size, config_path };
        struct profile_text credentials = { buf_text(&texts[1]), texts[1].size, credentials_path };
        status = profile_files_parse(&config, &credentials, logger, out, error);
    }
    buf_free(&texts[0]);
    buf_free(&texts[1]);
    return status;
}
