/*
 * Printing examples of inputs.
 */
#ifndef CTL_CALL_SKELETON_PRINT_H
#define CTL_CALL_SKELETON_PRINT_H

#include "input/skeleton.h"

/* Prints SKELETON_INPUT or SKELETON_YAML_INPUT.  Returns the exit code. */
int skeleton_print_input(const struct command *command, enum skeleton skeleton);

#endif
