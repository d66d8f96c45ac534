/*
 * Evaluation of a tree over a value.  Every result is a new reference; NULL means failure, and JSON
 * null is what "nothing" evaluates to.
 */
#include "base/strbuf.h"
#include "jmespath/functions.h"
#include "jmespath/tree.h"
#include "jmespath/value.h"

#include <stdlib.h>
#include <string.h>

static json_t *evaluate(struct evaluation *evaluation, const struct node *node, json_t *current);

/* Appends a result to a list, taking over the reference.  False when the result is a failure. */
static bool append_result(json_t *list, json_t *result)
{
    if (result == NULL) {
        return false;
    }
    if (json_array_append_new(list, result) != 0) {
        out_of_memory();
    }
    return true;
}

static json_t *evaluate_field(const struct node *node, const json_t *current)
{
    json_t *value = json_object_get(current, node->name);

    return value != NULL ? json_incref(value) : json_null();
}

static json_t *evaluate_index(const struct node *node, const json_t *current)
{
    int64_t index = node->start.value, count = (int64_t)json_array_size(current);

    if (index < 0) {
        index += count;
    }
    return index >= 0 && index < count ? json_incref(json_array_get(current, (size_t)index))
                                       : json_null();
}

/* Clamps an end of a slice to 0..count, or to -1..count-1 when the slice goes backwards. */
static int64_t clamp_bound(const struct bound *bound, int64_t fallback, int64_t count, bool forward)
{
    int64_t least = forward ? 0 : -1, most = forward ? count : count - 1, value = bound->value;

    if (!bound->is_set) {
        return fallback;
    }
    if (value < 0) {
        value = value < -count ? least : value + count;
    }
    return value < least ? least : value > most ? most : value;
}

/* The rules are those of slices in Python. */
static json_t *evaluate_slice(struct evaluation *evaluation, const struct node *node,
                              const json_t *current)
{
    int64_t count = (int64_t)json_array_size(current);
    int64_t step = node->step.is_set ? node->step.value : 1;
    bool forward = step > 0;
    int64_t at = clamp_bound(&node->start, forward ? 0 : count - 1, count, forward);
    int64_t stop = clamp_bound(&node->stop, forward ? count : -1, count, forward);
    json_t *list;

    if (!json_is_array(current)) {
        return json_null();
    }
    if (!evaluation_charge(evaluation, (size_t)count)) {
        return NULL;
    }
    list = require_memory(json_array());
    while (forward ? at < stop : at > stop) {
        (void)append_result(list, json_incref(json_array_get(current, (size_t)at)));
        if (forward ? step >= stop - at : step <= stop - at) {
            break;
        }
        at += step;
    }
    return list;
}

static json_t *evaluate_flatten(struct evaluation *evaluation, const struct node *node,
                                json_t *current)
{
    json_t *base = evaluate(evaluation, node->left, current), *list, *element;
    size_t at;

    if (base == NULL || !json_is_array(base)) {
        json_decref(base);
        return base != NULL ? json_null() : NULL;
    }
    list = require_memory(json_array());
    json_array_foreach(base, at, element) {
        size_t count = json_is_array(element) ? json_array_size(element) : 1;

        if (!evaluation_charge(evaluation, count)) {
            json_decref(list);
            list = NULL;
            break;
        }
        if (!json_is_array(element)) {
            (void)append_result(list, json_incref(element));
        } else if (json_array_extend(list, element) != 0) {
            out_of_memory();
        }
    }
    json_decref(base);
    return list;
}

/* ---- projections ---- */

/* Whether an element meets the condition of a filter: 1, 0, or -1 for a failure. */
static int meets_condition(struct evaluation *evaluation, const struct node *node, json_t *element)
{
    json_t *result;
    int meets;

    if (node->condition == NULL) {
        return 1;
    }
    result = evaluate(evaluation, node->condition, element);
    meets = result == NULL ? -1 : value_is_true(result);
    json_decref(result);
    return meets;
}

/* Applies the right side to one element.  Null results are dropped.  False for a failure. */
static bool project_element(struct evaluation *evaluation, const struct node *node, json_t *element,
                            json_t *list)
{
    int meets = meets_condition(evaluation, node, element);
    json_t *result;

    if (meets <= 0) {
        return meets == 0;
    }
    result = evaluate(evaluation, node->right, element);
    if (result != NULL && json_is_null(result)) {
        json_decref(result);
        return true;
    }
    return append_result(list, result);
}

static bool project_base(struct evaluation *evaluation, const struct node *node, json_t *base,
                         json_t *list)
{
    const char *key;
    json_t *element;
    size_t at;

    if (node->type == NODE_VALUE_PROJECTION) {
        json_object_foreach(base, key, element) {
            if (!project_element(evaluation, node, element, list)) {
                return false;
            }
        }
        return true;
    }
    json_array_foreach(base, at, element) {
        if (!project_element(evaluation, node, element, list)) {
            return false;
        }
    }
    return true;
}

static json_t *evaluate_projection(struct evaluation *evaluation, const struct node *node,
                                   json_t *current)
{
    json_t *base = evaluate(evaluation, node->left, current), *list = NULL;

    if (base == NULL) {
        return NULL;
    }
    if (node->type == NODE_VALUE_PROJECTION ? !json_is_object(base) : !json_is_array(base)) {
        json_decref(base);
        return json_null();
    }
    list = require_memory(json_array());
    if (!project_base(evaluation, node, base, list)) {
        json_decref(list);
        list = NULL;
    }
    json_decref(base);
    return list;
}

/* ---- lists, hashes and functions ---- */

static json_t *evaluate_multi_list(struct evaluation *evaluation, const struct node *node,
                                   json_t *current)
{
    json_t *list;

    if (json_is_null(current)) {
        return json_null();
    }
    list = require_memory(json_array());
    for (size_t i = 0; i < node->children_count; i++) {
        if (!append_result(list, evaluate(evaluation, node->children[i], current))) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *evaluate_multi_hash(struct evaluation *evaluation, const struct node *node,
                                   json_t *current)
{
    json_t *object;

    if (json_is_null(current)) {
        return json_null();
    }
    object = require_memory(json_object());
    for (size_t i = 0; i < node->children_count; i++) {
        json_t *value = evaluate(evaluation, node->children[i], current);

        if (value == NULL) {
            json_decref(object);
            return NULL;
        }
        if (json_object_set_new(object, node->keys[i], value) != 0) {
            out_of_memory();
        }
    }
    return object;
}

static json_t *evaluate_function(struct evaluation *evaluation, const struct node *node,
                                 json_t *current)
{
    struct argument *arguments =
        require_memory(calloc(node->children_count + 1, sizeof *arguments));
    json_t *result = NULL;
    size_t count = 0;

    for (; count < node->children_count; count++) {
        const struct node *child = node->children[count];

        if (child->type == NODE_EXPREF) {
            arguments[count].expref = child->left;
            continue;
        }
        arguments[count].value = evaluate(evaluation, child, current);
        if (arguments[count].value == NULL) {
            break;
        }
    }
    if (count == node->children_count) {
        evaluation->position = node->position;
        result = jmespath_call(evaluation, node->function, arguments, count);
    }
    for (size_t i = 0; i < count; i++) {
        json_decref(arguments[i].value);
    }
    free(arguments);
    return result;
}

/* ---- operators ---- */

static json_t *evaluate_chain(struct evaluation *evaluation, const struct node *node,
                              json_t *current)
{
    json_t *left = evaluate(evaluation, node->left, current), *result = NULL;

    if (left != NULL) {
        result = evaluate(evaluation, node->right, left);
    }
    json_decref(left);
    return result;
}

/* The left side decides whether the right side is evaluated. */
static json_t *evaluate_logical(struct evaluation *evaluation, const struct node *node,
                                json_t *current)
{
    json_t *left = evaluate(evaluation, node->left, current);

    if (left == NULL || value_is_true(left) == (node->type == NODE_OR)) {
        return left;
    }
    json_decref(left);
    return evaluate(evaluation, node->right, current);
}

static json_t *evaluate_not(struct evaluation *evaluation, const struct node *node, json_t *current)
{
    json_t *operand = evaluate(evaluation, node->left, current);
    json_t *result = operand == NULL ? NULL : json_boolean(!value_is_true(operand));

    json_decref(operand);
    return result;
}

/* Null when values of these types cannot be ordered. */
static json_t *compare_values(struct evaluation *evaluation, enum token_type comparison,
                              const json_t *left, const json_t *right)
{
    int order;

    if (comparison == TOKEN_EQ || comparison == TOKEN_NE) {
        return json_boolean(value_equals(evaluation, left, right) == (comparison == TOKEN_EQ));
    }
    if (!value_compare(left, right, &order)) {
        return json_null();
    }
    switch (comparison) {
    case TOKEN_LT:
        return json_boolean(order < 0);
    case TOKEN_LE:
        return json_boolean(order <= 0);
    case TOKEN_GT:
        return json_boolean(order > 0);
    default:
        return json_boolean(order >= 0);
    }
}

static json_t *evaluate_comparison(struct evaluation *evaluation, const struct node *node,
                                   json_t *current)
{
    json_t *left = evaluate(evaluation, node->left, current), *right = NULL, *result = NULL;

    if (left != NULL) {
        right = evaluate(evaluation, node->right, current);
    }
    if (right != NULL) {
        result = compare_values(evaluation, node->comparison, left, right);
    }
    json_decref(left);
    json_decref(right);
    return evaluation->has_failed ? NULL : result;
}

static json_t *evaluate(struct evaluation *evaluation, const struct node *node, json_t *current)
{
    evaluation->position = node->position;
    if (!evaluation_charge(evaluation, 1)) {
        return NULL;
    }
    switch (node->type) {
    case NODE_CURRENT:
        return json_incref(current);
    case NODE_LITERAL:
        return json_incref(node->value);
    case NODE_FIELD:
        return evaluate_field(node, current);
    case NODE_INDEX:
        return evaluate_index(node, current);
    case NODE_SLICE:
        return evaluate_slice(evaluation, node, current);
    case NODE_CHAIN:
        return evaluate_chain(evaluation, node, current);
    case NODE_PROJECTION:
    case NODE_VALUE_PROJECTION:
    case NODE_FILTER_PROJECTION:
        return evaluate_projection(evaluation, node, current);
    case NODE_FLATTEN:
        return evaluate_flatten(evaluation, node, current);
    case NODE_MULTI_LIST:
        return evaluate_multi_list(evaluation, node, current);
    case NODE_MULTI_HASH:
        return evaluate_multi_hash(evaluation, node, current);
    case NODE_FUNCTION:
        return evaluate_function(evaluation, node, current);
    case NODE_COMPARISON:
        return evaluate_comparison(evaluation, node, current);
    case NODE_OR:
    case NODE_AND:
        return evaluate_logical(evaluation, node, current);
    case NODE_NOT:
        return evaluate_not(evaluation, node, current);
    case NODE_EXPREF:
        break;
    }
    return evaluation_fail(evaluation, "an expression reference is not a value");
}

json_t *jmespath_search(const struct jmespath *compiled, json_t *data, struct jmespath_error *error)
{
    struct evaluation evaluation = { .work_left = JMESPATH_MAX_WORK,
                                     .error = error,
                                     .evaluate = evaluate };
    json_t *result = evaluate(&evaluation, compiled->root, data);

    /* Values are shared inside a result, and printing would visit them each time they occur. */
    evaluation.position = 0;
    if (result != NULL && !value_charge(&evaluation, result)) {
        json_decref(result);
        return NULL;
    }
    return result;
}
