/*
 * The members of a Z-API instance, and which of them make a table.
 */
#include "zapi/zapi_show.h"

#include "base/strbuf.h"
#include "base/terminal.h"
#include "output/grid.h"
#include "output/output.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void add_text(json_t *object, const char *name, const char *text)
{
    if (text != NULL) {
        json_object_set_new(object, name, json_string(text));
    }
}

static void add_number(json_t *object, const char *name, connect_opt_int64 number)
{
    if (number.is_set) {
        json_object_set_new(object, name, json_integer(number.value));
    }
}

static void add_bool(json_t *object, const char *name, connect_opt_bool value)
{
    if (value.is_set) {
        json_object_set_new(object, name, json_boolean(value.value));
    }
}

json_t *zapi_json(const connect_zapi_instance *instance, bool with_token)
{
    json_t *object = require_memory(json_object());

    if (with_token) {
        add_text(object, "token", instance->token);
    }
    add_text(object, "tenant", instance->tenant);
    add_number(object, "created", instance->created);
    add_number(object, "due", instance->due);
    add_text(object, "paymentStatus", instance->payment_status);
    add_text(object, "deliveryCallbackUrl", instance->delivery_callback_url);
    add_text(object, "receivedCallbackUrl", instance->received_callback_url);
    add_text(object, "disconnectedCallbackUrl", instance->disconnected_callback_url);
    add_text(object, "messageStatusCallbackUrl", instance->message_status_callback_url);
    add_text(object, "receivedAndDeliveryCallbackUrl",
             instance->received_and_delivery_callback_url);
    add_text(object, "presenceChatCallbackUrl", instance->presence_chat_callback_url);
    add_text(object, "connectedCallbackUrl", instance->connected_callback_url);
    add_text(object, "receivedStatusCallbackUrl", instance->received_status_callback_url);
    add_bool(object, "phoneConnected", instance->phone_connected);
    add_bool(object, "whatsappConnected", instance->whatsapp_connected);
    add_text(object, "middleware", instance->middleware_text);
    add_text(object, "name", instance->name);
    add_text(object, "id", instance->id);
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

static void show_table(const json_t *content)
{
    size_t shown =
        json_object_get(json_array_get(content, 0), "token") != NULL ? COLUMNS : COLUMNS - 1;
    size_t width = terminal_columns(STDOUT_FILENO);
    struct grid grid;

    if (json_array_size(content) == 0) {
        puts("(none)");
        return;
    }
    grid_init(&grid, shown, json_array_size(content));
    for (size_t c = 0; c < shown; c++) {
        grid.columns[c].title = require_memory(strdup(columns[c].title));
        grid.columns[c].is_minor = columns[c].is_time;
        for (size_t r = 0; r < json_array_size(content); r++) {
            grid_set(&grid, r, c,
                     cell_of(json_object_get(json_array_get(content, r), columns[c].name),
                             columns[c].is_time));
        }
    }
    if (!grid_print(stdout, &grid, 0, width)) {
        grid_print(stdout, &grid, 0, 0);
    }
    grid_release(&grid);
}

int zapi_show(const struct globals *globals, const json_t *content)
{
    json_t *output;

    if (strcmp(output_format(globals), "table") == 0) {
        show_table(content);
        return output_flush();
    }
    output = require_memory(json_pack("{s:O}", "content", content));
    if (strcmp(output_format(globals), "text") == 0) {
        output_text(stdout, output);
    } else {
        output_json(stdout, output);
    }
    json_decref(output);
    return output_flush();
}
