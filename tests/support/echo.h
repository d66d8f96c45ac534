/*
 * A service whose every response belongs to one request and to no other.  A call says in a header
 * which case it is, what is to become of it, and its own name; the service compares all it was sent
 * with the case, and puts the name into its response.  Everything is made before the first
 * thread starts, and only read from then on.
 */
#ifndef TESTS_SUPPORT_ECHO_H
#define TESTS_SUPPORT_ECHO_H

#include "core/mem.h"
#include "shape/operation.h"

#include <connect/connect.h>

#define ECHO_HEADER "x-echo"
#define ECHO_ORIGIN "https://connect.us-west-2.amazonaws.com"

/* What becomes of a call. */
enum echo_plan {
    ECHO_FINE,
    ECHO_FAILS_ONCE,     /* 500 first */
    ECHO_THROTTLED_ONCE, /* 429 first */
    ECHO_NOT_FOUND,
    ECHO_CUT,          /* half a response */
    ECHO_HANGS,        /* no response */
    ECHO_STALE_ONCE,   /* a kept connection that has died */
    ECHO_EXPIRED_ONCE, /* the keys are refused as expired */
    ECHO_AHEAD,        /* the service's clock is an hour ahead */
    ECHO_LOST,         /* the connection breaks for good */
    ECHO_PLANS
};

/* One request of an operation and the response to it. */
struct echo_case {
    const struct connect_operation *operation;
    const void *request;
    const char *json_in;
    char *method, *uri, *sent; /* how the request goes out */
    const char *response;      /* the body that comes back */
    const char *json_out;      /* what becomes of it */
    bool repeatable;           /* may be sent again after it may have been executed */
};

struct echo {
    struct echo_case *cases; /* `each` of every operation, in the order of the registry */
    size_t count;
    struct arena arena;
};

/* `each` cases of every operation; client tokens are those of a generator that gives zeros. */
void echo_init(struct echo *echo, size_t each);
void echo_free(struct echo *echo);

/* The header's text for a call of case number `index`. */
void echo_name(char *out, size_t room, size_t index, enum echo_plan plan, const char *name);
/* And back; false when it is none. */
bool echo_parse(const struct echo *echo, const char *text, const struct echo_case **found,
                enum echo_plan *plan);

/* Whether this is how the request of the case goes out. */
bool echo_is_right(const struct echo_case *wanted, const char *method, const char *uri,
                   const void *body, size_t size);

/* What a call of that plan ends with. */
connect_status echo_expected(const struct echo_case *asked, enum echo_plan plan);

/*
 * The response to sending number `time`, 0 for the first: HTTP status, type of error or NULL, and
 * body.
 */
struct echo_response {
    int status;
    const char *type;
    const char *body;
};
struct echo_response echo_response(const struct echo_case *asked, enum echo_plan plan, int time);

#endif
