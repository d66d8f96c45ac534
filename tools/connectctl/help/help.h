/*
 * Help pages, made from the rows.
 */
#ifndef CTL_HELP_H
#define CTL_HELP_H

#include <connect/operation.h>

int help_operation(const connect_operation *operation);
/* A waiter takes the input of the operation that it asks. */
int help_waiter(const char *command, const char *summary, const connect_operation *operation);

/* Pieces of a page, on stdout. */
void help_heading(const char *heading);
/* A term and what it means, beside it, or below when the term is long. */
void help_entry(size_t indent, const char *term, const char *meaning);
void help_paragraph(const char *text);

/*
 * What a member holds and, for an input, within which limits: "text, 1 to 45 characters".  To be
 * freed.
 */
char *describe_member(const connect_member *member, bool limits);
/* What stands for its value behind an option: "TEXT", "Name=TEXT,LexRegion=TEXT".  To be freed. */
char *describe_value(const connect_member *member);

#endif
