/* The responses of the server: an instance of 751 bytes, and pages of ten with a token of 400. */
#include "bench.h"

#include <stdio.h>
#include <string.h>

#define TOKEN_SIZE 400

static const char tags[] =
    "\"team\":\"voice\",\"stage\":\"bench\",\"owner\":\"support\",\"cost\":\"42\",\"region\":\"west\"";

static char describe_body[2048];
static char page_items[BENCH_PAGE_SIZE - 2 * TOKEN_SIZE];

static size_t add_instance(char *out, size_t room, const char *more)
{
    return (size_t)snprintf(
        out, room,
        "{\"Arn\":\"arn:aws:connect:" BENCH_REGION ":123456789012:instance/" BENCH_INSTANCE
        "\",\"CreatedTime\":1700000000,"
        "\"Id\":\"" BENCH_INSTANCE
        "\",\"IdentityManagementType\":\"CONNECT_MANAGED\",\"InboundCallsEnabled\":true,"
        "\"InstanceAlias\":\"bench-instance-alias\",\"InstanceStatus\":\"ACTIVE\",\"OutboundCallsEnabled\":true,"
        "\"InstanceAccessUrl\":\"https://bench-instance-alias.my.connect.aws\","
        "\"ServiceRole\":\"arn:aws:iam::123456789012:role/aws-service-role/connect.amazonaws.com/"
        "AWSServiceRoleForAmazonConnect_0123456789abcdefghij\"%s}",
        more);
}

void bench_bodies_make(void)
{
    char more[512];
    size_t used;

    (void)snprintf(more, sizeof more, ",\"Tags\":{%s}", tags);
    used = (size_t)snprintf(describe_body, sizeof describe_body, "{\"Instance\":");
    used += add_instance(describe_body + used, sizeof describe_body - used, more);
    (void)snprintf(describe_body + used, sizeof describe_body - used, "}");
    used = (size_t)snprintf(page_items, sizeof page_items, "{\"InstanceSummaryList\":[");
    for (int i = 0; i < 10; i++) {
        if (i > 0) {
            page_items[used++] = ',';
        }
        used += add_instance(page_items + used, sizeof page_items - used, "");
    }
    page_items[used++] = ']';
    page_items[used] = '\0';
}

const char *bench_describe_body(void)
{
    return describe_body;
}

void bench_page_body(int page, char *out)
{
    char filler[TOKEN_SIZE + 1];

    if (page + 1 >= BENCH_PAGES) {
        (void)snprintf(out, BENCH_PAGE_SIZE, "%s}", page_items);
        return;
    }
    /* The number of the page in eight digits, filled up to the length of a real token. */
    memset(filler, 'A', TOKEN_SIZE - 8);
    filler[TOKEN_SIZE - 8] = '\0';
    (void)snprintf(out, BENCH_PAGE_SIZE, "%s,\"NextToken\":\"%08d%s\"}", page_items, page + 1,
                   filler);
}
