/*
 * See options.h.  The table of flags, and what --help says.
 */
#include "options/options.h"

#include "core/text.h"

#include <connect/types.h>

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char usage_text[] =
    "usage: connect-local [OPTION...]\n"
    "\n"
    "A local Amazon Connect to test programs with: the instance APIs, in memory, over HTTP.  It checks\n"
    "every signature and every limit of the service's model, and answers as the service does.  It prints\n"
    "one line when it serves, and ends on SIGTERM and SIGINT.\n"
    "\n"
    "    connect-local --port 8080 &\n"
    "    export AWS_ENDPOINT_URL_CONNECT=http://127.0.0.1:8080 AWS_REGION=us-east-1\n"
    "    export AWS_ACCESS_KEY_ID=AKIDLOCAL AWS_SECRET_ACCESS_KEY=local-secret\n"
    "    connectctl list-instances\n"
    "\n"
    "Where it listens\n"
    "  --bind ADDR             address (default 127.0.0.1)\n"
    "  --port N                port; 0, the default, picks a free one\n"
    "  --port-file FILE        write the port there once it serves, in one piece\n"
    "  --tls-cert FILE         certificate chain, PEM: serve https\n"
    "  --tls-key FILE          its private key, PEM\n"
    "\n"
    "Who may ask\n"
    "  --access-key ID         default AKIDLOCAL\n"
    "  --secret-key KEY        default local-secret\n"
    "  --session-token TOKEN   if given, requests must carry it\n"
    "  --region REGION         the region that requests must be signed for (default us-east-1)\n"
    "  --account-id ID         12 digits (default 123456789012)\n"
    "\n"
    "How it behaves\n"
    "  --seed-instances N      instances there from the start, with aliases from seed-0001 on (default 0)\n"
    "  --creation-delay-ms N   time from CREATION_IN_PROGRESS to ACTIVE (default 0)\n"
    "  --fail-alias REGEX      creations whose alias matches (POSIX, extended) end in CREATION_FAILED\n"
    "  --max-instances N       quota of instances; beyond it 402 (default 0: none)\n"
    "  --rate R                requests a second of each operation; beyond it 429\n"
    "                          (default 0: no limit; the service itself: 2)\n"
    "  --burst B               how many at once, with --rate (default R, at least 1; the service itself: 5)\n"
    "  --latency-ms N          wait before each answer (default 0)\n"
    "  --clock-offset S        seconds by which its clock is ahead, or behind when negative (default 0)\n"
    "  --verbose               one line on standard error for each request: method, path, operation,\n"
    "                          status, request id and who signed it\n"
    "\n"
    "Other services, on the same port.  Credentials that they hand out are accepted in signatures.\n"
    "  --imds                  instance metadata, version 2:\n"
    "                          AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:PORT\n"
    "  --container[=TOKEN]     AWS_CONTAINER_CREDENTIALS_FULL_URI=\n"
    "                          http://127.0.0.1:PORT/v2/credentials/connect-local;\n"
    "                          TOKEN must then come in the Authorization header\n"
    "  --sts                   AWS_ENDPOINT_URL_STS: AssumeRole, AssumeRoleWithWebIdentity and\n"
    "                          GetCallerIdentity, for roles of the account; a web identity token\n"
    "                          must have the form of a JSON web token\n"
    "  --sso                   AWS_ENDPOINT_URL_SSO: GetRoleCredentials, with the access token\n"
    "                          connect-local-access-token or one of CreateToken's;\n"
    "                          AWS_ENDPOINT_URL_SSO_OIDC: CreateToken, with the refresh token\n"
    "                          connect-local-refresh-token, the client connect-local-client and its\n"
    "                          secret connect-local-client-secret\n"
    "  --session-seconds N     life of what they hand out (default: as asked for, else 3600)\n"
    "  --zapi-token TOKEN      the partner listing of Z-API under /instances, for this bearer token\n"
    "  --zapi-instances N      how many it lists (default 25)\n"
    "\n"
    "  --help, --version\n";

void options_default(struct options *options)
{
    *options = (struct options){
        .bind = "127.0.0.1",
        .access_key = "AKIDLOCAL",
        .secret_key = "local-secret",
        .region = "us-east-1",
        .account_id = "123456789012",
        .zapi_instances = 25,
    };
}

void options_free(struct options *options)
{
    if (options->has_fail_alias) {
        regfree(&options->fail_alias);
    }
    options->has_fail_alias = false;
}

/* ---- values ---- */

static bool wrong(const char *flag, const char *value, const char *expected)
{
    fprintf(stderr, "connect-local: --%s %s: %s\n", flag, value, expected);
    return false;
}

static bool take_number(const char *flag, const char *value, int64_t least, int64_t most,
                        int64_t *out)
{
    char expected[80];

    if (text_to_int64(value, strlen(value), out) && *out >= least && *out <= most) {
        return true;
    }
    snprintf(expected, sizeof expected, "a whole number from %lld to %lld is wanted",
             (long long)least, (long long)most);
    return wrong(flag, value, expected);
}

static bool take_rate(const char *flag, const char *value, double least, double *out)
{
    if (text_to_double(value, strlen(value), out) && *out >= least && *out <= 1e9) {
        return true;
    }
    return wrong(flag, value, least > 0 ? "at least 1 is wanted" : "at least 0 is wanted");
}

static bool take_text(const char *flag, const char *value, const char **out)
{
    *out = value;
    return *value != '\0' || wrong(flag, "\"\"", "a text is wanted");
}

static bool take_account(const char *flag, const char *value, const char **out)
{
    *out = value;
    if (strlen(value) == 12 && strspn(value, "0123456789") == 12) {
        return true;
    }
    return wrong(flag, value, "12 digits are wanted");
}

static bool take_region(const char *flag, const char *value, const char **out)
{
    size_t size = strlen(value);

    *out = value;
    if (size >= 1 && size <= 63 && strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-") == size) {
        return true;
    }
    return wrong(flag, value, "lower-case letters, digits and hyphens are wanted");
}

static bool take_regex(const char *flag, const char *value, struct options *options)
{
    options_free(options);

    int code = regcomp(&options->fail_alias, value, REG_EXTENDED | REG_NOSUB);

    options->has_fail_alias = code == 0;
    if (code == 0) {
        return true;
    }

    char reason[200];

    regerror(code, &options->fail_alias, reason, sizeof reason);
    return wrong(flag, value, reason);
}

/* ---- flags ---- */

#define DAY_MS (24 * 60 * 60 * INT64_C(1000))

enum flag {
    FLAG_ACCESS_KEY = 1000,
    FLAG_ACCOUNT_ID,
    FLAG_BIND,
    FLAG_BURST,
    FLAG_CLOCK_OFFSET,
    FLAG_CONTAINER,
    FLAG_CREATION_DELAY_MS,
    FLAG_FAIL_ALIAS,
    FLAG_HELP,
    FLAG_IMDS,
    FLAG_LATENCY_MS,
    FLAG_MAX_INSTANCES,
    FLAG_PORT,
    FLAG_PORT_FILE,
    FLAG_RATE,
    FLAG_REGION,
    FLAG_SECRET_KEY,
    FLAG_SEED_INSTANCES,
    FLAG_SESSION_SECONDS,
    FLAG_SESSION_TOKEN,
    FLAG_SSO,
    FLAG_STS,
    FLAG_TLS_CERT,
    FLAG_TLS_KEY,
    FLAG_VERBOSE,
    FLAG_VERSION,
    FLAG_ZAPI_INSTANCES,
    FLAG_ZAPI_TOKEN
};

static const struct option flags[] = {
    { "access-key", required_argument, NULL, FLAG_ACCESS_KEY },
    { "account-id", required_argument, NULL, FLAG_ACCOUNT_ID },
    { "bind", required_argument, NULL, FLAG_BIND },
    { "burst", required_argument, NULL, FLAG_BURST },
    { "clock-offset", required_argument, NULL, FLAG_CLOCK_OFFSET },
    { "container", optional_argument, NULL, FLAG_CONTAINER },
    { "creation-delay-ms", required_argument, NULL, FLAG_CREATION_DELAY_MS },
    { "fail-alias", required_argument, NULL, FLAG_FAIL_ALIAS },
    { "help", no_argument, NULL, FLAG_HELP },
    { "imds", no_argument, NULL, FLAG_IMDS },
    { "latency-ms", required_argument, NULL, FLAG_LATENCY_MS },
    { "max-instances", required_argument, NULL, FLAG_MAX_INSTANCES },
    { "port", required_argument, NULL, FLAG_PORT },
    { "port-file", required_argument, NULL, FLAG_PORT_FILE },
    { "rate", required_argument, NULL, FLAG_RATE },
    { "region", required_argument, NULL, FLAG_REGION },
    { "secret-key", required_argument, NULL, FLAG_SECRET_KEY },
    { "seed-instances", required_argument, NULL, FLAG_SEED_INSTANCES },
    { "session-seconds", required_argument, NULL, FLAG_SESSION_SECONDS },
    { "session-token", required_argument, NULL, FLAG_SESSION_TOKEN },
    { "sso", no_argument, NULL, FLAG_SSO },
    { "sts", no_argument, NULL, FLAG_STS },
    { "tls-cert", required_argument, NULL, FLAG_TLS_CERT },
    { "tls-key", required_argument, NULL, FLAG_TLS_KEY },
    { "verbose", no_argument, NULL, FLAG_VERBOSE },
    { "version", no_argument, NULL, FLAG_VERSION },
    { "zapi-instances", required_argument, NULL, FLAG_ZAPI_INSTANCES },
    { "zapi-token", required_argument, NULL, FLAG_ZAPI_TOKEN },
    { NULL, 0, NULL, 0 },
};

static bool take_port(const char *flag, const char *value, int *out)
{
    int64_t port;

    if (!take_number(flag, value, 0, 65535, &port)) {
        return false;
    }
    *out = (int)port;
    return true;
}

static bool take_offset(const char *flag, const char *value, int64_t *out)
{
    if (!take_number(flag, value, -INT64_C(315360000), INT64_C(315360000), out)) {
        return false;
    }
    *out *= 1000;
    return true;
}

static bool take_flag(struct options *options, int flag, const char *name, const char *value)
{
    switch (flag) {
    case FLAG_ACCESS_KEY:
        return take_text(name, value, &options->access_key);
    case FLAG_ACCOUNT_ID:
        return take_account(name, value, &options->account_id);
    case FLAG_BIND:
        return take_text(name, value, &options->bind);
    case FLAG_BURST:
        return take_rate(name, value, 1, &options->burst);
    case FLAG_CLOCK_OFFSET:
        return take_offset(name, value, &options->clock_offset_ms);
    case FLAG_CONTAINER:
        options->container = true;
        options->container_token = value;
        return true;
    case FLAG_CREATION_DELAY_MS:
        return take_number(name, value, 0, DAY_MS, &options->creation_delay_ms);
    case FLAG_FAIL_ALIAS:
        return take_regex(name, value, options);
    case FLAG_IMDS:
        options->imds = true;
        return true;
    case FLAG_LATENCY_MS:
        return take_number(name, value, 0, DAY_MS, &options->latency_ms);
    case FLAG_MAX_INSTANCES:
        return take_number(name, value, 0, INT32_MAX, &options->max_instances);
    case FLAG_PORT:
        return take_port(name, value, &options->port);
    case FLAG_PORT_FILE:
        return take_text(name, value, &options->port_file);
    case FLAG_RATE:
        return take_rate(name, value, 0, &options->rate);
    case FLAG_REGION:
        return take_region(name, value, &options->region);
    case FLAG_SECRET_KEY:
        return take_text(name, value, &options->secret_key);
    case FLAG_SEED_INSTANCES:
        return take_number(name, value, 0, 1000000, &options->seed_instances);
    case FLAG_SESSION_SECONDS:
        return take_number(name, value, 1, 315360000, &options->session_seconds);
    case FLAG_SESSION_TOKEN:
        return take_text(name, value, &options->session_token);
    case FLAG_SSO:
        options->sso = true;
        return true;
    case FLAG_STS:
        options->sts = true;
        return true;
    case FLAG_TLS_CERT:
        return take_text(name, value, &options->tls_cert);
    case FLAG_TLS_KEY:
        return take_text(name, value, &options->tls_key);
    case FLAG_VERBOSE:
        options->verbose = true;
        return true;
    case FLAG_ZAPI_INSTANCES:
        return take_number(name, value, 0, 1000000, &options->zapi_instances);
    case FLAG_ZAPI_TOKEN:
        return take_text(name, value, &options->zapi_token);
    default:
        return false;
    }
}

/* What holds between flags. */
static bool finish(struct options *options)
{
    if ((options->tls_cert == NULL) != (options->tls_key == NULL)) {
        fputs("connect-local: --tls-cert and --tls-key belong together\n", stderr);
        return false;
    }
    if (options->burst > 0 && options->rate <= 0) {
        fputs("connect-local: --burst needs --rate\n", stderr);
        return false;
    }
    if (options->burst <= 0) {
        options->burst = options->rate > 1 ? options->rate : 1;
    }
    return true;
}

enum options_outcome options_parse(struct options *options, int argc, char **argv)
{
    int flag, index = 0;

    optind = 1;
    while ((flag = getopt_long(argc, argv, "", flags, &index)) != -1) {
        if (flag == FLAG_HELP) {
            fputs(usage_text, stdout);
            return OPTIONS_DONE;
        }
        if (flag == FLAG_VERSION) {
            printf("connect-local %s\n", connect_version());
            return OPTIONS_DONE;
        }
        if (flag == '?' || !take_flag(options, flag, flags[index].name, optarg)) {
            fputs("Try connect-local --help\n", stderr);
            return OPTIONS_WRONG;
        }
    }
    if (optind < argc) {
        fprintf(stderr, "connect-local: unexpected argument: %s\nTry connect-local --help\n",
                argv[optind]);
        return OPTIONS_WRONG;
    }
    return finish(options) ? OPTIONS_RUN : OPTIONS_WRONG;
}
