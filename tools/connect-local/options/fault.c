/*
 * See fault.h.
 */
#include "options/fault.h"

#include "core/number.h"
#include "core/text.h"

#include <connect/operation.h>

#include <stdio.h>
#include <string.h>

#define STALL_MAX_MS (60 * 60 * INT64_C(1000))

static bool report_expected(char *problem, size_t size, const char *expected)
{
    snprintf(problem, size, "expected %s", expected);
    return false;
}

/* Operations of the other services, which are no rows of the library. */
static bool is_operation(const char *name)
{
    static const char *const others[] = {
        "*",           "AssumeRole",        "AssumeRoleWithWebIdentity",
        "CreateToken", "GetCallerIdentity", "GetRoleCredentials",
        "zapi"
    };

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strcmp(others[i], name) == 0) {
            return true;
        }
    }
    return connect_operation_find(name) != NULL;
}

static bool is_error_type(const char *text)
{
    size_t size = strlen(text);

    for (size_t i = 0; i < size; i++) {
        if (!text_is_alnum(text[i])) {
            return false;
        }
    }
    return size > 0 && text_is_alpha(text[0]);
}

static bool parse_action(const char *action, struct fault_option *out)
{
    int64_t number;

    if (text_to_int64(action, strlen(action), &number)) {
        out->action = FAULT_STATUS;
        out->status = (int)number;
        return number >= 200 && number <= 599;
    }
    if (strcmp(action, "drop") == 0) {
        out->action = FAULT_DROP;
        return true;
    }
    if (strcmp(action, "truncate") == 0) {
        out->action = FAULT_TRUNCATE;
        return true;
    }
    if (text_starts(action, "stall:")) {
        const char *ms = action + strlen("stall:");

        out->action = FAULT_STALL;
        return text_to_int64(ms, strlen(ms), &out->stall_ms) && out->stall_ms >= 0 &&
               out->stall_ms <= STALL_MAX_MS;
    }
    if (!is_error_type(action) || strlen(action) >= sizeof out->type) {
        return false;
    }
    out->action = FAULT_ERROR;
    memcpy(out->type, action, strlen(action) + 1);
    return true;
}

/* Takes ":PROBABILITY" off the end; the milliseconds of "stall:MS" are not one. */
static bool take_probability(char *action, double *probability)
{
    char *colon = strrchr(action, ':');

    *probability = 1;
    if (colon == NULL || (colon - action == 5 && text_starts(action, "stall:"))) {
        return true;
    }
    *colon = '\0';
    return text_to_double(colon + 1, strlen(colon + 1), probability) && *probability >= 0 &&
           *probability <= 1;
}

bool fault_parse(const char *spec, struct fault_option *out, char *problem, size_t problem_size)
{
    char action[FAULT_SPEC_MAX];
    const char *equals = strchr(spec, '=');
    size_t name_size = equals != NULL ? (size_t)(equals - spec) : 0;

    *out = (struct fault_option){ 0 };
    if (equals == NULL || strlen(spec) >= sizeof out->spec || name_size >= sizeof out->operation) {
        return report_expected(problem, problem_size, "OPERATION=ACTION[:PROBABILITY]");
    }
    snprintf(out->spec, sizeof out->spec, "%s", spec);
    memcpy(out->operation, spec, name_size);
    snprintf(action, sizeof action, "%s", equals + 1);
    if (!is_operation(out->operation)) {
        return report_expected(problem, problem_size,
                               "the name of an operation, or *, before the =");
    }
    if (!take_probability(action, &out->probability)) {
        return report_expected(problem, problem_size,
                               "a probability from 0 to 1 behind the last colon");
    }
    return parse_action(action, out) ||
           report_expected(problem, problem_size,
                           "a status from 200 to 599, an error type, drop, truncate or stall:MS");
}
