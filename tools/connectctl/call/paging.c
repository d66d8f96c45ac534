/*
 * Going through the pages of a listing, with --max-items, --page-size and --starting-token as the
 * AWS CLI has them.
 */
#include "call/paging.h"

#include "base/failure.h"
#include "base/strbuf.h"
#include "call/page_token.h"

#include <stdlib.h>
#include <string.h>

static int number_of(const struct command *command, enum extra which, long *number)
{
    const struct parsed_option *parsed = command_extra(command, which);
    char *end;

    *number = 0;
    if (parsed == NULL) {
        return 0;
    }
    *number = strtol(parsed->values[0], &end, 10);
    if (end != parsed->values[0] && *end == '\0' && *number >= 1 && *number <= INT32_MAX) {
        return 0;
    }
    return usage_error(command->name, "--%s is a whole number from 1 on, not \"%s\"",
                       extras[which].name, parsed->values[0]);
}

int paging_plan(const struct command *command, json_t *input, struct paging *paging)
{
    const struct parsed_option *start = command_extra(command, EXTRA_STARTING_TOKEN);
    long max_items, page_size;
    int code;

    *paging = (struct paging){ 0 };
    if (connect_operation_page_member(command->operation) == NULL) {
        return 0;
    }
    code = number_of(command, EXTRA_MAX_ITEMS, &max_items);
    if (code == 0) {
        code = number_of(command, EXTRA_PAGE_SIZE, &page_size);
    }
    if (code != 0) {
        return code;
    }
    paging->wanted = !command->globals.no_paginate && json_object_get(input, "NextToken") == NULL &&
                     json_object_get(input, "MaxResults") == NULL;
    if (!paging->wanted && (max_items > 0 || page_size > 0 || start != NULL)) {
        return usage_error(
            command->name,
            "--max-items, --page-size and --starting-token go through pages: they do not go "
            "together with --no-paginate, --next-token or --max-results");
    }
    if (page_size > 0) {
        json_object_set_new(input, "MaxResults", json_integer(page_size));
    }
    paging->max_items = (size_t)max_items;
    paging->starting_token = start != NULL ? start->values[0] : NULL;
    return 0;
}

/* Where a listing stands. */
struct progress {
    json_t *items;
    char *token;  /* of the current page; NULL for the first */
    size_t skip;  /* items of the current page that an earlier command has shown */
    char *resume; /* the token to show */
};

/* Takes over the items of one page.  Returns true when enough are there. */
static bool take_page(struct progress *progress, const json_t *page, size_t max_items,
                      const char *next)
{
    size_t count = json_array_size(page), had = json_array_size(progress->items),
           skip = progress->skip;
    size_t end = count;

    skip = skip > count ? count : skip;
    progress->skip = 0;
    if (max_items > 0 && had + (count - skip) > max_items) {
        end = skip + (max_items - had);
    }
    for (size_t i = skip; i < end; i++) {
        json_array_append(progress->items, json_array_get(page, i));
    }
    if (end < count) {
        progress->resume = page_token_encode(progress->token, end);
    } else if (max_items > 0 && json_array_size(progress->items) == max_items && next != NULL) {
        progress->resume = page_token_encode(next, 0);
    }
    free(progress->token);
    progress->token = next != NULL ? require_memory(strdup(next)) : NULL;
    return progress->resume != NULL || next == NULL;
}

static int collect(connect_client *client, const connect_operation *operation, const char *input,
                   size_t max_items, struct progress *progress)
{
    const char *list = connect_member_name(connect_operation_page_member(operation));
    connect_error *error = NULL;
    connect_pager *pager = NULL;
    bool done = false;
    char *text;
    int code = 0;

    if (connect_pager_new(client, connect_operation_name(operation), input, &pager, &error) !=
        CONNECT_OK) {
        code = failure_report(error, connect_operation_name(operation));
        connect_error_free(error);
        return code;
    }
    while (!done && (text = connect_pager_next_page_json(pager)) != NULL) {
        json_t *page = json_loads(text, 0, NULL);

        done = take_page(progress, json_object_get(page, list), max_items,
                         connect_pager_next_token(pager));
        json_decref(page);
        connect_free(text);
    }
    if (!done && connect_pager_error(pager) != NULL) {
        code = failure_report(connect_pager_error(pager), connect_operation_name(operation));
    }
    connect_pager_free(pager);
    return code;
}

int paging_collect(connect_client *client, const connect_operation *operation, json_t *input,
                   const struct paging *paging, json_t **output)
{
    struct progress progress = { require_memory(json_array()), NULL, 0, NULL };
    char *text;
    int code;

    if (paging->starting_token != NULL) {
        page_token_decode(paging->starting_token, &progress.token, &progress.skip);
    }
    if (progress.token != NULL) {
        json_object_set_new(input, "NextToken", json_string(progress.token));
    }
    text = require_memory(json_dumps(input, JSON_REAL_PRECISION(15)));
    code = collect(client, operation, text, paging->max_items, &progress);
    if (code == 0) {
        *output = require_memory(json_object());
        json_object_set(*output, connect_member_name(connect_operation_page_member(operation)),
                        progress.items);
        if (progress.resume != NULL) {
            json_object_set_new(*output, "NextToken", json_string(progress.resume));
        }
    }
    json_decref(progress.items);
    free(progress.token);
    free(progress.resume);
    free(text);
    return code;
}
