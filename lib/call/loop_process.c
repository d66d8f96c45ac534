/*
 * Programs under a loop.  The descriptors of a program (its exit and its two pipes) are members of
 * the watch set.  A program that was given up is killed and stays in the list until it has been
 * reaped, with buffers of its own: the task that wanted it is gone by then.
 */
#include "call/loop_process.h"

#include "call/loop_tree.h"
#include "core/assert.h"
#include "core/clock.h"
#include "core/mem.h"

#include <errno.h>

struct loop_process {
    struct process process;
    struct loop *loop;
    struct loop_tree *tree; /* NULL: given up */
    struct task_process *task;
    struct loop_process *next, *previous;
    int64_t deadline; /* on the system's clock */
    struct process_watch {
        struct watch watch; /* first */
        struct loop_process *owner;
    } watches[PROCESS_DESCRIPTORS_MAX];
};

static void list_add(struct loop *loop, struct loop_process *program)
{
    program->next = loop->processes;
    if (program->next != NULL) {
        program->next->previous = program;
    }
    loop->processes = program;
}

static void list_remove(struct loop *loop, struct loop_process *program)
{
    ASSERT(program->previous != NULL || loop->processes == program);
    if (program->previous != NULL) {
        program->previous->next = program->next;
    } else {
        loop->processes = program->next;
    }
    if (program->next != NULL) {
        program->next->previous = program->previous;
    }
}

static void unwatch(struct loop_process *program)
{
    for (int i = 0; i < PROCESS_DESCRIPTORS_MAX; i++) {
        (void)watch_set_change(program->loop->set, &program->watches[i].watch, 0);
    }
}

/* It has been reaped, or is killed and reaped here. */
static void program_free(struct loop_process *program)
{
    unwatch(program);
    process_end(&program->process);
    list_remove(program->loop, program);
    mem_free(program);
}

static void program_check(struct loop_process *program);

static void program_ready(struct watch *watch, unsigned ready)
{
    (void)ready;
    program_check(((struct process_watch *)watch)->owner);
}

/* Those that are no longer listed are at their end. */
static bool program_watch(struct loop_process *program)
{
    int fds[PROCESS_DESCRIPTORS_MAX];
    size_t count = process_descriptors(&program->process, fds);
    bool ok = true;

    for (int i = 0; i < PROCESS_DESCRIPTORS_MAX; i++) {
        struct watch *watch = &program->watches[i].watch;
        bool is_listed = false;

        for (size_t k = 0; k < count; k++) {
            is_listed = is_listed || fds[k] == watch->fd;
        }
        ok = watch_set_change(program->loop->set, watch, is_listed ? WATCH_READ : 0) && ok;
    }
    return ok;
}

static void program_check(struct loop_process *program)
{
    struct loop_tree *tree = program->tree;

    if (!process_ready(&program->process)) {
        (void)program_watch(program);
        return;
    }
    if (tree != NULL) {
        program->task->result = program->process.result;
        tree->is_landed = true;
        tree_make_ready(program->loop, tree);
    }
    program_free(program);
}

bool process_launch(struct loop *loop, struct loop_tree *tree, struct task *leaf)
{
    struct task_process *task = leaf->process;
    struct loop_process *program = mem_calloc(1, sizeof *program);
    int fds[PROCESS_DESCRIPTORS_MAX];
    size_t count;

    if (program == NULL) {
        task->result = (struct process_result){ PROCESS_NOT_STARTED, ENOMEM };
        return false;
    }
    program->loop = loop;
    program->tree = tree;
    program->task = task;
    list_add(loop, program);
    for (int i = 0; i < PROCESS_DESCRIPTORS_MAX; i++) {
        program->watches[i].watch = (struct watch){ .fd = -1, .on_ready = program_ready };
        program->watches[i].owner = program;
    }
    if (!process_start(&program->process, task->words, task->out, task->complaint)) {
        task->result = program->process.result;
        program_free(program);
        return false;
    }
    count = process_descriptors(&program->process, fds);
    ASSERT(count <= PROCESS_DESCRIPTORS_MAX);
    for (size_t i = 0; i < count; i++) {
        program->watches[i].watch.fd = fds[i];
    }
    program->deadline = deadline_after(&clock_system, task->timeout_ms);
    if (!program_watch(program)) {
        program_free(program);
        task->result = (struct process_result){ PROCESS_NOT_STARTED, ENOMEM };
        return false;
    }
    tree->out.process = program;
    return true;
}

void process_give_up(struct loop *loop, struct loop_tree *tree)
{
    struct loop_process *program = tree->out.process;
    ASSERT(tree->flight == FLIGHT_PROCESS && program->tree == tree);

    (void)loop;
    program->tree = NULL;
    process_stop(&program->process, PROCESS_CANCELLED);
    program_check(program); /* one that had ended is gone now, and nothing would show it */
}

void process_look(struct loop *loop)
{
    struct loop_process *next;

    for (struct loop_process *program = loop->processes; program != NULL; program = next) {
        next = program->next;
        if (program->tree != NULL && deadline_left(&clock_system, program->deadline) == 0) {
            process_stop(&program->process, PROCESS_TIMEOUT);
            program->deadline = DEADLINE_NONE;
            program_check(program);
        } else if (deadline_left(&clock_system, process_next_look(&program->process)) == 0) {
            program_check(program);
        }
    }
}

int64_t process_next(const struct loop *loop)
{
    int64_t due = DEADLINE_NONE;

    for (const struct loop_process *program = loop->processes; program != NULL;
         program = program->next) {
        int64_t look = process_next_look(&program->process);

        look = program->tree != NULL && program->deadline < look ? program->deadline : look;
        due = look < due ? look : due;
    }
    return due;
}

void process_release_all(struct loop *loop)
{
    while (loop->processes != NULL) {
        if (loop_is_inherited(loop)) {
            process_disown(&loop->processes->process);
        }
        program_free(loop->processes);
    }
}
