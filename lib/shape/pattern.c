#include "shape/pattern.h"

#include "core/assert.h"
#include "shape/expression.h"

static const char *const expressions[] = {
#define EXPRESSION(name, expression, meaning) [PATTERN_##name] = (expression),
    ALL_PATTERNS(EXPRESSION)
};

static const char *const meanings[] = {
#define MEANING(name, expression, meaning) [PATTERN_##name] = (meaning),
    ALL_PATTERNS(MEANING)
};

static_assert(sizeof expressions / sizeof expressions[0] == sizeof meanings / sizeof meanings[0],
              "each pattern has a meaning");

bool pattern_matches(enum shape_pattern pattern, const char *text, size_t size)
{
    if (pattern == PATTERN_NONE) {
        return true;
    }
    ASSERT((size_t)pattern < sizeof expressions / sizeof expressions[0]);
    ASSERT(expressions[pattern] != NULL);
    return expression_matches(expressions[pattern], text, size);
}

const char *pattern_text(enum shape_pattern pattern)
{
    return meanings[pattern];
}
