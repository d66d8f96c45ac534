/*
 * `zapi list-instances`.  It has nothing of AWS: no region, no profile, and a bearer token that
 * stands in a variable or in a file, never on the command line, where other users of the machine
 * would see it.
 */
#include "zapi/zapi.h"

#include "base/failure.h"
#include "base/strbuf.h"
#include "call/client.h"
#include "help/help.h"
#include "input/file_value.h"
#include "output/output.h"
#include "zapi/zapi_show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE, PAGE_SIZE, QUERY, MIDDLEWARE, MAX_ITEMS, TOKEN_FILE, SHOW_TOKENS, OPTIONS };

static const struct zapi_option {
    const char *name;
    enum option_kind kind;
    const char *value;
    const char *help;
} table[OPTIONS] = {
    [PAGE] = { "page", OPTION_VALUE, "N", "this page only, from 1; all pages when not parsed" },
    [PAGE_SIZE] = { "page-size", OPTION_VALUE, "N",
                    "instances on a page, from 1; 50 when not parsed" },
    [QUERY] = { "query", OPTION_VALUE, "TEXT", "part of a name or of an id" },
    [MIDDLEWARE] = { "middleware", OPTION_VALUE, "web|mobile", "only those that are connected so" },
    [MAX_ITEMS] = { "max-items", OPTION_VALUE, "N", "stop after so many" },
    [TOKEN_FILE] = { "token-file", OPTION_VALUE, "FILE",
                     "where the partner's token stands, - for standard input; else it comes from "
                     "ZAPI_TOKEN" },
    [SHOW_TOKENS] = { "show-tokens", OPTION_FLAG, NULL,
                      "show the token of each instance, which is a secret" },
};

struct listing {
    connect_zapi_list_instances_request request;
    long max_items;
    bool show_tokens;
};

/* The compiler require_memory not find out that nobody reads it any more. */
static void forget(char *secret)
{
    for (volatile char *p = secret; p != NULL && *p != '\0'; p++) {
        *p = '\0';
    }
    free(secret);
}

/* The partner's token, to be forgotten; NULL after having said why there is none. */
static char *read_token(const struct arguments *line)
{
    const struct parsed_option *file = arguments_find(line, &table[TOKEN_FILE]);
    const char *variable = getenv("ZAPI_TOKEN");
    struct strbuf name = { 0 };
    char *token, *problem = NULL;

    if (file == NULL && (variable == NULL || variable[0] == '\0')) {
        fputs("connectctl: a token is missing: set ZAPI_TOKEN, or name a file with --token-file\n",
              stderr);
        return NULL;
    }
    if (file == NULL) {
        return require_memory(strdup(variable));
    }
    strbuf_addf(&name, "file://%s", file->values[0]);
    token = strcmp(file->values[0], "-") == 0 ? read_standard_input(&problem)
                                              : read_file_reference(strbuf_string(&name), &problem);
    strbuf_free(&name);
    if (token == NULL) {
        fprintf(stderr, "connectctl: --token-file: %s\n", problem);
    } else {
        token[strcspn(token, "\r\n")] = '\0';
    }
    free(problem);
    return token;
}

static int read_number(const struct arguments *line, int which, long *number)
{
    const struct parsed_option *parsed = arguments_find(line, &table[which]);
    char *end;

    *number = 0;
    if (parsed == NULL) {
        return 0;
    }
    *number = strtol(parsed->values[0], &end, 10);
    if (end != parsed->values[0] && *end == '\0' && *number >= 1 && *number <= INT32_MAX) {
        return 0;
    }
    return usage_error(line->command, "--%s is a whole number from 1 on, not \"%s\"",
                       table[which].name, parsed->values[0]);
}

static const char *word_of(const struct arguments *line, int which)
{
    const struct parsed_option *parsed = arguments_find(line, &table[which]);

    return parsed != NULL ? parsed->values[0] : NULL;
}

static int read_listing(const struct arguments *line, struct listing *listing)
{
    connect_zapi_list_instances_request *request = &listing->request;
    const char *middleware = word_of(line, MIDDLEWARE);
    long page, page_size;
    int code = read_number(line, PAGE, &page);

    *listing = (struct listing){ .request = { .size = sizeof *request } };
    if (code == 0) {
        code = read_number(line, PAGE_SIZE, &page_size);
    }
    if (code == 0) {
        code = read_number(line, MAX_ITEMS, &listing->max_items);
    }
    if (code != 0) {
        return code;
    }
    request->page = (connect_opt_int32){ page > 0, (int32_t)page };
    request->page_size = (connect_opt_int32){ page_size > 0, (int32_t)page_size };
    request->query = word_of(line, QUERY);
    if (middleware != NULL && strcmp(middleware, "web") == 0) {
        request->middleware = CONNECT_ZAPI_MIDDLEWARE_WEB;
    } else if (middleware != NULL && strcmp(middleware, "mobile") == 0) {
        request->middleware = CONNECT_ZAPI_MIDDLEWARE_MOBILE;
    } else if (middleware != NULL) {
        return usage_error(line->command, "--middleware is web or mobile, not \"%s\"", middleware);
    }
    listing->show_tokens = arguments_find(line, &table[SHOW_TOKENS]) != NULL;
    return 0;
}

static int list_page(connect_zapi_client *client, struct listing *listing, json_t *content)
{
    connect_zapi_list_instances_response *page = NULL;
    connect_error *error = NULL;
    size_t most = listing->max_items > 0 ? (size_t)listing->max_items : SIZE_MAX;
    int code = 0;

    if (!listing->request.page_size.is_set) {
        listing->request.page_size = (connect_opt_int32)CONNECT_SET(50);
    }
    if (connect_zapi_list_instances(client, &listing->request, &page, &error) != CONNECT_OK) {
        code = failure_report(error, "ListInstances");
    }
    for (size_t i = 0; code == 0 && i < page->content_count && i < most; i++) {
        json_array_append_new(content, zapi_json(page->content[i], listing->show_tokens));
    }
    connect_error_free(error);
    connect_free(page);
    return code;
}

static int list_all(connect_zapi_client *client, const struct listing *listing, json_t *content)
{
    connect_pager *pager = connect_zapi_list_instances_pages(client, &listing->request);
    const connect_zapi_instance *instance;
    int code = 0;

    connect_pager_set_max_items(pager, (uint64_t)listing->max_items);
    while ((instance = connect_zapi_list_instances_next(pager)) != NULL) {
        json_array_append_new(content, zapi_json(instance, listing->show_tokens));
    }
    if (connect_pager_error(pager) != NULL) {
        code = failure_report(connect_pager_error(pager), "ListInstances");
    }
    connect_pager_free(pager);
    return code;
}

static connect_status open_client(const struct globals *globals, const char *token,
                                  connect_zapi_client **client, connect_error **error)
{
    connect_zapi_client_options options = { .size = sizeof options, .token = token };

    options.endpoint_url = globals->endpoint_url;
    options.ca_bundle = globals->ca_bundle;
    if (globals->connect_timeout_ms > 0) {
        options.connect_timeout_ms = (connect_opt_int64)CONNECT_SET(globals->connect_timeout_ms);
    }
    if (globals->read_timeout_ms > 0) {
        options.attempt_timeout_ms = (connect_opt_int64)CONNECT_SET(globals->read_timeout_ms);
    }
    if (globals->debug) {
        options.log_level = CONNECT_LOG_TRACE;
        options.log = print_log_line;
    }
    return connect_zapi_client_new(&options, client, error);
}

static int list(const struct globals *globals, struct listing *listing, const char *token)
{
    connect_zapi_client *client = NULL;
    connect_error *error = NULL;
    json_t *content = require_memory(json_array());
    int code;

    if (open_client(globals, token, &client, &error) != CONNECT_OK) {
        code = failure_report(error, "ListInstances");
    } else if (listing->request.page.is_set) {
        code = list_page(client, listing, content);
    } else {
        code = list_all(client, listing, content);
    }
    connect_error_free(error);
    connect_zapi_client_free(client);
    if (code == 0) {
        code = zapi_show(globals, content);
    }
    json_decref(content);
    return code;
}

static int help(void)
{
    help_paragraph("Lists the partner's instances of the Z-API WhatsApp service.");
    puts("\nUsage: connectctl zapi list-instances [options]");
    help_heading("Options");
    for (size_t i = 0; i < OPTIONS; i++) {
        struct strbuf term = { 0 };

        strbuf_addf(&term, "--%s%s%s", table[i].name, table[i].value != NULL ? " " : "",
                    table[i].value != NULL ? table[i].value : "");
        help_entry(2, strbuf_string(&term), table[i].help);
        strbuf_free(&term);
    }
    putchar('\n');
    help_paragraph(
        "Of the global options those of AWS (region, profile, signing) have no meaning here. connectctl "
        "--help lists them.");
    return 0;
}

static bool is_help(const char *word)
{
    return strcmp(word, "help") == 0 || strcmp(word, "--help") == 0;
}

static int run(const struct globals *globals, const struct arguments *line)
{
    struct listing listing;
    char *token;
    int code;

    if (globals->help) {
        return help();
    }
    code = read_listing(line, &listing);
    if (code != 0) {
        return code;
    }
    token = read_token(line);
    code = token != NULL ? list(globals, &listing, token) : CTL_CONFIGURATION;
    forget(token);
    return code;
}

int zapi_run(const struct globals *globals, char *const *words, size_t count)
{
    struct option options[OPTIONS + GLOBALS_MAX];
    struct arguments line = { .options = options, .command = "zapi list-instances" };
    struct globals all = *globals;
    size_t used = 0;
    int code;

    if (globals->help || (count > 0 && is_help(words[0])) || (count > 1 && is_help(words[1]))) {
        return help();
    }
    if (count == 0 || strcmp(words[0], "list-instances") != 0) {
        return usage_error("zapi", "there is zapi list-instances");
    }
    for (size_t i = 0; i < OPTIONS; i++) {
        options[i] = (struct option){ table[i].name, table[i].kind, &table[i] };
    }
    line.options_count = globals_add_options(options, OPTIONS);
    code = arguments_parse(&line, words + 1, count - 1, &used);
    if (code == 0) {
        code = globals_apply(&all, &line);
    }
    if (code == 0 && used < count - 1) {
        code = usage_error(line.command, "unexpected argument \"%s\"", words[1 + used]);
    }
    if (code == 0) {
        code = run(&all, &line);
    }
    free(line.parsed);
    return code;
}
