/* Parts of lines of the shared files. */
#include "aws/profile_files.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

struct profile_span profile_trim(const char *text, size_t size)
{
    while (size > 0 && is_space(text[0])) {
        text++;
        size--;
    }
    while (size > 0 && is_space(text[size - 1])) {
        size--;
    }
    return (struct profile_span){ text, size };
}
