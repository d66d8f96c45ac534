/*
 * Reading the tokens one by one.
 */
#include "jmespath/parser.h"

struct node *parser_fail(struct parser *parser, const char *expected)
{
    const struct token *token = parser->token;
    size_t shown = token->size < 40 ? token->size : 40;

    if (token->type == TOKEN_END) {
        (void)jmespath_fail(parser->compiled->error, token->position,
                            "the expression is incomplete: expected %s", expected);
    } else {
        (void)jmespath_fail(parser->compiled->error, token->position,
                            "unexpected \"%.*s\": expected %s", (int)shown,
                            parser->compiled->expression + token->position, expected);
    }
    return NULL;
}

enum token_type parser_type(const struct parser *parser)
{
    return parser->token->type;
}

/* The last token is TOKEN_END, which is never skipped. */
enum token_type parser_next_type(const struct parser *parser)
{
    return parser_type(parser) == TOKEN_END ? TOKEN_END : parser->token[1].type;
}

void parser_skip(struct parser *parser)
{
    if (parser_type(parser) != TOKEN_END) {
        parser->token++;
    }
}

bool parser_take(struct parser *parser, enum token_type type, const char *expected)
{
    if (parser_type(parser) != type) {
        (void)parser_fail(parser, expected);
        return false;
    }
    parser_skip(parser);
    return true;
}
