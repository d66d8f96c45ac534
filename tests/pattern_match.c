/*
 * Reads lines "EXPRESSION<tab>STRING", the string in hexadecimal digits, and prints for each
 * whether the library's matcher takes it: 1 or 0.
 */
#include "shape/expression.h"

#include <stdio.h>
#include <string.h>

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
        puts(expression_matches(line, hex, from_hex(hex)) ? "1" : "0");
    }
    return 0;
}
