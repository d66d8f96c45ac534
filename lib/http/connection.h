/*
 * One libcurl easy handle: how it is configured, what happens on it while it carries a request, and
 * what became of the request.  Who drives it, and with which multi handle, is not known here.
 */
#ifndef HTTP_CONNECTION_H
#define HTTP_CONNECTION_H

#include "core/mem.h"
#include "http/proxy.h"
#include "http/response.h"
#include "http/sigpipe.h"
#include "http/trust.h"

#include <curl/curl.h>

#include <string.h>

/* What the connections of a transport have in common; constant once the first of them exists. */
struct connection_settings {
    char *ca_bundle; /* NULL: the system's */
    struct trust *trust;
    struct proxies proxies;
};

struct connection;

/* Keeps account of sockets.  libcurl may close one long after the request that opened it. */
struct socket_keeper {
    /* false: there are too many, and the socket is closed again */
    bool (*opened)(struct socket_keeper *keeper, struct connection *connection, int fd);
    /* before close() */
    void (*closing)(struct socket_keeper *keeper, int fd);
    /* whether a kept connection may carry another request; NULL: it was checked before */
    bool (*is_quiet)(struct socket_keeper *keeper, int local_port);
    uint64_t events; /* counts what libcurl has reported: progress */
};

/* What has happened so far to the request under way. */
struct connection_progress {
    bool sent;      /* connected, and the request was about to go out */
    bool fresh;     /* on a new connection */
    bool unquiet;   /* a kept connection had unread input: the request was held back */
    bool died;      /* a kept connection died, and libcurl wanted to send the request again */
    bool responded; /* at least a whole line came back */
    bool read;      /* bytes were read, be it a part of a line, or the end of the stream */
    bool in_headers;
    bool cancelled;
    bool no_memory;          /* to keep account of a new socket */
    bool no_store;           /* the TLS library is not the one that trust was made for */
    const char *trust_error; /* why there are no trusted certificates, or NULL */
};

struct connection {
    const struct connection_settings *settings;
    struct socket_keeper *keeper;
    CURL *easy; /* NULL until the first request, and when a new one could not be made */
    CURLU *origin_url;
    char *origin;                     /* that origin_url holds, NULL for none */
    bool has_origin;                  /* the easy handle has origin_url */
    struct arena arena;               /* headers of the request; secret */
    bool used;                        /* the easy handle has carried a request */
    bool direct;                      /* the proxy is switched off */
    const struct proxy_choice *proxy; /* that is set; NULL for none yet */
    long http_version;                /* of the last response, as libcurl numbers it */
    bool http1_only;
    long buffer_size;                   /* what libcurl reads at once; 0: its default */
    char curl_message[CURL_ERROR_SIZE]; /* libcurl empties it before each transfer */

    /* of the request under way */
    connect_http_response *response; /* NULL when it is not wanted any more */
    struct sigpipe_guard guard;
    bool guarded;
    struct connection_progress progress;
};

/* The version of the libcurl that is loaded, as in CURL_VERSION_BITS(). */
unsigned connection_curl_version(void);

/*
 * Whether libcurl itself discards a kept connection with unread input: from 8.0 on, and until it
 * began to look at most once a second (8.22; a margin is kept).
 */
bool connection_curl_checks_idle(void);

void connection_init(struct connection *connection, const struct connection_settings *settings,
                     struct socket_keeper *keeper);
void connection_release(struct connection *connection);

/*
 * Makes the easy handle ready to carry the request.  fresh: not on a kept connection.  After an
 * error `failure` says why; the handle can be prepared again.
 *
 * CONNECT_E_ARGUMENT, CONNECT_E_CONFIGURATION, CONNECT_E_MEMORY.
 */
connect_status connection_prepare(struct connection *connection,
                                  const connect_http_request *request,
                                  connect_http_response *response, bool fresh,
                                  connect_http_failure *failure);
/*
 * Between the end of the transfer and the removal of the handle from its multi handle: asks libcurl
 * what it knows.
 */
void connection_collect(struct connection *connection);
/* The outcome of a request that ended with this code.  Fills the failure unless it is CONNECT_OK.
 */
connect_status connection_outcome(struct connection *connection, CURLcode code,
                                  connect_http_failure *failure);
/* Forgets the request: not its body's address and not a header is kept. */
void connection_finish(struct connection *connection);

/* A socket that no program started by this process inherits; -1 when there is none. */
int connection_open_socket(int family, int type, int protocol);

/* ---- between the files of the connection ---- */

/* A GET or HEAD without a body: libcurl adds no header that describes one. */
static inline bool connection_is_bare(const connect_http_request *request)
{
    return request->body == NULL &&
           (strcmp(request->method, "GET") == 0 || strcmp(request->method, "HEAD") == 0);
}

/*
 * The headers of a request in libcurl's form.  CONNECT_E_ARGUMENT when one is malformed,
 * CONNECT_E_MEMORY.
 */
connect_status connection_list_headers(struct connection *connection,
                                       const connect_http_request *request,
                                       struct curl_slist **out);

void failure_clear(connect_http_failure *failure);
/* Sets the failure of a request that was not begun, and returns the status. */
connect_status failure_set(connect_http_failure *failure, connect_status status,
                           const char *message);

/* libcurl's callbacks; `user` is the connection, for connection_on_close the keeper. */
int connection_on_resolve(void *resolver, void *reserved, void *user);
int connection_on_request(void *user, char *remote, char *local, int remote_port, int local_port);
curl_socket_t connection_on_open(void *user, curlsocktype purpose, struct curl_sockaddr *address);
int connection_on_close(void *user, curl_socket_t fd);
CURLcode connection_on_tls(CURL *easy, void *context, void *user);
size_t connection_on_header(char *text, size_t unit, size_t count, void *user);
size_t connection_on_body(char *bytes, size_t unit, size_t count, void *user);

#endif
