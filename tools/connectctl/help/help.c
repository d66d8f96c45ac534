/*
 * Help pages: required options come first, terms and meanings are in two columns.
 */
#include "help/help.h"

#include "base/names.h"
#include "base/strbuf.h"
#include "base/terminal.h"
#include "base/wrap.h"
#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NARROWEST = 80, WIDEST = 110 };

static size_t page_width(void)
{
    size_t width = terminal_columns(STDOUT_FILENO);

    return width == 0 ? NARROWEST : width > WIDEST ? WIDEST : width;
}

/* The column in which meanings begin. */
static size_t meaning_column(void)
{
    return page_width() >= 96 ? 42 : 32;
}

void help_heading(const char *heading)
{
    (void)printf("\n%s\n", heading);
}

void help_entry(size_t indent, const char *term, const char *meaning)
{
    size_t column = meaning_column(), width = page_width(), used = indent + strlen(term);

    (void)printf("%*s", (int)indent, "");
    if (meaning[0] == '\0') {
        print_wrapped(stdout, term, indent + 4, width);
        return;
    }
    if (used + 2 > column) {
        print_wrapped(stdout, term, indent + 4, width);
        used = 0;
    } else {
        (void)printf("%s", term);
    }
    (void)printf("%*s", (int)(column - used), "");
    print_wrapped(stdout, meaning, column, width);
}

void help_paragraph(const char *text)
{
    print_wrapped(stdout, text, 0, page_width());
}

static void print_members(const connect_shape *shape, size_t indent, bool is_input, int depth)
{
    enum { MAX_DEPTH = 8 };
    const connect_member *member;

    for (size_t i = 0; depth < MAX_DEPTH && (member = connect_shape_member(shape, i)) != NULL;
         i++) {
        char *meaning = describe_member(member, is_input);
        struct strbuf full = { 0 };

        strbuf_addf(&full, "%s%s",
                    is_input && connect_member_is_required(member) ? "required; " : "", meaning);
        help_entry(indent, connect_member_name(member), strbuf_string(&full));
        if (connect_member_shape(member) != NULL) {
            print_members(connect_member_shape(member), indent + 2, is_input, depth + 1);
        }
        strbuf_free(&full);
        free(meaning);
    }
}

static void print_member_option(const connect_member *member)
{
    char *name = member_option_name(member), *value = describe_value(member),
         *meaning = describe_member(member, true);
    bool is_bool = connect_member_kind(member) == CONNECT_KIND_BOOL;
    struct strbuf term = { 0 };

    if (is_bool) {
        strbuf_addf(&term, "--%s | --no-%s", name, name);
    } else {
        strbuf_addf(&term, "--%s %s", name, value);
    }
    help_entry(2, strbuf_string(&term), is_bool ? "" : meaning);
    if (connect_member_shape(member) != NULL) {
        print_members(connect_member_shape(member), 6, true, 0);
    }
    strbuf_free(&term);
    free(name);
    free(value);
    free(meaning);
}

/* Positions and sizes of pages, which have options of their own. */
static bool is_for_paging(const connect_operation *operation, const connect_member *member)
{
    const char *name = connect_member_name(member);

    return connect_operation_page_member(operation) != NULL &&
           (strcmp(name, "NextToken") == 0 || strcmp(name, "MaxResults") == 0);
}

static void print_input(const connect_operation *operation, bool required)
{
    const connect_member *member;
    bool any = false;

    for (size_t i = 0;
         (member = connect_shape_member(connect_operation_input(operation), i)) != NULL; i++) {
        if (connect_member_is_required(member) != required || is_for_paging(operation, member)) {
            continue;
        }
        if (!any) {
            help_heading(required ? "Required" : "Optional");
        }
        any = true;
        print_member_option(member);
    }
}

static void print_extras(const connect_operation *operation, const char *waiter, bool of_pages,
                         const char *heading)
{
    bool any = false;

    for (enum extra i = 0; i < EXTRA_COUNT; i++) {
        struct strbuf term = { 0 };

        if (!extra_applies(i, operation, waiter) || (extras[i].scope == FOR_PAGES) != of_pages) {
            continue;
        }
        if (!any) {
            help_heading(heading);
        }
        any = true;
        strbuf_addf(&term, "--%s", extras[i].name);
        if (extras[i].value != NULL) {
            strbuf_addf(&term, extras[i].kind == OPTION_OPTIONAL_VALUE ? " [%s]" : " %s",
                        extras[i].value);
        }
        help_entry(2, strbuf_string(&term), extras[i].help);
        strbuf_free(&term);
    }
}

static void print_errors(const connect_operation *operation)
{
    struct strbuf all = { 0 };
    const char *type;

    for (size_t i = 0; (type = connect_operation_error(operation, i)) != NULL; i++) {
        strbuf_addf(&all, "%s%s", i > 0 ? ", " : "", type);
    }
    if (all.size > 0) {
        help_heading("Errors");
        (void)printf("  ");
        print_wrapped(stdout, strbuf_string(&all), 2, page_width());
    }
    strbuf_free(&all);
}

/* How often the service admits the operation, if no other quota was agreed on. */
static void print_quota(const connect_operation *operation)
{
    connect_quota_variant variant = { .size = sizeof variant };
    struct strbuf text = { 0 };

    strbuf_addf(&text, "%g a second and %g at once, for each account and region",
                connect_operation_quota_rate(operation), connect_operation_quota_burst(operation));
    for (size_t i = 0; connect_operation_quota_variant(operation, i, &variant); i++) {
        char *name = member_option_name(variant.member);

        strbuf_addf(&text, "; with --%s %s: %g a second and %g at once", name, variant.value,
                    variant.rate, variant.burst);
        free(name);
    }
    help_heading("Quota of requests");
    printf("  ");
    print_wrapped(stdout, strbuf_string(&text), 2, page_width());
    strbuf_free(&text);
}

/* The command with its required options. */
static void print_usage(const char *command, const connect_operation *operation)
{
    const connect_member *member;
    struct strbuf line = { 0 };

    strbuf_addf(&line, "connectctl %s", command);
    for (size_t i = 0;
         (member = connect_shape_member(connect_operation_input(operation), i)) != NULL; i++) {
        char *name = member_option_name(member), *value = describe_value(member);

        if (connect_member_is_required(member) &&
            connect_member_kind(member) == CONNECT_KIND_BOOL) {
            strbuf_addf(&line, " --[no-]%s", name);
        } else if (connect_member_is_required(member)) {
            strbuf_addf(&line, " --%s %s", name, value);
        }
        free(name);
        free(value);
    }
    strbuf_add(&line, " [options]");
    (void)printf("\nUsage: ");
    print_wrapped(stdout, strbuf_string(&line), 11, page_width());
    strbuf_free(&line);
}

static void print_end(void)
{
    (void)putchar('\n');
    help_paragraph(
        "Maps, structures and lists of them are JSON or the AWS CLI's shorthand: A=x,B=y; inside "
        "of that a list is [a,b], a structure or map {A=x,B=y}. Any value may come from a file: "
        "file://PATH. connectctl --help lists the options of all commands.");
}

int help_operation(const connect_operation *operation)
{
    char *name = kebab_case(connect_operation_name(operation));
    struct strbuf where = { 0 };

    help_paragraph(connect_operation_summary(operation));
    strbuf_addf(&where, "%s: %s %s", connect_operation_name(operation),
                connect_operation_method(operation), connect_operation_path(operation));
    print_wrapped(stdout, strbuf_string(&where), 4, page_width());
    strbuf_free(&where);
    print_usage(name, operation);
    print_input(operation, true);
    print_input(operation, false);
    print_extras(operation, NULL, true, "All pages are fetched, unless --no-paginate is given");
    print_extras(operation, NULL, false, "Other options");
    if (connect_shape_member(connect_operation_output(operation), 0) != NULL) {
        help_heading("Output");
        print_members(connect_operation_output(operation), 2, false, 0);
    }
    print_errors(operation);
    print_quota(operation);
    print_end();
    free(name);
    return 0;
}

int help_waiter(const char *command, const char *summary, const connect_operation *operation)
{
    help_paragraph(summary);
    print_usage(command, operation);
    print_input(operation, true);
    print_input(operation, false);
    print_extras(operation, command, false, "Other options");
    print_end();
    return 0;
}
