/*
 * Strings that grow.  The program ends with a message when memory runs out: a command line tool has
 * nothing better to do, and no caller needs a check of its own.
 */
#ifndef CTL_BASE_STRBUF_H
#define CTL_BASE_STRBUF_H

#include <stddef.h>

/* Zero-initialize.  `data` is NULL until something is added and null-terminated from then on. */
struct strbuf {
    char *data;
    size_t size;
    size_t capacity;
};

/* Returns `pointer`, or ends the program when it is NULL: for the results of allocations. */
void *require_memory(void *pointer);
/* Reports that memory ran out and ends the program. */
_Noreturn void out_of_memory(void);

void strbuf_add(struct strbuf *buf, const char *string);
void strbuf_add_bytes(struct strbuf *buf, const char *bytes, size_t size);
void strbuf_add_char(struct strbuf *buf, char c);
void strbuf_add_spaces(struct strbuf *buf, size_t count);
void strbuf_addf(struct strbuf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The content, "" when there is none; valid until the buffer changes. */
const char *strbuf_string(const struct strbuf *buf);
/* Moves the content out of the buffer; the caller frees it. */
char *strbuf_detach(struct strbuf *buf);
void strbuf_free(struct strbuf *buf);

#endif
