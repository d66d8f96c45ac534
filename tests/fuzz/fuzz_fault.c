/*
 * Any header line and any body as an error of a service: of Amazon Connect, and of one with an
 * error of all kinds.
 */
#include "api/registry.h"
#include "core/text.h"
#include "core/utf8.h"
#include "fuzz/fuzz.h"
#include "shape/fault.h"
#include "support/shapes.h"

static const struct service_error errors[] = { { "E", &test_value_shape, 400 } };
static const struct service service = { .id = "Test", .errors = errors, .errors_count = 1 };

static void check_shown(const char *text)
{
    PROMISE(text == NULL || text_utf8_valid(text, strlen(text), NULL));
    PROMISE(text == NULL || text_find_control(text, strlen(text)) < 0);
}

/* Whether it begins like one. */
static bool is_object(const char *text, size_t size)
{
    for (; size > 0 && text_is_space(*text); size--) {
        text++;
    }
    return size > 0 && *text == '{';
}

static void decode(const struct service *of, const char *header, const char *text, size_t size)
{
    struct arena arena = { .chunks = NULL };
    struct fault fault;

    PROMISE(fault_decode(of, header, text, size, &arena, &fault));
    PROMISE(!fault_detect(NULL, text, size) || is_object(text, size));
    check_shown(fault.type);
    check_shown(fault.message);
    check_shown(fault.reason);
    PROMISE(fault.type == NULL || (fault.type[0] != '\0' && strpbrk(fault.type, ":#") == NULL));
    PROMISE(fault.detail == NULL || (is_object(text, size) && fault.type != NULL));
    PROMISE(fault.detail == NULL || of != &service || strcmp(fault.type, "E") == 0);
    PROMISE((fault.detail != NULL) == (fault.detail_json != NULL));
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena arena = { .chunks = NULL };
    const char *text = (const char *)bytes;
    const char *end = size > 0 ? memchr(text, '\n', size) : NULL;
    char *header = end != NULL ? arena_strndup(&arena, text, (size_t)(end - text)) : NULL;

    if (end != NULL) {
        size -= (size_t)(end + 1 - text);
        text = end + 1;
    }
    decode(&service, header, text, size);
    decode(registry_operations[0]->service, header, text, size);
    arena_release(&arena);
    return 0;
}
