/* The regular expressions of the patterns, which lib/ only matches. */
#ifndef SUPPORT_PATTERN_TABLE_H
#define SUPPORT_PATTERN_TABLE_H

#include "shape/shape.h"

/* As the service model has it; NULL for PATTERN_NONE. */
static inline const char *pattern_expression(enum shape_pattern pattern)
{
    static const char *const expressions[] = {
#define EXPRESSION_OF(name, expression, meaning) [PATTERN_##name] = (expression),
        ALL_PATTERNS(EXPRESSION_OF)
#undef EXPRESSION_OF
    };

    return expressions[pattern];
}

#endif
