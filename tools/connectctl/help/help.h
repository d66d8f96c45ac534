/*
 * Help pages, made from the rows.
 */
#ifndef CTL_HELP_HELP_H
#define CTL_HELP_HELP_H

#include <connect/operation.h>

int help_operation(const connect_operation *operation);
/* A waiter takes the input of the operation that it calls. */
int help_waiter(const char *command, const char *summary, const connect_operation *operation);

/* Parts of a page, on stdout. */
void help_heading(const char *heading);
/* A term and what it means, beside it, or below when the term is long. */
void help_entry(size_t indent, const char *term, const char *meaning);
void help_paragraph(const char *text);

/*
 * The type of a member and, for an input, its limits: "string, 1 to 45 characters".  The caller
 * frees it.
 */
char *describe_member(const connect_member *member, bool limits);
/* The placeholder of its value: "STRING", "Name=STRING,LexRegion=STRING".  The caller frees it. */
char *describe_value(const connect_member *member);

#endif
