/*
 * Shapes of no service, with a member of each kind in each place: what the tests of lib/shape work
 * on.
 */
#ifndef TESTS_SUPPORT_SHAPES_H
#define TESTS_SUPPORT_SHAPES_H

#include "shape/operation.h"

typedef enum test_color {
    TEST_COLOR_UNKNOWN = -1,
    TEST_COLOR_RED = 1,
    TEST_COLOR_GREEN = 2
} test_color;

typedef struct test_leaf {
    size_t size;
    const char *name;
    connect_opt_int32 rank;
} test_leaf;

typedef struct test_choice {
    size_t size;
    const char *text;
    connect_opt_int64 number;
    const test_leaf *leaf;
} test_choice;

typedef struct test_value {
    size_t size;
    const char *text;
    const char *alias;
    const char *secret;
    connect_opt_bool flag;
    connect_opt_int32 small;
    connect_opt_int64 wide;
    connect_opt_double real;
    connect_opt_time when;
    test_color color;
    const char *color_text;
    const test_leaf *leaf;
    const test_choice *choice;
    const char *const *texts;
    size_t texts_count;
    const test_leaf *const *leaves;
    size_t leaves_count;
    const connect_pair *const *tags;
    size_t tags_count;
} test_value;

typedef struct test_request {
    size_t size;
    const char *instance_id;
    test_color color;
    const char *color_text;
    const char *next_token;
    connect_opt_int32 max_results;
    const char *const *keys;
    size_t keys_count;
    connect_opt_bool deep;
    connect_opt_time since;
    const char *token;
    const char *name;
    const test_leaf *leaf;
} test_request;

/* Nothing but a label: no body. */
typedef struct test_get {
    size_t size;
    const char *path;
} test_get;

typedef struct test_empty {
    size_t size;
} test_empty;

ENUM_TABLE(test_color, "RED", "GREEN");

#define T test_leaf
SHAPE(FIELD(name, "Name", REQUIRED, LENGTH(1, 10)), FIELD(rank, "Rank", RANGE(0, 9)));
#undef T

#define T test_choice
UNION(FIELD(text, "Text"), FIELD(number, "Number"), STRUCT(leaf, test_leaf, "Leaf"));
#undef T

#define T test_value
SHAPE(FIELD(text, "Text", LENGTH(2, 5)), FIELD(alias, "Alias", SENSITIVE, PATTERN(DIRECTORY_ALIAS)),
      FIELD(secret, "Secret", SECRET), FIELD(flag, "Flag"), FIELD(small, "Small", RANGE(1, 10)),
      FIELD(wide, "Wide"), FIELD(real, "Real", RANGE(0, 100)), FIELD(when, "When"),
      ENUM(color, test_color, "Color"), STRUCT(leaf, test_leaf, "Leaf"),
      STRUCT(choice, test_choice, "Choice"), TEXTS(texts, "Texts", COUNT(1, 3), EACH(1, 4)),
      LIST(leaves, test_leaf, "Leaves"),
      MAP(tags, "Tags", COUNT(1, 3), KEYS_VALUES(1, 8, TAG_KEY, 0, 4)));
#undef T

#define T test_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      ENUM(color, test_color, "Color", REQUIRED, IN_PATH),
      FIELD(next_token, "NextToken", IN_QUERY("nextToken")),
      FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 10)),
      TEXTS(keys, "Keys", IN_QUERY("tagKeys")), FIELD(deep, "Deep", IN_QUERY("deep")),
      FIELD(since, "Since", IN_QUERY("since")), FIELD(token, "ClientToken", CLIENT_TOKEN),
      FIELD(name, "Name"), STRUCT(leaf, test_leaf, "Leaf"));
#undef T

#define T test_get
SHAPE(FIELD(path, "Path", REQUIRED, IN_PATH));
#undef T

#define T test_empty
EMPTY_SHAPE();
#undef T

static const struct connect_operation test_operation = {
    .name = "Test",
    .method = "PUT",
    .path = "/instance/{InstanceId}/color/{Color}",
    .summary = "Stores a value.",
    .input = &test_request_shape,
    .output = &test_value_shape,
    .errors = (const char *const[]){ "OneException", "TwoException", NULL },
    .page_items = "Leaves",
};

/* One of everything, nested. */
static const test_leaf test_leaf_full = { sizeof(test_leaf), "leaf", CONNECT_SET(7) };
static const test_choice test_choice_number = { .size = sizeof(test_choice),
                                                .number = CONNECT_SET(INT64_MAX) };
static const test_value test_value_full = {
    .size = sizeof(test_value),
    .text = "t\xc3\xa4xt",
    .alias = "demo-1",
    .secret = "hush",
    .flag = CONNECT_SET(false),
    .small = CONNECT_SET(-5),
    .wide = CONNECT_SET(INT64_MIN),
    .real = CONNECT_SET(0.1),
    .when = CONNECT_SET(1700000000123),
    .color = TEST_COLOR_GREEN,
    .leaf = &test_leaf_full,
    .choice = &test_choice_number,
    .texts = (const char *const[]){ "a", "", "\"\\\n\x01" },
    .texts_count = 3,
    .leaves = (const test_leaf *const[]){ &test_leaf_full, &test_leaf_full },
    .leaves_count = 2,
    .tags = (const connect_pair *const[]){ CONNECT_PAIR("k", "v"), CONNECT_PAIR("k/2", "") },
    .tags_count = 2,
};

#endif
