/*
 * Buffers that grow to a ceiling.  A failed append frees the content and makes every later append
 * fail, so a sequence of appends needs one look at the end.
 */
#ifndef CORE_BUF_H
#define CORE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum buf_state { BUF_OK, BUF_TOO_BIG, BUF_NO_MEMORY };

struct buf {
    char *data; /* terminated once anything was added */
    size_t size;
    size_t room;
    size_t max; /* the ceiling, terminator not counted */
    enum buf_state state;
    bool secret; /* content is cleansed before its memory is reused or freed */
};

#define BUF_INIT(ceiling) ((struct buf){ .max = (ceiling) })

bool buf_add(struct buf *buf, const void *bytes, size_t size);
bool buf_add_text(struct buf *buf, const char *text);
bool buf_add_char(struct buf *buf, char c);
bool buf_add_int(struct buf *buf, int64_t value);
bool buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Ensures space for `size` more bytes. */
bool buf_reserve(struct buf *buf, size_t size);
/* Keeps the memory, drops the content and the failure. */
void buf_clear(struct buf *buf);
/* Content as text, "" when empty; only after the state was looked at. */
const char *buf_text(const struct buf *buf);
/* Hands the text over (free with mem_free) and leaves the buffer empty; NULL when it had failed. */
char *buf_take(struct buf *buf);
void buf_free(struct buf *buf);

#endif
