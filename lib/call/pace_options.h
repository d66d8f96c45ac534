/*
 * The quotas that the caller's options give a pacer.
 */
#ifndef CALL_PACE_OPTIONS_H
#define CALL_PACE_OPTIONS_H

#include "call/pace.h"

/* options: checked but for the account's table, of which CONNECT_E_ARGUMENT names what is wrong. */
connect_status pace_take_options(struct pace *pace, const connect_pace *options,
                                 connect_error **error);

#endif
