/*
 * Tokens of an expression.
 */
#ifndef CTL_JMESPATH_LEXER_H
#define CTL_JMESPATH_LEXER_H

#include "jmespath/jmespath.h"

#include <stdbool.h>
#include <stdint.h>

enum token_type {
    TOKEN_END,
    TOKEN_IDENTIFIER,
    TOKEN_QUOTED_IDENTIFIER,
    TOKEN_LITERAL,
    TOKEN_NUMBER,
    TOKEN_DOT,
    TOKEN_STAR,
    TOKEN_COMMA,
    TOKEN_COLON,
    TOKEN_CURRENT,
    TOKEN_LPAREN,
    TOKEN_RPAREN,
    TOKEN_LBRACE,
    TOKEN_RBRACE,
    TOKEN_LBRACKET,
    TOKEN_RBRACKET,
    TOKEN_FLATTEN, /* [] */
    TOKEN_FILTER,  /* [? */
    TOKEN_PIPE,
    TOKEN_OR,
    TOKEN_AND,
    TOKEN_NOT,
    TOKEN_EXPREF, /* & */
    TOKEN_EQ,
    TOKEN_NE,
    TOKEN_LT,
    TOKEN_LE,
    TOKEN_GT,
    TOKEN_GE
};

struct token {
    enum token_type type;
    size_t position;
    size_t size;
    char *name;     /* of an identifier; owned */
    json_t *value;  /* of a literal; owned */
    int64_t number; /* of a number */
};

struct token_list {
    struct token *tokens; /* the last one is TOKEN_END */
    size_t count;
};

/* Returns false with *error set; the list is to be freed in both cases. */
bool jmespath_tokenize(const char *expression, struct token_list *list,
                       struct jmespath_error *error);
void jmespath_free_tokens(struct token_list *list);

/* Sets the error.  Always returns false. */
bool jmespath_fail(struct jmespath_error *error, size_t position, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
