/*
 * See values.h.
 */
#include "options/values.h"

#include "base/alloc.h"
#include "core/mem.h"
#include "core/number.h"

#include <stdio.h>
#include <string.h>

static bool report_expected(const struct option_row *row, const char *value, const char *expected)
{
    fprintf(stderr, "connect-local: --%s %s: %s\n", row->name, *value == '\0' ? "\"\"" : value,
            expected);
    return false;
}

static void *member_of(const struct option_row *row, struct options *options)
{
    return (char *)options + row->offset;
}

bool parse_switch(const struct option_row *row, const char *value, struct options *options)
{
    (void)value;
    *(bool *)member_of(row, options) = true;
    return true;
}

bool parse_string(const struct option_row *row, const char *value, struct options *options)
{
    *(const char **)member_of(row, options) = value;
    return *value != '\0' || report_expected(row, value, "expected a string that is not empty");
}

static bool to_number(const struct option_row *row, const char *value, int64_t *out)
{
    char expected[80];

    if (text_to_int64(value, strlen(value), out) && *out >= row->least && *out <= row->most) {
        return true;
    }
    snprintf(expected, sizeof expected, "expected a whole number from %lld to %lld",
             (long long)row->least, (long long)row->most);
    return report_expected(row, value, expected);
}

bool parse_number(const struct option_row *row, const char *value, struct options *options)
{
    return to_number(row, value, member_of(row, options));
}

bool parse_int(const struct option_row *row, const char *value, struct options *options)
{
    int64_t number;

    if (!to_number(row, value, &number)) {
        return false;
    }
    *(int *)member_of(row, options) = (int)number;
    return true;
}

/* Seconds, kept as milliseconds. */
bool parse_seconds(const struct option_row *row, const char *value, struct options *options)
{
    int64_t *ms = member_of(row, options);

    if (!to_number(row, value, ms)) {
        return false;
    }
    *ms *= 1000;
    return true;
}

bool parse_rate(const struct option_row *row, const char *value, struct options *options)
{
    double *rate = member_of(row, options);

    if (rate == &options->rate && strcmp(value, "default") == 0) {
        *rate = RATE_OF_SERVICE;
        return true;
    }
    if (text_to_double(value, strlen(value), rate) && *rate >= (double)row->least && *rate <= 1e9) {
        return true;
    }
    return report_expected(row, value,
                           row->least > 0 ? "expected at least 1"
                                          : "expected a number, at least 0, or \"default\"");
}

bool parse_account_id(const struct option_row *row, const char *value, struct options *options)
{
    *(const char **)member_of(row, options) = value;
    return options_is_account_id(value) || report_expected(row, value, "expected 12 digits");
}

/* Cuts off the string up to a colon; NULL when there is nothing (left). */
static const char *next_part(char **at)
{
    char *start = *at;

    if (start == NULL || *start == '\0') {
        return NULL;
    }

    char *colon = strchr(start, ':');

    if (colon != NULL) {
        *colon = '\0';
    }
    *at = colon != NULL ? colon + 1 : NULL;
    return *start != '\0' ? start : NULL;
}

bool parse_account(const struct option_row *row, const char *value, struct options *options)
{
    if (options->accounts_count == ACCOUNTS_MAX) {
        return report_expected(row, value, "too many accounts");
    }

    struct account_option account = { .copy = check_alloc(mem_strdup(value)) };
    char *at = account.copy;

    account.account_id = next_part(&at);
    account.access_key = next_part(&at);
    account.secret_key = next_part(&at);
    account.session_token = next_part(&at);
    if (account.account_id != NULL && account.access_key != NULL && account.secret_key != NULL &&
        at == NULL && options_is_account_id(account.account_id)) {
        options->accounts[options->accounts_count++] = account;
        return true;
    }
    mem_free(account.copy);
    /* The value is not printed: it may contain a secret key. */
    return report_expected(row, "...",
                           "expected ID:ACCESS_KEY:SECRET_KEY[:SESSION_TOKEN], an ID of 12 digits");
}

bool parse_region(const struct option_row *row, const char *value, struct options *options)
{
    size_t size = strlen(value);

    if (strcmp(value, "any") == 0) {
        options->any_region = true;
        return true;
    }
    if (size < 1 || size > 63 || strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-") != size) {
        return report_expected(row, value,
                               "expected lower-case letters, digits and hyphens, or: any");
    }
    if (options->regions_count == REGIONS_MAX) {
        return report_expected(row, value, "too many regions");
    }
    options->regions[options->regions_count++] = value;
    options->region = options->regions[0];
    return true;
}

bool parse_fail_alias(const struct option_row *row, const char *value, struct options *options)
{
    if (options->has_fail_alias) {
        regfree(&options->fail_alias);
    }

    int code = regcomp(&options->fail_alias, value, REG_EXTENDED | REG_NOSUB);

    options->has_fail_alias = code == 0;
    if (code == 0) {
        return true;
    }

    char reason[200];

    regerror(code, &options->fail_alias, reason, sizeof reason);
    return report_expected(row, value, reason);
}

bool parse_fault(const struct option_row *row, const char *value, struct options *options)
{
    char problem[200];

    if (options->faults_count == FAULTS_MAX) {
        return report_expected(row, value, "too many faults");
    }
    if (!fault_parse(value, &options->faults[options->faults_count], problem, sizeof problem)) {
        return report_expected(row, value, problem);
    }
    options->faults_count++;
    return true;
}

bool parse_seed(const struct option_row *row, const char *value, struct options *options)
{
    options->has_seed = true;
    return parse_number(row, value, options);
}

bool parse_container(const struct option_row *row, const char *value, struct options *options)
{
    (void)row;
    options->container = true;
    options->container_token = value;
    return true;
}
