/*
 * The AWS CLI's shorthand syntax: key=value,key=a,b,key={x=1,y=2},key=[a,b].
 *
 * The parser knows nothing of shapes: it makes objects, arrays and strings, and the shape decides
 * later which type a string has.
 */
#ifndef CTL_INPUT_SHORTHAND_H
#define CTL_INPUT_SHORTHAND_H

#include <jansson.h>

/*
 * Returns an owned object, or NULL with the reason and a caret under the position in *problem,
 * which the caller frees.
 */
json_t *shorthand_parse(const char *input, char **problem);

#endif
