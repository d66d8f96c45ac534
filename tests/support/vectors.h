/*
 * Published vectors of other projects, in the folder that CONNECT_VECTORS names; the project does
 * without them too.
 */
#ifndef TESTS_SUPPORT_VECTORS_H
#define TESTS_SUPPORT_VECTORS_H

#include <jansson.h>

/*
 * The file's content, to be freed with json_decref(); NULL, with a word about it, when there is no
 * such folder.
 */
json_t *vectors_load(const char *file);
/* Says that a case is left out, and why. */
void vectors_leave_out(const char *file, const char *name, const char *reason);

#endif
