/*
 * Any region and any endpoint URL. Whatever resolves is one host that the text cannot have chosen
 * by trickery.
 */
#include "aws/endpoint.h"
#include "core/text.h"
#include "fuzz/fuzz.h"

#include <string.h>

static void check_host(const char *host)
{
    PROMISE(host[0] != '\0' && strlen(host) <= 255);
    for (const char *c = host; *c != '\0'; c++) {
        PROMISE(text_is_alnum(*c) || strchr("-.:", *c) != NULL);
    }
}

/* "connect[-fips].REGION.SUFFIX", and the suffix is one of the table. */
static void check_regional(const struct endpoint *endpoint)
{
    const struct partition *partition = partition_of_region(endpoint->signing_region);
    size_t size = strlen(endpoint->signing_region);
    const char *rest = endpoint->host;
    PROMISE(region_is_valid(endpoint->signing_region));
    PROMISE(text_starts(rest, "connect.") || text_starts(rest, "connect-fips."));
    rest = strchr(rest, '.') + 1;
    PROMISE(strncmp(rest, endpoint->signing_region, size) == 0 && rest[size] == '.');
    PROMISE(strcmp(rest + size + 1, partition->dns_suffix) == 0 ||
            strcmp(rest + size + 1, partition->dualstack_dns_suffix) == 0);
    PROMISE(strcmp(endpoint->path, "") == 0 && !endpoint->is_http);
}

/* What was made of a URL is made of itself again. */
static void check_custom(const struct endpoint *endpoint)
{
    struct arena arena = { .chunks = NULL };
    struct endpoint_query query = { .prefix = "connect", .endpoint = endpoint->url };
    struct endpoint again;
    PROMISE(endpoint_resolve(&arena, &query, &again, NULL) == CONNECT_OK);
    PROMISE(strcmp(again.url, endpoint->url) == 0 && strcmp(again.host, endpoint->host) == 0);
    PROMISE(strpbrk(endpoint->url, "?# \"<>\\^`{|}") == NULL);
    PROMISE(text_find_control(endpoint->url, strlen(endpoint->url)) < 0);
    PROMISE(strchr(endpoint->authority, '@') == NULL && strchr(endpoint->authority, '/') == NULL);
    arena_release(&arena);
}

/* A byte of flags, the region, a line feed, the URL; without the line feed there is no URL. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena arena = { .chunks = NULL };
    struct endpoint endpoint;
    connect_error *error = NULL;
    if (size == 0) {
        return 0;
    }
    char *region = arena_strndup(&arena, (const char *)bytes + 1, size - 1);
    char *url = strchr(region, '\n');
    if (url != NULL) {
        *url++ = '\0';
    }
    struct endpoint_query query = { .prefix = "connect",
                                    .region = region,
                                    .endpoint = url,
                                    .fips = bytes[0] & 1,
                                    .dualstack = bytes[0] & 2 };
    connect_status status = endpoint_resolve(&arena, &query, &endpoint, &error);
    PROMISE(status == CONNECT_OK || status == CONNECT_E_CONFIGURATION);
    if (status == CONNECT_OK) {
        check_host(endpoint.host);
        if (text_is_empty(url)) {
            check_regional(&endpoint);
        } else {
            check_custom(&endpoint);
        }
    } else {
        PROMISE(strpbrk(connect_error_message(error), "\r\n") == NULL);
    }
    connect_error_free(error);
    arena_release(&arena);
    return 0;
}
