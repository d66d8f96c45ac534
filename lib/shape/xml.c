/*
 * A reader of elements: one pass, a depth limit, and nothing that a document can define for itself.
 */
#include "shape/xml.h"

#include "core/assert.h"
#include "core/text.h"
#include "core/utf8.h"

#include <string.h>

static void xml_skip(struct xml_text *text, size_t size)
{
    ASSERT(size <= text->size);
    text->at += size;
    text->size -= size;
}

static bool begins_with(struct xml_text text, const char *with)
{
    size_t size = strlen(with);

    return text.size >= size && memcmp(text.at, with, size) == 0;
}

/* Moves behind `end`; false when it does not come. */
static bool skip_past(struct xml_text *text, const char *end)
{
    const char *at = memmem(text->at, text->size, end, strlen(end));

    if (at == NULL) {
        return false;
    }
    xml_skip(text, (size_t)(at - text->at) + strlen(end));
    return true;
}

/* One tag: *text stands behind its '>' afterwards; quotes may hold a '>'. */
struct tag {
    struct xml_text name;
    bool closes; /* </name> */
    bool empty;  /* <name/> */
};

static bool read_tag(struct xml_text *text, struct tag *tag)
{
    size_t i = 1;
    char quote = 0;

    ASSERT(text->size > 0 && text->at[0] == '<');
    *tag = (struct tag){ .closes = text->size > 1 && text->at[1] == '/' };
    i += tag->closes;
    tag->name.at = text->at + i;
    while (i < text->size && !text_is_space(text->at[i]) && text->at[i] != '>' &&
           text->at[i] != '/') {
        i++;
    }
    tag->name.size = (size_t)(text->at + i - tag->name.at);
    for (; i < text->size; i++) {
        char c = text->at[i];

        if (quote != 0) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '<') {
            return false;
        } else if (c == '>') {
            break;
        }
    }
    if (i == text->size || tag->name.size == 0) {
        return false;
    }
    ASSERT(i < text->size && text->at[i] == '>');
    tag->empty = text->at[i - 1] == '/';
    xml_skip(text, i + 1);
    return true;
}

/* Moves to the next tag, past text, comments and instructions. */
static enum xml_found skip_to_tag(struct xml_text *text)
{
    for (;;) {
        const char *at = memchr(text->at, '<', text->size);

        if (at == NULL) {
            return XML_END;
        }
        xml_skip(text, (size_t)(at - text->at));
        if (begins_with(*text, "<!--")) {
            if (!skip_past(text, "-->")) {
                return XML_BROKEN;
            }
        } else if (begins_with(*text, "<?")) {
            if (!skip_past(text, "?>")) {
                return XML_BROKEN;
            }
        } else if (begins_with(*text, "<!")) {
            return XML_BROKEN;
        } else {
            return XML_ELEMENT;
        }
    }
}

/* Moves behind the end tag that belongs to an open element; `inner` then ends before it. */
static bool skip_element(struct xml_text *text, struct xml_text name, struct xml_text *inner)
{
    struct xml_text open[XML_DEPTH_MAX];
    size_t depth = 0;

    open[depth++] = name;
    inner->at = text->at;
    while (skip_to_tag(text) == XML_ELEMENT) {
        const char *before = text->at;
        struct tag tag;

        if (!read_tag(text, &tag)) {
            return false;
        }
        if (!tag.closes) {
            if (!tag.empty && depth == XML_DEPTH_MAX) {
                return false;
            }
            if (!tag.empty) {
                open[depth++] = tag.name;
            }
            continue;
        }
        ASSERT(depth > 0 && depth <= XML_DEPTH_MAX);
        depth--;
        if (tag.name.size != open[depth].size ||
            memcmp(tag.name.at, open[depth].at, tag.name.size) != 0) {
            return false;
        }
        if (depth == 0) {
            ASSERT(inner->at <= before);
            inner->size = (size_t)(before - inner->at);
            return true;
        }
    }
    return false;
}

enum xml_found xml_next(struct xml_text *rest, struct xml_text *name, struct xml_text *inner)
{
    enum xml_found found = skip_to_tag(rest);
    struct tag tag;

    if (found != XML_ELEMENT) {
        return found;
    }
    if (!read_tag(rest, &tag) || tag.closes) {
        return XML_BROKEN;
    }
    *name = tag.name;
    if (tag.empty) {
        *inner = (struct xml_text){ rest->at, 0 };
        return XML_ELEMENT;
    }
    return skip_element(rest, tag.name, inner) ? XML_ELEMENT : XML_BROKEN;
}

bool xml_is(struct xml_text text, const char *name)
{
    return text.size == strlen(name) && memcmp(text.at, name, text.size) == 0;
}

bool xml_find(struct xml_text in, const char *name, struct xml_text *inner)
{
    struct xml_text child;

    while (xml_next(&in, &child, inner) == XML_ELEMENT) {
        if (xml_is(child, name)) {
            return true;
        }
    }
    return false;
}

/* "#38" or "#x26"; 0 when it is no character. */
static uint32_t read_reference(struct xml_text text)
{
    int base = text.size > 1 && text.at[1] == 'x' ? 16 : 10;
    uint32_t code = 0;

    xml_skip(&text, base == 16 ? 2 : 1);
    for (; text.size > 0; xml_skip(&text, 1)) {
        int digit = text_hex_digit(text.at[0]);

        if (digit < 0 || digit >= base || code > 0x10ffff) {
            return 0;
        }
        code = code * (uint32_t)base + (uint32_t)digit;
    }
    return code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? 0 : code;
}

static uint32_t entity_of(struct xml_text text)
{
    static const struct {
        const char *name;
        char code;
    } named[] = { { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' } };

    if (text.size > 0 && text.at[0] == '#') {
        return read_reference(text);
    }
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
        if (xml_is(text, named[i].name)) {
            return (uint32_t)named[i].code;
        }
    }
    return 0;
}

char *xml_content(struct arena *arena, struct xml_text inner, bool *valid)
{
    char *out;
    size_t size = 0;

    while (inner.size > 0 && text_is_space(inner.at[0])) {
        xml_skip(&inner, 1);
    }
    while (inner.size > 0 && text_is_space(inner.at[inner.size - 1])) {
        inner.size--;
    }
    *valid =
        memchr(inner.at, '<', inner.size) == NULL && memchr(inner.at, '\0', inner.size) == NULL;
    if (!*valid || (out = arena_alloc(arena, inner.size + 1)) == NULL) {
        return NULL;
    }
    while (inner.size > 0) {
        const char *end;
        uint32_t code;

        if (inner.at[0] != '&') {
            out[size++] = inner.at[0];
            xml_skip(&inner, 1);
            continue;
        }
        end = memchr(inner.at, ';', inner.size);
        code = end == NULL
                   ? 0
                   : entity_of((struct xml_text){ inner.at + 1, (size_t)(end - inner.at) - 1 });
        if (code == 0) {
            *valid = false;
            return NULL;
        }
        /* A reference is never shorter than the character it stands for. */
        ASSERT((size_t)(end - inner.at) >= 3);
        size += utf8_encode(code, out + size);
        xml_skip(&inner, (size_t)(end - inner.at) + 1);
    }
    return out;
}
