/*
 * See request_log.h.
 */
#include "server/request_log.h"

#include "base/escape.h"
#include "base/json.h"
#include "core/buf.h"
#include "core/mem.h"
#include "core/number.h"
#include "core/time.h"

#include <string.h>

#define LINE_MAX_SIZE (1024 * 1024)
/* Of a string from outside in a JSON object: a path may have 64 KB. */
#define MEMBER_MAX 500

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
    if (exchange->error_type != NULL || exchange->error_message != NULL) {
        buf_add_text(&line, ": ");
        escape_add(&line, exchange->error_type != NULL ? exchange->error_type : "error");
        buf_add_text(&line, ": ");
        escape_add(&line, exchange->error_message != NULL ? exchange->error_message : "");
    }
    buf_add_char(&line, '\n');
    if (check_buf(&line)) {
        fwrite(line.data, 1, line.size, file);
    }
    buf_free(&line);
}

static void put_optional(json_t *object, const char *name, const char *value)
{
    char part[MEMBER_MAX + 1];

    if (value != NULL) {
        snprintf(part, sizeof part, "%s", value);
        json_put_string(object, name, part);
    }
}

/* "attempt=2; max=3" */
static void put_attempt(json_t *object, const struct exchange *exchange)
{
    const char *header = exchange_header(exchange, "amz-sdk-request");
    const char *attempt = header != NULL ? strstr(header, "attempt=") : NULL;
    int64_t number;

    if (attempt != NULL) {
        attempt += strlen("attempt=");
        if (text_to_int64(attempt, strspn(attempt, "0123456789"), &number)) {
            json_put(object, "attempt", json_integer(number));
        }
    }
    put_optional(object, "invocation_id", exchange_header(exchange, "amz-sdk-invocation-id"));
}

static void put_quota(json_t *object, const struct exchange *exchange)
{
    if (!exchange->has_quota) {
        return;
    }

    json_t *quota = json_check_alloc(json_object());

    json_put(quota, "level", json_real(exchange->quota_level));
    json_put(quota, "rate", json_real(exchange->quota_rate));
    json_put(quota, "burst", json_real(exchange->quota_burst));
    json_put(object, "quota", quota);
}

char *request_log_json(const struct exchange *exchange, int64_t now, double duration)
{
    json_t *object = json_check_alloc(json_object());
    char time[40];

    time_format_iso(now, time);
    json_put_string(object, "time", time);
    put_optional(object, "method", exchange->method);
    put_optional(object, "path", exchange->path);
    put_optional(object, "query", *exchange->query != '\0' ? exchange->query : NULL);
    put_optional(object, "operation", exchange->operation);
    json_put(object, "status", json_integer(exchange->status));
    put_optional(object, "error", exchange->error_type);
    put_optional(object, "message", exchange->error_message);
    put_optional(object, "request_id", exchange->request_id);
    put_attempt(object, exchange);
    put_optional(object, "principal", exchange->principal);
    put_optional(object, "account", exchange->account_id);
    put_optional(object, "region", exchange->region);
    put_optional(object, "user_agent", exchange_header(exchange, "user-agent"));
    json_put(object, "request_bytes", json_integer((json_int_t)exchange->body.size));
    json_put(object, "response_bytes", json_integer((json_int_t)exchange->response_size));
    json_put(object, "duration_ms", json_real(duration));
    put_optional(object, "fault", exchange->fault_spec);
    put_quota(object, exchange);

    char *text = check_alloc(json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(6)));
    char *copy = check_alloc(mem_strdup(text));

    free(text);
    json_decref(object);
    return copy;
}
