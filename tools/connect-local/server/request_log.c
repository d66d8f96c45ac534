/*
 * See request_log.h.
 */
#include "server/request_log.h"

#include "base/alloc.h"
#include "base/escape.h"

#define LINE_MAX_SIZE (1024 * 1024)

static void add_field(struct buf *line, const char *value)
{
    escape_add(line, value != NULL && *value != '\0' ? value : "-");
    buf_add_char(line, ' ');
}

void request_log_print(FILE *file, const struct exchange *exchange)
{
    struct buf line = BUF_INIT(LINE_MAX_SIZE);

    add_field(&line, exchange->method);
    add_field(&line, exchange->path);
    add_field(&line, exchange->operation);
    buf_printf(&line, "%d ", exchange->status);
    add_field(&line, exchange->request_id);
    escape_add(&line, exchange->principal != NULL ? exchange->principal : "-");
    buf_add_char(&line, '\n');
    if (check_buf(&line)) {
        fwrite(line.data, 1, line.size, file);
    }
    buf_free(&line);
}
