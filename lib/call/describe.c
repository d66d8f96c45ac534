/*
 * connect_client_describe(): what a client has resolved and why, as a struct with rows that is
 * printed as an indented JSON document.
 */
#include "call/site.h"
#include "call/warm_up.h"
#include "core/assert.h"
#include "core/block.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/text.h"
#include "http/transport.h"
#include "shape/document.h"

#define KEY_SHOWN 4 /* characters at the end of an access key id */

typedef struct description_setting {
    size_t size;
    const char *name;
    const char *value;
    const char *source;
    const char *origin;
    const char *problem; /* a path that cannot be read */
} description_setting;

typedef struct description_credentials {
    size_t size;
    const char *source;
    const char *access_key_id; /* masked */
    const char *account_id;
    connect_opt_time expiration;
    const char *error; /* why there are none */
} description_credentials;

typedef struct description_endpoint {
    size_t size;
    const char *url;
    const char *origin;
    const char *signing_region;
    const char *signing_name;
} description_endpoint;

typedef struct description {
    size_t size;
    const char *version;
    const char *region;
    const description_endpoint *endpoint;
    const description_credentials *credentials;
    connect_opt_int64 clock_skew_ms;
    connect_opt_double pace_rate;
    connect_opt_double pace_burst;
    connect_opt_int64 max_body_bytes;
    const char *certificates; /* how servers are verified; NULL with a custom transport */
    const description_setting *const *settings;
    size_t settings_count;
} description;

#define T description_setting
SHAPE(FIELD(name, "name"), FIELD(value, "value"), FIELD(source, "source"), FIELD(origin, "origin"),
      FIELD(problem, "problem"));
#undef T

#define T description_credentials
SHAPE(FIELD(source, "source"), FIELD(access_key_id, "access_key_id"),
      FIELD(account_id, "account_id"), FIELD(expiration, "expiration"), FIELD(error, "error"));
#undef T

#define T description_endpoint
SHAPE(FIELD(url, "url"), FIELD(origin, "origin"), FIELD(signing_region, "signing_region"),
      FIELD(signing_name, "signing_name"));
#undef T

#define T description
SHAPE(FIELD(version, "version"), FIELD(region, "region"),
      STRUCT(endpoint, description_endpoint, "endpoint"),
      STRUCT(credentials, description_credentials, "credentials"),
      FIELD(clock_skew_ms, "clock_skew_ms"), FIELD(pace_rate, "pace_rate"),
      FIELD(pace_burst, "pace_burst"), FIELD(max_body_bytes, "max_body_bytes"),
      FIELD(certificates, "certificates"), LIST(settings, description_setting, "settings"));
#undef T

static const char *source_name(enum setting_source source)
{
    switch (source) {
    case SETTING_OPTION:
        return "option";
    case SETTING_ENVIRONMENT:
        return "environment";
    case SETTING_PROFILE:
        return "profile";
    case SETTING_METADATA:
        return "instance metadata";
    default:
        return "default";
    }
}

static bool describe_settings(const struct settings *resolved, struct arena *arena,
                              description *out)
{
    description_setting *settings = arena_calloc(arena, SETTING_COUNT, sizeof *settings);
    const description_setting **list = arena_calloc(arena, SETTING_COUNT, sizeof *list);

    if (settings == NULL || list == NULL) {
        return false;
    }
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting_value *value = &resolved->values[i];

        settings[i] =
            (description_setting){ sizeof settings[i],         settings_rows[i].name, value->text,
                                   source_name(value->source), value->origin,         NULL };
        if (!settings_path_problem(resolved, (enum setting)i, &settings[i].problem)) {
            return false;
        }
        list[i] = &settings[i];
    }
    out->settings = list;
    out->settings_count = SETTING_COUNT;
    return true;
}

static void describe_endpoint(const struct client_core *core, description_endpoint *out)
{
    const struct setting_value *url = &core->resolution->settings.values[SETTING_ENDPOINT_URL];

    *out = (description_endpoint){ sizeof *out, core->resolution->endpoint.url,
                                   url->text != NULL ? url->origin : "rules of the service",
                                   core->resolution->endpoint.signing_region,
                                   core->service->signing_name };
}

static bool describe_keys(const struct credentials *keys, struct arena *arena,
                          description_credentials *out)
{
    ASSERT(keys->access_key_id != NULL);
    size_t size = strlen(keys->access_key_id);
    size_t shown = size > 2 * KEY_SHOWN ? KEY_SHOWN : 0;

    out->source = keys->source;
    out->access_key_id =
        arena_printf(arena, "****************%s", keys->access_key_id + size - shown);
    out->account_id = keys->account_id;
    if (keys->expiration != INT64_MAX) {
        out->expiration = (connect_opt_time){ true, keys->expiration };
    }
    return out->access_key_id != NULL;
}

/* Having no keys is a finding, not a failure: the rest is worth telling.  False without memory. */
static bool describe_credentials(connect_client *client, int64_t deadline, struct arena *arena,
                                 struct credentials **keys, description_credentials *out)
{
    connect_error *error = NULL;
    connect_status status = client_credentials(client, deadline, keys, &error);
    bool ok = status != CONNECT_E_MEMORY;

    out->size = sizeof *out;
    if (status != CONNECT_OK) {
        out->error = arena_strdup(arena, connect_error_message(error));
        ok = ok && out->error != NULL;
    } else if (*keys != NULL) {
        ok = describe_keys(*keys, arena, out);
    } else {
        out->source = "anonymous";
    }
    connect_error_free(error);
    return ok;
}

static char *encode_description(const description *value)
{
    struct buf json = BUF_INIT(BUF_ANY_SIZE);
    char *text = NULL;

    if (document_print(&description_shape, value, &json)) {
        text = block_text(buf_text(&json), json.size, false);
    }
    buf_free(&json);
    return text;
}

connect_status connect_client_describe(connect_client *client, char **out, connect_error **error)
{
    description value = { .size = sizeof value, .version = connect_version() };
    description_credentials credentials = { 0 };
    description_endpoint endpoint;
    char certificates[100];
    struct credentials *keys = NULL;
    struct arena arena = { 0 };
    struct client_core *core;
    connect_status status;
    int64_t deadline;

    if (error != NULL) {
        *error = NULL;
    }
    if (out != NULL) {
        *out = NULL;
    }
    if (client == NULL || out == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "connect_client_describe: client or out is NULL");
    }
    deadline = client_deadline(client);
    status = client_resolve(client, deadline, error);
    if (status != CONNECT_OK) {
        return status;
    }
    core = client->core;
    describe_endpoint(core, &endpoint);
    value.region = core->resolution->settings.values[SETTING_REGION].text;
    value.endpoint = &endpoint;
    value.credentials = &credentials;
    value.clock_skew_ms = (connect_opt_int64){ true, skew_get(&core->skew) };
    value.max_body_bytes = (connect_opt_int64){ true, core->max_body_bytes };
    transport_describe_trust(&core->transport, certificates, sizeof certificates);
    value.certificates = text_is_empty(certificates) ? NULL : certificates;
    if (core->options.pace != NULL && core->pace_options.rate > 0) {
        value.pace_rate = (connect_opt_double){ true, core->pace_options.rate };
        value.pace_burst = (connect_opt_double){ true, core->pace_options.burst };
    }
    if (describe_credentials(client, deadline, &arena, &keys, &credentials) &&
        describe_settings(&core->resolution->settings, &arena, &value)) {
        *out = encode_description(&value);
    }
    credentials_unref(keys);
    arena_release(&arena);
    return *out != NULL ? CONNECT_OK : error_memory(error);
}
