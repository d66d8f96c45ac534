/* The headers of a request as curl wants them, each looked at first. */
#include "core/text.h"
#include "http/transport_curl.h"

#include <string.h>

bool line_is_token(const char *name)
{
    for (const char *at = name; *at != '\0'; at++) {
        if (!text_is_alnum(*at) && strchr("!#$%&'*+-.^_`|~", *at) == NULL) {
            return false;
        }
    }
    return name[0] != '\0';
}

/*
 * The list is ours, in curl's form, because curl's own copy would be freed without being
 * overwritten.
 */
static struct curl_slist *add_line(struct line *line, struct curl_slist *list, const char *name,
                                   const char *value)
{
    size_t name_size = strlen(name), value_size = strlen(value);
    struct curl_slist *node = arena_alloc(&line->arena, sizeof *node);
    char *text = arena_alloc(&line->arena, name_size + sizeof ": " + value_size);
    if (node == NULL || text == NULL) {
        return NULL;
    }
    memcpy(text, name, name_size);
    text[name_size] = ':';
    if (value_size > 0) {
        text[name_size + 1] = ' ';
        memcpy(text + name_size + 2, value, value_size);
    }
    node->data = text;
    node->next = list;
    return node;
}

connect_status line_list_headers(struct line *line, const connect_http_request *request,
                                 struct curl_slist **out)
{
    /* What curl adds by itself is taken away, unless the request has it. */
    static const char *const unwanted[] = { "Accept", "Content-Type", "Expect", "User-Agent" };
    bool given[sizeof unwanted / sizeof unwanted[0]] = { false };
    struct curl_slist *list = NULL;
    for (size_t i = request->headers_count; i-- > 0;) {
        const connect_pair *header = request->headers[i];
        const char *value = header->value != NULL ? header->value : "";
        if (header->key == NULL || !line_is_token(header->key) ||
            text_find_control(value, strlen(value)) >= 0) {
            line->refusal = "a header has a character that HTTP does not allow";
            return CONNECT_E_ARGUMENT;
        }
        for (size_t k = 0; k < sizeof unwanted / sizeof unwanted[0]; k++) {
            given[k] = given[k] || text_equal_nocase(header->key, unwanted[k]);
        }
        list = add_line(line, list, header->key, value);
        if (list == NULL) {
            return CONNECT_E_MEMORY;
        }
    }
    for (size_t k = 0; k < sizeof unwanted / sizeof unwanted[0]; k++) {
        if (!given[k]) {
            list = add_line(line, list, unwanted[k], "");
            if (list == NULL) {
                return CONNECT_E_MEMORY;
            }
        }
    }
    *out = list;
    return CONNECT_OK;
}
