/* See pace_options.h. */
#include "call/pace_options.h"

#include "call/quota_name.h"
#include "core/error.h"
#include "core/sized.h"

/* An entry of the account's table. */
static connect_status take_own(struct pace *pace, const connect_quota *entry, size_t index,
                               struct arena *arena, connect_error **error)
{
    connect_error *failure = NULL;
    connect_quota given;
    const char *name;
    connect_status status = sized_copy(&given, sizeof given, entry, "option pace: a quota", error);

    if (status != CONNECT_OK) {
        return status;
    }
    if (given.operation == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "option pace: quotas[%zu] names no operation",
                         index);
    }
    if (!(given.rate > 0) || !(given.burst >= 1) || given.rate > 1e9 || given.burst > 1e9) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "option pace: quotas[%zu] \"%.200s\": expected a rate above 0, up to 1e9, "
                         "and a burst from 1 to 1e9",
                         index, given.operation);
    }
    status = quota_name_parse(given.operation, arena, &name, &failure);
    if (status == CONNECT_E_ARGUMENT) {
        (void)error_set(error, status, "option pace: quotas[%zu]: %s", index,
                        connect_error_message(failure));
    } else if (status != CONNECT_OK ||
               !pace_add_own(pace, name, (struct quota){ given.rate, given.burst })) {
        status = error_memory(error);
    }
    connect_error_free(failure);
    return status;
}

connect_status pace_take_options(struct pace *pace, const connect_pace *options,
                                 connect_error **error)
{
    struct arena arena = { 0 };
    connect_status status = CONNECT_OK;

    pace_set_quota(pace, (struct quota){ options->rate, options->burst },
                   options->documented_quotas.is_set && options->documented_quotas.value);
    for (size_t i = 0; i < options->quotas_count && status == CONNECT_OK; i++) {
        status = take_own(pace, options->quotas[i], i, &arena, error);
    }
    arena_release(&arena);
    return status;
}
