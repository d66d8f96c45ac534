/*
 * From a request that arrived whole to its answer.
 */
#ifndef LOCAL_SERVE_H
#define LOCAL_SERVE_H

#include "local.h"

/* Any thread.  Fills the answer of the exchange. */
void serve(struct local *local, struct exchange *exchange);

#endif
