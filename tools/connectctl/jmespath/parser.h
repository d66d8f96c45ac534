/*
 * The parts of the parser.
 */
#ifndef CTL_JMESPATH_PARSER_H
#define CTL_JMESPATH_PARSER_H

#include "jmespath/lexer.h"
#include "jmespath/tree.h"

/* How strongly operators bind what is to their left. */
enum {
    POWER_PIPE = 1,
    POWER_OR = 2,
    POWER_AND = 3,
    POWER_COMPARISON = 5,
    POWER_FLATTEN = 9,
    PROJECTION_STOP = 10,
    POWER_STAR = 20,
    POWER_FILTER = 21,
    POWER_DOT = 40,
    POWER_NOT = 45,
    POWER_BRACKET = 55
};

struct parser {
    struct jmespath *compiled;
    const struct token *token; /* the current one */
    int depth;                 /* of the recursion */
};

/* ---- tokens: token_reader.c ---- */

/* Sets the error: what is expected in place of the current token.  Always returns NULL. */
struct node *parser_fail(struct parser *parser, const char *expected);
enum token_type parser_type(const struct parser *parser);
enum token_type parser_next_type(const struct parser *parser);
void parser_skip(struct parser *parser);
/* Skips a token of that type, or fails. */
bool parser_take(struct parser *parser, enum token_type type, const char *expected);

/* ---- expressions: parser.c; all return NULL with the error set ---- */

/* A prefix and the operators that bind stronger than `power`. */
struct node *parse_expression(struct parser *parser, int power);
/* [a, b]: the bracket is taken. */
struct node *parse_multi_list(struct parser *parser);
/* {a: b, c: d}: the brace is taken. */
struct node *parse_multi_hash(struct parser *parser);

/* ---- projections: projection.c; the first token of each is taken; left may be NULL ---- */

struct node *parse_dot(struct parser *parser, const struct node *left, size_t position);
struct node *parse_star(struct parser *parser, size_t position);
struct node *parse_flatten(struct parser *parser, const struct node *left, size_t position);
struct node *parse_filter(struct parser *parser, const struct node *left, size_t position);
/* left[...]; without a left side, [a, b] is a list. */
struct node *parse_bracket(struct parser *parser, const struct node *left, size_t position);

#endif
