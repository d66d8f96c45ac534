/*
 * A call as a task: connects the state machine of a call (call.h), which knows no tasks, with what
 * a driver does.
 */
#ifndef CALL_CALL_TASK_H
#define CALL_CALL_TASK_H

#include "call/call.h"
#include "core/task.h"

/*
 * A call with credentials that are known beforehand; NULL leaves the requests unsigned.
 *
 * site and the strings in it are copied where they live in `arena`, which the task takes over;
 * everything else in site, and request, is borrowed until the task is released.  The deadline and
 * the cancel token of the site become those of the task.
 * The result of the task is the response, an owned block.
 */
connect_status call_task_new(const struct call_site *site, struct arena *arena, const void *request,
                             struct credentials *credentials, struct task **out,
                             connect_error **error);

#endif
