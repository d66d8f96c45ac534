/*
 * The requests of a loop: by the carrier, or by a transport of the application.
 */
#ifndef CALL_LOOP_SEND_H
#define CALL_LOOP_SEND_H

#include "call/loop.h"

/* Whether a tree may send now; if not, it is in the queue for a free slot. */
bool send_take_slot(struct loop *loop, struct loop_tree *tree);
void send_release_slot(struct loop *loop, struct loop_tree *tree);
/* Those at the head of the queue get the slots that are free. */
void send_fill_slots(struct loop *loop);

/* Builds the request of a leaf and sends it; that may fail at once, or the leaf does not want it.
 */
void send_start(struct loop *loop, struct loop_tree *tree, struct task *leaf);
/* Takes a request back, as ended with that status. */
void send_give_up(struct loop *loop, struct loop_tree *tree, connect_status status);
/* Hands out what a transport of the application has ended. */
void send_collect(struct loop *loop);
/* In a forked child, before the trees are released: what is out is dropped. */
void send_disown(struct loop *loop);

#endif
