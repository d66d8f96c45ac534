/*
 * A listing with all its pages as one output.
 */
#ifndef CTL_PAGES_H
#define CTL_PAGES_H

#include "cli/command.h"

#include <connect/pager.h>

#include <jansson.h>

struct paging {
    bool wanted;
    size_t max_items; /* 0: all */
    const char *starting_token;
};

/*
 * Decides whether the pages are gone through, as the AWS CLI does: not when a page position or size
 * was parsed by hand. Puts the page size into the input.  Returns 0, or CTL_USAGE after having said
 * why.
 */
int paging_plan(const struct command *command, json_t *input, struct paging *paging);
/*
 * Collects all items under the name of their list, and the token to go on with when there are more.
 * Returns 0 with an owned *output, or an exit code after having said why.
 */
int paging_collect(connect_client *client, const connect_operation *operation, json_t *input,
                   const struct paging *paging, json_t **output);

#endif
