/*
 * The tree of a parsed expression.
 */
#ifndef CTL_JMESPATH_TREE_H
#define CTL_JMESPATH_TREE_H

#include "jmespath/jmespath.h"
#include "jmespath/lexer.h"

enum node_type {
    NODE_CURRENT,
    NODE_LITERAL,           /* value */
    NODE_FIELD,             /* name */
    NODE_INDEX,             /* start */
    NODE_SLICE,             /* start, stop, step */
    NODE_CHAIN,             /* the right side of the result of the left: a.b, a[0], a | b */
    NODE_PROJECTION,        /* the right side of each element of the left */
    NODE_VALUE_PROJECTION,  /* the right side of each member of the left */
    NODE_FILTER_PROJECTION, /* the right side of the elements of the left that meet the condition */
    NODE_FLATTEN,           /* left */
    NODE_MULTI_LIST,        /* children */
    NODE_MULTI_HASH,        /* children and keys */
    NODE_FUNCTION,          /* children and function */
    NODE_EXPREF,            /* left, not evaluated: an argument of a function */
    NODE_COMPARISON,        /* left, right and comparison */
    NODE_OR,
    NODE_AND,
    NODE_NOT
};

struct bound {
    bool is_set;
    int64_t value;
};

struct node {
    enum node_type type;
    size_t position; /* in the expression, for errors */
    int depth;       /* levels of the tree below and including this node */
    const struct node *left, *right, *condition;
    const struct node **children;
    char **keys;
    size_t children_count;
    char *name;
    json_t *value;
    struct bound start, stop, step;
    enum token_type comparison;
    const struct function *function;
};

struct jmespath {
    char *expression;
    const struct node *root;
    struct node **nodes; /* all of them, to be freed */
    size_t nodes_count;
    size_t nodes_capacity;
    struct jmespath_error *error; /* during compilation */
};

struct node *tree_new_node(struct jmespath *compiled, enum node_type type, size_t position);
/*
 * Records that `child` is below `node`.  False when child is NULL, or with the error set when the
 * tree gets too deep.
 */
bool tree_adopt(struct jmespath *compiled, struct node *node, const struct node *child);
/* A node with a left and a right side; NULL as tree_adopt(). */
struct node *tree_new_pair(struct jmespath *compiled, enum node_type type, size_t position,
                           const struct node *left, const struct node *right);
/* Appends a child; false as tree_adopt(). */
bool tree_add_child(struct jmespath *compiled, struct node *node, const struct node *child);

#endif
