/*
 * Examples of inputs and outputs, made from the rows.
 */
#ifndef CTL_INPUT_SKELETON_H
#define CTL_INPUT_SKELETON_H

#include "cli/command.h"

#include <jansson.h>

enum skeleton { SKELETON_NONE, SKELETON_INPUT, SKELETON_YAML_INPUT, SKELETON_OUTPUT };

/* Reads --generate-cli-skeleton.  Returns 0, or CTL_USAGE after having reported an invalid value.
 */
int skeleton_parse(const struct command *command, enum skeleton *skeleton);
/*
 * An owned object with every member; strings have the member's name when `is_named`, and are empty
 * otherwise.
 */
json_t *skeleton_of(const connect_shape *shape, bool is_named);

#endif
