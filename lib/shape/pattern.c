/*
 * Texts with a form of their own.  Each form is a small function over the bytes: a service's
 * patterns are few, and a matcher of regular expressions would be more code than all of them, and
 * slower on purpose-made input.
 */
#include "shape/pattern.h"

#include "core/text.h"
#include "shape/codec.h"
#include "shape/utf8.h"

#include <string.h>

/* What is left of a text while a form is read from the left. */
struct cursor {
    const char *at;
    size_t left;
};

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_lower_hex(char c)
{
    return text_is_digit(c) || (c >= 'a' && c <= 'f');
}

static bool take_text(struct cursor *cursor, const char *text)
{
    size_t size = strlen(text);

    if (cursor->left < size || memcmp(cursor->at, text, size) != 0) {
        return false;
    }
    cursor->at += size;
    cursor->left -= size;
    return true;
}

/* Takes as many characters of a class as there are, up to `max`; false when fewer than `min`. */
static bool take(struct cursor *cursor, bool (*is_in)(char), size_t min, size_t max)
{
    size_t count = 0;

    while (count < cursor->left && count < max && is_in(cursor->at[count])) {
        count++;
    }
    cursor->at += count;
    cursor->left -= count;
    return count >= min;
}

static bool is_directory_alias(const char *text, size_t size)
{
    if (size == 0 || !text_is_alnum(text[0]) || !text_is_alnum(text[size - 1])) {
        return false;
    }
    if (size >= 2 && text[0] == 'd' && text[1] == '-') {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        if (!text_is_alnum(text[i]) && text[i] != '-') {
            return false;
        }
    }
    return true;
}

static bool is_directory_id(struct cursor text)
{
    return take_text(&text, "d-") && take(&text, is_lower_hex, 10, 10) && text.left == 0;
}

static bool is_letter_blank_or_number(uint32_t point)
{
    size_t low = 0, high = unicode_runs_count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (point > unicode_runs[middle].last) {
            low = middle + 1;
        } else if (point < unicode_runs[middle].first) {
            high = middle;
        } else {
            return true;
        }
    }
    return false;
}

static bool is_tag_key(const char *text, size_t size)
{
    if (size >= 4 && memcmp(text, "aws:", 4) == 0) {
        return false;
    }
    for (size_t i = 0; i < size;) {
        uint32_t point;
        size_t step = utf8_next(text + i, size - i, &point);

        if (step == 0) {
            return false;
        }
        if (!is_letter_blank_or_number(point) &&
            (point >= 0x80 || memchr("_.:/=+-@", (int)point, 8) == NULL)) {
            return false;
        }
        i += step;
    }
    return true;
}

static bool is_application_name(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (!text_is_alnum(text[i]) && text[i] != '_' && text[i] != ' ' && text[i] != '-') {
            return false;
        }
    }
    return size > 0;
}

static bool is_email_address(const char *text, size_t size)
{
    const char *at = size > 0 ? memchr(text, '@', size) : NULL;
    const char *domain;
    size_t domain_size;

    if (at == NULL || at == text) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        if (text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r') ||
            (text[i] == '@' && text + i != at)) {
            return false;
        }
    }
    domain = at + 1;
    domain_size = size - (size_t)(domain - text);
    return domain_size >= 3 && memchr(domain + 1, '.', domain_size - 2) != NULL;
}

static bool is_aws_region(struct cursor text)
{
    if (!take(&text, is_lower, 2, 2) || !take_text(&text, "-") ||
        !take(&text, is_lower, 1, SIZE_MAX)) {
        return false;
    }
    if (text.left >= 2 && is_lower(text.at[1]) &&
        (!take_text(&text, "-") || !take(&text, is_lower, 1, SIZE_MAX))) {
        return false;
    }
    if (text.left > 0 && (!take_text(&text, "-") || !take(&text, text_is_digit, 1, 1))) {
        return false;
    }
    return text.left == 0;
}

static bool is_instance_id_or_arn(struct cursor text)
{
    static const size_t groups[] = { 8, 4, 4, 4, 12 };

    if (take_text(&text, "arn:")) {
        if (!take_text(&text, "aws:") && !take_text(&text, "aws-us-gov:")) {
            return false;
        }
        if (!take_text(&text, "connect:") || !take(&text, is_lower, 2, 2) ||
            !take_text(&text, "-") || !take(&text, is_lower, 1, SIZE_MAX) ||
            !take_text(&text, "-") || !take(&text, text_is_digit, 1, 1) || !take_text(&text, ":") ||
            !take(&text, text_is_digit, 1, 20) || !take_text(&text, ":instance/")) {
            return false;
        }
    }
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if ((i > 0 && !take_text(&text, "-")) || !take(&text, is_lower_hex, groups[i], groups[i])) {
            return false;
        }
    }
    return text.left == 0;
}

bool pattern_matches(enum shape_pattern pattern, const char *text, size_t size)
{
    struct cursor whole = { text, size };

    switch (pattern) {
    case PATTERN_NONE:
        return true;
    case PATTERN_DIRECTORY_ALIAS:
        return is_directory_alias(text, size);
    case PATTERN_DIRECTORY_ID:
        return is_directory_id(whole);
    case PATTERN_TAG_KEY:
        return is_tag_key(text, size);
    case PATTERN_APPLICATION_NAME:
        return is_application_name(text, size);
    case PATTERN_EMAIL_ADDRESS:
        return is_email_address(text, size);
    case PATTERN_AWS_REGION:
        return is_aws_region(whole);
    case PATTERN_INSTANCE_ID_OR_ARN:
        return is_instance_id_or_arn(whole);
    }
    return false;
}

const char *pattern_text(enum shape_pattern pattern)
{
    switch (pattern) {
    case PATTERN_NONE:
        return NULL;
    case PATTERN_DIRECTORY_ALIAS:
        return "letters, digits and inner hyphens, not beginning with \"d-\"";
    case PATTERN_DIRECTORY_ID:
        return "\"d-\" and ten hexadecimal digits in lower case";
    case PATTERN_TAG_KEY:
        return "letters, blanks, numbers and _.:/=+-@, not beginning with \"aws:\"";
    case PATTERN_APPLICATION_NAME:
        return "letters, digits, blanks, _ and -";
    case PATTERN_EMAIL_ADDRESS:
        return "an e-mail address: name@host.domain";
    case PATTERN_AWS_REGION:
        return "a region, as in us-west-2";
    case PATTERN_INSTANCE_ID_OR_ARN:
        return "an instance id (a UUID in lower case) or the ARN of an instance";
    }
    return NULL;
}

const char *instance_id_of(const char *id_or_arn, size_t *size)
{
    static const char mark[] = ":instance/";
    const char *found = strncmp(id_or_arn, "arn:", 4) == 0 ? strstr(id_or_arn, mark) : NULL;
    const char *id = found != NULL ? found + strlen(mark) : id_or_arn;

    *size = found != NULL ? strcspn(id, "/") : strlen(id);
    return id;
}
