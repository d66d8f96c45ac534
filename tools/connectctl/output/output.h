/*
 * What a command prints: the output of an operation as JSON, table or text.
 */
#ifndef CTL_OUTPUT_H
#define CTL_OUTPUT_H

#include "cli/globals.h"

#include <connect/operation.h>

#include <jansson.h>

#include <stdio.h>

/*
 * Shows an output, or nothing when it has no members.  Returns 0, or an exit code after having said
 * why.
 */
int output_print(const struct globals *globals, const connect_shape *shape, const json_t *output);

/* "json", "table" or "text". */
const char *output_format(const struct globals *globals);
/* Whether all of it was written: 0, or an exit code after having said why not. */
int output_flush(void);

/* JSON exactly as the AWS CLI forms it, with a line end. */
void output_json(FILE *out, const json_t *value);
/* Tab-separated lines as the AWS CLI's. */
void output_text(FILE *out, const json_t *output);
/* Aligned for people; width: columns to fit in, 0 for no limit. */
void output_table(FILE *out, const connect_shape *shape, const json_t *output, size_t width);

#endif
