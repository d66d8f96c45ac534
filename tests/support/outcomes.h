/* What may become of an attempt, and what the retry policy may do then: a model for tests. */
#ifndef TESTS_SUPPORT_OUTCOMES_H
#define TESTS_SUPPORT_OUTCOMES_H

#include "support/fakes.h"

enum retryable {
    NEVER,
    IF_SAFE, /* the operation may be executed twice */
    ALWAYS,
    ONCE_WHEN_SKEWED,
    RECONNECT, /* at once and once, if safe; afterwards IF_SAFE */
    REFRESH    /* at once and once */
};

struct outcome {
    const char *name;
    struct fake_response response;
    connect_status status;
    enum retryable retryable;
    bool may_execute; /* the service may have done the work */
};

extern const struct outcome outcomes[];
extern const size_t outcomes_count;

#endif
