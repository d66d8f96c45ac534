/*
 * Which host serves a region, by the partitions table and the rules of the service.
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

/* CONNECT_E_CONFIGURATION says which setting is at fault. */
connect_status endpoint_resolve(struct arena *arena, const struct endpoint_query *query,
                                struct endpoint *out, connect_error **error);
/*
 * The rules of endpoints.md section 4 on region names; never lets a text through that changes the
 * host.
 */
bool region_is_valid(const char *region);

struct partition {
    const char *name;
    const char *dns_suffix;
    const char *dualstack_dns_suffix;
    const char *global_region; /* which one stands for the whole partition */
    const char *global_name;   /* "aws-global": names the partition in place of a region; or NULL */
};
const struct partition *partition_of_region(const char *region);

#endif
