/*
 * The parts of the benchmark: a server with fixed responses, and the clients that are compared.
 * bench/README.md explains the method; bench/table.py runs the parts and prints the table.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BENCH_REGION "us-west-2"
#define BENCH_KEY "AKIDEXAMPLE"
#define BENCH_SECRET "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
#define BENCH_INSTANCE "11111111-2222-3333-4444-555555555555"
#define BENCH_PAGES 200 /* of ListInstances, ten items each */

/* ---- the server ---- */

/* Counters and throttling, in memory shared with the process of the server. */
struct bench_shared {
    double rate, burst; /* rate 0: no throttling */
    double tokens;
    int64_t refilled_us;
    int refused;
};

struct bench_server {
    int port, tls_port;
    const char *bundle; /* a PEM file with the authority of the TLS certificate */
    struct bench_shared *shared;
};

/* Starts the server in a process of its own, which ends with the caller. */
bool bench_server_start(struct bench_server *server);
void bench_server_throttle(struct bench_server *server, double rate, double burst);

/* The responses, as NUL-terminated strings; valid after bench_bodies_make(). */
void bench_bodies_make(void);
const char *bench_describe_body(void);
/* The page after `page` pages, into `out` of BENCH_PAGE_SIZE bytes. */
#define BENCH_PAGE_SIZE 16384
void bench_page_body(int page, char *out);

/* ---- the clients ---- */

struct bench_site {
    const char *origin; /* "http://127.0.0.1:4711" */
    const char *bundle; /* the certificates to verify with; NULL: the defaults */
    const char *folder; /* for the raw clients: CURLOPT_CAPATH, or NULL for the default */
};

struct bench_peer {
    const char *name;
    const char *description;
    void *(*open)(const struct bench_site *site);
    bool (*describe)(void *client);
    bool (*page)(void *client); /* the next page of a listing, beginning again after the last */
    void (*close)(void *client);
};

/* Ends with an element without a name. */
extern const struct bench_peer bench_raw_peers[];
extern const struct bench_peer bench_library_peer;

/* ---- Signature Version 4 as written by hand: a cached key and contexts that are kept ---- */

struct bench_signer;
struct bench_signer *bench_signer_new(void);
void bench_signer_free(struct bench_signer *signer);

#define BENCH_DATE_SIZE 17
#define BENCH_AUTHORIZATION_SIZE 256
/* Signs a GET without a body now. */
bool bench_sign(struct bench_signer *signer, const char *host, const char *path, const char *query,
                char *date, char *authorization);

/* ---- measurements that are made inside one process ---- */

int64_t bench_now_us(void);
double bench_cpu_us(void); /* user and system time of this process */
/* Sorts the values. */
double bench_median(double *values, size_t count);

/* Eight threads that call for the first time at once; prints their CPU time. */
bool bench_first_calls(const struct bench_site *site);
/* Walks a listing; prints how many bytes its pager holds at most. */
bool bench_pager_memory(const struct bench_site *site);
/*
 * A thousand calls in flight on one thread, on new connections ("new.") and again on the same ones
 * ("kept."); prints a name and a figure in each line.
 */
bool bench_loop(bool is_tls);
/* A thousand calls of a loop without options. */
bool bench_loop_default(void);
/* Fast calls of a loop among paced ones, and beats of its application beside slow sources. */
bool bench_loop_fairness(void);
/* Thirty describes by eight threads against two a second; prints a line for each retry mode. */
void bench_throttled(struct bench_server *server);

/* The same world shared by processes. */
void bench_shared(struct bench_server *server);

#endif
