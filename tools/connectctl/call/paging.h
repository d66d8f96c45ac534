/*
 * Listings with all their pages.
 */
#ifndef CTL_CALL_PAGING_H
#define CTL_CALL_PAGING_H

#include "cli/command.h"
#include "output/output.h"

#include <connect/pager.h>

#include <jansson.h>

struct paging {
    bool is_wanted;
    bool has_max_items;
    size_t max_items;
    const char *starting_token;
};

/*
 * Decides whether all pages are fetched, as the AWS CLI does: not when a page position or size was
 * given as an option.  Puts the page size into the input.  Returns 0, or CTL_USAGE after having
 * reported why.
 */
int paging_plan(const struct command *command, json_t *input, struct paging *paging);
/*
 * Fetches the pages and prints them: each as it arrives, or all items as one document, with the
 * token to go on with when there are more.  Returns 0, or an exit code after having reported why.
 */
int paging_run(connect_client *client, const connect_operation *operation, json_t *input,
               const struct paging *paging, struct output *output);

#endif
