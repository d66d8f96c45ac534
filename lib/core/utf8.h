/*
 * UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
 */
#ifndef CORE_UTF8_H
#define CORE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Length of the first character, 1..4, with its code point; 0 when the bytes are not valid UTF-8 or
 * there are none.
 */
size_t utf8_decode(const char *text, size_t size, uint32_t *point);
/*
 * Writes a character, at most 4 bytes, and returns its length.  A surrogate gets the three bytes
 * that its number would have.
 */
size_t utf8_encode(uint32_t point, char *out);

/* Whether all of it is valid UTF-8; *characters, may be NULL, gets the count. */
bool text_utf8_valid(const char *text, size_t size, size_t *characters);
/* The largest size up to `max` at which a string can be cut without splitting a character. */
size_t text_utf8_cut(const char *text, size_t size, size_t max);

#endif
