/*
 * Names of the model in other spellings, and suggestions for misspelled ones.
 */
#ifndef CTL_BASE_NAMES_H
#define CTL_BASE_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* "ListInstances" -> "list-instances"; "max_results" -> "max-results".  The caller frees it. */
char *kebab_case(const char *name);
/* "IdentityManagementType" -> "Identity management type", "Arn" -> "ARN".  The caller frees it. */
char *title_from_name(const char *name);
/*
 * Whether `name` may be a misspelling of `wanted`.  *distance gets how far apart they are; smaller
 * is closer.
 */
bool is_similar_name(const char *name, const char *wanted, size_t *distance);

#endif
