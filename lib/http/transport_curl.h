/*
 * Between the parts of the curl transport: the line that carries a request, what happens on it, and
 * what became of it.
 */
#ifndef HTTP_TRANSPORT_CURL_H
#define HTTP_TRANSPORT_CURL_H

#include "core/mem.h"
#include "http/pool.h"
#include "http/response.h"

#include <curl/curl.h>

#define LINE_SOCKETS_MAX 16

struct line {
    struct pool_item item;
    CURL *easy; /* NULL when a new one could not be made */
    CURLM *multi;
    struct arena arena; /* headers of the request; secret */
    int sockets[LINE_SOCKETS_MAX];
    size_t sockets_count;
    bool used;    /* the easy handle has carried a request */
    bool direct;  /* the proxy is switched off */
    long version; /* of HTTP, as curl numbers it, in the last answer */
    char said[CURL_ERROR_SIZE];

    /* of the request under way */
    connect_http_response *response;
    const char *refusal; /* why it was not even begun */
    bool sent;           /* a connection stood and the request was about to go out */
    bool fresh;          /* on a new connection */
    bool died;           /* a kept connection did, and curl wanted to send the request again */
    bool answered;       /* at least a whole line came back */
    bool read;           /* curl read from the connection, be it a part of a line or its end */
    bool in_headers;
    bool cancelled;
};

/*
 * The headers of a request in curl's form; line->refusal says why not.  CONNECT_E_ARGUMENT,
 * CONNECT_E_MEMORY.
 */
connect_status line_list_headers(struct line *line, const connect_http_request *request,
                                 struct curl_slist **out);
bool line_is_token(const char *name);

/* Callbacks of curl; `user` is the line. */
int line_on_request(void *user, char *remote, char *local, int remote_port, int local_port);
curl_socket_t line_on_open(void *user, curlsocktype purpose, struct curl_sockaddr *address);
int line_on_close(void *user, curl_socket_t fd);
size_t line_on_header(char *text, size_t unit, size_t count, void *user);
size_t line_on_body(char *bytes, size_t unit, size_t count, void *user);
/* Whether nothing has come in since the last answer, be it bytes or an end. */
bool line_is_quiet(const struct line *line);
/* A socket that no program started by this process inherits; -1 when there is none. */
int line_open_socket(int family, int type, int protocol);

/* Fills the failure for a request that ended with this code, and returns its class. */
connect_status line_outcome(struct line *line, CURLcode code, const char *meaning,
                            connect_http_failure *failure);
/* The same for one that was not begun: line (may be NULL) says why. */
connect_status line_not_begun(const struct line *line, connect_status status,
                              connect_http_failure *failure);

#endif
