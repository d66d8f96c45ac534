/*
 * The members of a Z-API instance, and those that are columns of a table.
 */
#include "zapi/zapi_print.h"

#include "base/json.h"
#include "base/terminal.h"
#include "output/grid_print.h"
#include "output/output.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void add_string(json_t *object, const char *name, const char *string)
{
    if (string != NULL) {
        json_set(object, name, json_new_string(string));
    }
}

/* A time that could not be understood is shown as the service sent it. */
static void add_time(json_t *object, const char *name, connect_opt_int64 ms, const char *original)
{
    if (ms.is_set) {
        json_set(object, name, json_integer(ms.value));
    } else if (original != NULL && original[0] != '\0') {
        add_string(object, name, original);
    }
}

static void add_bool(json_t *object, const char *name, connect_opt_bool value)
{
    if (value.is_set) {
        json_set(object, name, json_boolean(value.value));
    }
}

json_t *zapi_json(const connect_zapi_instance *instance, bool with_token)
{
    json_t *object = require_memory(json_object());

    if (with_token) {
        add_string(object, "token", instance->token);
    }
    add_string(object, "tenant", instance->tenant);
    add_time(object, "created", instance->created, instance->created_text);
    add_time(object, "due", instance->due, instance->due_text);
    add_string(object, "paymentStatus", instance->payment_status);
    add_string(object, "deliveryCallbackUrl", instance->delivery_callback_url);
    add_string(object, "receivedCallbackUrl", instance->received_callback_url);
    add_string(object, "disconnectedCallbackUrl", instance->disconnected_callback_url);
    add_string(object, "messageStatusCallbackUrl", instance->message_status_callback_url);
    add_string(object, "receivedAndDeliveryCallbackUrl",
               instance->received_and_delivery_callback_url);
    add_string(object, "presenceChatCallbackUrl", instance->presence_chat_callback_url);
    add_string(object, "connectedCallbackUrl", instance->connected_callback_url);
    add_string(object, "receivedStatusCallbackUrl", instance->received_status_callback_url);
    add_bool(object, "phoneConnected", instance->phone_connected);
    add_bool(object, "whatsappConnected", instance->whatsapp_connected);
    add_string(object, "middleware", instance->middleware_text);
    add_string(object, "name", instance->name);
    add_string(object, "id", instance->id);
    return object;
}

static const struct {
    const char *name;
    const char *title;
    bool is_time;
} columns[] = {
    { "id", "ID", false },
    { "name", "Name", false },
    { "middleware", "Middleware", false },
    { "phoneConnected", "Phone connected", false },
    { "whatsappConnected", "WhatsApp connected", false },
    { "paymentStatus", "Payment status", false },
    { "due", "Due", true },
    { "token", "Token", false },
};

#define COLUMNS (sizeof columns / sizeof columns[0])

static char *day_of(json_int_t milliseconds)
{
    time_t seconds = (time_t)(milliseconds / 1000);
    struct tm parts;
    char day[80] = "";

    if (localtime_r(&seconds, &parts) != NULL) {
        strftime(day, sizeof day, "%Y-%m-%d", &parts);
    }
    return require_memory(strdup(day));
}

static char *cell_of(const json_t *value, bool is_time)
{
    if (json_is_boolean(value)) {
        return require_memory(strdup(json_is_true(value) ? "Yes" : "No"));
    }
    if (json_is_integer(value) && is_time) {
        return day_of(json_integer_value(value));
    }
    return escape_controls(json_is_string(value) ? json_string_value(value) : "");
}

static void print_table(const json_t *content)
{
    size_t shown =
        json_object_get(json_array_get(content, 0), "token") != NULL ? COLUMNS : COLUMNS - 1;
    size_t width = terminal_columns(STDOUT_FILENO);
    struct grid grid;

    if (json_array_size(content) == 0) {
        (void)puts("(none)");
        return;
    }
    grid_init(&grid, shown, json_array_size(content));
    for (size_t c = 0; c < shown; c++) {
        grid.columns[c].title = require_memory(strdup(columns[c].title));
        grid.columns[c].is_minor = columns[c].is_time;
        grid.columns[c].is_name = strcmp(columns[c].name, "name") == 0;
        for (size_t r = 0; r < json_array_size(content); r++) {
            grid_set(&grid, r, c,
                     cell_of(json_object_get(json_array_get(content, r), columns[c].name),
                             columns[c].is_time));
        }
    }
    if (!grid_print(stdout, &grid, 0, width)) {
        (void)grid_print(stdout, &grid, 0, 0);
    }
    grid_free(&grid);
}

int zapi_print(const struct settings *settings, const json_t *content)
{
    const struct globals no_query = { .query = NULL };
    struct output output;
    json_t *document;
    int code;

    if (settings->output == OUTPUT_TABLE) {
        print_table(content);
        return output_flush_stdout();
    }
    code = output_open(&output, settings, &no_query, NULL, "zapi list-instances");
    if (code == 0) {
        document = require_memory(json_pack("{s:O}", "content", content));
        code = output_write(&output, document);
        json_decref(document);
    }
    return output_close(&output, code);
}
