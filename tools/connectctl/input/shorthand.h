/*
 * The AWS CLI's shorthand syntax: key=value,key=a,b,key={x=1,y=2},key=[a,b].
 *
 * It knows nothing of shapes: what it gives are objects, arrays and texts, and the shape decides
 * later what a text is.
 */
#ifndef CTL_SHORTHAND_H
#define CTL_SHORTHAND_H

#include <jansson.h>

/*
 * An owned object, or NULL with the reason, with a mark below the place, in *problem, to be freed.
 */
json_t *shorthand_parse(const char *input, char **problem);

#endif
