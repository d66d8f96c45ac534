/*
 * Shapes: what a struct looks like on the wire, as rows of constant data.
 *
 * One row is one member.  Its kind and its child come from the C type of the member through
 * _Generic, so a wrong type or a wrong child does not compile.  Who adds an operation writes rows
 * and needs to read only the second half of this file.
 */
#ifndef SHAPE_SHAPE_H
#define SHAPE_SHAPE_H

#include "shape/pattern_list.h"

#include <connect/operation.h>

/* Patterns that strings have to match; pattern_list.h says what each is. */
enum shape_pattern {
    PATTERN_NONE,
#define PATTERN_CONSTANT(name, expression, meaning) PATTERN_##name,
    ALL_PATTERNS(PATTERN_CONSTANT)
};

/* Known values of an enum: values[i] is the text of the C value i + 1. */
struct shape_enum {
    const char *const *values;
    size_t count;
};

#define ENUM_UNKNOWN (-1)

/* The name of a C value; NULL for 0, for ENUM_UNKNOWN and for any number that has none. */
const char *enum_name(const struct shape_enum *known, int value);
/* The C value of a name: 0 for NULL, ENUM_UNKNOWN for a name that is not known. */
int enum_value(const struct shape_enum *known, const char *name);

/* What holds for a string in a list or map. */
struct shape_text {
    int32_t min, max; /* characters; max 0: no limit */
    uint8_t pattern;  /* enum shape_pattern */
};

/* The elements of a list of strings, or the keys and values of a map. */
struct shape_items {
    struct shape_text each, key;
};

#define SHAPE_NO_MAX INT32_MAX
/* Members of one shape. */
#define SHAPE_MEMBERS_MAX 128

/*
 * There are some nine hundred of these: narrow types and a union keep them, and the relocations
 * that load them, small.
 */
struct connect_member {
    const char *name; /* in the model */
    const char *c_name;
    const char *wire; /* of a query parameter, when it differs from the name; else NULL */
    union {           /* by kind */
        const struct connect_shape *shape; /* of structs and lists of them */
        const struct shape_enum *values;   /* of an enum */
        const struct shape_items *items;   /* of a list of strings or a map; NULL: no limits */
    };
    int32_t min, max; /* when bounded; max: SHAPE_NO_MAX for none */
    uint16_t offset;
    uint16_t extra; /* lists, maps: offset of the count; enums: of the text beside it; else 0 */
    uint8_t name_size;
    uint8_t pattern;   /* enum shape_pattern */
    uint8_t kind : 4;  /* connect_kind */
    uint8_t place : 4; /* connect_place */
    bool required : 1;
    bool sensitive : 1; /* personal data: never logged */
    bool secret : 1;    /* a credential: never logged, cleansed */
    bool client_token : 1;
    bool instance_id : 1; /* an ARN is accepted and cut down to the id */
    bool bounded : 1;     /* min and max hold */
    /*
     * The service writes it in more than one type.  A value that makes no sense is absent and
     * noted, where it would fail the response otherwise.
     */
    bool loose : 1;
};

_Static_assert(sizeof(void *) != 8 || sizeof(struct connect_member) == 48, "a row has no padding");

struct connect_shape {
    const char *name;
    const struct connect_member *members;
    uint16_t size; /* of the struct */
    uint8_t count;
    bool is_union : 1;
    bool is_secret : 1; /* holds credentials somewhere: blocks are cleansed when freed */
};

/* The offset at which a member ends, with what is beside it. */
size_t shape_end(const struct connect_member *member);

/* Whether a struct of the caller's reaches to the end of a member: the size rule, in one place. */
static inline bool shape_has(const struct connect_member *member, size_t struct_size)
{
    return struct_size >= shape_end(member);
}

/* ---- rows: #define T as the type of the struct, SHAPE(rows...), #undef T ---- */

/* clang-format off */
#define SHAPE_CAT2(a, b) a##b
#define SHAPE_CAT(a, b) SHAPE_CAT2(a, b)
#define SHAPE_STR2(a) #a
#define SHAPE_STR(a) SHAPE_STR2(a)
#define SHAPE_AT(m) (&((T *)0)->m)

#define SHAPE_SCALAR_KIND(m) \
    _Generic(SHAPE_AT(m), \
        const char **: CONNECT_KIND_STRING, \
        connect_opt_bool *: CONNECT_KIND_BOOL, \
        connect_opt_int32 *: CONNECT_KIND_INT32, \
        connect_opt_int64 *: CONNECT_KIND_INT64, \
        connect_opt_double *: CONNECT_KIND_DOUBLE, \
        connect_opt_time *: CONNECT_KIND_TIME)

#define SHAPE_COUNT(m) SHAPE_CAT(m, _count)
#define SHAPE_TEXT(m) SHAPE_CAT(m, _text)
#define SHAPE_COUNT_OFFSET(m) _Generic(SHAPE_AT(m##_count), size_t *: offsetof(T, m##_count))
#define SHAPE_BASE(m, ...) \
    .c_name = #m, .offset = offsetof(T, m), \
    .name_size = sizeof(SHAPE_FIRST(__VA_ARGS__, )) - 1, .name = __VA_ARGS__
#define SHAPE_FIRST(first, ...) first

/* A scalar: FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 10)). */
#define FIELD(m, ...) \
    { .kind = SHAPE_SCALAR_KIND(m), SHAPE_BASE(m, __VA_ARGS__) }
/* An enum and the text beside it; `e` is the C type, whose values ENUM_VALUES(e, ...) lists. */
#define ENUM(m, e, ...) \
    { .kind = _Generic(SHAPE_AT(m), e *: CONNECT_KIND_ENUM), \
      .extra = _Generic(SHAPE_AT(m##_text), const char **: offsetof(T, m##_text)), \
      .values = &SHAPE_CAT(e, _values), SHAPE_BASE(m, __VA_ARGS__) }
/* A time in milliseconds that the service also writes as a string, and the original text. */
#define LOOSE_TIME(m, ...) \
    { .kind = _Generic(SHAPE_AT(m), connect_opt_int64 *: CONNECT_KIND_INT64), \
      .extra = _Generic(SHAPE_AT(m##_text), const char **: offsetof(T, m##_text)), \
      .loose = true, SHAPE_BASE(m, __VA_ARGS__) }
/* One struct by pointer; `c` is its type. */
#define STRUCT(m, c, ...) \
    { .kind = _Generic(SHAPE_AT(m), const c **: CONNECT_KIND_STRUCT), \
      .shape = &SHAPE_CAT(c, _shape), SHAPE_BASE(m, __VA_ARGS__) }
/* A list of structs with its count. */
#define LIST(m, c, ...) \
    { .kind = _Generic(SHAPE_AT(m), const c *const **: CONNECT_KIND_STRUCT_LIST), \
      .extra = SHAPE_COUNT_OFFSET(m), .shape = &SHAPE_CAT(c, _shape), \
      SHAPE_BASE(m, __VA_ARGS__) }
/* A list of texts. */
#define TEXTS(m, ...) \
    { .kind = _Generic(SHAPE_AT(m), const char *const **: CONNECT_KIND_STRING_LIST), \
      .extra = SHAPE_COUNT_OFFSET(m), SHAPE_BASE(m, __VA_ARGS__) }
/* A map of text to text. */
#define MAP(m, ...) \
    { .kind = _Generic(SHAPE_AT(m), const connect_pair *const **: CONNECT_KIND_MAP), \
      .extra = SHAPE_COUNT_OFFSET(m), SHAPE_BASE(m, __VA_ARGS__) }

/* What may follow the name. */
#define REQUIRED .required = true
#define IN_PATH .place = CONNECT_PLACE_PATH
#define IN_QUERY(parameter) .place = CONNECT_PLACE_QUERY, .wire = (parameter)
#define RANGE(low, high) .bounded = true, .min = (low), .max = (high)  /* numbers */
#define LENGTH(low, high) .bounded = true, .min = (low), .max = (high) /* texts, in characters */
#define COUNT(low, high) .bounded = true, .min = (low), .max = (high)  /* lists and maps */
#define AT_LEAST(low) .bounded = true, .min = (low), .max = SHAPE_NO_MAX
#define PATTERN(p) .pattern = PATTERN_##p
#define SHAPE_LIMITS(...) .items = &(const struct shape_items){ __VA_ARGS__ }
#define EACH(low, high) SHAPE_LIMITS({ (low), (high), PATTERN_NONE }, { 0, 0, PATTERN_NONE })
#define EACH_PATTERN(low, high, p) \
    SHAPE_LIMITS({ (low), (high), PATTERN_##p }, { 0, 0, PATTERN_NONE })
/* Keys and values of a map. */
#define KEYS_VALUES(key_low, key_high, key_p, low, high) \
    SHAPE_LIMITS({ (low), (high), PATTERN_NONE }, { (key_low), (key_high), PATTERN_##key_p })
#define CLIENT_TOKEN .client_token = true, LENGTH(0, 500)
#define INSTANCE_ID .instance_id = true
#define SENSITIVE .sensitive = true
#define SECRET .secret = true
#define LOOSE .loose = true

/*
 * The values of a public enum in the order of the C values 1, 2, 3..., and the functions that its
 * header declares: X_name() and X_of().
 */
#define ENUM_VALUES(e, ...) \
    ENUM_TABLE(e, __VA_ARGS__); \
    const char *SHAPE_CAT(e, _name)(e value) \
    { \
        return enum_name(&SHAPE_CAT(e, _values), (int)value); \
    } \
    e SHAPE_CAT(e, _of)(const char *name) \
    { \
        return (e)enum_value(&SHAPE_CAT(e, _values), name); \
    } \
    struct e##_ends_here
/* The values alone, of an enum that is not public. */
#define ENUM_TABLE(e, ...) \
    static const char *const SHAPE_CAT(e, _texts)[] = { __VA_ARGS__ }; \
    static const struct shape_enum SHAPE_CAT(e, _values) = { SHAPE_CAT(e, _texts), \
        sizeof SHAPE_CAT(e, _texts) / sizeof SHAPE_CAT(e, _texts)[0] }

#define SHAPE_ROWS(...) \
    static const struct connect_member SHAPE_CAT(T, _rows)[] = { __VA_ARGS__ }; \
    _Static_assert(sizeof SHAPE_CAT(T, _rows) / sizeof SHAPE_CAT(T, _rows)[0] <= \
        SHAPE_MEMBERS_MAX, "the decoder has a bit for each member")
#define SHAPE_OF_ROWS(...) \
    static const struct connect_shape SHAPE_CAT(T, _shape) = { \
        SHAPE_STR(T), SHAPE_CAT(T, _rows), sizeof(T), \
        sizeof SHAPE_CAT(T, _rows) / sizeof SHAPE_CAT(T, _rows)[0], __VA_ARGS__ }

#define SHAPE(...) SHAPE_ROWS(__VA_ARGS__); SHAPE_OF_ROWS(false, false)
/* Exactly one member is set. */
#define UNION(...) SHAPE_ROWS(__VA_ARGS__); SHAPE_OF_ROWS(true, false)
/* Has credentials in it. */
#define SECRET_SHAPE(...) SHAPE_ROWS(__VA_ARGS__); SHAPE_OF_ROWS(false, true)
/* No members. */
#define EMPTY_SHAPE() \
    static const struct connect_shape SHAPE_CAT(T, _shape) = { \
        SHAPE_STR(T), NULL, sizeof(T), 0, false, false }

/* clang-format on */

#endif
