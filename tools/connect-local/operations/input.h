/*
 * From a request to checked members, by the rows of the operation.
 */
#ifndef LOCAL_OPERATIONS_INPUT_H
#define LOCAL_OPERATIONS_INPUT_H

#include "operations/job.h"

/*
 * Fills job->input: labels, query parameters and body under their model names, unknown members and
 * nulls left out. Then they are validated against the model. On failure the response is an error,
 * and false is returned.
 */
bool input_read(struct job *job, const char *const *labels);

/* The second half: validates job->input, which was filled in by other means. */
bool input_validate(struct job *job);

#endif
