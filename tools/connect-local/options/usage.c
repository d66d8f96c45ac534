/*
 * See usage.h. The rows are also the options of connect-local(1): docs/manual/man1.awk reads them.
 */
#include "options/usage.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { TEXT_COLUMN = 26, WIDTH = 80 };

/* An option has both, a heading only a term, a paragraph only a text. */
static const struct usage_row {
    const char *term;
    const char *text;
} rows[] = {
    { "Listening", NULL },
    { "--bind ADDR", "address (default 127.0.0.1)" },
    { "--port N", "port; 0, the default, chooses a free one" },
    { "--port-file FILE", "write the port to FILE; removed at exit" },
    { "--tls-cert FILE", "certificate chain, PEM: serve https" },
    { "--tls-key FILE", "its private key, PEM" },
    { "--cors", "allow requests of web pages of any origin" },

    { "Credentials, accounts and regions", NULL },
    { "--access-key ID", "default AKIDLOCAL" },
    { "--secret-key KEY", "default local-secret" },
    { "--session-token TOKEN", "if given, requests must carry it" },
    { "--account-id ID", "the account of these, 12 digits (default 123456789012)" },
    { "--account ID:ACCESS_KEY:SECRET_KEY[:SESSION_TOKEN]",
      "one more account and its credentials; repeatable" },
    { "--any-key",
      "accept any access key ID. The signature of an unknown key cannot be verified; "
      "date, region, service, form and signed headers are. Known keys are verified as "
      "always. An access key ID of 12 digits is the account; others use --account-id" },
    { "--region REGION",
      "a region that requests may be signed for (default us-east-1); repeatable, or: any. Each "
      "account has instances of its own in each region" },

    { "Behaviour", NULL },
    { "--seed-instances N", "instances at the start, with aliases seed-0001, ..." },
    { "--seed N", "ids, tokens and random faults repeat from run to run" },
    { "--state FILE",
      "load instances from FILE at the start, and write it after each change: JSON, "
      "see docs/connect-local.md" },
    { "--creation-delay-ms N", "time from CREATION_IN_PROGRESS to ACTIVE (default 0)" },
    { "--fail-alias REGEX",
      "creations whose alias matches (POSIX, extended) end in CREATION_FAILED" },
    { "--max-instances N", "quota of instances; beyond it 402 (default 0: none)" },
    { "--rate R", "requests a second of each operation; beyond it 429 (0, the default: no limit); "
                  "\"default\": the documented rate and burst of each operation" },
    { "--burst B", "burst of --rate (default R, at least 1)" },
    { "--latency-ms N", "delay each response (default 0)" },
    { "--fault OPERATION=ACTION[:PROBABILITY]",
      "inject a fault; repeatable, the first match counts. OPERATION is a name or *. ACTION is a "
      "status (500), an error type (ThrottlingException), drop, stall:MS or truncate. An error is "
      "sent instead of executing the operation; drop, stall and truncate lose or delay the "
      "response of an executed one. PUT /_faults changes them" },
    { "--clock-offset S", "seconds by which its clock is ahead; negative: behind" },

    { "Output", NULL },
    { "--verbose", "a line on standard error for each request: method, path, operation, status, "
                   "request id, principal, error" },
    { "--log FILE", "append a JSON object for each request to FILE" },
    { "--help", "print the options" },
    { "--version", "print the version" },

    { "Other services, on the same port", NULL },
    { NULL, "Issued credentials are accepted in signatures." },
    { "--imds", "instance metadata, version 2, for "
                "AWS_EC2_METADATA_SERVICE_ENDPOINT=http://HOST:PORT" },
    { "--container[=TOKEN]",
      "container credentials at /v2/credentials/connect-local, for "
      "AWS_CONTAINER_CREDENTIALS_FULL_URI; the Authorization header must then be TOKEN" },
    { "--sts",
      "AWS_ENDPOINT_URL_STS: AssumeRole, GetCallerIdentity, AssumeRoleWithWebIdentity, for "
      "roles of the accounts; a web identity token must have the form of a JSON web token" },
    { "--sso",
      "AWS_ENDPOINT_URL_SSO: GetRoleCredentials, with the access token connect-local-access-token "
      "or one of CreateToken; AWS_ENDPOINT_URL_SSO_OIDC: CreateToken, with the token "
      "connect-local-refresh-token, the client connect-local-client and its secret "
      "connect-local-client-secret" },
    { "--session-seconds N", "lifetime of issued credentials (default: as requested, else 3600)" },
    { "--zapi-token TOKEN",
      "the partner listing of Z-API under /instances, for this bearer token" },
    { "--zapi-instances N", "how many it lists (default 25)" },
};

static const char example[] = "\n"
                              "    connect-local --port 8080 &\n"
                              "    export AWS_ENDPOINT_URL_CONNECT=http://127.0.0.1:8080 "
                              "AWS_REGION=us-east-1\n"
                              "    export AWS_ACCESS_KEY_ID=AKIDLOCAL "
                              "AWS_SECRET_ACCESS_KEY=local-secret\n"
                              "    connectctl list-instances\n";

/* The size of the first line of `text` in `room` columns; a word that is too long gets its own. */
static size_t first_line(const char *text, size_t room)
{
    size_t size = strlen(text);

    if (size <= room) {
        return size;
    }
    for (size = room; size > 0 && text[size] != ' '; size--) {
    }
    return size > 0 ? size : strcspn(text, " ");
}

/* The text in lines that begin at the column; the cursor is there already. */
static void print_wrapped(FILE *file, const char *text, int column)
{
    for (;;) {
        size_t size = first_line(text, (size_t)(WIDTH - column));

        (void)fprintf(file, "%.*s\n", (int)size, text);
        text += size + strspn(text + size, " ");
        if (*text == '\0') {
            return;
        }
        (void)fprintf(file, "%*s", column, "");
    }
}

static void print_row(FILE *file, const struct usage_row *row)
{
    if (row->text == NULL) {
        (void)fprintf(file, "\n%s\n", row->term);
    } else if (row->term == NULL) {
        print_wrapped(file, row->text, 0);
    } else {
        bool is_long = strlen(row->term) > TEXT_COLUMN - 4;

        (void)fprintf(file, "  %-*s%s", TEXT_COLUMN - 2, row->term, is_long ? "\n" : "");
        (void)fprintf(file, "%*s", is_long ? TEXT_COLUMN : 0, "");
        print_wrapped(file, row->text, TEXT_COLUMN);
    }
}

void usage_print(FILE *file)
{
    (void)fputs("usage: connect-local [OPTION...]\n\n", file);
    print_wrapped(file,
                  "A local Amazon Connect for tests: the instance APIs, in memory, over HTTP. It "
                  "verifies signatures and the limits of the service's model, and responds as the "
                  "service does. It prints one line when it listens and ends on SIGTERM or SIGINT. "
                  "http://127.0.0.1:PORT/_/ shows instances, requests and quotas in a browser.",
                  0);
    (void)fputs(example, file);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        print_row(file, &rows[i]);
    }
    (void)fputc('\n', file);
    print_wrapped(file,
                  "Control, without a signature: GET /_health, GET /_state, POST /_reset, GET, PUT "
                  "and DELETE /_faults, GET /_quotas, GET /_/ in a browser.",
                  0);
}
