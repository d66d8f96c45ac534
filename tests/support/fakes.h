/*
 * The world without a world: a clock that moves only during a wait, numbers that are no
 * surprise, and a transport that plays a script of responses and records the requests.
 */
#ifndef TESTS_SUPPORT_FAKES_H
#define TESTS_SUPPORT_FAKES_H

#include "http/response.h"

#include <connect/client.h>

#include <pthread.h>

/* Sat, 21 Nov 2026 12:34:56 GMT */
#define FAKE_NOW 1795264496000

#define FAKE_WAITS_MAX 256
struct fake_clock {
    connect_clock face;
    pthread_mutex_t lock;
    int64_t now, ticks; /* wall and monotonic, ms */
    int64_t waits[FAKE_WAITS_MAX];
    size_t waits_count; /* all, also those beyond the array */
    int64_t fire_at;    /* fires `fire` when ticks pass this; 0: never */
    connect_cancel *fire;
};
void fake_clock_init(struct fake_clock *clock);
void fake_clock_advance(struct fake_clock *clock, int64_t ms);

/* Each byte is one more than the one before; or, when broken, none comes. */
struct fake_random {
    connect_random face;
    pthread_mutex_t lock;
    unsigned char next;
    bool is_highest; /* all bits set: random_unit() is as near to 1 as can be */
    bool is_broken;
};
void fake_random_init(struct fake_random *random);

/* One response of the script. */
struct fake_response {
    int32_t status;         /* HTTP; or 0 with a failure below */
    const char *headers;    /* "Name: value\n..." or NULL */
    const char *body;       /* or NULL */
    connect_status failure; /* what perform returns */
    bool not_sent, stale, final;
    int32_t code;
    const char *message;
    int64_t takes_ms;
};

/* What a request looked like. */
struct fake_sent {
    char *method, *url, *headers /* "Name: value\n..." */, *body /* NULL for none */;
    int64_t timeout_ms, connect_timeout_ms;
    bool direct;
};

#define FAKE_SENT_MAX 4096
struct fake_transport {
    connect_transport face;
    pthread_mutex_t lock;
    struct fake_clock *clock; /* moved by takes_ms; may be NULL */
    const struct fake_response *responses;
    size_t responses_count;
    bool repeats;      /* the last response for ever; else one request too many fails the test */
    bool is_forbidden; /* any request fails the test */
    /* Instead of the script, when set: called without the lock. */
    connect_status (*serve)(struct fake_transport *transport, const connect_http_request *request,
                            connect_http_response *response, connect_http_failure *failure);
    void *user;
    struct fake_sent sent[FAKE_SENT_MAX];
    size_t sent_count;
    int released;
};
void fake_transport_init(struct fake_transport *transport, struct fake_clock *clock,
                         const struct fake_response *responses, size_t count);
/* Forgets what was sent and begins another script. */
void fake_transport_script(struct fake_transport *transport, const struct fake_response *responses,
                           size_t count);
void fake_transport_clear(struct fake_transport *transport);
/*
 * A header of a request that was sent, in a buffer that the next question reuses; NULL when it is
 * not there.
 */
const char *fake_sent_header(const struct fake_sent *sent, const char *name);

/* Puts one response of a script where a transport would. */
connect_status fake_response_play(const struct fake_response *scripted, struct fake_clock *clock,
                                  connect_http_response *response, connect_http_failure *failure);

/* Log lines, one after another. */
struct fake_log {
    pthread_mutex_t lock;
    char *text;
    size_t size;
};
void fake_log_init(struct fake_log *log);
void fake_log_free(struct fake_log *log);
void fake_log_line(void *log, connect_log_level level, const char *line);

#endif
