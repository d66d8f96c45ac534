/*
 * Projections, indexes and slices.
 *
 * A projection such as a[*] applies what follows to each element, up to an operator that binds
 * weaker than PROJECTION_STOP: in a[*].b | [0] the pipe ends the projection.  That is why the right
 * side of a projection is parsed with a power of its own (parse_projection_right).
 */
#include "jmespath/parser.h"

static struct node *new_current(struct parser *parser)
{
    return tree_new_node(parser->compiled, NODE_CURRENT, parser->token->position);
}

static bool stops_projection(enum token_type type)
{
    return type != TOKEN_LBRACKET && type != TOKEN_FILTER && type != TOKEN_DOT &&
           type != TOKEN_STAR && type != TOKEN_LBRACE && type != TOKEN_LPAREN && type != TOKEN_NOT;
}

/* What may follow a dot: an identifier, *, a list, a hash or a function. */
static struct node *parse_after_dot(struct parser *parser, int power)
{
    switch (parser_type(parser)) {
    case TOKEN_IDENTIFIER:
    case TOKEN_QUOTED_IDENTIFIER:
    case TOKEN_STAR:
        return parse_expression(parser, power);
    case TOKEN_LBRACKET:
        parser_skip(parser);
        return parse_multi_list(parser);
    case TOKEN_LBRACE:
        parser_skip(parser);
        return parse_multi_hash(parser);
    default:
        return parser_fail(parser, "a name, \"*\", \"[\" or \"{\"");
    }
}

static struct node *parse_projection_right(struct parser *parser, int power)
{
    if (stops_projection(parser_type(parser))) {
        return new_current(parser);
    }
    switch (parser_type(parser)) {
    case TOKEN_LBRACKET:
    case TOKEN_FILTER:
        return parse_expression(parser, power);
    case TOKEN_DOT:
        parser_skip(parser);
        return parse_after_dot(parser, power);
    default:
        return parser_fail(parser, "\".\", \"[\" or an operator");
    }
}

static struct node *new_projection(struct parser *parser, enum node_type type, size_t position,
                                   const struct node *left, int power)
{
    return left == NULL ? NULL
                        : tree_new_pair(parser->compiled, type, position, left,
                                        parse_projection_right(parser, power));
}

struct node *parse_star(struct parser *parser, size_t position)
{
    return new_projection(parser, NODE_VALUE_PROJECTION, position, new_current(parser), POWER_STAR);
}

struct node *parse_flatten(struct parser *parser, const struct node *left, size_t position)
{
    struct node *flat = tree_new_node(parser->compiled, NODE_FLATTEN, position);

    left = left != NULL ? left : new_current(parser);
    if (!tree_adopt(parser->compiled, flat, left)) {
        return NULL;
    }
    flat->left = left;
    return new_projection(parser, NODE_PROJECTION, position, flat, POWER_FLATTEN);
}

struct node *parse_filter(struct parser *parser, const struct node *left, size_t position)
{
    const struct node *condition, *right;
    struct node *node;

    left = left != NULL ? left : new_current(parser);
    condition = parse_expression(parser, 0);
    if (condition == NULL || !parser_take(parser, TOKEN_RBRACKET, "\"]\"")) {
        return NULL;
    }
    right = parser_type(parser) == TOKEN_FLATTEN ? new_current(parser)
                                                 : parse_projection_right(parser, POWER_FILTER);
    node = tree_new_pair(parser->compiled, NODE_FILTER_PROJECTION, position, left, right);
    if (node == NULL || !tree_adopt(parser->compiled, node, condition)) {
        return NULL;
    }
    node->condition = condition;
    return node;
}

/* ---- [0] and [1:2:3] ---- */

static struct node *parse_slice(struct parser *parser, size_t position)
{
    struct node *node = tree_new_node(parser->compiled, NODE_SLICE, position);
    struct bound *const parts[] = { &node->start, &node->stop, &node->step };
    size_t part = 0;

    while (parser_type(parser) != TOKEN_RBRACKET) {
        if (parser_type(parser) == TOKEN_NUMBER && !parts[part]->is_set) {
            *parts[part] = (struct bound){ true, parser->token->number };
        } else if (parser_type(parser) != TOKEN_COLON || ++part == 3) {
            return parser_fail(parser, "\"]\", a number or one of two colons");
        }
        if (part == 2 && node->step.is_set && node->step.value == 0) {
            (void)jmespath_fail(parser->compiled->error, parser->token->position,
                                "the step of a slice must not be 0");
            return NULL;
        }
        parser_skip(parser);
    }
    parser_skip(parser);
    return node;
}

/* left[number] or left[a:b:c]; the current token is behind the bracket. */
static struct node *parse_index(struct parser *parser, const struct node *left, size_t position)
{
    struct node *node;

    if (parser_type(parser) == TOKEN_COLON || parser_next_type(parser) == TOKEN_COLON) {
        const struct node *slice = parse_slice(parser, position);

        return slice == NULL ? NULL
                             : new_projection(parser, NODE_PROJECTION, position,
                                              tree_new_pair(parser->compiled, NODE_CHAIN, position,
                                                            left, slice),
                                              POWER_STAR);
    }
    node = tree_new_node(parser->compiled, NODE_INDEX, position);
    node->start = (struct bound){ true, parser->token->number };
    parser_skip(parser);
    return parser_take(parser, TOKEN_RBRACKET, "\"]\"")
               ? tree_new_pair(parser->compiled, NODE_CHAIN, position, left, node)
               : NULL;
}

struct node *parse_bracket(struct parser *parser, const struct node *left, size_t position)
{
    enum token_type type = parser_type(parser);
    bool is_prefix = left == NULL;

    if (is_prefix) {
        left = new_current(parser);
    }
    if (type == TOKEN_NUMBER || type == TOKEN_COLON) {
        return parse_index(parser, left, position);
    }
    if (type == TOKEN_STAR && parser_next_type(parser) == TOKEN_RBRACKET) {
        parser_skip(parser);
        parser_skip(parser);
        return new_projection(parser, NODE_PROJECTION, position, left, POWER_STAR);
    }
    if (is_prefix) {
        return parse_multi_list(parser);
    }
    if (type != TOKEN_STAR) {
        return parser_fail(parser, "a number, \":\" or \"*\"");
    }
    parser_skip(parser);
    return parser_fail(parser, "\"]\"");
}

/* left.* projects. */
struct node *parse_dot(struct parser *parser, const struct node *left, size_t position)
{
    if (parser_type(parser) == TOKEN_STAR) {
        parser_skip(parser);
        return new_projection(parser, NODE_VALUE_PROJECTION, position, left, POWER_DOT);
    }
    return tree_new_pair(parser->compiled, NODE_CHAIN, position, left,
                         parse_after_dot(parser, POWER_DOT));
}
