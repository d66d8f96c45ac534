/*
 * What the command line asks for.
 */
#ifndef LOCAL_OPTIONS_OPTIONS_H
#define LOCAL_OPTIONS_OPTIONS_H

#include <regex.h>
#include <stdbool.h>
#include <stdint.h>

struct options {
    const char *bind;
    int port;
    const char *port_file;          /* or NULL */
    const char *tls_cert, *tls_key; /* both or neither */

    const char *access_key;
    const char *secret_key;
    const char *session_token; /* or NULL */
    const char *region;
    const char *account_id;

    int64_t creation_delay_ms;
    bool has_fail_alias;
    regex_t fail_alias;
    int64_t max_instances; /* 0: no limit */
    int64_t seed_instances;
    double rate; /* requests a second of each operation; 0: no limit */
    double burst;
    int64_t latency_ms;
    int64_t clock_offset_ms;
    bool verbose;

    bool imds;
    bool container;
    const char *container_token; /* NULL: none is asked for */
    bool sts;
    bool sso;
    int64_t session_seconds; /* life of credentials handed out; 0: what was asked for */
    const char *zapi_token;  /* NULL: no Z-API */
    int64_t zapi_instances;
};

enum options_outcome {
    OPTIONS_RUN,
    OPTIONS_DONE, /* --help or --version was printed */
    OPTIONS_WRONG /* a message was printed */
};

void options_default(struct options *options);
/* Texts are borrowed from argv. */
enum options_outcome options_parse(struct options *options, int argc, char **argv);
void options_free(struct options *options);

#endif
