/* Functions on the value types of <connect/types.h>. */
#include "core/time.h"

#include <connect/types.h>

#include <string.h>

const char *connect_time_format(int64_t ms, char *buffer, size_t size)
{
    char text[CONNECT_TIME_SIZE];

    if (buffer == NULL || size == 0) {
        return buffer;
    }
    time_format_iso(ms, text);
    size_t length = strlen(text);
    if (length < size) {
        memcpy(buffer, text, length + 1);
    } else {
        buffer[0] = '\0';
    }
    return buffer;
}

bool connect_time_parse(const char *text, int64_t *ms)
{
    int64_t parsed;

    if (text == NULL || !time_parse_iso(text, strlen(text), &parsed)) {
        return false;
    }
    if (ms != NULL) {
        *ms = parsed;
    }
    return true;
}

const char *connect_pair_find(const connect_pair *const *pairs, size_t count, const char *key)
{
    if (pairs == NULL || key == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (pairs[i] != NULL && pairs[i]->key != NULL && strcmp(pairs[i]->key, key) == 0) {
            return pairs[i]->value;
        }
    }
    return NULL;
}
