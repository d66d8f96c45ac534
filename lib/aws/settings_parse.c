/*
 * Validates the values of settings, by the kinds and ranges of the table.  An error names the
 * option, variable, or file and line that the value is from.
 */
#include "aws/endpoint.h"
#include "aws/settings.h"
#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/number.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/* Control characters must not get into a header; a value of spaces is a mistake in a script. */
static const char *string_fault(const char *value)
{
    if (text_find_control(value, strlen(value)) >= 0) {
        return "the value contains a control character";
    }
    return value[strspn(value, " ")] == '\0' ? "the value is only spaces" : NULL;
}

static connect_status report_invalid(enum setting setting, const struct setting_value *value,
                                     const char *what, connect_error **error)
{
    if (value->source == SETTING_OPTION) {
        return error_set(error, CONNECT_E_ARGUMENT, "option %s: %s", settings_rows[setting].name,
                         what);
    }
    if (value->source == SETTING_PROFILE) {
        return error_set(error, CONNECT_E_CONFIGURATION, "%s (%s): %s", settings_rows[setting].key,
                         value->origin, what);
    }
    return error_set(error, CONNECT_E_CONFIGURATION, "%s: %s", value->origin, what);
}

static connect_status parse_int(enum setting setting, struct setting_value *value,
                                connect_error **error)
{
    const struct setting_row *row = &settings_rows[setting];
    bool is_number = text_to_int64(value->text, strlen(value->text), &value->number);
    if (is_number && ((value->number >= row->least && value->number <= row->most) ||
                      value->source == SETTING_DEFAULT)) {
        return CONNECT_OK;
    }
    char what[160];
    if (row->most == INT64_MAX) {
        snprintf(what, sizeof what, "\"%.40s\" is not valid; expected a whole number from %lld",
                 value->text, (long long)row->least);
    } else {
        snprintf(what, sizeof what,
                 "\"%.40s\" is not valid; expected a whole number from %lld to %lld", value->text,
                 (long long)row->least, (long long)row->most);
    }
    return report_invalid(setting, value, what, error);
}

/*
 * Rule: a boolean is true or false in any case, anything else an error.  Source: smithy-rs,
 * aws-config environment.  Test: an_invalid_value_is_reported_with_its_origin.
 */
static connect_status parse_bool(enum setting setting, struct setting_value *value,
                                 connect_error **error)
{
    value->number = text_equal_nocase(value->text, "true");
    if (value->number || text_equal_nocase(value->text, "false")) {
        return CONNECT_OK;
    }
    char what[120];
    snprintf(what, sizeof what, "\"%.40s\" is not valid; expected true or false", value->text);
    return report_invalid(setting, value, what, error);
}

static bool is_offered(const struct setting_choice *choice, const struct setting_value *value)
{
    return !choice->is_for_options || value->source == SETTING_OPTION;
}

static connect_status parse_choice(enum setting setting, struct setting_value *value,
                                   connect_error **error)
{
    const struct setting_choice *choices = settings_rows[setting].choices;
    ASSERT(choices != NULL);
    for (const struct setting_choice *choice = choices; choice->word != NULL; choice++) {
        if (is_offered(choice, value) && text_equal_nocase(value->text, choice->word)) {
            value->text = choice->word;
            value->number = choice->number;
            return CONNECT_OK;
        }
    }
    struct buf what = BUF_INIT(ERROR_MESSAGE_MAX);
    buf_printf(&what, "\"%.40s\" is not valid; expected one of", value->text);
    for (const struct setting_choice *choice = choices; choice->word != NULL; choice++) {
        if (is_offered(choice, value)) {
            buf_printf(&what, "%s %s", choice > choices ? "," : "", choice->word);
        }
    }
    connect_status status = report_invalid(setting, value, buf_text(&what), error);
    buf_free(&what);
    return status;
}

connect_status settings_parse(enum setting setting, struct setting_value *value,
                              connect_error **error)
{
    ASSERT(setting < SETTING_COUNT && value->text != NULL);
    const char *fault = string_fault(value->text);
    if (fault != NULL) {
        return report_invalid(setting, value, fault, error);
    }
    switch (settings_rows[setting].kind) {
    case SETTING_BOOL:
        return parse_bool(setting, value, error);
    case SETTING_INT:
        return parse_int(setting, value, error);
    case SETTING_CHOICE:
        return parse_choice(setting, value, error);
    case SETTING_TEXT:
    case SETTING_PATH:
        break;
    }
    if (setting == SETTING_REGION && !region_is_valid(value->text)) {
        char what[200];
        snprintf(
            what, sizeof what,
            "\"%.80s\" is not a valid region name; expected 1 to 63 letters, digits and inner hyphens",
            value->text);
        return report_invalid(setting, value, what, error);
    }
    return CONNECT_OK;
}
