/*
 * Base64 of JSON such as {"NextToken": "abc", "boto_truncate_amount": 2}.
 */
#include "call/page_token.h"

#include "base/json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static char *base64_encode(const char *bytes, size_t size)
{
    struct strbuf out = { 0 };

    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        uint32_t block = (uint32_t)(unsigned char)bytes[i] << 16;
        char letters[4];

        if (left > 1) {
            block |= (uint32_t)(unsigned char)bytes[i + 1] << 8;
        }
        if (left > 2) {
            block |= (uint32_t)(unsigned char)bytes[i + 2];
        }
        letters[0] = alphabet[block >> 18];
        letters[1] = alphabet[block >> 12 & 63];
        letters[2] = left > 1 ? alphabet[block >> 6 & 63] : '=';
        letters[3] = left > 2 ? alphabet[block & 63] : '=';
        strbuf_add_bytes(&out, letters, 4);
    }
    return strbuf_detach(&out);
}

/* NULL unless it is base64 of a string. */
static char *base64_decode(const char *text)
{
    struct strbuf out = { 0 };
    uint32_t bits = 0;
    int count = 0;

    for (; *text != '\0' && *text != '='; text++) {
        const char *letter = strchr(alphabet, *text);

        if (letter == NULL) {
            strbuf_free(&out);
            return NULL;
        }
        bits = bits << 6 | (uint32_t)(letter - alphabet);
        count += 6;
        if (count >= 8) {
            char byte = (char)(bits >> (count -= 8) & 255);

            strbuf_add_bytes(&out, &byte, 1);
        }
    }
    if (strlen(strbuf_string(&out)) == out.size) {
        return strbuf_detach(&out);
    }
    strbuf_free(&out);
    return NULL;
}

char *page_token_encode(const char *token, bool is_cut, size_t shown)
{
    json_t *object = require_memory(json_object());
    char *plain, *encoded;

    json_set(object, "NextToken", token != NULL ? json_new_string(token) : json_null());
    if (is_cut) {
        json_set(object, "boto_truncate_amount", json_integer((json_int_t)shown));
    }
    plain = require_memory(json_dumps(object, JSON_ENSURE_ASCII));
    encoded = base64_encode(plain, strlen(plain));
    free(plain);
    json_decref(object);
    return encoded;
}

void page_token_decode(const char *text, char **token, size_t *shown)
{
    char *plain = base64_decode(text);
    json_t *object = plain != NULL ? json_loads(plain, JSON_REJECT_DUPLICATES, NULL) : NULL;
    const json_t *next = json_object_get(object, "NextToken");
    json_int_t amount = json_integer_value(json_object_get(object, "boto_truncate_amount"));

    *shown = 0;
    if (next == NULL || !(json_is_string(next) || json_is_null(next))) {
        *token = require_memory(strdup(text));
    } else {
        *token = json_is_null(next) ? NULL : require_memory(strdup(json_string_value(next)));
        if (amount > 0) {
            *shown = (size_t)amount;
        }
    }
    json_decref(object);
    free(plain);
}
