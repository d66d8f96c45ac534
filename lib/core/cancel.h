/*
 * Waiting that a cancel token can end.
 */
#ifndef CORE_CANCEL_H
#define CORE_CANCEL_H

#include <connect/transport.h>

/* Blocks the thread for `ms`, or until the token (may be NULL) fires: then returns false. */
bool cancel_wait(const connect_cancel *cancel, int64_t ms);

#endif
