/*
 * Strings from outside in lines for people.
 */
#ifndef LOCAL_BASE_ESCAPE_H
#define LOCAL_BASE_ESCAPE_H

#include "core/buf.h"

/*
 * Appends the string so that it stays in its line and cannot look like something else: control
 * characters, line separators, characters that change the direction of text and bytes that are not
 * UTF-8 as \xNN, a backslash as \\.
 */
void escape_add(struct buf *out, const char *string);

#endif
