/*
 * Choosing the form of the output.
 */
#include "output/output.h"

#include "base/failure.h"
#include "base/terminal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *output_format(const struct globals *globals)
{
    const char *format = globals->output != NULL ? globals->output : getenv("AWS_DEFAULT_OUTPUT");

    if (format != NULL && (strcmp(format, "table") == 0 || strcmp(format, "text") == 0)) {
        return format;
    }
    return "json";
}

int output_flush(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout)) {
        return 0;
    }
    fprintf(stderr, "connectctl: cannot write the output: %s\n", strerror(errno));
    return CTL_OTHER;
}

int output_print(const struct globals *globals, const connect_shape *shape, const json_t *output)
{
    const char *format = output_format(globals);

    if (json_object_size(output) == 0) {
        return 0;
    }
    if (strcmp(format, "table") == 0) {
        output_table(stdout, shape, output, terminal_columns(STDOUT_FILENO));
    } else if (strcmp(format, "text") == 0) {
        output_text(stdout, output);
    } else {
        output_json(stdout, output);
    }
    return output_flush();
}
