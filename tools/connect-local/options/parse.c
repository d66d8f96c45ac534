/*
 * See parse.h. One row for each option.
 */
#include "options/parse.h"

#include "options/usage.h"
#include "options/values.h"

#include <connect/types.h>

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define DAY_MS (24 * 60 * 60 * INT64_C(1000))
#define TEN_YEARS_SECONDS INT64_C(315360000)
#define INSTANCES_MAX 1000000

#define MEMBER(member) offsetof(struct options, member)

static const struct option_row rows[] = {
    { "access-key", required_argument, parse_string, MEMBER(access_key), 0, 0 },
    { "account", required_argument, parse_account, 0, 0, 0 },
    { "account-id", required_argument, parse_account_id, MEMBER(account_id), 0, 0 },
    { "any-key", no_argument, parse_switch, MEMBER(any_key), 0, 0 },
    { "bind", required_argument, parse_string, MEMBER(bind), 0, 0 },
    { "burst", required_argument, parse_rate, MEMBER(burst), 1, 0 },
    { "clock-offset", required_argument, parse_seconds, MEMBER(clock_offset_ms), -TEN_YEARS_SECONDS,
      TEN_YEARS_SECONDS },
    { "container", optional_argument, parse_container, 0, 0, 0 },
    { "cors", no_argument, parse_switch, MEMBER(cors), 0, 0 },
    { "creation-delay-ms", required_argument, parse_number, MEMBER(creation_delay_ms), 0, DAY_MS },
    { "fail-alias", required_argument, parse_fail_alias, 0, 0, 0 },
    { "fault", required_argument, parse_fault, 0, 0, 0 },
    { "help", no_argument, NULL, 0, 0, 0 },
    { "imds", no_argument, parse_switch, MEMBER(imds), 0, 0 },
    { "latency-ms", required_argument, parse_number, MEMBER(latency_ms), 0, DAY_MS },
    { "log", required_argument, parse_string, MEMBER(log_path), 0, 0 },
    { "max-instances", required_argument, parse_number, MEMBER(max_instances), 0, INT32_MAX },
    { "port", required_argument, parse_int, MEMBER(port), 0, 65535 },
    { "port-file", required_argument, parse_string, MEMBER(port_file), 0, 0 },
    { "rate", required_argument, parse_rate, MEMBER(rate), 0, 0 },
    { "region", required_argument, parse_region, 0, 0, 0 },
    { "secret-key", required_argument, parse_string, MEMBER(secret_key), 0, 0 },
    { "seed", required_argument, parse_seed, MEMBER(seed), INT64_MIN, INT64_MAX },
    { "seed-instances", required_argument, parse_number, MEMBER(seed_instances), 0, INSTANCES_MAX },
    { "session-seconds", required_argument, parse_number, MEMBER(session_seconds), 1,
      TEN_YEARS_SECONDS },
    { "session-token", required_argument, parse_string, MEMBER(session_token), 0, 0 },
    { "sso", no_argument, parse_switch, MEMBER(sso), 0, 0 },
    { "state", required_argument, parse_string, MEMBER(state_path), 0, 0 },
    { "sts", no_argument, parse_switch, MEMBER(sts), 0, 0 },
    { "tls-cert", required_argument, parse_string, MEMBER(tls_cert), 0, 0 },
    { "tls-key", required_argument, parse_string, MEMBER(tls_key), 0, 0 },
    { "verbose", no_argument, parse_switch, MEMBER(verbose), 0, 0 },
    { "version", no_argument, NULL, 0, 0, 0 },
    { "zapi-instances", required_argument, parse_number, MEMBER(zapi_instances), 0, INSTANCES_MAX },
    { "zapi-token", required_argument, parse_string, MEMBER(zapi_token), 0, 0 },
};
#define ROWS_COUNT (sizeof rows / sizeof rows[0])

/* What holds between options. */
static bool check_together(struct options *options, bool has_burst)
{
    if ((options->tls_cert == NULL) != (options->tls_key == NULL)) {
        fputs("connect-local: --tls-cert and --tls-key belong together\n", stderr);
        return false;
    }
    if (has_burst && options->rate <= 0) {
        fputs("connect-local: --burst needs --rate with a number\n", stderr);
        return false;
    }
    if (!has_burst) {
        options->burst = options->rate > 1 ? options->rate : 1;
    }
    return true;
}

/* The table as getopt_long() wants it. */
static void fill_flags(struct option flags[ROWS_COUNT + 1])
{
    for (size_t i = 0; i < ROWS_COUNT; i++) {
        flags[i] = (struct option){ rows[i].name, rows[i].argument, NULL, 0 };
    }
    flags[ROWS_COUNT] = (struct option){ NULL, 0, NULL, 0 };
}

enum options_outcome options_parse(struct options *options, int argc, char **argv)
{
    struct option flags[ROWS_COUNT + 1];
    bool has_burst = false;
    int code, index = 0;

    fill_flags(flags);
    optind = 1;
    while ((code = getopt_long(argc, argv, "", flags, &index)) != -1) {
        const struct option_row *row = code == 0 ? &rows[index] : NULL;

        if (row != NULL && strcmp(row->name, "help") == 0) {
            usage_print(stdout);
            return OPTIONS_DONE;
        }
        if (row != NULL && strcmp(row->name, "version") == 0) {
            printf("connect-local %s\n", connect_version());
            return OPTIONS_DONE;
        }
        if (row == NULL || !row->parse(row, optarg, options)) {
            fputs("Try connect-local --help\n", stderr);
            return OPTIONS_WRONG;
        }
        has_burst = has_burst || strcmp(row->name, "burst") == 0;
    }
    if (optind < argc) {
        fprintf(stderr, "connect-local: unexpected argument: %s\nTry connect-local --help\n",
                argv[optind]);
        return OPTIONS_WRONG;
    }
    return check_together(options, has_burst) ? OPTIONS_RUN : OPTIONS_WRONG;
}
