/*
 * JSON text as a tree of jansson's, and what of a text may be shown when it cannot be understood.
 */
#ifndef TESTS_TREE_DECODER_TREE_H
#define TESTS_TREE_DECODER_TREE_H

#include "core/mem.h"

#include <connect/error.h>

#include <jansson.h>

/*
 * Scans and parses; `scratch` may receive a copy of the text and must outlive nothing of the tree.
 * CONNECT_E_DECODE says what is wrong and where, and quotes nothing of the text; CONNECT_E_MEMORY.
 */
connect_status old_tree_read(struct arena *scratch, const char *text, size_t size, json_t **out,
                             connect_error **error);

/*
 * A number that the scan kept as text (a real, or an integer beyond 64 bits), with its digits; else
 * NULL.
 */
const char *old_tree_kept_number(const json_t *value, size_t *size);
/* "a text", "an integer", "null"...: what a value is, for messages. */
const char *old_tree_type_name(const json_t *value);
/* Whether a string is all whitespace. */
bool old_tree_is_blank(const char *text, size_t size);

/*
 * Gives an error the beginning of a text that was not understood.  Of JSON only structure, keys and
 * numbers are shown: values may be personal data, and a text that was not understood may hold some.
 * Of a secret text that is no JSON nothing is shown.
 */
void old_tree_set_excerpt(connect_error *error, const char *text, size_t size, bool secret);

#endif
