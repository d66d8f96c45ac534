/*
 * Errors of a service.
 *
 * REST-JSON names the type of an error in the header x-amzn-errortype, or in the body under `code`,
 * `Code` or `__type`, and its message under `message` or `Message`.  What stands between a client
 * and a service has other habits: OAuth's {"error":"invalid_grant","error_description":"..."},
 * {"error":{"code":"...","message":"..."}}, {"error":"text"}, and Coral's
 * {"Output":{"__type":"...","message":null}}.  All are read in one pass, which notes the strings
 * under each of these keys; nothing here fails on what a service sends, and what cannot be read is
 * absent.
 *
 * Sources: Smithy, AWS restJson1 protocol, "Operation error serialization"; RFC 6749, 5.2.
 */
#include "shape/fault.h"

#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/text.h"
#include "core/utf8.h"
#include "shape/decode.h"
#include "shape/decoder.h"
#include "shape/encode.h"
#include "shape/reader.h"

#include <string.h>

/* No type or reason is as long; what is longer is not one. */
#define TYPE_SIZE_MAX 256
/* A key that matters, with each of its characters as an escape sequence. */
#define KEY_SIZE_MAX 128
#define DETAIL_SIZE_MAX (256u << 10)

/* Keys whose strings matter; of types and of messages the first that is there counts. */
enum word {
    WORD_TYPE,
    WORD_MESSAGE = 3,
    WORD_ERROR = 8,
    WORD_REASON = 10, /* or of the member of the union there */
    WORD_COUNT
};
static const char *const word_keys[WORD_COUNT] = {
    "code",
    "Code",
    "__type",
    "message",
    "Message",
    "errorMessage",
    "error_description",
    "errorDescription",
    "error",
    "Error",
    "Reason",
};

static_assert(sizeof word_keys / sizeof word_keys[0] == WORD_COUNT, "a key for each word");
static_assert(WORD_TYPE < WORD_MESSAGE && WORD_MESSAGE < WORD_ERROR &&
                  WORD_ERROR + 2 == WORD_REASON,
              "words of one meaning follow each other");

/* The strings of one object; the text of an absent one is NULL. */
struct words {
    struct json_string found[WORD_COUNT];
};

/* An error body: its own strings, and those of the object under "error", "Error" or "Output". */
struct body {
    struct words outer, inner;
    bool is_object; /* the whole body is a JSON object */
};

static bool key_is(const struct json_string *key, const char *name)
{
    return strlen(name) == key->size && memcmp(name, key->text, key->size) == 0;
}

/* The key of the next member, without its escapes as long as it is one of those that matter. */
static bool next_key(struct reader *in, struct json_string *key, char room[KEY_SIZE_MAX])
{
    if (!reader_member(in, key)) {
        return false;
    }
    if (key->has_escapes && key->size <= KEY_SIZE_MAX) {
        key->size = json_string_decode(key, room);
        ASSERT(key->size <= KEY_SIZE_MAX);
        key->text = room;
    }
    return true;
}

/* WORD_COUNT for a key that does not matter. */
static size_t find_word(const struct json_string *key)
{
    size_t word = 0;

    while (word < WORD_COUNT && !key_is(key, word_keys[word])) {
        word++;
    }
    return word;
}

/* Of two strings under one key the first counts, and an odd one not at all. */
static void read_word(struct reader *in, struct json_string *slot)
{
    struct json_string string;

    if (reader_string(in, &string) && slot->text == NULL && string.oddity == NULL) {
        *slot = string;
    }
}

/* The first string in the union under Reason, also one of a member that is newer than we are. */
static void read_reason(struct reader *in, struct words *words)
{
    char room[KEY_SIZE_MAX];
    struct json_string key;

    (void)reader_enter(in); /* after a failure there is no key */
    while (next_key(in, &key, room)) {
        if (reader_next(in) == '"' && !key_is(&key, "__type")) {
            read_word(in, &words->found[WORD_REASON]);
        } else {
            (void)reader_skip(in);
        }
    }
}

/* Reads an object.  `inner` is where an object in it that describes the error goes, or NULL. */
static void read_words(struct reader *in, struct words *words, struct words *inner)
{
    char room[KEY_SIZE_MAX];
    struct json_string key;

    (void)reader_enter(in); /* after a failure there is no key */
    while (next_key(in, &key, room)) {
        size_t word = find_word(&key);
        char next = reader_next(in);

        if (next == '"' && word < WORD_COUNT) {
            read_word(in, &words->found[word]);
        } else if (next == '{' && word == WORD_REASON) {
            read_reason(in, words);
        } else if (next == '{' && inner != NULL &&
                   (word == WORD_ERROR || word == WORD_ERROR + 1 || key_is(&key, "Output"))) {
            read_words(in, inner, NULL);
        } else {
            (void)reader_skip(in);
        }
    }
}

static void read_body(const char *text, size_t size, struct body *body)
{
    struct reader in;

    memset(body, 0, sizeof *body);
    reader_init(&in, text, size);
    if (reader_next(&in) == '{') {
        read_words(&in, &body->outer, &body->inner);
        body->is_object = reader_at_end(&in);
    }
    if (!body->is_object) {
        memset(body, 0, sizeof *body);
    }
}

/* ---- what is made of it ---- */

/*
 * Rule: the type of an error ends at the first colon and begins after the last number sign.
 * Source: Smithy, AWS restJson1 protocol, operation error serialization.  Test:
 * each_form_is_read_in_each_place.
 */
/* "ns#Name:http://..." is "Name".  NULL in *out when nothing is left; false when out of memory. */
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
    ASSERT(text <= begin && begin < end && end <= text + size);
    *out = arena_strndup(arena, begin, (size_t)(end - begin));
    return *out != NULL;
}

static bool take_type(struct arena *arena, const struct json_string *string, struct fault *out)
{
    const char *text;

    if (string->text == NULL || out->type != NULL) {
        return true;
    }
    text = json_string_copy(string, arena);
    return text != NULL && clean_type(arena, text, strlen(text), &out->type);
}

/* A copy that a terminal can show, cut to what an error holds. */
static bool copy_printable(struct arena *arena, const char *text, size_t size, const char **out)
{
    char *copy;

    size = text_utf8_cut(text, size, ERROR_MESSAGE_MAX);
    ASSERT(size <= ERROR_MESSAGE_MAX);
    copy = arena_strndup(arena, text, size);
    if (copy == NULL) {
        return false;
    }
    text_make_printable(copy, size);
    *out = copy;
    return true;
}

static bool take_text(struct arena *arena, const struct json_string *string, const char **out)
{
    const char *text;

    if (*out != NULL || string->size == 0) {
        return true;
    }
    text = json_string_copy(string, arena);
    return text != NULL && copy_printable(arena, text, strlen(text), out);
}

/*
 * Rule: the type is in the header x-amzn-errortype, else in code, Code or __type of the body.
 * Source: Smithy, AWS restJson1 protocol; botocore, parsers.py.  Test:
 * the_header_comes_first_then_code_then_type.
 */
static bool find_type(struct arena *arena, const struct words *words, struct fault *out)
{
    for (size_t i = WORD_TYPE; i < WORD_MESSAGE; i++) {
        if (!take_type(arena, &words->found[i], out)) {
            return false;
        }
    }
    return true;
}

/*
 * Rule: the message is in message or Message of the body.  Source: botocore,
 * parsers.py.  Test: the_message_stands_under_one_of_three_names.
 */
static bool find_message(struct arena *arena, const struct words *words, struct fault *out)
{
    for (size_t i = WORD_MESSAGE; i < WORD_ERROR; i++) {
        if (!take_text(arena, &words->found[i], &out->message)) {
            return false;
        }
    }
    return true;
}

/* Whether the string under "error" is a code rather than a sentence. */
static bool is_code(const struct json_string *string)
{
    for (size_t i = 0; i < string->size; i++) {
        char c = string->text[i];

        if (!text_is_alnum(c) && c != '_' && c != '-' && c != '.') {
            return false;
        }
    }
    return string->size > 0;
}

/* The string under "error" is the type where there is a message beside it, else the message. */
static bool find_error(struct arena *arena, const struct words *words, struct fault *out)
{
    const struct json_string *error = &words->found[WORD_ERROR];

    error += error->text == NULL ? 1 : 0;
    ASSERT(error - words->found < WORD_REASON);
    if (out->message != NULL) {
        return !is_code(error) || take_type(arena, error, out);
    }
    return take_text(arena, error, &out->message);
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

static bool print_detail(const struct connect_shape *shape, struct arena *arena, struct fault *out)
{
    struct buf text = BUF_INIT(DETAIL_SIZE_MAX);
    enum buf_state state;

    (void)shape_encode(shape, out->detail, ENCODE_ALL, NULL, &text);
    state = text.state;
    if (state == BUF_OK) {
        out->detail_json = arena_strndup(arena, buf_text(&text), text.size);
    }
    buf_free(&text);
    return state == BUF_TOO_BIG || out->detail_json != NULL;
}

/* The modelled members, with what has a wrong type left out. */
static bool find_detail(const struct connect_shape *shape, const char *text, size_t size,
                        struct arena *arena, struct fault *out)
{
    struct decoder d = { .mode = DECODE_RESPONSE, .skip_wrong = true, .arena = arena };
    connect_status status;
    void *detail;

    if (shape == NULL) {
        return true;
    }
    detail = arena_alloc(arena, shape->size);
    if (detail == NULL) {
        return false;
    }
    /* The text is JSON, which was seen before, and no type is wrong. */
    status = decoder_run(&d, shape, text, size, detail);
    ASSERT(status == CONNECT_OK || status == CONNECT_E_MEMORY);
    if (status != CONNECT_OK) {
        return false;
    }
    out->detail = detail;
    return print_detail(shape, arena, out);
}

bool fault_take_text(struct arena *arena, const char *body, size_t size, struct fault *out)
{
    while (size > 0 && text_is_space(*body)) {
        body++;
        size--;
    }
    while (size > 0 && text_is_space(body[size - 1])) {
        size--;
    }
    if (size == 0 || body[0] == '<' || (size == 4 && memcmp(body, "null", 4) == 0)) {
        return true;
    }
    return copy_printable(arena, body, size, &out->message);
}

bool fault_decode(const struct service *service, const char *header_type, const char *text,
                  size_t size, struct arena *arena, struct fault *out)
{
    struct body body;

    *out = (struct fault){ .type = NULL };
    read_body(text, size, &body);
    if ((header_type != NULL && !clean_type(arena, header_type, strlen(header_type), &out->type)) ||
        !find_type(arena, &body.outer, out) || !find_type(arena, &body.inner, out) ||
        !find_message(arena, &body.outer, out) || !find_message(arena, &body.inner, out) ||
        !find_error(arena, &body.outer, out)) {
        return false;
    }
    if (body.outer.found[WORD_REASON].size <= TYPE_SIZE_MAX &&
        !take_text(arena, &body.outer.found[WORD_REASON], &out->reason)) {
        return false;
    }
    return body.is_object ? find_detail(shape_of_type(service, out->type), text, size, arena, out)
                          : fault_take_text(arena, text, size, out);
}

/* Underscores are rare, so memchr() is faster here than memmem(). */
static bool has_type_member(const char *text, size_t size)
{
    static const char mark[] = "\"__type\"";
    const char *end = text + size;

    for (const char *at = text; (at = memchr(at, '_', (size_t)(end - at))) != NULL; at++) {
        if (at > text && (size_t)(end - at) >= sizeof mark - 2 &&
            memcmp(at - 1, mark, sizeof mark - 1) == 0) {
            return true;
        }
    }
    return false;
}

bool fault_detect(const char *header_type, const char *text, size_t size)
{
    struct body body;

    if (!text_is_empty(header_type)) {
        return true;
    }
    if (!has_type_member(text, size)) {
        return false;
    }
    read_body(text, size, &body);
    return body.outer.found[WORD_MESSAGE - 1].text != NULL;
}
