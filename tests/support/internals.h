/* What tests do with the library's own structs and the library itself does not. */
#ifndef TESTS_SUPPORT_INTERNALS_H
#define TESTS_SUPPORT_INTERNALS_H

#include "aws/sigv4.h"
#include "call/retry.h"

static inline int32_t quota_left(struct retry_quota *quota)
{
    return atomic_load(&quota->left);
}

static inline void stages_free(struct sigv4_stages *stages)
{
    buf_free(&stages->canonical_request);
    buf_free(&stages->string_to_sign);
}

#endif
