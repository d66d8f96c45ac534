/*
 * What a terminal makes of a string: its width in columns, and which characters must not reach it.
 * Strings are UTF-8 whatever the locale is.
 */
#ifndef CTL_BASE_TERMINAL_H
#define CTL_BASE_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Decodes one character of a null-terminated string: its size in bytes, and *code_point.  A byte
 * that is not part of valid UTF-8 counts as one character with the code point UINT32_MAX.
 */
size_t utf8_next(const char *string, uint32_t *code_point);
bool is_valid_utf8(const char *string);

/* Columns that a string takes on a terminal. */
size_t display_width(const char *string);
/* Columns of its first `size` bytes, which end at a character. */
size_t display_width_n(const char *string, size_t size);
/* Size in bytes of the longest beginning that takes at most `columns`; *width gets its columns. */
size_t display_fit(const char *string, size_t columns, size_t *width);

/*
 * Whether a terminal obeys the character instead of showing it: control characters, those that
 * change the direction of text, line and paragraph separators.
 */
bool is_terminal_control(uint32_t code_point);
/*
 * The string with \n, \t, \xHH or \uHHHH for such characters, so that no response of a service can
 * control a terminal.  The caller frees it.
 */
char *escape_controls(const char *string);

/* Whether the descriptor is a terminal that understands escape sequences (TERM is not "dumb"). */
bool terminal_has_escapes(int descriptor);
/* Columns of the terminal behind a descriptor, or of COLUMNS; 0 when there is no limit. */
size_t terminal_columns(int descriptor);

#endif
