/*
 * See json.h.
 */
#include "base/json.h"

#include "base/utf8.h"

#include <string.h>

json_t *json_new_string(const char *string)
{
    size_t size = strlen(string);

    if (text_utf8_valid(string, size, NULL)) {
        return json_check_alloc(json_string(string));
    }

    struct buf repaired = BUF_INIT(3 * size);

    while (size > 0) {
        size_t used = utf8_character_size(string, size);

        if (used > 0) {
            buf_add(&repaired, string, used);
        } else {
            buf_add_text(&repaired, "\xef\xbf\xbd");
            used = 1;
        }
        string += used;
        size -= used;
    }
    (void)check_buf(&repaired);

    json_t *json = json_check_alloc(json_string(buf_text(&repaired)));

    buf_free(&repaired);
    return json;
}

void json_put(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, check_alloc(value)) != 0) {
        fail_out_of_memory();
    }
}

void json_put_string(json_t *object, const char *key, const char *string)
{
    json_put(object, key, json_new_string(string));
}

void json_put_time(json_t *object, const char *key, int64_t ms)
{
    json_put(object, key, json_real((double)ms / 1000.0));
}

void json_append(json_t *array, json_t *value)
{
    if (json_array_append_new(array, check_alloc(value)) != 0) {
        fail_out_of_memory();
    }
}
