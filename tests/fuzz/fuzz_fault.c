/* Any header line and any body as an error of a service. */
#include "fuzz/fuzz.h"

#include "core/text.h"
#include "shape/codec.h"
#include "support/shapes.h"

static const struct service_error errors[] = { { "E", &test_value_shape, 400 } };
static const struct service service = { .id = "Test", .errors = errors, .errors_count = 1 };

static void check_shown(const char *text)
{
    PROMISE(text == NULL || text_utf8_valid(text, strlen(text), NULL));
    PROMISE(text == NULL || text_find_control(text, strlen(text)) < 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena arena = { .chunks = NULL };
    const char *text = (const char *)bytes;
    const char *end = size > 0 ? memchr(text, '\n', size) : NULL;
    char *header = end != NULL ? arena_strndup(&arena, text, (size_t)(end - text)) : NULL;
    struct fault fault;

    if (end != NULL) {
        size -= (size_t)(end + 1 - text);
        text = end + 1;
    }
    PROMISE(fault_decode(&service, header, text, size, &arena, &fault));
    check_shown(fault.type);
    check_shown(fault.message);
    check_shown(fault.reason);
    PROMISE(fault.type == NULL || (fault.type[0] != '\0' && strpbrk(fault.type, ":#") == NULL));
    PROMISE(fault.detail == NULL || (fault.is_json && strcmp(fault.type, "E") == 0));
    arena_release(&arena);
    return 0;
}
