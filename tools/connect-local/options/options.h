/*
 * The options of the command line.
 */
#ifndef LOCAL_OPTIONS_OPTIONS_H
#define LOCAL_OPTIONS_OPTIONS_H

#include "options/fault.h"

#include <regex.h>
#include <stdbool.h>
#include <stdint.h>

#define REGIONS_MAX 64
#define ACCOUNTS_MAX 64

/* --account: further credentials, and the account to which they belong. */
struct account_option {
    char *copy; /* of the argument; the strings below are in it */
    const char *account_id;
    const char *access_key;
    const char *secret_key;
    const char *session_token; /* or NULL */
};

/* Strings are borrowed from argv. */
/* Each operation has the quota that the service documents. */
#define RATE_OF_SERVICE (-1.0)

struct options {
    const char *bind;
    int port;
    const char *port_file;          /* or NULL */
    const char *tls_cert, *tls_key; /* both or neither */
    bool cors;

    const char *access_key;
    const char *secret_key;
    const char *session_token; /* or NULL */
    const char *account_id;
    struct account_option accounts[ACCOUNTS_MAX];
    size_t accounts_count;
    bool any_key;
    const char *region;               /* the first, of what has no other */
    const char *regions[REGIONS_MAX]; /* those served besides, the first included */
    size_t regions_count;
    bool any_region;

    int64_t creation_delay_ms;
    bool has_fail_alias;
    regex_t fail_alias;
    int64_t max_instances; /* 0: no limit */
    int64_t seed_instances;
    bool has_seed;
    int64_t seed;
    const char *state_path; /* or NULL */
    double rate;            /* requests a second of each operation; 0: no limit; RATE_OF_SERVICE */
    double burst;
    int64_t latency_ms;
    int64_t clock_offset_ms;
    struct fault_option faults[FAULTS_MAX];
    size_t faults_count;
    bool verbose;
    const char *log_path; /* or NULL */

    bool imds;
    bool container;
    const char *container_token; /* NULL: none is required */
    bool sts;
    bool sso;
    int64_t session_seconds; /* lifetime of issued credentials; 0: as requested */
    const char *zapi_token;  /* NULL: no Z-API */
    int64_t zapi_instances;
};

void options_default(struct options *options);
void options_free(struct options *options);

/* Whether requests may be signed for the region. */
bool options_serve_region(const struct options *options, const char *region);
/* Whether the account is one of those on the command line. */
bool options_serve_account(const struct options *options, const char *account_id);
bool options_is_account_id(const char *string);

#endif
