/*
 * Pages, with --max-items, --page-size and --starting-token as the AWS CLI has them.
 */
#include "call/paging.h"

#include "base/failure.h"
#include "base/json.h"
#include "base/terminal.h"
#include "call/page_token.h"
#include "output/error.h"

#include <stdlib.h>
#include <string.h>

/* ---- options ---- */

static int parse_count(const struct command *command, enum extra which, long least, long *number)
{
    const struct parsed_option *parsed = command_extra(command, which);
    char *end;

    *number = -1;
    if (parsed == NULL) {
        return 0;
    }
    *number = strtol(parsed->values[0], &end, 10);
    if (end != parsed->values[0] && *end == '\0' && *number >= least && *number <= INT32_MAX) {
        return 0;
    }
    return usage_error(command->name, "--%s: \"%s\" is not valid; expected a whole number from %ld",
                       extras[which].name, parsed->values[0], least);
}

/* A token or size in --cli-input-json does not turn paging off, but one that was typed does. */
static bool is_typed(const struct command *command, const char *name)
{
    const connect_shape *input = connect_operation_input(command->operation);
    const connect_member *member;

    for (size_t i = 0; (member = connect_shape_member(input, i)) != NULL; i++) {
        if (strcmp(connect_member_name(member), name) == 0) {
            return arguments_find(&command->arguments, member) != NULL;
        }
    }
    return false;
}

/* The empty token of the skeleton means the first page. */
static void drop_empty(json_t *input, const char *name)
{
    const json_t *value = json_object_get(input, name);

    if (json_is_null(value) || (json_is_string(value) && json_string_length(value) == 0) ||
        (json_is_integer(value) && json_integer_value(value) == 0)) {
        (void)json_object_del(input, name);
    }
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
    code = parse_count(command, EXTRA_MAX_ITEMS, 0, &max_items);
    if (code == 0) {
        code = parse_count(command, EXTRA_PAGE_SIZE, 1, &page_size);
    }
    if (code != 0) {
        return code;
    }
    paging->is_wanted = !command->globals.no_paginate && !is_typed(command, "NextToken") &&
                        !is_typed(command, "MaxResults");
    if (!paging->is_wanted && (max_items >= 0 || page_size > 0 || start != NULL)) {
        return usage_error(command->name,
                           "--max-items, --page-size and --starting-token fetch all pages; they "
                           "cannot be combined with --no-paginate, --next-token or --max-results");
    }
    if (start != NULL && !is_valid_utf8(start->values[0])) {
        return usage_error(command->name, "--starting-token: the token is not UTF-8");
    }
    if (paging->is_wanted) {
        drop_empty(input, "NextToken");
        drop_empty(input, "MaxResults");
    }
    if (page_size > 0) {
        json_set(input, "MaxResults", json_integer(page_size));
    }
    paging->has_max_items = max_items >= 0;
    paging->max_items = max_items >= 0 ? (size_t)max_items : 0;
    paging->starting_token = start != NULL ? start->values[0] : NULL;
    return 0;
}

/* ---- pages ---- */

/* The state of a listing. */
struct listing {
    const struct paging *paging;
    struct output *output;
    const char *list_name; /* of the member that holds the items */
    json_t *items;         /* those that are printed at the end */
    size_t count;          /* of all items so far */
    char *token;           /* of the current page; NULL for the first */
    size_t skip;           /* items of the current page that an earlier command has printed */
    char *resume;          /* the token to go on with */
};

static json_t *slice_items(const json_t *items, size_t start, size_t end)
{
    json_t *part = require_memory(json_array());

    for (size_t i = start; i < end; i++) {
        json_append(part, json_incref(json_array_get(items, i)));
    }
    return part;
}

/* Prints the items of one page.  A stream of YAML has everything that the page has. */
static int print_page(struct listing *listing, json_t *page, json_t *items)
{
    json_t *document = json_incref(page);
    int code;

    if (listing->output->settings->output == OUTPUT_TEXT) {
        json_decref(document);
        document = require_memory(json_object());
    }
    json_set(document, listing->list_name, json_incref(items));
    code = output_write(listing->output, document);
    json_decref(document);
    return code;
}

/* Adds the items of one page.  *is_done: no further page is to be fetched. */
static int add_page(struct listing *listing, json_t *page, const char *next, bool *is_done)
{
    const struct paging *paging = listing->paging;
    const json_t *items = json_object_get(page, listing->list_name);
    size_t count = json_array_size(items), start = listing->skip < count ? listing->skip : count;
    size_t end = count;
    json_t *part;
    int code = 0;

    if (paging->has_max_items && listing->count + (count - start) > paging->max_items) {
        end = start + (paging->max_items - listing->count);
    }
    part = slice_items(items, start, end);
    listing->count += end - start;
    if (output_is_paged(listing->output)) {
        code = print_page(listing, page, part);
    } else if (json_array_extend(listing->items, part) != 0) {
        out_of_memory();
    }
    json_decref(part);
    if (end < count) {
        listing->resume = page_token_encode(listing->token, true, end);
    } else if (paging->has_max_items && listing->count == paging->max_items && next != NULL) {
        listing->resume = page_token_encode(next, false, 0);
    }
    free(listing->token);
    listing->token = next != NULL ? require_memory(strdup(next)) : NULL;
    listing->skip = 0;
    *is_done = code != 0 || listing->resume != NULL || next == NULL;
    return code;
}

/* A reader such as head gets a moment to go after the first page, before another one is fetched. */
static bool is_abandoned(const struct listing *listing, bool is_first)
{
    enum { MOMENT_MS = 100 };

    return output_is_paged(listing->output) &&
           output_is_abandoned(listing->output, is_first ? MOMENT_MS : 0);
}

static int fetch_pages(connect_pager *pager, struct listing *listing, const char *operation)
{
    bool is_done = false, is_first = true;
    char *text;
    int code = 0;

    while (!is_done && (text = connect_pager_next_page_json(pager)) != NULL) {
        json_t *page = require_memory(json_loads(text, 0, NULL));

        connect_free(text);
        code = add_page(listing, page, connect_pager_next_token(pager), &is_done);
        json_decref(page);
        is_done = is_done || is_abandoned(listing, is_first);
        is_first = false;
    }
    if (!is_done && connect_pager_error(pager) != NULL) {
        code = error_print(listing->output->settings, connect_pager_error(pager), operation);
    }
    return code;
}

static int fetch_listing(connect_client *client, const connect_operation *operation,
                         const json_t *input, struct listing *listing)
{
    char *text = require_memory(json_dumps(input, 0));
    connect_error *error = NULL;
    connect_pager *pager = NULL;
    int code;

    if (connect_pager_new(client, connect_operation_name(operation), text, &pager, &error) ==
        CONNECT_OK) {
        code = fetch_pages(pager, listing, connect_operation_name(operation));
    } else {
        code = error_print(listing->output->settings, error, connect_operation_name(operation));
    }
    connect_error_free(error);
    connect_pager_free(pager);
    free(text);
    return code;
}

/* What is printed after the last page: everything, or of a listing by pages the token. */
static int print_end(struct listing *listing)
{
    json_t *document = require_memory(json_object());
    int code = 0;

    if (!output_is_paged(listing->output)) {
        json_set(document, listing->list_name, json_incref(listing->items));
        if (listing->resume != NULL) {
            json_set(document, "NextToken", json_new_string(listing->resume));
        }
        code = output_write(listing->output, document);
    } else if (listing->resume != NULL && listing->output->settings->output == OUTPUT_TEXT) {
        json_t *token = require_memory(json_object());

        json_set(token, "NextToken", json_new_string(listing->resume));
        json_set(document, "NextToken", token);
        code = output_write(listing->output, document);
    }
    json_decref(document);
    return code;
}

int paging_run(connect_client *client, const connect_operation *operation, json_t *input,
               const struct paging *paging, struct output *output)
{
    struct listing listing = { .paging = paging, .output = output };
    const char *start = json_member_string(input, "NextToken");
    int code;

    listing.list_name = connect_member_name(connect_operation_page_member(operation));
    listing.items = require_memory(json_array());
    if (paging->starting_token != NULL) {
        page_token_decode(paging->starting_token, &listing.token, &listing.skip);
    } else if (start != NULL) {
        listing.token = require_memory(strdup(start));
    }
    if (listing.token != NULL) {
        json_set(input, "NextToken", json_new_string(listing.token));
    }
    code = fetch_listing(client, operation, input, &listing);
    if (code == 0) {
        code = print_end(&listing);
    }
    json_decref(listing.items);
    free(listing.token);
    free(listing.resume);
    return code;
}
