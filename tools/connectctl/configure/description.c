/*
 * Describing a client, also when it lacks a region.
 */
#include "configure/description.h"

#include "base/json.h"
#include "base/names.h"
#include "base/terminal.h"
#include "call/client.h"

#include <stdlib.h>
#include <string.h>

static connect_status describe_with(struct description *description, const struct globals *globals)
{
    struct ctl_client client;
    char *text = NULL;
    connect_status status = ctl_client_open(&client, globals, NULL, &description->error);

    if (status == CONNECT_OK) {
        status = connect_client_describe(client.view, &text, &description->error);
    }
    if (status == CONNECT_OK) {
        description->json = require_memory(json_loads(text, 0, NULL));
    }
    description->is_interrupted = status == CONNECT_E_CANCELLED ||
                                  (client.cancel != NULL && connect_cancel_is_fired(client.cancel));
    connect_free(text);
    ctl_client_close(&client);
    return status;
}

/*
 * Without a region nothing is resolved.  If a client with some region can be described, the region
 * is all that was missing.
 */
static void describe_without_region(struct description *description, const struct globals *globals)
{
    struct globals with_region = *globals;
    struct description second = { .json = NULL };

    with_region.region = "us-east-1";
    if (describe_with(&second, &with_region) == CONNECT_OK) {
        description->json = second.json;
        description->has_no_region = true;
        connect_error_free(description->error);
        description->error = NULL;
    }
    description->is_interrupted = second.is_interrupted;
    connect_error_free(second.error);
}

void describe_client(struct description *description, const struct globals *globals)
{
    *description = (struct description){ .json = NULL };
    if (describe_with(description, globals) == CONNECT_E_CONFIGURATION && globals->region == NULL) {
        describe_without_region(description, globals);
    }
}

void description_free(struct description *description)
{
    json_decref(description->json);
    connect_error_free(description->error);
    *description = (struct description){ .json = NULL };
}

const json_t *description_setting(const json_t *json, const char *name)
{
    json_t *setting;
    size_t at;

    json_array_foreach(json_object_get(json, "settings"), at, setting) {
        const char *known = json_member_string(setting, "name");

        if (known != NULL && strcmp(known, name) == 0) {
            return setting;
        }
    }
    return NULL;
}

char *description_origin(const json_t *setting)
{
    const char *origin = json_member_string(setting, "origin");
    struct strbuf place = { 0 };
    char *name;

    if (origin == NULL || strncmp(origin, "option ", 7) != 0) {
        return escape_controls(origin != NULL ? origin : "");
    }
    name = kebab_case(origin + 7);
    if (strcmp(name, "connect-timeout-ms") == 0) {
        strbuf_add(&place, "--cli-connect-timeout");
    } else if (strcmp(name, "attempt-timeout-ms") == 0) {
        strbuf_add(&place, "--cli-read-timeout");
    } else {
        strbuf_addf(&place, "--%s", name);
    }
    free(name);
    return strbuf_detach(&place);
}
