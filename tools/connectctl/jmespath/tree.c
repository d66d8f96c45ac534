/*
 * Making and freeing the tree.
 */
#include "jmespath/tree.h"

#include "base/strbuf.h"

#include <stdlib.h>

struct node *tree_new_node(struct jmespath *compiled, enum node_type type, size_t position)
{
    struct node *node = require_memory(calloc(1, sizeof *node));

    if (compiled->nodes_count == compiled->nodes_capacity) {
        compiled->nodes_capacity = 2 * compiled->nodes_capacity + 16;
        compiled->nodes = require_memory(
            realloc(compiled->nodes, compiled->nodes_capacity * sizeof *compiled->nodes));
    }
    compiled->nodes[compiled->nodes_count++] = node;
    node->type = type;
    node->position = position;
    node->depth = 1;
    return node;
}

bool tree_adopt(struct jmespath *compiled, struct node *node, const struct node *child)
{
    if (child == NULL) {
        return false;
    }
    if (child->depth >= node->depth) {
        node->depth = child->depth + 1;
    }
    return node->depth <= JMESPATH_MAX_DEPTH ||
           jmespath_fail(compiled->error, node->position, "nested more than %d levels deep",
                         (int)JMESPATH_MAX_DEPTH);
}

struct node *tree_new_pair(struct jmespath *compiled, enum node_type type, size_t position,
                           const struct node *left, const struct node *right)
{
    struct node *node = tree_new_node(compiled, type, position);

    if (!tree_adopt(compiled, node, left) || !tree_adopt(compiled, node, right)) {
        return NULL;
    }
    node->left = left;
    node->right = right;
    return node;
}

bool tree_add_child(struct jmespath *compiled, struct node *node, const struct node *child)
{
    if (!tree_adopt(compiled, node, child)) {
        return false;
    }
    node->children = require_memory(
        realloc(node->children, (node->children_count + 1) * sizeof *node->children));
    node->children[node->children_count++] = child;
    return true;
}

const char *jmespath_expression(const struct jmespath *compiled)
{
    return compiled->expression;
}

static void free_node(struct node *node)
{
    for (size_t i = 0; node->keys != NULL && i < node->children_count; i++) {
        free(node->keys[i]);
    }
    free(node->keys);
    free(node->children);
    free(node->name);
    json_decref(node->value);
    free(node);
}

void jmespath_free(struct jmespath *compiled)
{
    if (compiled == NULL) {
        return;
    }
    for (size_t i = 0; i < compiled->nodes_count; i++) {
        free_node(compiled->nodes[i]);
    }
    free(compiled->nodes);
    free(compiled->expression);
    free(compiled);
}
