/*
 * The latest requests, for the page under /_/.
 */
#ifndef LOCAL_STATE_HISTORY_H
#define LOCAL_STATE_HISTORY_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#define HISTORY_MAX 500

/* A zeroed struct with an initialized lock is empty. */
struct history {
    pthread_mutex_t lock;
    char *records[HISTORY_MAX]; /* JSON objects; number n is at n % HISTORY_MAX */
    uint64_t last;              /* the number of the latest record; 0: none */

    /* Called under the lock after a record was added. */
    void (*notify)(void *user);
    void *user;
};

void history_init(struct history *history);
void history_free(struct history *history);
/* Takes the string, which was allocated with the functions of core/mem.h. Any thread. */
void history_add(struct history *history, char *record);
/*
 * Under the lock: the oldest record above *number, which is set to its number; NULL when there is
 * none.
 */
const char *history_next(const struct history *history, uint64_t *number);

#endif
