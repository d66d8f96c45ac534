/*
 * Random strings that the limits of a member allow.
 */
#ifndef TESTS_SUPPORT_RANDOM_TEXT_H
#define TESTS_SUPPORT_RANDOM_TEXT_H

#include "shape/shape.h"
#include "support/dice.h"

#include <jansson.h>

#define RANDOM_TEXT_MAX 600 /* characters */

struct random_text {
    char bytes[RANDOM_TEXT_MAX * 4 + 64];
    size_t size;
};

void random_text_put(struct random_text *text, uint32_t c);
/* Any character but control characters; one_line: nor layout. */
uint32_t random_character(struct dice *dice, bool one_line);
/*
 * A string with min..max characters that matches the pattern, generated from its regular
 * expression; now and then one that is as long as it may be.
 */
void random_pattern(struct dice *dice, struct random_text *text, enum shape_pattern pattern,
                    size_t min, size_t max);
/* A string of min..max characters for a place in a request, with a pattern or without. */
json_t *random_text_json(struct dice *dice, int64_t min, int64_t max, enum shape_pattern pattern,
                         connect_place place);

#endif
