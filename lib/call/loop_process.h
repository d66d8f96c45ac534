/*
 * The programs that a loop runs for its tasks.
 */
#ifndef CALL_LOOP_PROCESS_H
#define CALL_LOOP_PROCESS_H

#include "call/loop.h"

/*
 * Starts the program of a leaf.  False: it has ended already (it could not be started, or memory is
 * short), and its result is there.
 */
bool process_launch(struct loop *loop, struct loop_tree *tree, struct task *leaf);
/* Kills it.  Its task does not wait for the end: the loop does. */
void process_give_up(struct loop *loop, struct loop_tree *tree);
/* Looks at the programs whose time has come. */
void process_look(struct loop *loop);
/* When that is due, on the system's clock; or DEADLINE_NONE. */
int64_t process_next(const struct loop *loop);
/* Kills what still runs; in a forked child it leaves that to the parent. */
void process_release_all(struct loop *loop);

#endif
