/*
 * See stream.h.
 */
#include "server/stream.h"

#include "base/alloc.h"
#include "core/buf.h"
#include "core/mem.h"
#include "core/number.h"

#include <string.h>

#define EVENT_MAX (64 * 1024)

struct stream {
    struct stream *next;
    struct streams *streams;
    struct MHD_Connection *connection;
    uint64_t number;    /* of the last record that was sent */
    struct buf pending; /* what is being sent, from `sent` on */
    size_t sent;
    bool suspended;
    bool keep_alive; /* a comment is due */
};

/* Under the lock of the history. */
static void resume_all(void *user)
{
    struct streams *streams = user;

    for (struct stream *stream = streams->first; stream != NULL; stream = stream->next) {
        if (stream->suspended) {
            stream->suspended = false;
            MHD_resume_connection(stream->connection);
        }
    }
}

void streams_init(struct streams *streams, struct history *history)
{
    *streams = (struct streams){ .history = history };
    pthread_mutex_lock(&history->lock);
    history->notify = resume_all;
    history->user = streams;
    pthread_mutex_unlock(&history->lock);
}

/* Puts the next event into `pending`; false when there is none. */
static bool prepare_event(struct stream *stream)
{
    const char *record = history_next(stream->streams->history, &stream->number);

    buf_clear(&stream->pending);
    stream->sent = 0;
    if (record != NULL) {
        buf_printf(&stream->pending, "id: %llu\ndata: ", (unsigned long long)stream->number);
        buf_add_text(&stream->pending, record);
        buf_add_text(&stream->pending, "\n\n");
    } else if (stream->keep_alive) {
        buf_add_text(&stream->pending, ": still here\n\n");
    }
    stream->keep_alive = false;
    return check_buf(&stream->pending) && stream->pending.size > 0;
}

static ssize_t read_stream(void *user, uint64_t position, char *out, size_t capacity)
{
    struct stream *stream = user;
    struct history *history = stream->streams->history;
    ssize_t size = 0;

    (void)position;
    pthread_mutex_lock(&history->lock);
    if (stream->streams->stopping) {
        size = MHD_CONTENT_READER_END_OF_STREAM;
    } else if (stream->sent < stream->pending.size || prepare_event(stream)) {
        size_t left = stream->pending.size - stream->sent;

        size = (ssize_t)(left < capacity ? left : capacity);
        memcpy(out, stream->pending.data + stream->sent, (size_t)size);
        stream->sent += (size_t)size;
    } else {
        stream->suspended = true;
        MHD_suspend_connection(stream->connection);
    }
    pthread_mutex_unlock(&history->lock);
    return size;
}

static void free_stream(void *user)
{
    struct stream *stream = user;
    struct history *history = stream->streams->history;

    pthread_mutex_lock(&history->lock);
    for (struct stream **link = &stream->streams->first; *link != NULL; link = &(*link)->next) {
        if (*link == stream) {
            *link = stream->next;
            stream->streams->count--;
            break;
        }
    }
    pthread_mutex_unlock(&history->lock);
    buf_free(&stream->pending);
    mem_free(stream);
}

struct MHD_Response *streams_open(struct streams *streams, struct MHD_Connection *connection,
                                  const struct exchange *exchange)
{
    const char *last = exchange_header(exchange, "last-event-id");
    struct stream *stream = check_alloc(mem_calloc(1, sizeof *stream));
    int64_t number = 0;

    if (last != NULL && text_to_int64(last, strlen(last), &number) && number > 0) {
        stream->number = (uint64_t)number;
    }
    stream->streams = streams;
    stream->connection = connection;
    stream->pending = BUF_INIT(EVENT_MAX);
    stream->keep_alive = true; /* the client learns at once that the stream is open */
    pthread_mutex_lock(&streams->history->lock);

    bool accepted = !streams->stopping && streams->count < STREAMS_MAX;

    if (accepted) {
        stream->next = streams->first;
        streams->first = stream;
        streams->count++;
    }
    pthread_mutex_unlock(&streams->history->lock);
    if (!accepted) {
        mem_free(stream);
        return NULL;
    }
    return check_alloc(MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 16 * 1024, read_stream,
                                                         stream, free_stream));
}

void streams_keep_alive(struct streams *streams)
{
    pthread_mutex_lock(&streams->history->lock);
    for (struct stream *stream = streams->first; stream != NULL; stream = stream->next) {
        stream->keep_alive = true;
    }
    resume_all(streams);
    pthread_mutex_unlock(&streams->history->lock);
}

void streams_stop(struct streams *streams)
{
    pthread_mutex_lock(&streams->history->lock);
    streams->stopping = true;
    resume_all(streams);
    streams->history->notify = NULL;
    pthread_mutex_unlock(&streams->history->lock);
}
