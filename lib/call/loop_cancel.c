/* See loop_cancel.h. */
#include "call/loop_cancel.h"

#include "call/loop_tree.h"
#include "core/assert.h"
#include "core/mem.h"

struct loop_token {
    struct watch watch; /* first */
    struct loop *loop;
    struct loop_token *next;
    const connect_cancel *cancel;
    size_t trees;
};

/* A fired token stays readable: it has been heard and is watched no more. */
static void token_ready(struct watch *watch, unsigned ready)
{
    struct loop_token *token = (struct loop_token *)watch;

    (void)ready;
    (void)watch_set_change(token->loop->set, watch, 0);
    for (struct loop_tree *tree = token->loop->all; tree != NULL; tree = tree->next_of_all) {
        if (tree->token == token) {
            tree_interrupt(token->loop, tree);
        }
    }
}

static struct loop_token *token_find(struct loop *loop, const connect_cancel *cancel)
{
    struct loop_token *token = loop->tokens;

    while (token != NULL && token->cancel != cancel) {
        token = token->next;
    }
    return token;
}

static struct loop_token *token_new(struct loop *loop, const connect_cancel *cancel)
{
    ASSERT(cancel != NULL);
    struct loop_token *token = mem_calloc(1, sizeof *token);

    if (token == NULL) {
        return NULL;
    }
    token->watch = (struct watch){ .fd = connect_cancel_fd(cancel), .on_ready = token_ready };
    token->loop = loop;
    token->cancel = cancel;
    if (!watch_set_change(loop->set, &token->watch, WATCH_READ)) {
        mem_free(token);
        return NULL;
    }
    token->next = loop->tokens;
    loop->tokens = token;
    return token;
}

static void token_drop(struct loop *loop, struct loop_token *token)
{
    ASSERT(token->trees > 0 && token->loop == loop);
    struct loop_token **link = &loop->tokens;

    if (--token->trees > 0) {
        return;
    }
    while (*link != token) {
        ASSERT(*link != NULL); /* it is on the list */
        link = &(*link)->next;
    }
    *link = token->next;
    (void)watch_set_change(loop->set, &token->watch, 0);
    mem_free(token);
}

bool token_set(struct loop *loop, struct loop_tree *tree, const connect_cancel *cancel)
{
    struct loop_token *token;

    if (tree->token != NULL && tree->token->cancel == cancel) {
        return true;
    }
    if (tree->token != NULL) {
        token_drop(loop, tree->token);
        tree->token = NULL;
    }
    if (cancel == NULL) {
        return true;
    }
    token = token_find(loop, cancel);
    if (token == NULL) {
        token = token_new(loop, cancel);
    }
    if (token == NULL) {
        return false;
    }
    token->trees++;
    tree->token = token;
    return true;
}
