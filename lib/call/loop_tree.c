/* See loop_tree.h. */
#include "call/loop_tree.h"

#include "core/assert.h"
#include "core/clock.h"
#include "core/fork.h"
#include "core/mem.h"

bool loop_is_inherited(const struct loop *loop)
{
    return fork_generation() != loop->owner;
}

/* ---- lists ---- */

static struct loop_list *list_of(struct loop *loop, enum loop_place place)
{
    switch (place) {
    case TREE_READY:
        return &loop->ready;
    case TREE_UNSENT:
        return &loop->unsent;
    case TREE_ENDED:
        return &loop->ended;
    default:
        return NULL;
    }
}

static void list_remove(struct loop_list *list, struct loop_tree *tree)
{
    ASSERT(list->count > 0);
    ASSERT(tree->previous != NULL || list->first == tree);
    ASSERT(tree->next != NULL || list->last == tree);
    if (tree->previous != NULL) {
        tree->previous->next = tree->next;
    } else {
        list->first = tree->next;
    }
    if (tree->next != NULL) {
        tree->next->previous = tree->previous;
    } else {
        list->last = tree->previous;
    }
    list->count--;
}

static void list_append(struct loop_list *list, struct loop_tree *tree)
{
    ASSERT((list->first == NULL) == (list->count == 0));
    tree->next = NULL;
    tree->previous = list->last;
    if (list->last != NULL) {
        list->last->next = tree;
    } else {
        list->first = tree;
    }
    list->last = tree;
    list->count++;
}

void tree_move(struct loop *loop, struct loop_tree *tree, enum loop_place place)
{
    ASSERT(tree->place != TREE_GONE && place != TREE_GONE);
    struct loop_list *from = list_of(loop, tree->place), *to = list_of(loop, place);

    if (from != NULL) {
        list_remove(from, tree);
    }
    if (to != NULL) {
        list_append(to, tree);
    }
    tree->place = place;
}

struct loop_tree *tree_take(struct loop *loop, enum loop_place place)
{
    struct loop_tree *tree = list_of(loop, place)->first;

    ASSERT(tree == NULL || tree->place == place);
    if (tree != NULL) {
        tree_move(loop, tree, TREE_IDLE);
    }
    return tree;
}

void tree_make_ready(struct loop *loop, struct loop_tree *tree)
{
    if (tree->place == TREE_IDLE) {
        tree_move(loop, tree, TREE_READY);
    }
}

void tree_interrupt(struct loop *loop, struct loop_tree *tree)
{
    if (tree->place == TREE_UNSENT) {
        tree_move(loop, tree, TREE_IDLE);
    }
    tree_make_ready(loop, tree);
}

/* ---- timers: a binary heap, the earliest at 1 ---- */

bool timer_reserve(struct loop *loop)
{
    size_t room = loop->heap_room > 0 ? loop->heap_room * 2 : 16;
    struct loop_tree **longer;

    if (loop->trees + 2 <= loop->heap_room) {
        return true;
    }
    longer = mem_resize(loop->heap, room * sizeof(struct loop_tree *));
    if (longer == NULL) {
        return false;
    }
    loop->heap = longer;
    loop->heap_room = room;
    return true;
}

static void heap_put(struct loop *loop, size_t index, struct loop_tree *tree)
{
    ASSERT(index > 0 && index < loop->heap_room);
    loop->heap[index] = tree;
    tree->heap_index = index;
}

static void heap_rise(struct loop *loop, struct loop_tree *tree)
{
    size_t index = tree->heap_index;

    while (index > 1 && loop->heap[index / 2]->due > tree->due) {
        heap_put(loop, index, loop->heap[index / 2]);
        index /= 2;
    }
    heap_put(loop, index, tree);
}

static void heap_sink(struct loop *loop, struct loop_tree *tree)
{
    size_t index = tree->heap_index;

    for (;;) {
        size_t child = index * 2;

        if (child + 1 <= loop->heap_count && loop->heap[child + 1]->due < loop->heap[child]->due) {
            child++;
        }
        if (child > loop->heap_count || loop->heap[child]->due >= tree->due) {
            break;
        }
        heap_put(loop, index, loop->heap[child]);
        index = child;
    }
    heap_put(loop, index, tree);
}

static void heap_remove(struct loop *loop, struct loop_tree *tree)
{
    ASSERT(loop->heap_count > 0 && loop->heap[tree->heap_index] == tree);
    struct loop_tree *last = loop->heap[loop->heap_count--];

    if (last != tree) {
        heap_put(loop, tree->heap_index, last);
        heap_rise(loop, last);
        heap_sink(loop, last);
    }
    tree->heap_index = 0;
}

void timer_set(struct loop *loop, struct loop_tree *tree, int64_t due)
{
    if (due == DEADLINE_NONE) {
        if (tree->heap_index != 0) {
            heap_remove(loop, tree);
        }
        return;
    }
    if (tree->heap_index == 0) {
        heap_put(loop, ++loop->heap_count, tree);
    }
    tree->due = due;
    heap_rise(loop, tree);
    heap_sink(loop, tree);
}

int64_t timer_first(const struct loop *loop)
{
    return loop->heap_count > 0 ? loop->heap[1]->due : DEADLINE_NONE;
}

struct loop_tree *timer_take(struct loop *loop, int64_t now)
{
    struct loop_tree *tree = loop->heap_count > 0 ? loop->heap[1] : NULL;

    if (tree == NULL || tree->due > now) {
        return NULL;
    }
    heap_remove(loop, tree);
    return tree;
}

/* ---- those to look again ---- */

void waiting_add(struct loop *loop, struct loop_tree *tree)
{
    ASSERT((loop->waiting == NULL) == (loop->last_waiting == NULL));
    ASSERT(!tree->is_waiting);
    tree->is_waiting = true;
    tree->next_waiting = NULL;
    tree->previous_waiting = loop->last_waiting;
    if (loop->last_waiting != NULL) {
        loop->last_waiting->next_waiting = tree;
    } else {
        loop->waiting = tree;
    }
    loop->last_waiting = tree;
}

void waiting_remove(struct loop *loop, struct loop_tree *tree)
{
    if (!tree->is_waiting) {
        return;
    }
    tree->is_waiting = false;
    ASSERT(tree->previous_waiting != NULL || loop->waiting == tree);
    if (tree->previous_waiting != NULL) {
        tree->previous_waiting->next_waiting = tree->next_waiting;
    } else {
        loop->waiting = tree->next_waiting;
    }
    if (tree->next_waiting != NULL) {
        tree->next_waiting->previous_waiting = tree->previous_waiting;
    } else {
        loop->last_waiting = tree->previous_waiting;
    }
}
