/*
 * The next page of a pager, as a task.
 */
#ifndef CALL_PAGE_H
#define CALL_PAGE_H

#include "call/pager.h"
#include "call/run.h"

/*
 * Part of another struct, or on the stack.  It succeeds without a result: a failure is kept in the
 * pager.
 */
struct page_task {
    struct task task;
    connect_pager *pager;
    bool has_page; /* one was fetched */
    struct run_task run;
};

void page_task_init(struct page_task *self, connect_pager *pager);

/* The same on the thread of the caller: true when there is a page. */
bool pager_next_page(connect_pager *pager);

#endif
