/*
 * One character out of UTF-8.
 */
#ifndef SHAPE_UTF8_H
#define SHAPE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * Length of the first character, 1..4, with its code point; 0 when the bytes are not valid UTF-8 or
 * there are none.
 */
size_t utf8_next(const char *text, size_t size, uint32_t *point);

#endif
