/*
 * `zapi list-instances`.  It needs no region and no AWS credentials.  The bearer token comes from a
 * variable or a file, never from the command line, where other users of the machine would see it.
 */
#include "zapi/zapi.h"

#include "base/failure.h"
#include "base/json.h"
#include "call/client.h"
#include "cli/settings.h"
#include "help/help.h"
#include "input/file_value.h"
#include "output/error.h"
#include "zapi/zapi_print.h"

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
    [PAGE] = { "page", OPTION_VALUE, "N", "this page only, from 1; all pages by default" },
    [PAGE_SIZE] = { "page-size", OPTION_VALUE, "N", "instances on a page, from 1; 50 by default" },
    [QUERY] = { "query", OPTION_VALUE, "TEXT", "part of a name or of an id" },
    [MIDDLEWARE] = { "middleware", OPTION_VALUE, "web|mobile",
                     "only instances that are connected this way" },
    [MAX_ITEMS] = { "max-items", OPTION_VALUE, "N", "stop after N instances" },
    [TOKEN_FILE] = { "token-file", OPTION_VALUE, "FILE",
                     "file with the partner's token, - for standard input; default: the variable "
                     "ZAPI_TOKEN" },
    [SHOW_TOKENS] = { "show-tokens", OPTION_FLAG, NULL,
                      "print the token of each instance, which is a secret" },
};

struct listing {
    connect_zapi_list_instances_request request;
    long max_items;
    bool show_tokens;
};

/* volatile: the compiler must not remove writes that nothing reads. */
static void erase_secret(char *secret)
{
    for (volatile char *p = secret; p != NULL && *p != '\0'; p++) {
        *p = '\0';
    }
    free(secret);
}

/* The partner's token, to be erased; NULL after having reported why there is none. */
static char *read_token(const struct arguments *arguments)
{
    const struct parsed_option *file = arguments_find(arguments, &table[TOKEN_FILE]);
    const char *variable = getenv("ZAPI_TOKEN");
    struct strbuf name = { 0 };
    char *token, *problem = NULL;

    if (file == NULL && (variable == NULL || variable[0] == '\0')) {
        report_error("the token is missing: set ZAPI_TOKEN or name a file with --token-file");
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
        report_error("--token-file: %s", problem);
    } else {
        token[strcspn(token, "\r\n")] = '\0';
    }
    free(problem);
    return token;
}

static int parse_number(const struct arguments *arguments, int which, long *number)
{
    const struct parsed_option *parsed = arguments_find(arguments, &table[which]);
    char *end;

    *number = 0;
    if (parsed == NULL) {
        return 0;
    }
    *number = strtol(parsed->values[0], &end, 10);
    if (end != parsed->values[0] && *end == '\0' && *number >= 1 && *number <= INT32_MAX) {
        return 0;
    }
    return usage_error(arguments->command,
                       "--%s: \"%s\" is not valid; expected a whole number from 1",
                       table[which].name, parsed->values[0]);
}

static const char *value_of_option(const struct arguments *arguments, int which)
{
    const struct parsed_option *parsed = arguments_find(arguments, &table[which]);

    return parsed != NULL ? parsed->values[0] : NULL;
}

static int parse_listing(const struct arguments *arguments, struct listing *listing)
{
    connect_zapi_list_instances_request *request = &listing->request;
    const char *middleware = value_of_option(arguments, MIDDLEWARE);
    long page, page_size;
    int code = parse_number(arguments, PAGE, &page);

    *listing = (struct listing){ .request = { .size = sizeof *request } };
    if (code == 0) {
        code = parse_number(arguments, PAGE_SIZE, &page_size);
    }
    if (code == 0) {
        code = parse_number(arguments, MAX_ITEMS, &listing->max_items);
    }
    if (code != 0) {
        return code;
    }
    request->page = (connect_opt_int32){ page > 0, (int32_t)page };
    request->page_size = (connect_opt_int32){ page_size > 0, (int32_t)page_size };
    request->query = value_of_option(arguments, QUERY);
    if (middleware != NULL && strcmp(middleware, "web") == 0) {
        request->middleware = CONNECT_ZAPI_MIDDLEWARE_WEB;
    } else if (middleware != NULL && strcmp(middleware, "mobile") == 0) {
        request->middleware = CONNECT_ZAPI_MIDDLEWARE_MOBILE;
    } else if (middleware != NULL) {
        return usage_error(arguments->command,
                           "--middleware: \"%s\" is not valid; expected web or mobile", middleware);
    }
    listing->show_tokens = arguments_find(arguments, &table[SHOW_TOKENS]) != NULL;
    return 0;
}

static int list_page(connect_zapi_client *client, struct listing *listing,
                     const struct settings *settings, json_t *content)
{
    connect_zapi_list_instances_response *page = NULL;
    connect_error *error = NULL;
    size_t most = listing->max_items > 0 ? (size_t)listing->max_items : SIZE_MAX;
    int code = 0;

    if (!listing->request.page_size.is_set) {
        listing->request.page_size = (connect_opt_int32)CONNECT_SET(50);
    }
    if (connect_zapi_list_instances(client, &listing->request, &page, &error) != CONNECT_OK) {
        code = error_print(settings, error, "ListInstances");
    }
    for (size_t i = 0; code == 0 && i < page->content_count && i < most; i++) {
        json_append(content, zapi_json(page->content[i], listing->show_tokens));
    }
    connect_error_free(error);
    connect_free(page);
    return code;
}

static int list_all(connect_zapi_client *client, const struct listing *listing,
                    const struct settings *settings, json_t *content)
{
    connect_pager *pager = connect_zapi_list_instances_pages(client, &listing->request);
    const connect_zapi_instance *instance;
    int code = 0;

    connect_pager_set_max_items(pager, (uint64_t)listing->max_items);
    while ((instance = connect_zapi_list_instances_next(pager)) != NULL) {
        json_append(content, zapi_json(instance, listing->show_tokens));
    }
    if (connect_pager_error(pager) != NULL) {
        code = error_print(settings, connect_pager_error(pager), "ListInstances");
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

static int fetch_instances(const struct globals *globals, struct listing *listing,
                           const struct settings *settings, const char *token, json_t *content)
{
    connect_zapi_client *client = NULL;
    connect_error *error = NULL;
    int code;

    if (open_client(globals, token, &client, &error) != CONNECT_OK) {
        code = error_print(settings, error, "ListInstances");
    } else if (listing->request.page.is_set) {
        code = list_page(client, listing, settings, content);
    } else {
        code = list_all(client, listing, settings, content);
    }
    connect_error_free(error);
    connect_zapi_client_free(client);
    return code;
}

static int list_instances(const struct globals *globals, struct listing *listing, const char *token)
{
    struct settings settings;
    json_t *content = require_memory(json_array());
    int code = settings_load(&settings, globals, "zapi list-instances");

    if (code == 0) {
        code = fetch_instances(globals, listing, &settings, token, content);
    }
    if (code == 0) {
        code = zapi_print(&settings, content);
    }
    settings_free(&settings);
    json_decref(content);
    return code;
}

static int print_help(void)
{
    help_paragraph("Lists the partner's instances of the Z-API WhatsApp service.");
    (void)puts("\nUsage: connectctl zapi list-instances [options]");
    help_heading("Options");
    for (size_t i = 0; i < OPTIONS; i++) {
        struct strbuf term = { 0 };

        strbuf_addf(&term, "--%s%s%s", table[i].name, table[i].value != NULL ? " " : "",
                    table[i].value != NULL ? table[i].value : "");
        help_entry(2, strbuf_string(&term), table[i].help);
        strbuf_free(&term);
    }
    (void)putchar('\n');
    help_paragraph(
        "The global options of AWS (region, profile, signing) have no effect here. connectctl --help "
        "lists them.");
    return 0;
}

static bool is_help(const char *arg)
{
    return strcmp(arg, "help") == 0 || strcmp(arg, "--help") == 0;
}

static int run_listing(const struct globals *globals, const struct arguments *arguments)
{
    struct listing listing;
    char *token;
    int code;

    if (globals->help) {
        return print_help();
    }
    code = parse_listing(arguments, &listing);
    if (code != 0) {
        return code;
    }
    token = read_token(arguments);
    code = token != NULL ? list_instances(globals, &listing, token) : CTL_CONFIGURATION;
    erase_secret(token);
    return code;
}

int zapi_run(const struct globals *globals, char *const *args, size_t count)
{
    struct option options[OPTIONS + GLOBALS_MAX];
    struct arguments arguments = { .options = options, .command = "zapi list-instances" };
    struct globals all = *globals;
    size_t used = 0;
    int code;

    if (globals->help || (count > 0 && is_help(args[0])) || (count > 1 && is_help(args[1]))) {
        return print_help();
    }
    if (count == 0 || strcmp(args[0], "list-instances") != 0) {
        return usage_error("zapi", "unknown command; expected zapi list-instances");
    }
    for (size_t i = 0; i < OPTIONS; i++) {
        options[i] = (struct option){ table[i].name, table[i].kind, &table[i] };
    }
    arguments.options_count = globals_add_options(options, OPTIONS);
    code = arguments_parse(&arguments, args + 1, count - 1, &used);
    if (code == 0) {
        code = globals_apply(&all, &arguments);
    }
    if (code == 0 && used < count - 1) {
        code = usage_error(arguments.command, "unexpected argument \"%s\"", args[1 + used]);
    }
    if (code == 0) {
        code = run_listing(&all, &arguments);
    }
    free(arguments.parsed);
    return code;
}
