/*
 * The states of a call, and what leads from one to the next: a table, which HACKING.md shows as a
 * diagram.
 */
#ifndef CALL_TRANSITION_H
#define CALL_TRANSITION_H

enum call_state {
    CALL_NO_STATE,    /* of a transition that does not exist */
    CALL_CREDENTIALS, /* needs credentials */
    CALL_TURN,        /* needs the turn of its request from the pacer */
    CALL_SEND,        /* has a request to send */
    CALL_ON_WIRE,     /* waits for the outcome */
    CALL_BACKOFF,     /* waits before a retry */
    CALL_DONE,
    CALL_STATES
};

enum call_event {
    EVENT_CREDENTIALS_GIVEN,    /* there are some, or none are needed */
    EVENT_NO_FRESH_CREDENTIALS, /* only those that were refused as expired */
    EVENT_CREDENTIALS_FAILED,
    EVENT_TURN_TAKEN,
    EVENT_COMPOSED, /* the request is built */
    EVENT_COMPOSE_FAILED,
    EVENT_SUCCESS,
    EVENT_FAILURE,             /* not to be retried */
    EVENT_RETRY,               /* after a back-off */
    EVENT_STALE_CONNECTION,    /* to be retried at once on another connection */
    EVENT_EXPIRED_CREDENTIALS, /* to be retried at once with fresh ones */
    EVENT_BACKOFF_OVER,
    EVENT_STOP, /* cancelled, or out of time */
    CALL_EVENTS
};

extern const unsigned char call_transitions[CALL_STATES][CALL_EVENTS];

/* CALL_NO_STATE when the event must not happen in that state. */
static inline enum call_state call_transition(enum call_state state, enum call_event event)
{
    return (enum call_state)call_transitions[state][event];
}
const char *call_state_name(enum call_state state);
const char *call_event_name(enum call_event event);

#endif
