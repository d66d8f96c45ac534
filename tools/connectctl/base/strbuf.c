/*
 * Growing strings: the capacity doubles, so that adding byte by byte is linear.
 */
#include "base/strbuf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void out_of_memory(void)
{
    fputs("connectctl: out of memory\n", stderr);
    exit(255);
}

void *require_memory(void *pointer)
{
    if (pointer == NULL) {
        out_of_memory();
    }
    return pointer;
}

static void strbuf_reserve(struct strbuf *buf, size_t more)
{
    if (more > SIZE_MAX / 4 - buf->size) {
        out_of_memory();
    }
    if (buf->size + more + 1 <= buf->capacity) {
        return;
    }
    buf->capacity = 2 * (buf->size + more) + 32;
    buf->data = require_memory(realloc(buf->data, buf->capacity));
}

void strbuf_add_bytes(struct strbuf *buf, const char *bytes, size_t size)
{
    strbuf_reserve(buf, size);
    memcpy(buf->data + buf->size, bytes, size);
    buf->size += size;
    buf->data[buf->size] = '\0';
}

void strbuf_add(struct strbuf *buf, const char *string)
{
    strbuf_add_bytes(buf, string, strlen(string));
}

void strbuf_add_char(struct strbuf *buf, char c)
{
    strbuf_add_bytes(buf, &c, 1);
}

void strbuf_add_spaces(struct strbuf *buf, size_t count)
{
    strbuf_reserve(buf, count);
    memset(buf->data + buf->size, ' ', count);
    buf->size += count;
    buf->data[buf->size] = '\0';
}

void strbuf_addf(struct strbuf *buf, const char *format, ...)
{
    va_list arguments, again;

    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (size > 0) {
        strbuf_reserve(buf, (size_t)size);
        (void)vsnprintf(buf->data + buf->size, (size_t)size + 1, format, again);
        buf->size += (size_t)size;
    }
    va_end(again);
}

const char *strbuf_string(const struct strbuf *buf)
{
    return buf->data != NULL ? buf->data : "";
}

char *strbuf_detach(struct strbuf *buf)
{
    char *content = buf->data != NULL ? buf->data : require_memory(strdup(""));

    *buf = (struct strbuf){ 0 };
    return content;
}

void strbuf_free(struct strbuf *buf)
{
    free(buf->data);
    *buf = (struct strbuf){ 0 };
}
