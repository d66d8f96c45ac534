/* Callers older and newer than the library. */
#include "core/sized.h"

#include "core/error.h"

#include <string.h>

connect_status sized_copy(void *to, size_t to_size, const void *from, const char *what,
                          connect_error **error)
{
    memset(to, 0, to_size);
    if (from != NULL) {
        size_t size;
        memcpy(&size, from, sizeof size);
        if (size < sizeof size) {
            return error_set(error, CONNECT_E_ARGUMENT, "%s: its size member is not set", what);
        }
        for (size_t i = to_size; i < size; i++) {
            if (((const unsigned char *)from)[i] != 0) {
                return error_set(error, CONNECT_E_VERSION,
                                 "%s: of %zu bytes, this library knows %zu", what, size, to_size);
            }
        }
        memcpy(to, from, size < to_size ? size : to_size);
    }
    memcpy(to, &to_size, sizeof to_size);
    return CONNECT_OK;
}

void sized_fill(void *to, const void *from, size_t from_size)
{
    size_t size;

    if (to == NULL) {
        return;
    }
    memcpy(&size, to, sizeof size);
    if (size > from_size) {
        size = from_size;
    }
    if (size > sizeof size) {
        memcpy((char *)to + sizeof size, (const char *)from + sizeof size, size - sizeof size);
    }
}
