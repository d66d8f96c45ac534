/* Clock, random, transport and log for tests. */
#include "support/fakes.h"

#include <check.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- clock ---- */

static int64_t clock_now(void *user)
{
    struct fake_clock *clock = user;
    int64_t now;

    pthread_mutex_lock(&clock->lock);
    now = clock->now;
    pthread_mutex_unlock(&clock->lock);
    return now;
}

static int64_t clock_monotonic(void *user)
{
    struct fake_clock *clock = user;
    int64_t ticks;

    pthread_mutex_lock(&clock->lock);
    ticks = clock->ticks;
    pthread_mutex_unlock(&clock->lock);
    return ticks;
}

void fake_clock_advance(struct fake_clock *clock, int64_t ms)
{
    bool fire;

    pthread_mutex_lock(&clock->lock);
    clock->now += ms;
    clock->ticks += ms;
    fire = clock->fire != NULL && clock->fire_at > 0 && clock->ticks >= clock->fire_at;
    pthread_mutex_unlock(&clock->lock);
    if (fire) {
        connect_cancel_fire(clock->fire);
    }
}

static bool clock_wait(void *user, int64_t ms, const connect_cancel *cancel)
{
    struct fake_clock *clock = user;

    if (connect_cancel_is_fired(cancel)) {
        return false;
    }
    pthread_mutex_lock(&clock->lock);
    if (clock->waits_count < FAKE_WAITS_MAX) {
        clock->waits[clock->waits_count] = ms;
    }
    clock->waits_count++;
    pthread_mutex_unlock(&clock->lock);
    fake_clock_advance(clock, ms);
    return !connect_cancel_is_fired(cancel);
}

void fake_clock_init(struct fake_clock *clock)
{
    memset(clock, 0, sizeof *clock);
    pthread_mutex_init(&clock->lock, NULL);
    clock->face =
        (connect_clock){ sizeof clock->face, clock, clock_now, clock_monotonic, clock_wait };
    clock->now = FAKE_NOW;
    clock->ticks = 1000;
}

/* ---- random ---- */

static bool random_fill(void *user, void *bytes, size_t count)
{
    struct fake_random *random = user;
    unsigned char *at = bytes;

    pthread_mutex_lock(&random->lock);
    for (size_t i = 0; i < count; i++) {
        at[i] = random->is_highest ? 0xff : random->next++;
    }
    pthread_mutex_unlock(&random->lock);
    return !random->is_broken;
}

void fake_random_init(struct fake_random *random)
{
    memset(random, 0, sizeof *random);
    pthread_mutex_init(&random->lock, NULL);
    random->face = (connect_random){ sizeof random->face, random, random_fill };
}

/* ---- transport ---- */

connect_status fake_response_play(const struct fake_response *scripted, struct fake_clock *clock,
                                  connect_http_response *response, connect_http_failure *failure)
{
    if (clock != NULL && scripted->takes_ms > 0) {
        fake_clock_advance(clock, scripted->takes_ms);
    }
    if (scripted->status != 0) {
        connect_http_response_set_status(response, scripted->status);
    }
    for (const char *line = scripted->headers; line != NULL && *line != '\0';) {
        size_t size = strcspn(line, "\n"), name = strcspn(line, ":");

        if (name < size) {
            connect_http_response_add_header(response, line, name, line + name + 1,
                                             size - name - 1);
        }
        line += size + (line[size] == '\n');
    }
    if (scripted->body != NULL) {
        connect_http_response_add_body(response, scripted->body, strlen(scripted->body));
    }
    failure->code = scripted->code;
    failure->not_sent = scripted->not_sent;
    failure->stale = scripted->stale;
    failure->final = scripted->final;
    if (scripted->message != NULL) {
        snprintf(failure->message, sizeof failure->message, "%s", scripted->message);
    }
    return scripted->failure;
}

static char *headers_text(const connect_http_request *request)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    for (size_t i = 0; i < request->headers_count; i++) {
        fprintf(out, "%s: %s\n", request->headers[i]->key, request->headers[i]->value);
    }
    fclose(out);
    return text;
}

static void record(struct fake_transport *transport, const connect_http_request *request)
{
    struct fake_sent *sent = &transport->sent[transport->sent_count];

    ck_assert_uint_lt(transport->sent_count, FAKE_SENT_MAX);
    transport->sent_count++;
    sent->method = strdup(request->method);
    sent->url = strdup(request->url);
    sent->headers = headers_text(request);
    sent->body = request->body != NULL ? strndup(request->body, request->body_size) : NULL;
    sent->timeout_ms = request->timeout_ms;
    sent->connect_timeout_ms = request->connect_timeout_ms;
    sent->direct = request->direct;
}

static connect_status perform(void *user, const connect_http_request *request,
                              connect_http_response *response, connect_http_failure *failure)
{
    struct fake_transport *transport = user;
    const struct fake_response *scripted;
    size_t index;

    ck_assert_msg(!transport->is_forbidden, "%s %s was sent", request->method, request->url);
    ck_assert_uint_eq(request->size, sizeof *request);
    ck_assert_uint_eq(failure->size, sizeof *failure);
    ck_assert_int_gt(request->timeout_ms, 0);
    ck_assert_int_gt(request->connect_timeout_ms, 0);
    pthread_mutex_lock(&transport->lock);
    index = transport->sent_count;
    record(transport, request);
    pthread_mutex_unlock(&transport->lock);
    if (transport->serve != NULL) {
        return transport->serve(transport, request, response, failure);
    }
    if (transport->repeats && index >= transport->responses_count) {
        index = transport->responses_count - 1;
    }
    ck_assert_msg(index < transport->responses_count, "%s %s is one request too many",
                  request->method, request->url);
    scripted = &transport->responses[index];
    return fake_response_play(scripted, transport->clock, response, failure);
}

static void release(void *user)
{
    ((struct fake_transport *)user)->released++;
}

void fake_transport_init(struct fake_transport *transport, struct fake_clock *clock,
                         const struct fake_response *responses, size_t count)
{
    memset(transport, 0, sizeof *transport);
    pthread_mutex_init(&transport->lock, NULL);
    transport->face = (connect_transport){ sizeof transport->face, transport, perform, release };
    transport->clock = clock;
    transport->responses = responses;
    transport->responses_count = count;
}

void fake_transport_script(struct fake_transport *transport, const struct fake_response *responses,
                           size_t count)
{
    fake_transport_clear(transport);
    transport->responses = responses;
    transport->responses_count = count;
}

void fake_transport_clear(struct fake_transport *transport)
{
    for (size_t i = 0; i < transport->sent_count; i++) {
        free(transport->sent[i].method);
        free(transport->sent[i].url);
        free(transport->sent[i].headers);
        free(transport->sent[i].body);
    }
    transport->sent_count = 0;
}

const char *fake_sent_header(const struct fake_sent *sent, const char *name)
{
    static _Thread_local char value[8192];
    size_t size = strlen(name);

    for (const char *line = sent->headers; *line != '\0'; line += strcspn(line, "\n") + 1) {
        if (strncasecmp(line, name, size) != 0 || line[size] != ':') {
            continue;
        }
        snprintf(value, sizeof value, "%.*s", (int)strcspn(line + size + 2, "\n"), line + size + 2);
        return value;
    }
    return NULL;
}

/* ---- log ---- */

void fake_log_init(struct fake_log *log)
{
    memset(log, 0, sizeof *log);
    pthread_mutex_init(&log->lock, NULL);
    log->text = strdup("");
}

void fake_log_free(struct fake_log *log)
{
    free(log->text);
    pthread_mutex_destroy(&log->lock);
}

void fake_log_line(void *user, connect_log_level level, const char *line)
{
    struct fake_log *log = user;
    size_t size = strlen(line);

    ck_assert_int_ge(level, CONNECT_LOG_ERROR);
    ck_assert_int_le(level, CONNECT_LOG_TRACE);
    ck_assert_ptr_null(strchr(line, '\n'));
    pthread_mutex_lock(&log->lock);
    log->text = realloc(log->text, log->size + size + 2);
    ck_assert_ptr_nonnull(log->text);
    memcpy(log->text + log->size, line, size);
    memcpy(log->text + log->size + size, "\n", 2);
    log->size += size + 1;
    pthread_mutex_unlock(&log->lock);
}
