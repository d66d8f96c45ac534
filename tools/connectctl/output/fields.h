/*
 * The members of objects as a table shows them.
 */
#ifndef CTL_OUTPUT_FIELDS_H
#define CTL_OUTPUT_FIELDS_H

#include <connect/operation.h>

#include <jansson.h>

#include <stdbool.h>

enum { FIELD_MAX_DEPTH = 4 };

struct field {
    const char *name;                  /* of the member; borrowed from the list */
    const char *path[FIELD_MAX_DEPTH]; /* of a column: the names of the structures around it */
    size_t depth;
    char *title;                  /* owned */
    const connect_member *member; /* NULL when there is no shape */
    bool is_time;
    bool is_name; /* a name or alias, by which people know the item */
};

struct field_list {
    struct field *fields;
    size_t count;
    json_t *names; /* a set that keeps names */
};

/* The members that an object has, in the order of the shape. */
void fields_of_object(struct field_list *list, const connect_shape *shape, const json_t *object);
/*
 * The columns of a table of such items: their members, and for a structure its own members.  False
 * when items have members that do not fit into a cell: lists of structures, or lists of lists.
 */
bool fields_of_items(struct field_list *list, const connect_shape *shape, const json_t *items);
void fields_free(struct field_list *list);

/* The value of a column in an item, or NULL. */
const json_t *field_find(const struct field *field, const json_t *item);
/* Whether the value is printed beside its label: scalars and lists of scalars. */
bool field_is_inline(const struct field *field, const json_t *value);
bool field_is_map(const struct field *field);
/*
 * The text of a scalar, or one line for each element of a list or map.  field may be NULL.  The
 * caller frees it.
 */
char *field_text(const struct field *field, const json_t *value);

#endif
