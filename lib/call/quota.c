/*
 * See quota.h.
 */
#include "call/quota.h"

#include "shape/row.h"

/*
 * Rule: associations of an SES identity have a quota of their own.  Source: Amazon Connect
 * Administrator Guide, service quotas.  Test:
 * associations_of_an_ses_identity_have_a_quota_of_their_own.
 */
static const struct quota_variant *variant_of(const struct connect_operation *operation,
                                              const void *request)
{
    const struct quota_variant *variant = operation->quota_variants;

    for (; variant != NULL && variant->member != NULL; variant++) {
        const struct connect_member *member = shape_find(operation->input, variant->member);
        const char *value = row_is_set(member, request) ? row_enum_text(member, request) : NULL;

        if (value != NULL && strcmp(value, variant->value) == 0) {
            return variant;
        }
    }
    return NULL;
}

/*
 * Rule: each operation has its own quota, or the default of 2 a second and 5 at once.  Source:
 * Amazon Connect Administrator Guide, service quotas.  Test:
 * a_typed_request_counts_against_its_operation.
 */
struct quota_use quota_of_operation(const struct connect_operation *operation)
{
    return (struct quota_use){ operation->name, operation_quota(operation),
                               operation->quota != NULL };
}

bool quota_of_request(const struct connect_operation *operation, const void *request,
                      struct arena *arena, struct quota_use *out)
{
    const struct quota_variant *variant = request != NULL ? variant_of(operation, request) : NULL;

    *out = quota_of_operation(operation);
    if (variant != NULL) {
        out->name = arena_printf(arena, "%s:%s", operation->name, variant->value);
        out->quota = variant->quota;
        out->is_documented = true;
    }
    return out->name != NULL;
}
