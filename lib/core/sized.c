/* Structs of callers that were compiled with an older or a newer header. */
#include "core/sized.h"

#include "core/assert.h"
#include "core/error.h"

#include <string.h>

static size_t size_member(const void *value)
{
    size_t size;

    memcpy(&size, value, sizeof size);
    return size;
}

enum sized_result sized_check(const void *value, size_t known_size)
{
    ASSERT(known_size >= sizeof known_size);
    size_t size = size_member(value);

    if (size < sizeof size) {
        return SIZED_NOT_SET;
    }
    if (size > known_size && size - known_size > SIZED_TAIL_MAX) {
        return SIZED_TOO_NEW;
    }
    for (size_t i = known_size; i < size; i++) {
        if (((const unsigned char *)value)[i] != 0) {
            return SIZED_TOO_NEW;
        }
    }
    return SIZED_VALID;
}

connect_status sized_copy(void *to, size_t to_size, const void *from, const char *what,
                          connect_error **error)
{
    ASSERT(to_size >= sizeof to_size && from != to);
    memset(to, 0, to_size);
    if (from != NULL) {
        size_t size = size_member(from);

        switch (sized_check(from, to_size)) {
        case SIZED_VALID:
            break;
        case SIZED_NOT_SET:
            return error_set(error, CONNECT_E_ARGUMENT, "%s: its size member is not set", what);
        case SIZED_TOO_NEW:
            return error_set(error, CONNECT_E_VERSION, "%s: of %zu bytes, this library knows %zu",
                             what, size, to_size);
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
    ASSERT(from_size >= sizeof from_size);
    size = size_member(to);
    if (size > from_size) {
        size = from_size;
    }
    if (size > sizeof size) {
        memcpy((char *)to + sizeof size, (const char *)from + sizeof size, size - sizeof size);
    }
}
