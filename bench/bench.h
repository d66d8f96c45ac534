/*
 * The parts of the benchmark: a server that answers from memory, and the clients that are compared.
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

/* What the server counts and how it behaves, in memory shared with its process. */
struct bench_server {
    int port;
    int pid;
    struct bench_shared {
        double rate, burst; /* rate 0: no throttling */
        double tokens;
        int64_t refilled_us;
        int requests, refused;
        int total_pages; /* of ListInstances, ten items each */
    } * shared;
};

bool bench_server_start(struct bench_server *server);
void bench_server_throttle(struct bench_server *server, double rate, double burst);
void bench_server_stop(struct bench_server *server);

int64_t bench_now_us(void);
double bench_cpu_us(void); /* user and system time of this process */

/* Row F: libcurl with its own SigV4, and jansson: what a person would write by hand. */
struct hand_written;
struct hand_written *hand_written_new(int port);
bool hand_written_describe(struct hand_written *client);
bool hand_written_page(struct hand_written *client);
void hand_written_free(struct hand_written *client);

/* The throttled world: thirty describes by eight threads. */
void bench_throttled(struct bench_server *server);

#endif
