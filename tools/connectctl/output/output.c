/*
 * Documents on their way to stdout.
 */
#include "output/output.h"

#include "base/failure.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "base/terminal.h"
#include "jmespath/jmespath.h"
#include "output/pager.h"
#include "output/times.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int output_open(struct output *output, const struct settings *settings,
                const struct globals *globals, const connect_shape *shape, const char *command)
{
    struct jmespath_error error;

    *output = (struct output){ .settings = settings, .shape = shape };
    output->is_terminal = isatty(STDOUT_FILENO) == 1;
    if ((settings->output == OUTPUT_YAML || settings->output == OUTPUT_YAML_STREAM) &&
        !output_has_yaml()) {
        return usage_error(command,
                           "this connectctl was built without YAML; build it with libyaml");
    }
    if (globals->query == NULL) {
        return 0;
    }
    output->query = jmespath_compile(globals->query, &error);
    if (output->query == NULL) {
        return usage_error_at(command, "--query", globals->query, error.position, error.message);
    }
    return 0;
}

bool output_is_paged(const struct output *output)
{
    return output->settings->output == OUTPUT_TEXT ||
           output->settings->output == OUTPUT_YAML_STREAM;
}

/* The pager starts when there is something to print. */
static int start_printing(struct output *output)
{
    if (output->out != NULL) {
        return 0;
    }
    /* A write to a pipe without a reader fails instead of ending the process. */
    (void)signal(SIGPIPE, SIG_IGN);
    if (output->settings->pager == NULL) {
        output->out = stdout;
        return 0;
    }
    output->out = pager_start(output->settings->pager, &output->pager);
    if (output->out == NULL) {
        report_error("cannot start the pager \"%s\": %s", output->settings->pager, strerror(errno));
        return CTL_OTHER;
    }
    return 0;
}

/* After a failed write: a reader that has gone is no error. */
static int write_failure(struct output *output)
{
    if (errno == EPIPE) {
        output->is_closed_by_reader = true;
        clearerr(output->out);
        return 0;
    }
    report_error("cannot write the output: %s", strerror(errno));
    return CTL_OTHER;
}

static void print_document(struct output *output, const json_t *value)
{
    json_t *list;

    switch (output->settings->output) {
    case OUTPUT_TEXT:
        output_text(output->out, value, output->is_terminal);
        break;
    case OUTPUT_TABLE:
        output_table(output->out, output->query == NULL ? output->shape : NULL, value,
                     terminal_columns(STDOUT_FILENO));
        break;
    case OUTPUT_YAML:
        (void)output_yaml(output->out, value, output->is_terminal);
        break;
    case OUTPUT_YAML_STREAM:
        list = require_memory(json_pack("[O]", value));
        (void)output_yaml(output->out, list, output->is_terminal);
        json_decref(list);
        break;
    case OUTPUT_JSON:
        output_json(output->out, value, output->is_terminal);
        break;
    case OUTPUT_OFF:
        break;
    }
}

static int print_and_flush(struct output *output, const json_t *value)
{
    int code;

    if (output->is_closed_by_reader || output->settings->output == OUTPUT_OFF) {
        return 0;
    }
    code = start_printing(output);
    if (code != 0) {
        return code;
    }
    errno = 0;
    print_document(output, value);
    return fflush(output->out) != 0 || ferror(output->out) ? write_failure(output) : 0;
}

int output_write(struct output *output, json_t *document)
{
    struct jmespath_error error;
    json_t *result;
    int code = 0;

    if (json_object_size(document) == 0 && output->query == NULL) {
        return 0;
    }
    times_format(output->shape, document, output->settings->has_wire_times);
    if (output->query == NULL) {
        return print_and_flush(output, document);
    }
    result = jmespath_search(output->query, document, &error);
    if (result == NULL) {
        report_error_at("--query", jmespath_expression(output->query), error.position,
                        error.message);
        return CTL_OTHER;
    }
    /* The AWS CLI prints {} in a stream only. */
    if (!json_is_object(result) || json_object_size(result) > 0 ||
        output->settings->output == OUTPUT_YAML_STREAM) {
        code = print_and_flush(output, result);
    }
    json_decref(result);
    return code;
}

bool output_is_abandoned(const struct output *output, int wait_ms)
{
    struct pollfd fd = { .fd = STDOUT_FILENO };
    struct stat status;

    if (output->is_closed_by_reader) {
        return true;
    }
    if (output->out == NULL) {
        return false;
    }
    fd.fd = fileno(output->out);
    return fstat(fd.fd, &status) == 0 && S_ISFIFO(status.st_mode) && poll(&fd, 1, wait_ms) > 0 &&
           (fd.revents & POLLERR) != 0;
}

int output_close(struct output *output, int code)
{
    jmespath_free(output->query);
    output->query = NULL;
    if (output->pager != 0) {
        int pager_code = pager_finish(output->out, output->pager);

        if (pager_code == PAGER_NOT_FOUND) {
            report_error("cannot run the pager \"%s\"; --no-cli-pager prints without one",
                         output->settings->pager);
            code = code != 0 ? code : CTL_OTHER;
        }
    }
    return code;
}

int output_flush_stdout(void)
{
    errno = 0;
    if ((fflush(stdout) == 0 && !ferror(stdout)) || errno == EPIPE) {
        return 0;
    }
    report_error("cannot write the output: %s", strerror(errno != 0 ? errno : EIO));
    return CTL_OTHER;
}
