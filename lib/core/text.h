/*
 * Strings byte by byte and in ASCII, whatever the host's locale is.
 */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool text_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool text_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool text_is_alnum(char c)
{
    return text_is_alpha(c) || text_is_digit(c);
}

/* The whitespace of JSON and XML, and of HTTP with its line ends. */
static inline bool text_is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static inline char text_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline bool text_is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* White space in the C locale. */
static inline bool text_is_white(uint32_t point)
{
    return point == ' ' || (point >= '\t' && point <= '\r');
}

/* 0 to 15, or -1. */
static inline int text_hex_digit(char c)
{
    return text_is_digit(c)                               ? c - '0'
           : text_lower(c) >= 'a' && text_lower(c) <= 'f' ? text_lower(c) - 'a' + 10
                                                          : -1;
}

static inline bool text_is_hex(char c)
{
    return text_hex_digit(c) >= 0;
}

/* "." or "..": segments of a path that servers and proxies resolve. */
bool text_is_dots(const char *text, size_t size);
/* The characters of a method, a header name and the like: "token" of RFC 9110, 5.6.2. */
bool text_is_token(const char *text, size_t size);
bool text_is_whitespace(const char *text, size_t size); /* nothing else; also nothing */
bool text_equal_nocase(const char *a, const char *b);   /* false when one is NULL */
bool text_equal_nocase_n(const char *a, size_t a_size, const char *b);
bool text_starts(const char *text, const char *prefix);
bool text_is_empty(const char *text); /* NULL or "" */

/*
 * In place: line ends and tabs become spaces; other control characters and invalid UTF-8 become
 * question marks.
 */
void text_make_printable(char *text, size_t size);
/* Offset of the first byte below 0x20 or 0x7f, or -1. */
ptrdiff_t text_find_control(const char *text, size_t size);

#endif
