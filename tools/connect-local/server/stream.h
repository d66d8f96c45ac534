/*
 * The event stream of requests (text/event-stream), for the page under /_/.
 *
 * A stream with nothing to send is suspended; a new record resumes all of them. The end of its
 * client is noticed only by sending, so all are resumed from time to time to send a comment.
 */
#ifndef LOCAL_SERVER_STREAM_H
#define LOCAL_SERVER_STREAM_H

#include "exchange/exchange.h"
#include "state/history.h"

#include <microhttpd.h>

#define STREAMS_MAX 64

struct stream;

struct streams {
    struct history *history;
    struct stream *first; /* under the lock of the history */
    size_t count;
    bool stopping;
};

void streams_init(struct streams *streams, struct history *history);
/* A response that goes on until the client or the server ends it; NULL when there are too many. */
struct MHD_Response *streams_open(struct streams *streams, struct MHD_Connection *connection,
                                  const struct exchange *exchange);
/* Sends a comment to all. */
void streams_keep_alive(struct streams *streams);
/* Ends all, before the daemon is stopped; there are no new ones afterwards. */
void streams_stop(struct streams *streams);

#endif
