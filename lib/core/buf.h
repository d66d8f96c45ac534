/*
 * Buffers that grow to a limit.  A failed append frees the content and makes every later append
 * fail, so that a sequence of appends needs one check at its end.
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
    size_t max; /* the limit, terminator not counted */
    enum buf_state state;
    bool secret; /* content is cleansed before its memory is reused or freed */
};

#define BUF_INIT(limit) ((struct buf){ .max = (limit) })
/* For what other limits hold: more than there is memory for, and it can be doubled. */
#define BUF_ANY_SIZE (SIZE_MAX / 4)

bool buf_add(struct buf *buf, const void *bytes, size_t size);
bool buf_add_text(struct buf *buf, const char *text);
bool buf_add_char(struct buf *buf, char c);
bool buf_add_int(struct buf *buf, int64_t value);
bool buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Ensures space for `size` more bytes. */
bool buf_reserve(struct buf *buf, size_t size);
/* Discards the content and the failure, and keeps the memory. */
void buf_clear(struct buf *buf);
/* The content as a string, "" when empty; only after the state was checked. */
const char *buf_text(const struct buf *buf);
/* The content, owned by the caller (mem_free()); leaves the buffer empty.  NULL after a failure. */
char *buf_take(struct buf *buf);
void buf_free(struct buf *buf);

#endif
