/* Parts of lines of the shared files. */
#include "aws/profile_files.h"
#include "core/text.h"

struct profile_span profile_trim(const char *text, size_t size)
{
    while (size > 0 && text_is_blank(text[0])) {
        text++;
        size--;
    }
    while (size > 0 && text_is_blank(text[size - 1])) {
        size--;
    }
    return (struct profile_span){ text, size };
}
