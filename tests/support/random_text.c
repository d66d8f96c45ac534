#include "support/random_text.h"

void random_text_put(struct random_text *text, uint32_t c)
{
    char *out = text->bytes + text->size;

    if (c < 0x80) {
        out[0] = (char)c;
        text->size += 1;
    } else if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        text->size += 2;
    } else if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        text->size += 3;
    } else {
        out[0] = (char)(0xf0 | c >> 18);
        out[1] = (char)(0x80 | (c >> 12 & 0x3f));
        out[2] = (char)(0x80 | (c >> 6 & 0x3f));
        out[3] = (char)(0x80 | (c & 0x3f));
        text->size += 4;
    }
}

uint32_t random_character(struct dice *dice, bool one_line)
{
    static const uint32_t layout[] = { '\t', '\n', '\r' };
    uint32_t c;

    switch (dice_roll(dice, 8)) {
    case 0:
        return 0x80 + (uint32_t)dice_roll(dice, 0x780);
    case 1:
        c = 0x800 + (uint32_t)dice_roll(dice, 0xf800);
        return c >= 0xd800 && c <= 0xdfff ? 0x20ac : c;
    case 2:
        return 0x10000 + (uint32_t)dice_roll(dice, 0x100000);
    case 3:
        return one_line ? '%' : layout[dice_roll(dice, 3)];
    default:
        return 0x20 + (uint32_t)dice_roll(dice, 0x5f);
    }
}

static size_t random_length(struct dice *dice, int64_t min, int64_t max)
{
    size_t low = (size_t)min, high = max > RANDOM_TEXT_MAX ? RANDOM_TEXT_MAX : (size_t)max;

    switch (dice_roll(dice, 10)) {
    case 0:
        return low;
    case 1:
        return high;
    default:
        high = high > low + 20 ? low + 20 : high;
        return low + dice_roll(dice, high - low + 1);
    }
}

json_t *random_text_json(struct dice *dice, int64_t min, int64_t max, enum shape_pattern pattern,
                         connect_place place)
{
    struct random_text text = { .size = 0 };
    size_t length;

    if (place == CONNECT_PLACE_PATH && min < 1) {
        min = 1;
    }
    if (pattern != PATTERN_NONE) {
        random_pattern(dice, &text, pattern, (size_t)min,
                       max > RANDOM_TEXT_MAX ? RANDOM_TEXT_MAX : (size_t)max);
    } else {
        length = random_length(dice, min, max);
        for (size_t i = 0; i < length; i++) {
            random_text_put(&text, random_character(dice, place != CONNECT_PLACE_BODY));
        }
    }
    if (place == CONNECT_PLACE_PATH && text.bytes[0] == '.') {
        text.bytes[0] = '~';
    }
    return json_stringn(text.bytes, text.size);
}
