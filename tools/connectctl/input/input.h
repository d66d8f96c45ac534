/*
 * From options to the input of an operation.
 */
#ifndef CTL_INPUT_H
#define CTL_INPUT_H

#include "cli/command.h"

#include <jansson.h>

/*
 * Makes the input of the operation out of the options; an owned object.  Returns 0, or CTL_USAGE
 * after having said why.
 */
int input_build(const struct command *command, json_t **input);
/* Says which required members an input lacks.  Returns 0 when none, CTL_USAGE otherwise. */
int input_check(const struct command *command, const json_t *input);

#endif
