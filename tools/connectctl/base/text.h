/*
 * Texts that grow, names in kebab case, and how wide a text is on a terminal.  Without memory the
 * program ends.
 */
#ifndef CTL_TEXT_H
#define CTL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialise; `at` is terminated as soon as anything was added. */
struct text {
    char *at;
    size_t size;
    size_t room;
};

/* Gives back the pointer, or ends the program when it is NULL. */
void *must(void *pointer);

void text_add(struct text *text, const char *more);
void text_add_n(struct text *text, const char *more, size_t size);
void text_add_spaces(struct text *text, size_t count);
void text_addf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The content, "" when there is none; valid until the text changes. */
const char *text_of(const struct text *text);
/* The content as the caller's own, to be freed. */
char *text_take(struct text *text);
void text_free(struct text *text);

/* "ListInstances" -> "list-instances"; "max_results" -> "max-results".  To be freed. */
char *kebab(const char *name);
/* "IdentityManagementType" -> "Identity management type", "Arn" -> "ARN".  To be freed. */
char *words_of(const char *name);

/*
 * Whether `name` may be a slip of the fingers for `wanted`, and how far off it is: smaller is
 * nearer.
 */
bool is_near(const char *name, const char *wanted, size_t *distance);

/* Columns that UTF-8 text takes on a terminal. */
size_t text_width(const char *text);
/* Bytes of the longest beginning that takes at most `columns`; *width gets what it takes. */
size_t text_fit(const char *text, size_t columns, size_t *width);
/*
 * The text with control bytes made visible, so that no answer of a service can steer a terminal.
 * To be freed.
 */
char *text_printable(const char *text);

/* Columns of the terminal behind a descriptor, or of COLUMNS; 0 when there is no limit. */
size_t terminal_width(int descriptor);

#endif
