/*
 * From options to the input of an operation.
 */
#ifndef CTL_INPUT_INPUT_H
#define CTL_INPUT_INPUT_H

#include "cli/command.h"

#include <jansson.h>

/*
 * Builds the input of the operation from the options; *input is an owned object.  Returns 0, or
 * CTL_USAGE after having reported an invalid value.
 */
int input_build(const struct command *command, json_t **input);
/*
 * Reports which required members an input lacks.  Returns 0 when none, CTL_USAGE otherwise.
 */
int input_check(const struct command *command, const json_t *input);

#endif
