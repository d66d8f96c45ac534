/*
 * The cancel tokens of a loop: the descriptor of each is watched once, however many trees have it.
 */
#ifndef CALL_LOOP_CANCEL_H
#define CALL_LOOP_CANCEL_H

#include "call/loop.h"

/*
 * Watches the token (NULL for none) for a tree, in place of the one before it.  False when it
 * cannot be watched: the tree has to look again then.
 */
bool token_set(struct loop *loop, struct loop_tree *tree, const connect_cancel *cancel);

#endif
