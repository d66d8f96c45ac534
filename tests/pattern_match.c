/*
 * Reads lines "EXPRESSION<tab>STRING", the string in hexadecimal digits, and prints for each
 * whether the library's matcher takes it: 1 or 0; "?" for an expression that is not in its table.
 */
#include "shape/pattern.h"
#include "support/pattern_table.h"

#include <stdio.h>
#include <string.h>

#define PATTERN_ONE(name, expression, meaning) +1
enum { PATTERNS_COUNT = 0 ALL_PATTERNS(PATTERN_ONE) };

static enum shape_pattern pattern_named(const char *expression)
{
    for (int i = 1; i <= PATTERNS_COUNT; i++) {
        if (strcmp(pattern_expression((enum shape_pattern)i), expression) == 0) {
            return (enum shape_pattern)i;
        }
    }
    return PATTERN_NONE;
}

static size_t from_hex(char *hex)
{
    static const char digits[] = "0123456789abcdef";
    size_t size = strspn(hex, digits) / 2;

    for (size_t i = 0; i < size; i++) {
        hex[i] = (char)((strchr(digits, hex[2 * i]) - digits) << 4 |
                        (strchr(digits, hex[2 * i + 1]) - digits));
    }
    return size;
}

int main(void)
{
    static char line[65536];

    while (fgets(line, sizeof line, stdin) != NULL) {
        char *hex = strchr(line, '\t');

        if (hex == NULL) {
            return 2;
        }
        *hex++ = '\0';

        enum shape_pattern pattern = pattern_named(line);
        size_t size = from_hex(hex);

        puts(pattern == PATTERN_NONE ? "?" : pattern_matches(pattern, hex, size) ? "1" : "0");
    }
    return 0;
}
