/*
 * The server of the soak: a process of its own that plays Amazon Connect, responds to a fifth of
 * all requests with a fault of the catalogue, and keeps a ledger of what it did, which the test
 * reads when it has ended.
 */
#ifndef TESTS_SUPPORT_SOAK_SERVER_H
#define TESTS_SUPPORT_SOAK_SERVER_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define SOAK_FAULTS_MAX 96
#define SOAK_ALIAS "soak-%u"
#define SOAK_ID "%08x-5043-4000-8000-000000000000"
#define SOAK_LISTED 5 /* instances in a listing */

/* An instance by the number in its alias. */
struct soak_entry {
    char token[40]; /* of the request that made it; "" when none did */
    char delete_token[40];
    uint32_t doubled; /* times another token requested the same alias */
    uint32_t deleted; /* times it was really deleted */
    uint32_t missed;  /* times another token asked to delete it again */
};

struct soak_ledger {
    char urls[2][64]; /* plain, TLS */
    char bundle[256];
    atomic_uint requests, faulty, refusals;
    atomic_uint strange; /* requests that no client of the soak makes */
    unsigned connections[2];
    atomic_uint played[SOAK_FAULTS_MAX]; /* by place in the catalogue */
    uint32_t entries_count;
    struct soak_entry entries[];
};

struct soak_server {
    struct soak_ledger *ledger; /* shared with the process */
    size_t size;
    pid_t pid;
    int leash; /* closing it ends the process */
};

/* For that many aliases; before any thread is started. */
void soak_server_start(struct soak_server *server, uint64_t seed, uint32_t entries_count);
/* Waits for its end; the ledger stays. */
void soak_server_stop(struct soak_server *server);
void soak_server_free(struct soak_server *server);

#endif
