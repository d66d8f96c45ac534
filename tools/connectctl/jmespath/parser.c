/*
 * The parser: top-down operator precedence (Vaughan Pratt, 1973).  parse_expression(power) takes a
 * prefix and then every operator that binds stronger than `power`.
 */
#include "jmespath/parser.h"

#include "base/strbuf.h"
#include "jmespath/functions.h"

#include <stdlib.h>
#include <string.h>

/* ---- lists and hashes ---- */

struct node *parse_multi_list(struct parser *parser)
{
    struct node *node = tree_new_node(parser->compiled, NODE_MULTI_LIST, parser->token->position);

    do {
        if (!tree_add_child(parser->compiled, node, parse_expression(parser, 0))) {
            return NULL;
        }
        if (parser_type(parser) == TOKEN_RBRACKET) {
            parser_skip(parser);
            return node;
        }
    } while (parser_take(parser, TOKEN_COMMA, "\",\" or \"]\""));
    return NULL;
}

static bool parse_pair(struct parser *parser, struct node *node)
{
    const struct token *key = parser->token;

    if (key->type != TOKEN_IDENTIFIER && key->type != TOKEN_QUOTED_IDENTIFIER) {
        (void)parser_fail(parser, "a name");
        return false;
    }
    parser_skip(parser);
    if (!parser_take(parser, TOKEN_COLON, "\":\"") ||
        !tree_add_child(parser->compiled, node, parse_expression(parser, 0))) {
        return false;
    }
    node->keys = require_memory(realloc(node->keys, node->children_count * sizeof *node->keys));
    node->keys[node->children_count - 1] = require_memory(strdup(key->name));
    return true;
}

struct node *parse_multi_hash(struct parser *parser)
{
    struct node *node = tree_new_node(parser->compiled, NODE_MULTI_HASH, parser->token->position);

    do {
        if (!parse_pair(parser, node)) {
            return NULL;
        }
        if (parser_type(parser) == TOKEN_RBRACE) {
            parser_skip(parser);
            return node;
        }
    } while (parser_take(parser, TOKEN_COMMA, "\",\" or \"}\""));
    return NULL;
}

/* ---- functions ---- */

static bool check_arity(struct parser *parser, const struct node *node)
{
    const struct function *function = node->function;

    if (node->children_count == function->arity ||
        (function->is_variadic && node->children_count > function->arity)) {
        return true;
    }
    return jmespath_fail(parser->compiled->error, node->position,
                         "%s() takes %s%zu argument%s, not %zu", function->name,
                         function->is_variadic ? "at least " : "", function->arity,
                         function->arity == 1 ? "" : "s", node->children_count);
}

static struct node *parse_argument(struct parser *parser)
{
    struct node *node;
    const struct node *inner;

    if (parser_type(parser) != TOKEN_EXPREF) {
        return parse_expression(parser, 0);
    }
    node = tree_new_node(parser->compiled, NODE_EXPREF, parser->token->position);
    parser_skip(parser);
    inner = parse_expression(parser, 0);
    if (!tree_adopt(parser->compiled, node, inner)) {
        return NULL;
    }
    node->left = inner;
    return node;
}

/* name(...): the current token is the parenthesis. */
static struct node *parse_call(struct parser *parser, const struct token *name)
{
    struct node *node = tree_new_node(parser->compiled, NODE_FUNCTION, name->position);

    node->function = jmespath_find_function(name->name);
    if (node->function == NULL) {
        (void)jmespath_fail(parser->compiled->error, name->position, "unknown function %.64s()",
                            name->name);
        return NULL;
    }
    parser_skip(parser);
    while (parser_type(parser) != TOKEN_RPAREN) {
        if ((node->children_count > 0 && !parser_take(parser, TOKEN_COMMA, "\",\" or \")\"")) ||
            !tree_add_child(parser->compiled, node, parse_argument(parser))) {
            return NULL;
        }
    }
    parser_skip(parser);
    return check_arity(parser, node) ? node : NULL;
}

/* ---- expressions ---- */

static struct node *parse_name(struct parser *parser)
{
    const struct token *token = parser->token;
    struct node *node;

    parser_skip(parser);
    if (parser_type(parser) == TOKEN_LPAREN) {
        if (token->type == TOKEN_IDENTIFIER) {
            return parse_call(parser, token);
        }
        (void)jmespath_fail(parser->compiled->error, token->position,
                            "the name of a function is not written in quotes");
        return NULL;
    }
    node = tree_new_node(parser->compiled, NODE_FIELD, token->position);
    node->name = require_memory(strdup(token->name));
    return node;
}

static struct node *parse_literal(struct parser *parser)
{
    struct node *node = tree_new_node(parser->compiled, NODE_LITERAL, parser->token->position);

    node->value = json_incref(parser->token->value);
    parser_skip(parser);
    return node;
}

static struct node *parse_not(struct parser *parser, size_t position)
{
    struct node *node = tree_new_node(parser->compiled, NODE_NOT, position);
    const struct node *operand = parse_expression(parser, POWER_NOT);

    if (!tree_adopt(parser->compiled, node, operand)) {
        return NULL;
    }
    node->left = operand;
    return node;
}

/* An expression in parentheses: its projections end at the closing one. */
static struct node *parse_group(struct parser *parser)
{
    struct node *node = parse_expression(parser, 0);

    return node != NULL && parser_take(parser, TOKEN_RPAREN, "\")\"") ? node : NULL;
}

static struct node *parse_prefix(struct parser *parser)
{
    const struct token *token = parser->token;

    switch (token->type) {
    case TOKEN_IDENTIFIER:
    case TOKEN_QUOTED_IDENTIFIER:
        return parse_name(parser);
    case TOKEN_LITERAL:
        return parse_literal(parser);
    case TOKEN_END:
    case TOKEN_RPAREN:
    case TOKEN_RBRACKET:
    case TOKEN_RBRACE:
        return parser_fail(parser, "an expression");
    case TOKEN_EXPREF:
        return parser_fail(parser, "an expression (& is for arguments of functions)");
    default:
        break;
    }
    parser_skip(parser);
    switch (token->type) {
    case TOKEN_CURRENT:
        return tree_new_node(parser->compiled, NODE_CURRENT, token->position);
    case TOKEN_STAR:
        return parse_star(parser, token->position);
    case TOKEN_FLATTEN:
        return parse_flatten(parser, NULL, token->position);
    case TOKEN_FILTER:
        return parse_filter(parser, NULL, token->position);
    case TOKEN_LBRACKET:
        return parse_bracket(parser, NULL, token->position);
    case TOKEN_LBRACE:
        return parse_multi_hash(parser);
    case TOKEN_LPAREN:
        return parse_group(parser);
    case TOKEN_NOT:
        return parse_not(parser, token->position);
    default:
        parser->token = token;
        return parser_fail(parser, "an expression");
    }
}

/* How strongly an operator binds what is to its left; 0: it is no operator. */
static int power_of(enum token_type type)
{
    switch (type) {
    case TOKEN_PIPE:
        return POWER_PIPE;
    case TOKEN_OR:
        return POWER_OR;
    case TOKEN_AND:
        return POWER_AND;
    case TOKEN_EQ:
    case TOKEN_NE:
    case TOKEN_LT:
    case TOKEN_LE:
    case TOKEN_GT:
    case TOKEN_GE:
        return POWER_COMPARISON;
    case TOKEN_FLATTEN:
        return POWER_FLATTEN;
    case TOKEN_FILTER:
        return POWER_FILTER;
    case TOKEN_DOT:
        return POWER_DOT;
    case TOKEN_LBRACKET:
        return POWER_BRACKET;
    default:
        return 0;
    }
}

static struct node *parse_binary(struct parser *parser, enum node_type type,
                                 const struct token *token, const struct node *left)
{
    struct node *node = tree_new_pair(parser->compiled, type, token->position, left,
                                      parse_expression(parser, power_of(token->type)));

    if (node != NULL) {
        node->comparison = token->type;
    }
    return node;
}

static struct node *parse_operator(struct parser *parser, const struct node *left)
{
    const struct token *token = parser->token;

    parser_skip(parser);
    switch (token->type) {
    case TOKEN_PIPE:
        return parse_binary(parser, NODE_CHAIN, token, left);
    case TOKEN_OR:
        return parse_binary(parser, NODE_OR, token, left);
    case TOKEN_AND:
        return parse_binary(parser, NODE_AND, token, left);
    case TOKEN_FLATTEN:
        return parse_flatten(parser, left, token->position);
    case TOKEN_FILTER:
        return parse_filter(parser, left, token->position);
    case TOKEN_DOT:
        return parse_dot(parser, left, token->position);
    case TOKEN_LBRACKET:
        return parse_bracket(parser, left, token->position);
    default:
        return parse_binary(parser, NODE_COMPARISON, token, left);
    }
}

struct node *parse_expression(struct parser *parser, int power)
{
    struct node *left;

    if (++parser->depth > JMESPATH_MAX_DEPTH) {
        (void)jmespath_fail(parser->compiled->error, parser->token->position,
                            "nested more than %d levels deep", (int)JMESPATH_MAX_DEPTH);
        return NULL;
    }
    left = parse_prefix(parser);
    while (left != NULL && power < power_of(parser_type(parser))) {
        left = parse_operator(parser, left);
    }
    parser->depth--;
    return left;
}

struct jmespath *jmespath_compile(const char *expression, struct jmespath_error *error)
{
    struct jmespath *compiled = require_memory(calloc(1, sizeof *compiled));
    struct parser parser = { .compiled = compiled };
    struct token_list list;

    compiled->expression = require_memory(strdup(expression));
    compiled->error = error;
    if (jmespath_tokenize(expression, &list, error)) {
        parser.token = list.tokens;
        compiled->root = parse_expression(&parser, 0);
        if (compiled->root != NULL && parser_type(&parser) != TOKEN_END) {
            compiled->root = parser_fail(&parser, "an operator or the end");
        }
    }
    jmespath_free_tokens(&list);
    if (compiled->root == NULL) {
        jmespath_free(compiled);
        return NULL;
    }
    compiled->error = NULL;
    return compiled;
}
