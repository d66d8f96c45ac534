/*
 * The options of providers that the application makes.
 * (AWS STS API Reference, "AssumeRole" and "AssumeRoleWithWebIdentity": lengths, characters and
 * ranges of the parameters)
 */
#include "aws/provider_option.h"

#include "aws/endpoint.h"
#include "core/assert.h"
#include "core/error.h"
#include "core/text.h"

#include <string.h>

#define OPTION_MAX 2048
#define SESSION_NAME_MIN 2
#define SESSION_NAME_MAX 64
#define DURATION_MIN 900
#define DURATION_MAX 43200

static_assert(SESSION_NAME_MAX < OPTION_MAX && DURATION_MIN < DURATION_MAX, "ranges");

connect_status provider_copy_option(struct arena *arena, const char *function, const char *name,
                                    const char **value, connect_error **error)
{
    if (text_is_empty(*value)) {
        *value = NULL;
        return CONNECT_OK;
    }
    size_t size = strlen(*value);
    if (size > OPTION_MAX) {
        return error_set(error, CONNECT_E_ARGUMENT, "%s: %s is longer than %d bytes", function,
                         name, OPTION_MAX);
    }
    if (text_find_control(*value, size) >= 0) {
        return error_set(error, CONNECT_E_ARGUMENT, "%s: %s contains a control character", function,
                         name);
    }
    *value = arena_strdup(arena, *value);
    return *value != NULL ? CONNECT_OK : error_memory(error);
}

/*
 * Rule: a session name has 2 to 64 letters, digits and _+=,.@-.  Source: AWS STS API Reference,
 * AssumeRole.  Test: an_invalid_option_of_a_role_is_named.
 */
static bool is_session_name(const char *name)
{
    size_t size = strlen(name);
    return size >= SESSION_NAME_MIN && size <= SESSION_NAME_MAX &&
           strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-") ==
               size;
}

static connect_status check_role(const char *function, const char *role_arn,
                                 const char *session_name, const char *region,
                                 connect_error **error)
{
    if (role_arn == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "%s: role_arn is missing", function);
    }
    if (!text_starts(role_arn, "arn:")) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "%s: role_arn: \"%.80s\" is not an ARN "
                         "(expected arn:aws:iam::ACCOUNT:role/NAME)",
                         function, role_arn);
    }
    if (session_name != NULL && !is_session_name(session_name)) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "%s: session_name: \"%.80s\" is not valid; "
                         "expected %d to %d letters, digits and _+=,.@-",
                         function, session_name, SESSION_NAME_MIN, SESSION_NAME_MAX);
    }
    if (region != NULL && !region_is_valid(region)) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "%s: region: \"%.80s\" is not a valid region name", function, region);
    }
    return CONNECT_OK;
}

connect_status provider_copy_role(struct arena *arena, const char *function, const char **role_arn,
                                  const char **session_name, const char **region,
                                  connect_error **error)
{
    connect_status status = provider_copy_option(arena, function, "role_arn", role_arn, error);
    if (status == CONNECT_OK) {
        status = provider_copy_option(arena, function, "session_name", session_name, error);
    }
    if (status == CONNECT_OK) {
        status = provider_copy_option(arena, function, "region", region, error);
    }
    if (status == CONNECT_OK) {
        status = check_role(function, *role_arn, *session_name, *region, error);
    }
    return status;
}

connect_status provider_check_duration(const char *function, connect_opt_int32 seconds,
                                       connect_error **error)
{
    if (!seconds.is_set || (seconds.value >= DURATION_MIN && seconds.value <= DURATION_MAX)) {
        return CONNECT_OK;
    }
    return error_set(error, CONNECT_E_ARGUMENT,
                     "%s: duration_seconds: %d is not valid; expected %d to %d", function,
                     (int)seconds.value, DURATION_MIN, DURATION_MAX);
}
