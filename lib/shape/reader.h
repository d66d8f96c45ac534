/*
 * Reads JSON text in one pass, without building a tree and without allocating.
 *
 * The caller drives it: reader_next() shows the byte that a value begins with, and the caller calls
 * the function for what it expects there, or reader_skip() for what it does not want.  Whatever is
 * wrong with the syntax makes that function and all later ones fail, and reader_problem() says what
 * and where.
 *
 *     reader_enter(&in);
 *     while (reader_member(&in, &key)) {
 *         if (is_wanted(&key) && reader_next(&in) == '"') {
 *             reader_string(&in, &value);
 *         } else {
 *             reader_skip(&in);
 *         }
 *     }
 *     if (in.problem != NULL) ...
 */
#ifndef SHAPE_READER_H
#define SHAPE_READER_H

#include "core/mem.h"

#include <stdint.h>

/* Objects and lists that are read, one in another. */
#define READER_DEPTH_MAX 64
/* The same for what is skipped. */
#define READER_SKIP_DEPTH_MAX 1024
/* Larger texts are refused: sizes of names are kept in 32 bits. */
#define READER_SIZE_MAX INT32_MAX

/* A string as it stands in the text, between its quotes. */
struct json_string {
    const char *text;
    size_t size;
    bool has_escapes;
    /*
     * Why it cannot be represented as a C string in UTF-8, or NULL: a NUL character, half of a
     * surrogate pair, invalid UTF-8.  All of these are allowed where a string is skipped.
     */
    const char *oddity;
};

struct json_number {
    const char *text;
    size_t size;
    bool is_integer; /* without fraction and exponent, and in the range of 64 bits */
    int64_t integer;
};

struct reader {
    const char *begin, *at, *end;
    unsigned depth;
    bool is_first;       /* no member or element of the innermost object or list was read yet */
    const char *problem; /* what is wrong at `at`; static text, or NULL */
};

void reader_init(struct reader *in, const char *text, size_t size);
/* Line and column, from 1 on, of where it stands. */
void reader_place(const struct reader *in, size_t *line, size_t *column);
/* Sets the problem unless there is one already.  Returns false. */
bool reader_fail(struct reader *in, const char *problem);

char reader_next_behind_space(struct reader *in);
/* The next byte that is not whitespace; '\0' at the end. */
static inline char reader_next(struct reader *in)
{
    return in->at < in->end && (unsigned char)*in->at > ' ' ? *in->at
                                                            : reader_next_behind_space(in);
}

/* Whether nothing but whitespace is left; otherwise a problem. */
bool reader_at_end(struct reader *in);

/* Enters the object or list whose opening bracket is next. */
bool reader_enter(struct reader *in);
/*
 * Reads the key of the next member and the colon.  False at the end of the object, whose bracket is
 * consumed, and when there is a problem.
 */
bool reader_member(struct reader *in, struct json_string *key);
/*
 * The same for a member that is expected to have this name.  False when it has another, or at the
 * end of the object: then nothing was consumed, and reader_member() tells.
 */
bool reader_expected_member(struct reader *in, const char *name, size_t size);
/* Whether a list has another element, which is next; otherwise as reader_member(). */
bool reader_element(struct reader *in);

/* Each of these reads the value that is next, which begins as reader_next() said. */
bool reader_string(struct reader *in, struct json_string *out);
/* The same without checking bytes from 0x80 on, for a string that is skipped. */
bool reader_skip_string(struct reader *in, struct json_string *out);
bool reader_number(struct reader *in, struct json_number *out);
bool reader_word(struct reader *in, const char *word); /* "true", "false", "null" */
/* Skips a value of any kind.  Its syntax is checked, its content is not. */
bool reader_skip(struct reader *in);

/*
 * Resolves escapes into `out`, which has room for string->size bytes, and returns the size.  Half
 * of a surrogate pair becomes the three bytes that UTF-8 would have for it.
 */
size_t json_string_decode(const struct json_string *string, char *out);
/* The same into `arena`, with a NUL behind it; NULL when out of memory. */
char *json_string_unescape(const struct json_string *string, struct arena *arena, size_t *size);

/* A copy with its escapes resolved; NULL when out of memory. */
static inline const char *json_string_copy(const struct json_string *string, struct arena *arena)
{
    size_t ignored;

    return string->has_escapes ? json_string_unescape(string, arena, &ignored)
                               : arena_strndup(arena, string->text, string->size);
}

/*
 * Replaces a string that has escapes by one without, which is in `arena`.  False when out of
 * memory.
 */
static inline bool json_string_resolve(struct json_string *string, struct arena *arena)
{
    if (string->has_escapes) {
        string->text = json_string_unescape(string, arena, &string->size);
        string->has_escapes = false;
    }
    return string->text != NULL;
}

/*
 * Copies a piece of valid JSON, with U+FFFD for what a strict reader would refuse in its strings:
 * half of a surrogate pair, a NUL character, invalid UTF-8.  Returns the size; `out` may be NULL.
 */
size_t json_clean(const char *at, const char *end, char *out);

#endif
