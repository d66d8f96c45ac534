/*
 * Everything that a server and the way to it may do wrong: one table, for the tests of one fault
 * and for the soak.
 */
#ifndef TESTS_SUPPORT_FAULTS_H
#define TESTS_SUPPORT_FAULTS_H

#include "support/wire_tls.h"

#include <connect/error.h>

/* The kinds of operation that a retry tells apart. */
enum fault_kind {
    FAULT_SAFE,       /* safe to repeat */
    FAULT_WITH_TOKEN, /* not safe, but carries a client token */
    FAULT_UNSAFE,     /* neither */
    FAULT_KINDS
};

/* Where a fault happens. */
enum fault_place {
    FAULT_UNREACHABLE, /* no listener */
    FAULT_ACCEPT,      /* before anything is read, below TLS: `accepted` */
    FAULT_HANDSHAKE,   /* the certificate: `certificate` */
    FAULT_HEAD,        /* when the headers of a request are read, and its body is not: `play` */
    FAULT_REQUEST,     /* when a request is read: `play` */
    FAULT_PROXY /* the server is a forward proxy, and this is what it says to CONNECT: `play` */
};

#define FAULT_PLAIN 1
#define FAULT_TLS 2
#define FAULT_BOTH (FAULT_PLAIN | FAULT_TLS)

/* What a fault needs to know of the request it is played at. */
struct fault_turn {
    const char *body; /* of a good response */
    int other_port;   /* of the other host, to which a redirect leads */
};

struct fault {
    const char *name;
    enum fault_place place;
    unsigned over; /* FAULT_PLAIN, FAULT_TLS */
    void (*accepted)(int fd);
    enum wire_certificate certificate;
    /* Whether the connection may go on after it. */
    bool (*play)(struct wire_peer *peer, const struct fault *fault, const struct fault_turn *turn);
    const char *text; /* what `play` sends, after its kind */
    int first, times; /* the request that begins it, and how often it happens; 0: ever after */
    bool warm;        /* a good call comes first, over the connection that is used then */
    bool big;         /* the request has more bytes than a socket takes at once */
    bool slow;        /* only a time limit ends an attempt */
    bool in_output;   /* not seen by an operation that has none */
    struct {
        connect_status status;
        int attempts;
    } expect[FAULT_KINDS];
    connect_status also;   /* a status that is as good: who sees the end first is chance */
    int least_ms, most_ms; /* of a call, pauses by jitter left out, attempts of 100 ms when slow */
    const char *says;      /* part of the message */
    bool may_be_kept;      /* the connection, by libcurl 8.23: the next request finds it dead and is
                              resent */
    int weight;            /* how often the soak draws it; 0: never, it needs a server of its own */
};

extern const struct fault faults[];
extern const size_t faults_count;

/* The attempts of a slow fault end after this. */
#define FAULT_ATTEMPT_MS 100
/* What a client of the tests takes at most. */
#define FAULT_BODY_MAX (64 * 1024)

/* Whether the fault ends in a response that a client may take for good. */
bool fault_responses(const struct fault *fault);

#endif
