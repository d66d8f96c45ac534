/*
 * Errors of a service.  Nothing here may fail on what a service sends: an error that cannot be read
 * whole is told with what could be read.
 */
#include "core/error.h"
#include "core/text.h"
#include "shape/decode.h"

#include <string.h>

/* No type or reason is as long; what is longer is not one. */
#define TYPE_SIZE_MAX 256
#define DETAIL_SIZE_MAX (256u << 10)

/* "ns#Name:http://..." is "Name".  NULL in *out when nothing is left; false without memory. */
static bool clean_type(struct arena *arena, const char *text, size_t size, const char **out)
{
    const char *colon = size > 0 ? memchr(text, ':', size) : NULL;
    const char *end = colon != NULL ? colon : text + size;
    const char *begin = end;

    *out = NULL;
    while (begin > text && begin[-1] != '#') {
        begin--;
    }
    while (begin < end && *begin == ' ') {
        begin++;
    }
    while (end > begin && end[-1] == ' ') {
        end--;
    }
    if (begin == end || end - begin > TYPE_SIZE_MAX ||
        text_find_control(begin, (size_t)(end - begin)) >= 0 ||
        !text_utf8_valid(begin, (size_t)(end - begin), NULL)) {
        return true;
    }
    *out = arena_strndup(arena, begin, (size_t)(end - begin));
    return *out != NULL;
}

/* The text under a key, or NULL; a number is none. */
static const char *text_under(const json_t *object, const char *key, size_t *size)
{
    const json_t *value = json_object_get(object, key);
    size_t ignored;

    if (!json_is_string(value) || tree_kept_number(value, &ignored) != NULL) {
        return NULL;
    }
    *size = json_string_length(value);
    return json_string_value(value);
}

static bool find_type(struct arena *arena, const char *header, const json_t *body,
                      struct fault *out)
{
    static const char *const keys[] = { "code", "Code", "__type" };

    if (header != NULL && !clean_type(arena, header, strlen(header), &out->type)) {
        return false;
    }
    for (size_t i = 0; i < sizeof keys / sizeof keys[0] && out->type == NULL; i++) {
        size_t size;
        const char *text = text_under(body, keys[i], &size);

        if (text != NULL && !clean_type(arena, text, size, &out->type)) {
            return false;
        }
    }
    return true;
}

/* A copy that a terminal can show, cut to what an error holds. */
static bool copy_printable(struct arena *arena, const char *text, size_t size, const char **out)
{
    char *copy;

    size = text_utf8_cut(text, size, ERROR_MESSAGE_MAX);
    copy = arena_strndup(arena, text, size);
    if (copy == NULL) {
        return false;
    }
    text_make_printable(copy, size);
    *out = copy;
    return true;
}

static bool find_message(struct arena *arena, const json_t *body, struct fault *out)
{
    static const char *const keys[] = { "message", "Message", "errorMessage" };

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        size_t size;
        const char *text = text_under(body, keys[i], &size);

        if (text != NULL && size > 0) {
            return copy_printable(arena, text, size, &out->message);
        }
    }
    return true;
}

/*
 * The text of Reason, or of the one member that is set when Reason is a union: also one that is
 * newer than we are.
 */
static bool find_reason(struct arena *arena, json_t *body, struct fault *out)
{
    json_t *reason = json_object_get(body, "Reason");
    size_t size = 0;
    const char *text = text_under(body, "Reason", &size);
    const char *key;
    json_t *value;

    json_object_foreach(reason, key, value) {
        if (text == NULL && strcmp(key, "__type") != 0) {
            text = text_under(reason, key, &size);
        }
    }
    if (text == NULL || size == 0 || size > TYPE_SIZE_MAX) {
        return true;
    }
    return copy_printable(arena, text, size, &out->reason);
}

static const struct connect_shape *shape_of_type(const struct service *service, const char *type)
{
    for (size_t i = 0; service != NULL && type != NULL && i < service->errors_count; i++) {
        if (strcmp(service->errors[i].type, type) == 0) {
            return service->errors[i].shape;
        }
    }
    return NULL;
}

static bool find_detail(const struct connect_shape *shape, json_t *body, struct arena *arena,
                        struct fault *out)
{
    struct decoder d = { .mode = DECODE_RESPONSE, .skip_wrong = true, .arena = arena };
    struct buf text = BUF_INIT(DETAIL_SIZE_MAX);
    void *detail;
    enum buf_state state;

    if (shape == NULL || body == NULL) {
        return true;
    }
    detail = arena_alloc(arena, shape->size);
    if (detail == NULL || !decode_object(&d, shape, body, detail, NULL)) {
        return false;
    }
    out->detail = detail;
    shape_encode(shape, detail, ENCODE_ALL, NULL, &text);
    state = text.state;
    if (state == BUF_OK) {
        out->detail_json = arena_strndup(arena, buf_text(&text), text.size);
    }
    buf_free(&text);
    return state == BUF_TOO_BIG || out->detail_json != NULL;
}

static bool read_object(const struct service *service, const char *header_type, json_t *body,
                        struct arena *arena, struct fault *out)
{
    out->is_json = body != NULL;
    return find_type(arena, header_type, body, out) && find_message(arena, body, out) &&
           find_reason(arena, body, out) &&
           find_detail(shape_of_type(service, out->type), body, arena, out);
}

/* A body that is no JSON object and no page is all there is to tell. */
static bool take_plain_text(struct arena *arena, const char *body, size_t size, struct fault *out)
{
    while (size > 0 && tree_is_blank(body, 1)) {
        body++;
        size--;
    }
    while (size > 0 && tree_is_blank(body + size - 1, 1)) {
        size--;
    }
    if (size == 0 || body[0] == '<' || (size == 4 && memcmp(body, "null", 4) == 0)) {
        return true;
    }
    return copy_printable(arena, body, size, &out->message);
}

bool fault_decode(const struct service *service, const char *header_type, const char *body,
                  size_t size, struct arena *arena, struct fault *out)
{
    struct arena scratch = { .chunks = NULL };
    json_t *root = NULL;
    connect_status status = CONNECT_E_DECODE;
    bool fine;

    *out = (struct fault){ .type = NULL };
    if (!tree_is_blank(body, size)) {
        status = tree_read(&scratch, body, size, &root, NULL);
    }
    fine = status != CONNECT_E_MEMORY &&
           read_object(service, header_type, json_is_object(root) ? root : NULL, arena, out) &&
           (out->is_json || take_plain_text(arena, body, size, out));
    json_decref(root);
    arena_release(&scratch);
    return fine;
}

bool fault_is_told(const char *header_type, const char *body, size_t size, bool *is_fault)
{
    static const char mark[] = "\"__type\"";
    struct arena scratch = { .chunks = NULL };
    json_t *root = NULL;
    connect_status status;
    size_t ignored;

    *is_fault = !text_is_empty(header_type);
    if (*is_fault || memmem(body, size, mark, sizeof mark - 1) == NULL) {
        return true;
    }
    status = tree_read(&scratch, body, size, &root, NULL);
    *is_fault = text_under(root, "__type", &ignored) != NULL;
    json_decref(root);
    arena_release(&scratch);
    return status != CONNECT_E_MEMORY;
}
