/*
 * The lexer.  All tokens are made before parsing begins, because the parser looks two tokens ahead.
 */
#include "jmespath/lexer.h"

#include "base/strbuf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
static const char identifier[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
static const char digits[] = "0123456789";

/* Longer operators come before their beginnings. */
static const struct {
    const char *spelling;
    enum token_type type;
} operators[] = {
    { "[]", TOKEN_FLATTEN }, { "[?", TOKEN_FILTER },  { "||", TOKEN_OR },
    { "&&", TOKEN_AND },     { "==", TOKEN_EQ },      { "!=", TOKEN_NE },
    { "<=", TOKEN_LE },      { ">=", TOKEN_GE },      { "<", TOKEN_LT },
    { ">", TOKEN_GT },       { "!", TOKEN_NOT },      { "|", TOKEN_PIPE },
    { "&", TOKEN_EXPREF },   { ".", TOKEN_DOT },      { "*", TOKEN_STAR },
    { ",", TOKEN_COMMA },    { ":", TOKEN_COLON },    { "@", TOKEN_CURRENT },
    { "(", TOKEN_LPAREN },   { ")", TOKEN_RPAREN },   { "{", TOKEN_LBRACE },
    { "}", TOKEN_RBRACE },   { "[", TOKEN_LBRACKET }, { "]", TOKEN_RBRACKET },
};

bool jmespath_fail(struct jmespath_error *error, size_t position, const char *format, ...)
{
    struct strbuf message = { 0 };
    va_list arguments;
    char line[512];

    va_start(arguments, format);
    (void)vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    strbuf_add(&message, line);
    error->position = position;
    error->message = strbuf_detach(&message);
    return false;
}

/* Size of the quoted token at `start` with both delimiters, or 0 when it is not closed. */
static size_t delimited_size(const char *start)
{
    size_t at = 1;

    while (start[at] != start[0]) {
        if (start[at] == '\0') {
            return 0;
        }
        at += start[at] == '\\' && start[at + 1] != '\0' ? 2 : 1;
    }
    return at + 1;
}

/* The content between the delimiters, with an escaped delimiter replaced by itself. */
static char *unescape_delimiter(const char *start, size_t size)
{
    struct strbuf out = { 0 };

    for (size_t i = 1; i + 1 < size; i++) {
        if (start[i] == '\\' && start[i + 1] == start[0]) {
            i++;
        } else if (start[i] == '\\' && i + 2 < size) {
            strbuf_add_char(&out, start[i++]);
        }
        strbuf_add_char(&out, start[i]);
    }
    return strbuf_detach(&out);
}

static json_t *parse_json(const char *text, json_error_t *error)
{
    json_t *value = json_loads(text, JSON_DECODE_ANY, error);

    if (value == NULL && json_error_code(error) == json_error_numeric_overflow) {
        value = json_loads(text, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, error);
    }
    return value;
}

/* `...`: JSON or, as with the AWS CLI, a string without its quotes. */
static json_t *parse_literal(const char *start, size_t size)
{
    char *content = unescape_delimiter(start, size);
    struct strbuf quoted = { 0 };
    json_error_t error;
    json_t *value = parse_json(content, &error);

    if (value == NULL) {
        strbuf_addf(&quoted, "\"%s\"", content + strspn(content, " \t\r\n"));
        value = parse_json(strbuf_string(&quoted), &error);
        strbuf_free(&quoted);
    }
    free(content);
    return value;
}

static bool scan_literal(const char *start, struct token *token, struct jmespath_error *error)
{
    token->type = TOKEN_LITERAL;
    token->value = parse_literal(start, token->size);
    return token->value != NULL ||
           jmespath_fail(error, token->position, "the literal is neither JSON nor a string");
}

static bool scan_raw_string(const char *start, struct token *token, struct jmespath_error *error)
{
    char *content = unescape_delimiter(start, token->size);

    token->type = TOKEN_LITERAL;
    token->value = json_string(content);
    free(content);
    return token->value != NULL || jmespath_fail(error, token->position, "the string is not UTF-8");
}

static bool scan_quoted_identifier(const char *start, struct token *token,
                                   struct jmespath_error *error)
{
    json_t *value = json_loadb(start, token->size, JSON_DECODE_ANY, NULL);

    token->type = TOKEN_QUOTED_IDENTIFIER;
    if (value != NULL) {
        token->name = require_memory(strdup(json_string_value(value)));
        json_decref(value);
        return true;
    }
    return jmespath_fail(error, token->position, "the quoted identifier is not a JSON string");
}

static bool scan_delimited(const char *start, struct token *token, struct jmespath_error *error)
{
    token->size = delimited_size(start);
    if (token->size == 0) {
        return jmespath_fail(error, token->position, "%c is not closed", start[0]);
    }
    if (start[0] == '`') {
        return scan_literal(start, token, error);
    }
    return start[0] == '\'' ? scan_raw_string(start, token, error)
                            : scan_quoted_identifier(start, token, error);
}

static bool scan_number(const char *start, struct token *token, struct jmespath_error *error)
{
    token->type = TOKEN_NUMBER;
    token->size = (start[0] == '-') + strspn(start + (start[0] == '-'), digits);
    errno = 0;
    token->number = strtoll(start, NULL, 10);
    return errno == 0 || jmespath_fail(error, token->position, "the number is too large");
}

static bool scan_operator(const char *start, struct token *token, struct jmespath_error *error)
{
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        token->size = strlen(operators[i].spelling);
        if (strncmp(start, operators[i].spelling, token->size) == 0) {
            token->type = operators[i].type;
            return true;
        }
    }
    if (start[0] == '=') {
        return jmespath_fail(error, token->position, "\"=\" is not an operator; use \"==\"");
    }
    if ((unsigned char)start[0] >= 0x80 || (unsigned char)start[0] < 0x20) {
        return jmespath_fail(error, token->position, "unexpected character");
    }
    return jmespath_fail(error, token->position, "unexpected character \"%c\"", start[0]);
}

static bool scan_token(const char *start, struct token *token, struct jmespath_error *error)
{
    if (strchr(letters, start[0]) != NULL) {
        token->type = TOKEN_IDENTIFIER;
        token->size = strspn(start, identifier);
        token->name = require_memory(strndup(start, token->size));
        return true;
    }
    if (strchr("`'\"", start[0]) != NULL) {
        return scan_delimited(start, token, error);
    }
    if (strchr(digits, start[0]) != NULL ||
        (start[0] == '-' && start[1] != '\0' && strchr(digits, start[1]) != NULL)) {
        return scan_number(start, token, error);
    }
    return scan_operator(start, token, error);
}

bool jmespath_tokenize(const char *expression, struct token_list *list,
                       struct jmespath_error *error)
{
    size_t size = strlen(expression), at = 0, capacity = 0;
    bool ok = true;

    *list = (struct token_list){ 0 };
    if (size > JMESPATH_MAX_SIZE) {
        return jmespath_fail(error, 0, "the expression has %zu bytes; at most %d are allowed", size,
                             (int)JMESPATH_MAX_SIZE);
    }
    do {
        at += strspn(expression + at, " \t\r\n");
        if (list->count == capacity) {
            capacity = 2 * capacity + 16;
            list->tokens = require_memory(realloc(list->tokens, capacity * sizeof *list->tokens));
        }
        struct token *token = &list->tokens[list->count++];

        *token = (struct token){ .type = TOKEN_END, .position = at };
        if (expression[at] == '\0') {
            break;
        }
        ok = scan_token(expression + at, token, error);
        at += token->size;
    } while (ok);
    return ok;
}

void jmespath_free_tokens(struct token_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->tokens[i].name);
        json_decref(list->tokens[i].value);
    }
    free(list->tokens);
    *list = (struct token_list){ 0 };
}
