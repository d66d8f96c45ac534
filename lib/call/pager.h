/*
 * Pagers, for the rest of the room.
 */
#ifndef CALL_PAGER_H
#define CALL_PAGER_H

#include "shape/operation.h"

#include <connect/pager.h>

/* What the items of a listing are; NULL for texts. */
const struct connect_shape *pager_item_shape(const struct connect_operation *operation);

#endif
