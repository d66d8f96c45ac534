/*
 * One character of a string from outside.
 */
#ifndef LOCAL_BASE_UTF8_H
#define LOCAL_BASE_UTF8_H

#include "core/utf8.h"

/* The size in bytes of the character at the start; 0 when it is not valid UTF-8. */
static inline size_t utf8_character_size(const char *string, size_t size)
{
    for (size_t i = 1; i <= 4 && i <= size; i++) {
        if (text_utf8_valid(string, i, NULL)) {
            return i;
        }
    }
    return 0;
}

#endif
