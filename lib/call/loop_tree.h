/*
 * The lists and the timers of a loop.
 */
#ifndef CALL_LOOP_TREE_H
#define CALL_LOOP_TREE_H

#include "call/loop.h"

/* Moves a tree to the end of the list of a place; TREE_IDLE: to none. */
void tree_move(struct loop *loop, struct loop_tree *tree, enum loop_place place);
/* The first of a list, taken out; NULL for none. */
struct loop_tree *tree_take(struct loop *loop, enum loop_place place);
/* It is looked at in this step or the next one, unless it has ended or is unsent. */
void tree_make_ready(struct loop *loop, struct loop_tree *tree);
/* The same for one that is unsent as well, which loses its place in the queue. */
void tree_interrupt(struct loop *loop, struct loop_tree *tree);

/* Makes room for one more timer; false when out of memory. */
bool timer_reserve(struct loop *loop);
/* Changes or cancels (DEADLINE_NONE) the timer of a tree. */
void timer_set(struct loop *loop, struct loop_tree *tree, int64_t due);
/* When the first timer is due, or DEADLINE_NONE. */
int64_t timer_first(const struct loop *loop);
/* The first tree whose timer is due, without a timer from now on; NULL for none. */
struct loop_tree *timer_take(struct loop *loop, int64_t now);

/* In and out of the list of those to look again. */
void waiting_add(struct loop *loop, struct loop_tree *tree);
void waiting_remove(struct loop *loop, struct loop_tree *tree);

#endif
