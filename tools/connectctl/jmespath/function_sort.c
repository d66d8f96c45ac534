/*
 * Functions that order elements by themselves or by a key.
 */
#include "base/strbuf.h"
#include "jmespath/function_bodies.h"
#include "jmespath/value.h"

#include <stdlib.h>

/* An element, what it is ordered by, and its place, which makes the order stable. */
struct entry {
    json_t *element;
    json_t *key; /* owned */
    size_t index;
};

struct entries {
    struct entry *at;
    size_t count;
};

static int compare_entries(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    int order = 0;

    (void)value_compare(left->key, right->key, &order);
    return order != 0 ? order : (left->index > right->index) - (left->index < right->index);
}

static void free_entries(struct entries *entries)
{
    for (size_t i = 0; i < entries->count; i++) {
        json_decref(entries->at[i].key);
    }
    free(entries->at);
}

/* The key of an element: a number or a string, and of the same type as the first key. */
static json_t *key_of(struct evaluation *evaluation, const char *name, const struct node *expref,
                      json_t *element, const json_t *first)
{
    json_t *key =
        expref != NULL ? evaluation->evaluate(evaluation, expref, element) : json_incref(element);
    int order;

    if (key == NULL || value_compare(key, first != NULL ? first : key, &order)) {
        return key;
    }
    if (first != NULL) {
        (void)evaluation_fail(evaluation, "%s(): the expression gives a %s and a %s", name,
                              value_type_name(first), value_type_name(key));
    } else {
        (void)evaluation_fail(evaluation,
                              "%s(): the expression gives a value of type %s; expected "
                              "number or string",
                              name, value_type_name(key));
    }
    json_decref(key);
    return NULL;
}

/* False with the error set; the entries are to be freed in both cases. */
static bool make_entries(struct evaluation *evaluation, const char *name, const json_t *array,
                         const struct node *expref, struct entries *entries)
{
    json_t *element;
    size_t at;

    *entries = (struct entries){ 0 };
    entries->at = require_memory(calloc(json_array_size(array) + 1, sizeof *entries->at));
    json_array_foreach(array, at, element) {
        const json_t *first = at > 0 ? entries->at[0].key : NULL;
        json_t *key = key_of(evaluation, name, expref, element, first);

        if (key == NULL) {
            return false;
        }
        entries->at[entries->count++] = (struct entry){ element, key, at };
    }
    return true;
}

static json_t *sort_array(struct evaluation *evaluation, const char *name, const json_t *array,
                          const struct node *expref)
{
    struct entries entries;
    json_t *list = NULL;

    if (make_entries(evaluation, name, array, expref, &entries) &&
        evaluation_charge(evaluation, 8 * entries.count)) {
        qsort(entries.at, entries.count, sizeof *entries.at, compare_entries);
        list = require_memory(json_array());
        for (size_t i = 0; i < entries.count; i++) {
            if (json_array_append(list, entries.at[i].element) != 0) {
                out_of_memory();
            }
        }
    }
    free_entries(&entries);
    return list;
}

/* The first element with the largest (sign 1) or smallest (sign -1) key; null for no elements. */
static json_t *find_extreme(struct evaluation *evaluation, const char *name, const json_t *array,
                            const struct node *expref, int sign)
{
    struct entries entries;
    json_t *result = NULL;

    if (make_entries(evaluation, name, array, expref, &entries)) {
        const struct entry *best = entries.count > 0 ? &entries.at[0] : NULL;

        for (size_t i = 1; i < entries.count; i++) {
            int order = 0;

            (void)value_compare(entries.at[i].key, best->key, &order);
            if ((sign > 0 && order > 0) || (sign < 0 && order < 0)) {
                best = &entries.at[i];
            }
        }
        result = best != NULL ? json_incref(best->element) : json_null();
    }
    free_entries(&entries);
    return result;
}

json_t *function_sort(struct evaluation *evaluation, const struct argument *arguments, size_t count)
{
    (void)count;
    return sort_array(evaluation, "sort", arguments[0].value, NULL);
}

json_t *function_sort_by(struct evaluation *evaluation, const struct argument *arguments,
                         size_t count)
{
    (void)count;
    return sort_array(evaluation, "sort_by", arguments[0].value, arguments[1].expref);
}

json_t *function_max(struct evaluation *evaluation, const struct argument *arguments, size_t count)
{
    (void)count;
    return find_extreme(evaluation, "max", arguments[0].value, NULL, 1);
}

json_t *function_min(struct evaluation *evaluation, const struct argument *arguments, size_t count)
{
    (void)count;
    return find_extreme(evaluation, "min", arguments[0].value, NULL, -1);
}

json_t *function_max_by(struct evaluation *evaluation, const struct argument *arguments,
                        size_t count)
{
    (void)count;
    return find_extreme(evaluation, "max_by", arguments[0].value, arguments[1].expref, 1);
}

json_t *function_min_by(struct evaluation *evaluation, const struct argument *arguments,
                        size_t count)
{
    (void)count;
    return find_extreme(evaluation, "min_by", arguments[0].value, arguments[1].expref, -1);
}
