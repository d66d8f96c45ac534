/*
 * The endpoint of a service: from region, FIPS and dual stack to a URL.
 *
 * These are the rules of the services' endpoint rule sets, as far as they apply to the services
 * this library calls.  A region becomes part of a host name, so it must be a host label: otherwise
 * a value from a config file could send signed requests to any host.
 * (botocore data/connect/2017-08-08/endpoint-rule-set-1.json, and those of sts, sso, sso-oidc and
 * signin)
 */
#include "aws/endpoint.h"

#include "core/assert.h"
#include "core/error.h"
#include "core/text.h"
#include "core/url.h"

#include <string.h>

#define REGION_MAX 63

/*
 * Rule: a region is a host label of at most 63 characters and not only digits.  Source: botocore,
 * validate_region_name.  Test: a_region_is_one_host_label.
 */
bool region_is_valid(const char *region)
{
    size_t size = strlen(region);
    if (size == 0 || size > REGION_MAX || region[0] == '-' || region[size - 1] == '-') {
        return false;
    }
    bool only_digits = true;
    for (size_t i = 0; i < size; i++) {
        if (!text_is_alnum(region[i]) && region[i] != '-') {
            return false;
        }
        only_digits = only_digits && text_is_digit(region[i]);
    }
    return !only_digits;
}

/*
 * "fips-X" and "X-fips" are pseudo-regions: X with FIPS.  The mark alone is left as it is, for
 * region_check() to name.
 *
 * Rule: the region fips-X or X-fips is X with FIPS.  Source: botocore, client.py.  Test:
 * the_signing_region_is_without_fips.
 */
static const char *strip_fips(struct arena *arena, const char *region, bool *fips)
{
    const size_t mark = strlen("fips-"), size = strlen(region);
    if (size > mark && text_starts(region, "fips-")) {
        *fips = true;
        return arena_strdup(arena, region + mark);
    }
    if (size > mark && strcmp(region + size - mark, "-fips") == 0) {
        *fips = true;
        return arena_strndup(arena, region, size - mark);
    }
    return arena_strdup(arena, region);
}

static connect_status region_check(const char *region, connect_error **error)
{
    if (region_is_valid(region)) {
        return CONNECT_OK;
    }
    const char *rule = "1 to 63 letters, digits and inner hyphens, not only digits";
    if (text_find_control(region, strlen(region)) >= 0) {
        return error_set(error, CONNECT_E_CONFIGURATION,
                         "the region contains a control character; expected %s", rule);
    }
    return error_set(error, CONNECT_E_CONFIGURATION,
                     "\"%.80s\" is not a valid region name; expected %s", region, rule);
}

/*
 * Sign-in has a domain of its own in three partitions.
 *
 * Rule: sign-in has a domain of its own in three partitions.  Source: botocore,
 * data/signin/2023-01-01/endpoint-rule-set-1.json.  Test: regions_resolve_to_their_hosts.
 */
static char *make_signin_host(struct arena *arena, const char *region,
                              const struct partition *partition)
{
    static const struct {
        const char *partition, *suffix;
    } rows[] = {
        { "aws", "signin.aws.amazon.com" },
        { "aws-cn", "signin.amazonaws.cn" },
        { "aws-us-gov", "signin.amazonaws-us-gov.com" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(partition->name, rows[i].partition) == 0) {
            return arena_printf(arena, "%s.%s", region, rows[i].suffix);
        }
    }
    return arena_printf(arena, "signin.%s.%s", region, partition->dns_suffix);
}

/*
 * Rule: the host is prefix, region and suffix of the partition; FIPS and dual stack change them.
 * Source: botocore, data/connect/2017-08-08/endpoint-rule-set-1.json.  Test:
 * endpoints_are_resolved_by_each_rule.
 */
static char *make_regional_host(struct arena *arena, const struct endpoint_query *query,
                                const char *region, bool fips)
{
    ASSERT(region_is_valid(region)); /* cannot change the host */
    const struct partition *partition = partition_of_region(region);
    const char *suffix = query->dualstack ? partition->dualstack_dns_suffix : partition->dns_suffix;
    bool is_signin = strcmp(query->prefix, "signin") == 0;
    if (is_signin && !fips && !query->dualstack) {
        return make_signin_host(arena, region, partition);
    }
    /* In GovCloud the plain host names are FIPS endpoints, except for sign-in. */
    bool is_plain_fips =
        !query->dualstack && !is_signin && strcmp(partition->name, "aws-us-gov") == 0;
    return arena_printf(arena, "%s%s.%s.%s", query->prefix, fips && !is_plain_fips ? "-fips" : "",
                        region, suffix);
}

/*
 * Rule: a configured URL is used as it is, and excludes FIPS and dual stack.  Source: botocore,
 * data/connect/2017-08-08/endpoint-rule-set-1.json.  Test:
 * invalid_queries_are_refused_with_the_reason.
 */
static connect_status resolve_custom(struct arena *arena, const struct endpoint_query *query,
                                     bool fips, struct endpoint *out, connect_error **error)
{
    if (fips) {
        return error_set(
            error, CONNECT_E_CONFIGURATION,
            "Invalid Configuration: FIPS and custom endpoint are not supported (%.200s)",
            query->endpoint);
    }
    if (query->dualstack) {
        return error_set(
            error, CONNECT_E_CONFIGURATION,
            "Invalid Configuration: Dualstack and custom endpoint are not supported (%.200s)",
            query->endpoint);
    }
    struct url url;
    connect_status status = url_parse(arena, query->endpoint, "endpoint URL", &url, error);
    if (status != CONNECT_OK) {
        return status;
    }
    out->url = arena_printf(arena, "%s://%s%s", url.scheme, url.authority, url.path);
    out->authority = url.authority;
    out->path = url.path;
    out->host = url.host;
    out->is_http = strcmp(url.scheme, "http") == 0;
    ASSERT(out->is_http || strcmp(url.scheme, "https") == 0);
    return out->url != NULL ? CONNECT_OK : error_memory(error);
}

/*
 * "aws-global" selects the global endpoint of STS, which is signed with the region it is in.
 *
 * Rule: aws-global is the global endpoint of STS, signed for us-east-1.  Source: botocore,
 * data/sts/2011-06-15/endpoint-rule-set-1.json.  Test: regions_resolve_to_their_hosts.
 */
static bool is_global_sts(const struct endpoint_query *query, const char *region, bool fips)
{
    return strcmp(query->prefix, "sts") == 0 && strcmp(region, "aws-global") == 0 && !fips &&
           !query->dualstack;
}

static connect_status resolve_regional(struct arena *arena, const struct endpoint_query *query,
                                       const char *region, bool fips, struct endpoint *out,
                                       connect_error **error)
{
    if (region == NULL) {
        return error_set(
            error, CONNECT_E_CONFIGURATION,
            "Invalid Configuration: Missing Region: name one by option, AWS_REGION or profile");
    }
    const char *host;
    if (is_global_sts(query, region, fips)) {
        host = "sts.amazonaws.com";
        out->signing_region = partition_of_region(region)->global_region;
    } else {
        host = make_regional_host(arena, query, region, fips);
    }
    char *url = host != NULL ? arena_printf(arena, "https://%s", host) : NULL;
    if (url == NULL) {
        return error_memory(error);
    }
    out->url = url;
    out->host = host;
    out->authority = host;
    out->path = "";
    return CONNECT_OK;
}

connect_status endpoint_resolve(struct arena *arena, const struct endpoint_query *query,
                                struct endpoint *out, connect_error **error)
{
    ASSERT(query->prefix != NULL);
    memset(out, 0, sizeof *out);
    bool fips = query->fips;
    const char *region = NULL;
    if (!text_is_empty(query->region)) {
        region = strip_fips(arena, query->region, &fips);
        if (region == NULL) {
            return error_memory(error);
        }
        connect_status status = region_check(region, error);
        if (status != CONNECT_OK) {
            return status;
        }
    }
    out->signing_region = region;
    if (!text_is_empty(query->endpoint)) {
        return resolve_custom(arena, query, fips, out, error);
    }
    return resolve_regional(arena, query, region, fips, out, error);
}
