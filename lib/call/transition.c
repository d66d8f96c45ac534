/* The transitions of a call.  tests/states.sh makes the diagram in HACKING.md from this table. */
#include "call/transition.h"

#include "core/assert.h"

#include <limits.h>

static_assert(CALL_STATES <= UCHAR_MAX, "a state fits into the table");

const unsigned char call_transitions[CALL_STATES][CALL_EVENTS] = {
    [CALL_CREDENTIALS][EVENT_CREDENTIALS_GIVEN] = CALL_TURN,
    [CALL_CREDENTIALS][EVENT_NO_FRESH_CREDENTIALS] = CALL_DONE,
    [CALL_CREDENTIALS][EVENT_CREDENTIALS_FAILED] = CALL_DONE,
    [CALL_CREDENTIALS][EVENT_STOP] = CALL_DONE,
    [CALL_TURN][EVENT_TURN_TAKEN] = CALL_SEND,
    [CALL_TURN][EVENT_STOP] = CALL_DONE,
    [CALL_SEND][EVENT_COMPOSED] = CALL_ON_WIRE,
    [CALL_SEND][EVENT_COMPOSE_FAILED] = CALL_DONE,
    [CALL_SEND][EVENT_STOP] = CALL_DONE,
    [CALL_ON_WIRE][EVENT_SUCCESS] = CALL_DONE,
    [CALL_ON_WIRE][EVENT_FAILURE] = CALL_DONE,
    [CALL_ON_WIRE][EVENT_RETRY] = CALL_BACKOFF,
    [CALL_ON_WIRE][EVENT_STALE_CONNECTION] = CALL_SEND,
    [CALL_ON_WIRE][EVENT_EXPIRED_CREDENTIALS] = CALL_CREDENTIALS,
    [CALL_BACKOFF][EVENT_BACKOFF_OVER] = CALL_CREDENTIALS,
    [CALL_BACKOFF][EVENT_STOP] = CALL_DONE,
};

const char *call_state_name(enum call_state state)
{
    ASSERT(state < CALL_STATES);
    static const char *const names[CALL_STATES] = { "NO_STATE", "CREDENTIALS", "TURN", "SEND",
                                                    "ON_WIRE",  "BACKOFF",     "DONE" };

    return names[state];
}

const char *call_event_name(enum call_event event)
{
    ASSERT(event < CALL_EVENTS);
    static const char *const names[CALL_EVENTS] = {
        [EVENT_CREDENTIALS_GIVEN] = "CREDENTIALS_GIVEN",
        [EVENT_NO_FRESH_CREDENTIALS] = "NO_FRESH_CREDENTIALS",
        [EVENT_CREDENTIALS_FAILED] = "CREDENTIALS_FAILED",
        [EVENT_TURN_TAKEN] = "TURN_TAKEN",
        [EVENT_COMPOSED] = "COMPOSED",
        [EVENT_COMPOSE_FAILED] = "COMPOSE_FAILED",
        [EVENT_SUCCESS] = "SUCCESS",
        [EVENT_FAILURE] = "FAILURE",
        [EVENT_RETRY] = "RETRY",
        [EVENT_STALE_CONNECTION] = "STALE_CONNECTION",
        [EVENT_EXPIRED_CREDENTIALS] = "EXPIRED_CREDENTIALS",
        [EVENT_BACKOFF_OVER] = "BACKOFF_OVER",
        [EVENT_STOP] = "STOP",
    };

    return names[event];
}
