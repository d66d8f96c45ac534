/* The service: what it responds to each request. */
#include "malloc/work.h"

#include <string.h>

#define INSTANCE                                                                                               \
    "{\"Instance\":{\"Id\":\"" ID                                                                              \
    "\",\"Arn\":\"arn:a\",\"InstanceAlias\":\"demo\",\"CreatedTime\":1700000000.5,"                            \
    "\"InstanceStatus\":\"CREATION_FAILED\",\"StatusReason\":{\"Message\":\"the directory is gone\"},"         \
    "\"InboundCallsEnabled\":true,\"Tags\":{\"team\":\"voice\",\"cost\":\"7\"}},\"ReplicationConfiguration\":" \
    "{\"SourceRegion\":\"us-west-2\",\"ReplicationStatusSummaryList\":[{\"Region\":\"us-east-1\"}]}}"
#define PAGE_1 "{\"NextToken\":\"t-2\",\"InstanceSummaryList\":[{\"Id\":\"i-1\"},{\"Id\":\"i-2\"}]}"
#define PAGE_2 \
    "{\"InstanceSummaryList\":[{\"Id\":\"i-3\",\"CreatedTime\":\"2026-11-21T12:34:56Z\"}]}"
#define ROLE_KEYS                                                                                                 \
    "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKIDROLE</AccessKeyId><SecretAccessKey>s"    \
    "</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-11-21T12:34:56Z</Expiration></Credentials>" \
    "</AssumeRoleResult></AssumeRoleResponse>"

#define LOGIN_RENEWED                                                          \
    "{\"accessToken\":{\"accessKeyId\":\"RENEWED\",\"secretAccessKey\":\"s\"," \
    "\"sessionToken\":\"t\"},\"expiresIn\":900,"                               \
    "\"refreshToken\":\"new\",\"tokenType\":\"aws_sigv4\"}"
#define SSO_KEYS                                                             \
    "{\"roleCredentials\":{\"accessKeyId\":\"A\",\"secretAccessKey\":\"s\"," \
    "\"sessionToken\":\"t\",\"expiration\":"                                 \
    "4098177296000}}"
#define QUOTA                                                                                   \
    "{\"Message\":\"no more\",\"Reason\":{\"AttachedFileServiceQuotaExceededExceptionReason\":" \
    "\"TOTAL_FILE_COUNT_EXCEEDED\"},\"__type\":\"ServiceQuotaExceededException\"}"
#define ZAPI_PAGE \
    "{\"total\":1,\"totalPage\":\"1\",\"content\":[{\"id\":\"i\",\"token\":\"s\",\"created\":\"17\"}]}"

/* By the first that fits: how the request begins, and a part of it. */
static const struct {
    const char *start, *part;
    int status;
    const char *body;
} responses[] = {
    { "POST / ", "", 200, ROLE_KEYS },
    { "POST /v1/token ", "", 200, LOGIN_RENEWED },
    { "POST /token ", "", 200,
      "{\"accessToken\":\"fresh\",\"expiresIn\":3600,\"refreshToken\":\"r2\"}" },
    { "GET /federation/credentials?", "", 200, SSO_KEYS },
    { "POST /users ", "", 200, "{\"Users\":[{\"Id\":\"u\",\"Rate\":1.5}]}" },
    { "DELETE /instance/", "", 402, QUOTA },
    { "GET /instances?", "page=1&", 200, ZAPI_PAGE },
    { "PUT /instance ", "", 200, "{\"Id\":\"" ID "\",\"Arn\":\"arn:a\"}" },
    { "GET /instance?", "nextToken=t-2", 200, PAGE_2 },
    { "GET /instance?", "", 200, PAGE_1 },
    { "GET /instance/", "", 200, INSTANCE },
    { "", "", 403,
      "{\"__type\":\"InvalidSignatureException\",\"message\":\"this is not what was signed\"}" },
};

void serve(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer)) {
        const char *request = wire_last_request(peer);
        size_t i = 0;

        while (strncmp(request, responses[i].start, strlen(responses[i].start)) != 0 ||
               strstr(request, responses[i].part) == NULL) {
            i++;
        }
        if (!wire_response(peer, responses[i].status,
                           "x-amzn-RequestId: r-1\r\nContent-Type: application/json\r\n",
                           responses[i].body)) {
            return;
        }
    }
}
