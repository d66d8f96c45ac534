/*
 * Errors and the work limit of an evaluation.
 */
#include "jmespath/evaluation.h"

#include "base/strbuf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

json_t *evaluation_fail(struct evaluation *evaluation, const char *format, ...)
{
    va_list arguments;
    char line[512];

    if (evaluation->has_failed) {
        return NULL;
    }
    evaluation->has_failed = true;
    va_start(arguments, format);
    (void)vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    evaluation->error->position = evaluation->position;
    evaluation->error->message = require_memory(strdup(line));
    return NULL;
}

bool evaluation_charge(struct evaluation *evaluation, size_t steps)
{
    if (evaluation->work_left >= steps) {
        evaluation->work_left -= steps;
        return true;
    }
    evaluation->work_left = 0;
    (void)evaluation_fail(evaluation, "the query takes more than %d steps", (int)JMESPATH_MAX_WORK);
    return false;
}
