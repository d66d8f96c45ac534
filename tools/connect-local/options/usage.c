/*
 * See usage.h. At most 80 columns.
 */
#include "options/usage.h"

static const char *const sections[] = {
    "usage: connect-local [OPTION...]\n"
    "\n",
    "A local Amazon Connect for tests: the instance APIs, in memory, over HTTP. It\n"
    "verifies signatures and the limits of the service's model, and responds as the\n"
    "service does. It prints one line when it listens and ends on SIGTERM or SIGINT.\n"
    "http://127.0.0.1:PORT/_/ shows instances, requests and quotas in a browser.\n"
    "\n",
    "    connect-local --port 8080 &\n"
    "    export AWS_ENDPOINT_URL_CONNECT=http://127.0.0.1:8080 AWS_REGION=us-east-1\n"
    "    export AWS_ACCESS_KEY_ID=AKIDLOCAL AWS_SECRET_ACCESS_KEY=local-secret\n"
    "    connectctl list-instances\n"
    "\n",
    "Listening\n"
    "  --bind ADDR             address (default 127.0.0.1)\n"
    "  --port N                port; 0, the default, chooses a free one\n"
    "  --port-file FILE        write the port to FILE; removed at exit\n"
    "  --tls-cert FILE         certificate chain, PEM: serve https\n"
    "  --tls-key FILE          its private key, PEM\n"
    "  --cors                  allow requests of web pages of any origin\n"
    "\n",
    "Credentials, accounts and regions\n"
    "  --access-key ID         default AKIDLOCAL\n"
    "  --secret-key KEY        default local-secret\n"
    "  --session-token TOKEN   if given, requests must carry it\n"
    "  --account-id ID         the account of these, 12 digits (default 123456789012)\n"
    "  --account ID:ACCESS_KEY:SECRET_KEY[:SESSION_TOKEN]\n"
    "                          one more account and its credentials; repeatable\n"
    "  --any-key               accept any access key ID. The signature of an unknown\n"
    "                          key cannot be verified; date, region, service, form\n"
    "                          and signed headers are. Known keys are verified as\n"
    "                          always. An access key ID of 12 digits is the account;\n"
    "                          others use --account-id\n"
    "  --region REGION         a region that requests may be signed for (default\n"
    "                          us-east-1); repeatable, or: any. Each account has\n"
    "                          instances of its own in each region\n"
    "\n",
    "Behaviour\n"
    "  --seed-instances N      instances at the start, with aliases seed-0001, ...\n"
    "  --seed N                ids, tokens and random faults repeat from run to run\n"
    "  --state FILE            load instances from FILE at the start, and write it\n"
    "                          after each change: JSON, see docs/connect-local.md\n"
    "  --creation-delay-ms N   time from CREATION_IN_PROGRESS to ACTIVE (default 0)\n"
    "  --fail-alias REGEX      creations whose alias matches (POSIX, extended) end in\n"
    "                          CREATION_FAILED\n"
    "  --max-instances N       quota of instances; beyond it 402 (default 0: none)\n"
    "  --rate R                requests a second of each operation; beyond it 429\n"
    "                          (default 0: no limit; the service itself: 2)\n"
    "  --burst B               burst of --rate (default R, at least 1; service: 5)\n"
    "  --latency-ms N          delay each response (default 0)\n"
    "  --fault OPERATION=ACTION[:PROBABILITY]\n"
    "                          inject a fault; repeatable, the first match counts.\n"
    "                          OPERATION is a name or *. ACTION is a status (500), an\n"
    "                          error type (ThrottlingException), drop, stall:MS or\n"
    "                          truncate. An error is sent instead of executing the\n"
    "                          operation; drop, stall and truncate lose or delay the\n"
    "                          response of an executed one. PUT /_faults changes them\n"
    "  --clock-offset S        seconds by which its clock is ahead; negative: behind\n"
    "\n",
    "Output\n"
    "  --verbose               a line on standard error for each request: method,\n"
    "                          path, operation, status, request id, principal, error\n"
    "  --log FILE              append a JSON object for each request to FILE\n"
    "\n",
    "Other services, on the same port. Issued credentials are accepted in signatures.\n"
    "  --imds                  instance metadata, version 2:\n"
    "                          AWS_EC2_METADATA_SERVICE_ENDPOINT=http://HOST:PORT\n"
    "  --container[=TOKEN]     AWS_CONTAINER_CREDENTIALS_FULL_URI=\n"
    "                          http://127.0.0.1:PORT/v2/credentials/connect-local;\n"
    "                          the Authorization header must then be TOKEN\n"
    "  --sts                   AWS_ENDPOINT_URL_STS: AssumeRole, GetCallerIdentity,\n"
    "                          AssumeRoleWithWebIdentity, for roles of the accounts;\n"
    "                          a web identity token must have the form of a JSON web\n"
    "                          token\n"
    "  --sso                   AWS_ENDPOINT_URL_SSO: GetRoleCredentials, with the\n"
    "                          access token connect-local-access-token or one of\n"
    "                          CreateToken; AWS_ENDPOINT_URL_SSO_OIDC: CreateToken,\n"
    "                          with the token connect-local-refresh-token, the\n"
    "                          client\n"
    "                          connect-local-client and its secret\n"
    "                          connect-local-client-secret\n"
    "  --session-seconds N     lifetime of issued credentials (default: as requested,\n"
    "                          else 3600)\n"
    "  --zapi-token TOKEN      the partner listing of Z-API under /instances, for\n"
    "                          this bearer token\n"
    "  --zapi-instances N      how many it lists (default 25)\n"
    "\n",
    "Control, without a signature: GET /_health, GET /_state, POST /_reset,\n"
    "GET, PUT and DELETE /_faults, GET /_quotas, GET /_/ in a browser.\n"
    "\n",
    "  --help, --version\n",
};

void usage_print(FILE *file)
{
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        fputs(sections[i], file);
    }
}
