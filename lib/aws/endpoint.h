/*
 * The endpoint of a service in a region, by partition and the rules of the service.
 */
#ifndef AWS_ENDPOINT_H
#define AWS_ENDPOINT_H

#include "core/mem.h"

#include <connect/error.h>

struct endpoint_query {
    const char *prefix;   /* "connect", "sts", "portal.sso", "oidc" */
    const char *region;   /* or NULL */
    const char *endpoint; /* configured URL, or NULL */
    bool fips;
    bool dualstack;
};

struct endpoint {
    const char *url;            /* scheme://authority[/path], no trailing slash */
    const char *authority;      /* the Host header */
    const char *path;           /* "" or the base path */
    const char *host;           /* for errors */
    const char *signing_region; /* NULL when unknown */
    bool is_http;
};

/* CONNECT_E_CONFIGURATION names the setting that is invalid. */
connect_status endpoint_resolve(struct arena *arena, const struct endpoint_query *query,
                                struct endpoint *out, connect_error **error);
/* True for a name of letters, digits and inner hyphens, which cannot change the host. */
bool region_is_valid(const char *region);

struct partition {
    const char *name;
    const char *dns_suffix;
    const char *dualstack_dns_suffix;
    const char *global_region; /* that global endpoints are signed with */
    const char *global_name;   /* "aws-global", the pseudo-region of the partition; or NULL */
};
const struct partition *partition_of_region(const char *region);

#endif
