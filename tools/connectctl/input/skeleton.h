/*
 * Examples of inputs and outputs, made from the rows.
 */
#ifndef CTL_SKELETON_H
#define CTL_SKELETON_H

#include <connect/operation.h>

#include <jansson.h>

/*
 * An owned object with every member; texts hold the member's name when `named`, and nothing
 * otherwise.
 */
json_t *skeleton_of(const connect_shape *shape, bool named);

#endif
