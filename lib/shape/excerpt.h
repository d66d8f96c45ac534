/*
 * What may be shown of a text that was not understood.
 */
#ifndef SHAPE_EXCERPT_H
#define SHAPE_EXCERPT_H

#include <connect/error.h>

#include <stdbool.h>

/*
 * Gives an error the beginning of a body.  Of JSON only structure, keys and numbers are shown, with
 * an ellipsis in place of each string value: values may be personal data, and where a body was not
 * understood is unknown.  Of a secret text that is not JSON nothing is shown.
 */
void excerpt_set(connect_error *error, const char *text, size_t size, bool secret);

#endif
