/* See resolver.h. */
#include "support/resolver.h"

#include "support/real.h"

#include <netdb.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of what follows */
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool is_holding;
static int callers, calls, peak;

static int real_lookup(const char *host, const char *service, const struct addrinfo *hints,
                       struct addrinfo **out)
{
    REAL(getaddrinfo);

    return real.function(host, service, hints, out);
}

static void wait_while_held(void)
{
    pthread_mutex_lock(&lock);
    calls++;
    callers++;
    peak = callers > peak ? callers : peak;
    pthread_cond_broadcast(&changed);
    while (is_holding) {
        pthread_cond_wait(&changed, &lock);
    }
    callers--;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

__attribute__((visibility("default"))) int getaddrinfo(const char *restrict host,
                                                       const char *restrict service,
                                                       const struct addrinfo *restrict hints,
                                                       struct addrinfo **restrict out)
{
    if (host != NULL && strcmp(host, "unknown.test") == 0) {
        return EAI_NONAME;
    }
    if (host != NULL && strcmp(host, "hang.test") == 0) {
        wait_while_held();
        return EAI_AGAIN;
    }
    if (host != NULL && strcmp(host, "held.test") == 0) {
        wait_while_held();
        return real_lookup("127.0.0.1", service, hints, out);
    }
    return real_lookup(host, service, hints, out);
}

void resolver_hold(bool holds)
{
    pthread_mutex_lock(&lock);
    is_holding = holds;
    pthread_cond_broadcast(&changed);
    while (!holds && callers > 0) {
        pthread_cond_wait(&changed, &lock);
    }
    pthread_mutex_unlock(&lock);
}

void resolver_await(void)
{
    pthread_mutex_lock(&lock);
    while (callers == 0) {
        pthread_cond_wait(&changed, &lock);
    }
    pthread_mutex_unlock(&lock);
}

static int read_counter(const int *counter)
{
    pthread_mutex_lock(&lock);
    int value = *counter;
    pthread_mutex_unlock(&lock);
    return value;
}

int resolver_calls(void)
{
    return read_counter(&calls);
}

int resolver_peak(void)
{
    return read_counter(&peak);
}

void resolver_reset(void)
{
    pthread_mutex_lock(&lock);
    calls = 0;
    peak = 0;
    pthread_mutex_unlock(&lock);
}
