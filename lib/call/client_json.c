/*
 * The options of a client as one JSON object, for bindings and for configuration files.
 *
 * The rows below describe the members of connect_client_options in place, so that the decoder of
 * requests reads them, with its limits and its messages.  Three members have another form in JSON:
 * enums are strings, and pace is an object.  A new option needs one row here, or JSON cannot set
 * it: tests/check_client_json.c compares the rows with the header.
 */
#include "call/client_json.h"

#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/sized.h"
#include "shape/decode.h"
#include "shape/row.h"

typedef struct quota_json {
    size_t size;
    const char *operation;
    connect_opt_double rate;
    connect_opt_double burst;
} quota_json;

typedef struct pace_json {
    size_t size;
    connect_opt_double rate;
    connect_opt_double burst;
    connect_opt_bool documented_quotas;
    const quota_json *const *quotas;
    size_t quotas_count;
    const char *shared_file;
    connect_opt_bool shared_with_group;
} pace_json;

typedef struct client_json {
    connect_client_options options; /* the size in it is that of the whole */
    const char *check_level;
    const char *retry_mode;
    const char *log_level;
    const pace_json *pace;
    connect_pace pace_options; /* no row: what options.pace points to */
} client_json;

/* In the order of the C values, from 0. */
ENUM_TABLE(connect_check_level, "default", "none", "strict");
ENUM_TABLE(connect_retry_mode, "default", "standard", "adaptive", "off");
ENUM_TABLE(connect_log_level, "off", "error", "warn", "info", "debug", "trace");

/* clang-format off */
#define T quota_json
SHAPE(FIELD(operation, "operation"),
      FIELD(rate, "rate"),
      FIELD(burst, "burst"));
#undef T

#define T pace_json
SHAPE(FIELD(rate, "rate"),
      FIELD(burst, "burst"),
      FIELD(documented_quotas, "documented_quotas"),
      LIST(quotas, quota_json, "quotas"),
      FIELD(shared_file, "shared_file"),
      FIELD(shared_with_group, "shared_with_group"));
#undef T

/* A proxy may have a password in its URL. */
#define T client_json
SECRET_SHAPE(FIELD(options.region, "region"),
             FIELD(options.endpoint_url, "endpoint_url"),
             FIELD(options.profile, "profile"),
             FIELD(options.use_fips_endpoint, "use_fips_endpoint"),
             FIELD(options.use_dualstack_endpoint, "use_dualstack_endpoint"),
             FIELD(options.ignore_configured_endpoint_urls, "ignore_configured_endpoint_urls"),
             FIELD(check_level, "check_level"),
             FIELD(retry_mode, "retry_mode"),
             FIELD(options.max_attempts, "max_attempts"),
             FIELD(options.connect_timeout_ms, "connect_timeout_ms"),
             FIELD(options.attempt_timeout_ms, "attempt_timeout_ms"),
             FIELD(options.call_timeout_ms, "call_timeout_ms"),
             FIELD(options.max_body_bytes, "max_body_bytes"),
             FIELD(options.max_connections, "max_connections"),
             FIELD(options.ca_bundle, "ca_bundle"),
             FIELD(options.proxy, "proxy", SECRET),
             FIELD(options.app_id, "app_id"),
             FIELD(options.disable_clock_skew_correction, "disable_clock_skew_correction"),
             STRUCT(pace, pace_json, "pace"),
             FIELD(log_level, "log_level"),
             FIELD(options.keep_json, "keep_json"));
#undef T
/* clang-format on */

/* *value stays as it is when the JSON has no such member. */
static connect_status take_enum(const char *option, const struct shape_enum *known,
                                const char *name, int *value, connect_error **error)
{
    struct buf names = BUF_INIT(ERROR_MESSAGE_MAX);
    int number = enum_value(known, name);
    bool fits = true;
    ASSERT(number == ENUM_UNKNOWN || (number >= 0 && (size_t)number <= known->count));

    if (number > 0) {
        *value = number - 1;
    }
    if (number != ENUM_UNKNOWN) {
        return CONNECT_OK;
    }
    for (size_t i = 0; i < known->count; i++) {
        fits = fits && buf_printf(&names, "%s\"%s\"", i > 0 ? ", " : "", known->values[i]);
    }
    connect_status status =
        fits ? error_set(error, CONNECT_E_ARGUMENT, "option %s is \"%.80s\"; it is one of %s",
                         option, name, buf_text(&names))
             : error_memory(error);
    buf_free(&names);
    return status;
}

static connect_status take_enums(const client_json *from, connect_client_options *to,
                                 connect_error **error)
{
    int check_level = (int)to->check_level;
    int retry_mode = (int)to->retry_mode;
    int log_level = (int)to->log_level;
    connect_status status = take_enum("check_level", &connect_check_level_values, from->check_level,
                                      &check_level, error);

    if (status == CONNECT_OK) {
        status = take_enum("retry_mode", &connect_retry_mode_values, from->retry_mode, &retry_mode,
                           error);
    }
    if (status == CONNECT_OK) {
        status =
            take_enum("log_level", &connect_log_level_values, from->log_level, &log_level, error);
    }
    to->check_level = (connect_check_level)check_level;
    to->retry_mode = (connect_retry_mode)retry_mode;
    to->log_level = (connect_log_level)log_level;
    return status;
}

/* The members that are the same in C and in JSON. */
static void take_members(const client_json *from, connect_client_options *to)
{
    for (size_t i = 0; i < client_json_shape.count; i++) {
        const struct connect_member *member = &client_json_shape.members[i];

        if (shape_has(member, sizeof *to) && row_is_set(member, from)) {
            memcpy((char *)to + member->offset, row_at(member, from),
                   shape_end(member) - member->offset);
        }
    }
}

/* The account's table of quotas.  NULL: out of memory. */
static const connect_quota *const *take_quotas(const pace_json *from, struct arena *arena)
{
    connect_quota *quotas = arena_calloc(arena, from->quotas_count, sizeof *quotas);
    const connect_quota **list = arena_calloc(arena, from->quotas_count, sizeof *list);

    if (quotas == NULL || list == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < from->quotas_count; i++) {
        const quota_json *quota = from->quotas[i];

        if (quota != NULL) {
            quotas[i] = (connect_quota){ .size = sizeof quotas[i],
                                         .operation = quota->operation,
                                         .rate = quota->rate.value,
                                         .burst = quota->burst.value };
            list[i] = &quotas[i];
        }
    }
    return list;
}

static connect_status take_pace(client_json *from, struct arena *arena, connect_client_options *to,
                                connect_error **error)
{
    const pace_json *pace = from->pace;
    const connect_quota *const *quotas;

    if (pace == NULL) {
        return CONNECT_OK;
    }
    quotas = take_quotas(pace, arena);
    if (quotas == NULL) {
        return error_memory(error);
    }
    from->pace_options = (connect_pace){ .size = sizeof from->pace_options,
                                         .rate = pace->rate.value,
                                         .burst = pace->burst.value,
                                         .documented_quotas = pace->documented_quotas,
                                         .quotas = quotas,
                                         .quotas_count = pace->quotas_count,
                                         .shared_file = pace->shared_file,
                                         .shared_with_group = pace->shared_with_group };
    to->pace = &from->pace_options;
    return CONNECT_OK;
}

connect_status client_json_read(const char *json, const connect_client_options *rest,
                                struct arena *arena, connect_client_options *out,
                                connect_error **error)
{
    client_json *from = arena_alloc(arena, sizeof *from);
    connect_status status;

    if (from == NULL) {
        return error_memory(error);
    }
    status = sized_copy(out, sizeof *out, rest, "connect_client_options", error);
    if (status == CONNECT_OK && json != NULL && *json != '\0') {
        status =
            shape_decode(&client_json_shape, json, strlen(json), DECODE_INPUT, arena, from, error);
    }
    if (status != CONNECT_OK) {
        return status;
    }
    take_members(from, out);
    status = take_pace(from, arena, out, error);
    return status == CONNECT_OK ? take_enums(from, out, error) : status;
}

connect_status connect_client_new_json(const char *json, const connect_client_options *rest,
                                       connect_client **out, connect_error **error)
{
    struct arena arena = { .secret = true };
    connect_client_options options;
    connect_status status;

    if (out != NULL) {
        *out = NULL;
    }
    if (error != NULL) {
        *error = NULL;
    }
    status = client_json_read(json, rest, &arena, &options, error);
    if (status == CONNECT_OK) {
        status = connect_client_new(&options, out, error);
    }
    arena_release(&arena);
    return status;
}
