/* Buffers with a limit; see buf.h for what a failed append does. */
#include "core/buf.h"

#include "core/assert.h"
#include "core/mem.h"
#include "core/number.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ROOM_MIN 64

/*
 * What follows the content and its terminator was never written, or was cleansed when the buffer
 * was cleared: cleansing costs what was used, not what was reserved.
 */
static size_t used_size(const struct buf *buf)
{
    return buf->size < buf->room ? buf->size + 1 : buf->room;
}

/* Content and terminator are within the memory; a buffer that has failed has none. */
USED_BY_CHECKS static bool buf_is_consistent(const struct buf *buf)
{
    if (buf->data == NULL || buf->state != BUF_OK) {
        return buf->data == NULL && buf->size == 0 && buf->room == 0;
    }
    return buf->size < buf->room && buf->size <= buf->max && buf->data[buf->size] == '\0';
}

static void buf_drop(struct buf *buf)
{
    ASSERT(buf_is_consistent(buf));
    if (buf->secret) {
        mem_free_secret(buf->data, used_size(buf));
    } else {
        mem_free(buf->data);
    }
    buf->data = NULL;
    buf->size = 0;
    buf->room = 0;
}

static bool buf_fail(struct buf *buf, enum buf_state state)
{
    ASSERT(buf->state == BUF_OK && state != BUF_OK);
    buf_drop(buf);
    buf->state = state;
    return false;
}

/* A secret is never left behind in a block that realloc() gave up. */
static char *buf_move(struct buf *buf, size_t room)
{
    ASSERT(room > buf->size);
    if (!buf->secret) {
        return mem_resize(buf->data, room);
    }
    char *data = mem_alloc(room);
    if (data != NULL) {
        if (buf->data != NULL) {
            memcpy(data, buf->data, buf->size + 1);
        }
        mem_free_secret(buf->data, used_size(buf));
    }
    return data;
}

bool buf_reserve(struct buf *buf, size_t size)
{
    ASSERT(buf_is_consistent(buf));
    if (buf->state != BUF_OK) {
        return false;
    }
    if (size > buf->max || buf->size > buf->max - size || buf->max == SIZE_MAX) {
        return buf_fail(buf, BUF_TOO_BIG);
    }
    size_t need = buf->size + size + 1;
    if (need <= buf->room) {
        return true;
    }
    size_t room = buf->room < ROOM_MIN / 2 ? ROOM_MIN : buf->room;
    room = room > buf->max / 2 ? buf->max + 1 : room * 2;
    room = room < need ? need : room;
    ASSERT(room >= need && room - 1 <= buf->max);
    char *data = buf_move(buf, room);
    if (data == NULL) {
        return buf_fail(buf, BUF_NO_MEMORY);
    }
    buf->data = data;
    buf->room = room;
    buf->data[buf->size] = '\0';
    return true;
}

bool buf_add(struct buf *buf, const void *bytes, size_t size)
{
    if (!buf_reserve(buf, size)) {
        return false;
    }
    if (size > 0) {
        ASSERT(bytes != NULL && buf->room - buf->size > size);
        memcpy(buf->data + buf->size, bytes, size);
        buf->size += size;
        buf->data[buf->size] = '\0';
    }
    return true;
}

bool buf_add_text(struct buf *buf, const char *text)
{
    return buf_add(buf, text, strlen(text));
}

bool buf_add_char(struct buf *buf, char c)
{
    return buf_add(buf, &c, 1);
}

bool buf_add_int(struct buf *buf, int64_t value)
{
    char text[24];
    text_from_int64(value, text);
    return buf_add_text(buf, text);
}

bool buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (size < 0) {
        return buf_fail(buf, BUF_NO_MEMORY);
    }
    if (!buf_reserve(buf, (size_t)size)) {
        return false;
    }
    va_start(args, format);
    int written = vsnprintf(buf->data + buf->size, (size_t)size + 1, format, args);
    va_end(args);
    ASSERT(written == size);
    buf->size += (size_t)size;
    return true;
}

void buf_clear(struct buf *buf)
{
    ASSERT(buf_is_consistent(buf));
    if (buf->data != NULL) {
        if (buf->secret) {
            mem_cleanse(buf->data, used_size(buf));
        }
        buf->data[0] = '\0';
    }
    buf->size = 0;
    buf->state = BUF_OK;
}

const char *buf_text(const struct buf *buf)
{
    return buf->data != NULL ? buf->data : "";
}

char *buf_take(struct buf *buf)
{
    if (!buf_reserve(buf, 0)) {
        return NULL;
    }
    char *data = buf->data;
    ASSERT(data != NULL && data[buf->size] == '\0');
    buf->data = NULL;
    buf->size = 0;
    buf->room = 0;
    return data;
}

void buf_free(struct buf *buf)
{
    buf_drop(buf);
    buf->state = BUF_OK;
}
