/*
 * See connections.h. A connection is closed by a shutdown of its socket: libmicrohttpd then reads
 * the end of the stream and releases it in its own thread.
 */
#include "server/connections.h"

#include "base/alloc.h"
#include "core/mem.h"

#include <sys/resource.h>
#include <sys/socket.h>

#define LIMIT_MAX 20000
/* Descriptors of other use: files, epoll, standard streams. */
#define OTHER_DESCRIPTORS 48
/* New connections that may arrive before closed ones are gone. */
#define HEADROOM 32

void connections_init(struct connections *connections)
{
    struct rlimit files = { 1024, 1024 };

    *connections = (struct connections){ 0 };
    check_system(pthread_mutex_init(&connections->lock, NULL) == 0, "creating a mutex");
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
        struct rlimit raised = files;

        raised.rlim_cur = files.rlim_max < LIMIT_MAX + OTHER_DESCRIPTORS
                              ? files.rlim_max
                              : LIMIT_MAX + OTHER_DESCRIPTORS;
        if (raised.rlim_cur > files.rlim_cur && setrlimit(RLIMIT_NOFILE, &raised) == 0) {
            files = raised;
        }
    }
    connections->limit = files.rlim_cur > OTHER_DESCRIPTORS + (2 * HEADROOM)
                             ? (size_t)files.rlim_cur - OTHER_DESCRIPTORS
                             : 2 * HEADROOM;
    if (connections->limit > LIMIT_MAX) {
        connections->limit = LIMIT_MAX;
    }
}

void connections_free(struct connections *connections)
{
    pthread_mutex_destroy(&connections->lock);
}

static void unlink_idle(struct connections *connections, struct link *link)
{
    if (!link->is_linked) {
        return;
    }
    if (link->previous != NULL) {
        link->previous->next = link->next;
    } else {
        connections->oldest = link->next;
    }
    if (link->next != NULL) {
        link->next->previous = link->previous;
    } else {
        connections->newest = link->previous;
    }
    link->is_linked = false;
}

static void link_idle(struct connections *connections, struct link *link, int64_t now)
{
    unlink_idle(connections, link);
    link->since = now;
    link->next = NULL;
    link->previous = connections->newest;
    if (connections->newest != NULL) {
        connections->newest->next = link;
    } else {
        connections->oldest = link;
    }
    connections->newest = link;
    link->is_linked = true;
}

static void close_link(struct connections *connections, struct link *link)
{
    unlink_idle(connections, link);
    (void)shutdown(link->descriptor, SHUT_RDWR);
}

struct link *connections_add(struct connections *connections, int descriptor, int64_t now)
{
    struct link *link = check_alloc(mem_calloc(1, sizeof *link));

    link->descriptor = descriptor;
    link->in_header = true;
    pthread_mutex_lock(&connections->lock);
    connections->count++;
    if (connections->count > connections->limit - HEADROOM && connections->oldest != NULL) {
        close_link(connections, connections->oldest);
    }
    link_idle(connections, link, now);
    pthread_mutex_unlock(&connections->lock);
    return link;
}

void connections_remove(struct connections *connections, struct link *link)
{
    pthread_mutex_lock(&connections->lock);
    unlink_idle(connections, link);
    connections->count--;
    pthread_mutex_unlock(&connections->lock);
    mem_free(link);
}

void connections_header_started(struct connections *connections, struct link *link, int64_t now)
{
    pthread_mutex_lock(&connections->lock);
    /* The time of the first header counts from the start of the connection. */
    if (link->is_linked && !link->in_header) {
        link->in_header = true;
        link_idle(connections, link, now);
    }
    pthread_mutex_unlock(&connections->lock);
}

void connections_busy(struct connections *connections, struct link *link)
{
    pthread_mutex_lock(&connections->lock);
    unlink_idle(connections, link);
    link->in_header = false;
    pthread_mutex_unlock(&connections->lock);
}

void connections_idle(struct connections *connections, struct link *link, int64_t now)
{
    pthread_mutex_lock(&connections->lock);
    link_idle(connections, link, now);
    pthread_mutex_unlock(&connections->lock);
}

void connections_expire(struct connections *connections, int64_t now)
{
    struct link *next;

    pthread_mutex_lock(&connections->lock);
    for (struct link *link = connections->oldest; link != NULL; link = next) {
        next = link->next;
        if (now - link->since < HEADER_SECONDS * INT64_C(1000)) {
            break;
        }
        if (link->in_header) {
            close_link(connections, link);
        }
    }
    pthread_mutex_unlock(&connections->lock);
}
