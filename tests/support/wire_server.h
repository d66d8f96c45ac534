/*
 * A server that says exactly the bytes a test wants, when it wants them.  Loopback, a port of its
 * own, one thread a connection; each connection is played by a script: a function that reads and
 * writes through its peer.
 */
#ifndef TESTS_SUPPORT_WIRE_SERVER_H
#define TESTS_SUPPORT_WIRE_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct wire_server;
struct wire_peer;

/* Plays one connection; when it returns, the connection is closed. */
typedef void (*wire_script)(struct wire_peer *peer, void *user);

/*
 * How bytes travel, for a test that puts TLS between.  Each returns what read() and write() would.
 */
struct wire_io {
    /*
     * Once after accept(); false ends the connection without a script.  *state is passed to the
     * others.
     */
    bool (*open)(void *user, int fd, void **state);
    ssize_t (*read)(void *state, int fd, void *bytes, size_t size);
    ssize_t (*write)(void *state, int fd, const void *bytes, size_t size);
    /* Before the socket is closed; politely: with what the protocol says at its end. */
    void (*close)(void *state, int fd, bool politely);
    void *user;
};

/* Starts it; fails the test when it cannot.  io: NULL for plain TCP. */
struct wire_server *wire_start(wire_script script, void *user, const struct wire_io *io);
/*
 * The same for a server that lives long: it keeps the text of no request and forgets connections
 * that have ended.
 */
struct wire_server *wire_start_lasting(wire_script script, void *user, const struct wire_io *io);
/* From now on new connections are refused, or accepted again; those that stand go on. */
void wire_refuse(struct wire_server *server, bool refuse);
/* Ends every connection and waits for all threads. */
void wire_stop(struct wire_server *server);

int wire_port(const struct wire_server *server);
/* "http://127.0.0.1:PORT" and the path; kept by the server until it stops. */
const char *wire_url(struct wire_server *server, const char *path);

/* What has happened so far. */
int wire_connections(struct wire_server *server);
int wire_requests(struct wire_server *server);
/*
 * The whole text of a request, headers and body, the first being 0; NULL when there is none.  Kept
 * until it stops.
 */
const char *wire_request(struct wire_server *server, int index);
/* Waits until that many connections have ended; false after three seconds. */
bool wire_wait_ended(struct wire_server *server, int count);

/* ---- for scripts ---- */

/* 1 for the first connection, 2 for the second. */
int wire_number(const struct wire_peer *peer);
struct wire_server *wire_server_of(const struct wire_peer *peer);
/* Reads one request with its body, and keeps its text; false at the end of the stream. */
bool wire_read_request(struct wire_peer *peer);
/* Reads only the headers of one. */
bool wire_read_head(struct wire_peer *peer);
/* Reads exactly so many bytes, which count as no request; false at the end of the stream. */
bool wire_read_bytes(struct wire_peer *peer, void *bytes, size_t size);
/* The text of the last one that was read. */
const char *wire_last_request(const struct wire_peer *peer);
/* false when the other side is gone. */
bool wire_send(struct wire_peer *peer, const char *text);
bool wire_send_bytes(struct wire_peer *peer, const void *bytes, size_t size);
/* The text again and again, up to a number of bytes or until the other side is gone. */
bool wire_send_repeated(struct wire_peer *peer, const char *text, size_t bytes);
/* One byte each so many milliseconds. */
bool wire_drip(struct wire_peer *peer, const char *text, int ms);
/*
 * A complete response: status line, Content-Length, these further header lines (each with CRLF, ""
 * for none), body.
 */
bool wire_response(struct wire_peer *peer, int status, const char *header_lines, const char *body);
/* Waits; false when the server is being stopped. */
bool wire_pause(struct wire_peer *peer, int ms);
/* Waits until the other side closes its end; false when it has not after so long. */
bool wire_wait_closed(struct wire_peer *peer, int ms);
/* Ends the connection with a reset (RST) instead of an end (FIN). */
void wire_reset(struct wire_peer *peer);
/* Ends the stream from here, and goes on reading. */
void wire_half_close(struct wire_peer *peer);
/* Closes the socket without what the protocol says at its end (for TLS: no close-notify). */
void wire_hang_up(struct wire_peer *peer);

/* ---- ready-made ---- */

/* Responds to every request of a connection with 200 and {}. */
void wire_script_ok(struct wire_peer *peer, void *user);
/* Reads requests and never responds. */
void wire_script_silent(struct wire_peer *peer, void *user);
/*
 * For every connection, sends the text that `user` is after one request, and ends the connection.
 */
void wire_script_text(struct wire_peer *peer, void *user);

/* A port of the loopback address without a listener. */
int wire_refused_port(void);
/* A listener whose queue is full, so that connecting to its port hangs; wire_unblock() ends it. */
struct wire_full {
    int port;
    int fds[32];
    int count;
};
void wire_block(struct wire_full *full);
void wire_unblock(struct wire_full *full);

#endif
