/* The headers of a request in the form of libcurl, each validated first. */
#include "core/text.h"
#include "http/connection.h"

#include <string.h>

/*
 * The list is made here and not by curl_slist_append(), whose copy would be freed without being
 * cleansed.  "Name:" without a value tells libcurl not to send the header.
 */
static struct curl_slist *header_add(struct connection *connection, struct curl_slist *list,
                                     const char *name, const char *value)
{
    size_t name_size = strlen(name), value_size = strlen(value);
    struct curl_slist *node =
        arena_alloc(&connection->arena, sizeof *node + name_size + sizeof ": " + value_size);
    if (node == NULL) {
        return NULL;
    }
    char *text = (char *)(node + 1);
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

connect_status connection_list_headers(struct connection *connection,
                                       const connect_http_request *request, struct curl_slist **out)
{
    /*
     * libcurl adds these by itself, the last two when there is a body: they are suppressed unless
     * the request has them.
     */
    static const char *const unwanted[] = { "Accept", "User-Agent", "Content-Type", "Expect" };
    const size_t unwanted_count = connection_is_bare(request) ? 2 : 4;
    bool given[sizeof unwanted / sizeof unwanted[0]] = { false };
    struct curl_slist *list = NULL;
    for (size_t i = request->headers_count; i-- > 0;) {
        const connect_pair *header = request->headers[i];
        const char *value = header->value != NULL ? header->value : "";
        if (header->key == NULL || !text_is_token(header->key, strlen(header->key)) ||
            text_find_control(value, strlen(value)) >= 0) {
            return CONNECT_E_ARGUMENT;
        }
        for (size_t k = 0; k < unwanted_count; k++) {
            given[k] = given[k] || text_equal_nocase(header->key, unwanted[k]);
        }
        list = header_add(connection, list, header->key, value);
        if (list == NULL) {
            return CONNECT_E_MEMORY;
        }
    }
    for (size_t k = 0; k < unwanted_count; k++) {
        if (!given[k]) {
            list = header_add(connection, list, unwanted[k], "");
            if (list == NULL) {
                return CONNECT_E_MEMORY;
            }
        }
    }
    *out = list;
    return CONNECT_OK;
}
