/* Log lines: one line each, bounded, printable, and without what a secret header carries. */
#include "core/log.h"

#include "core/assert.h"
#include "core/text.h"
#include "core/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void log_line(const struct logger *logger, connect_log_level level, const char *format, ...)
{
    if (!log_wants(logger, level)) {
        return;
    }
    char line[LOG_LINE_MAX + 1];
    va_list args;
    va_start(args, format);
    int size = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (size < 0) {
        return;
    }
    size_t shown = strlen(line);
    if ((size_t)size > shown) {
        static const char mark[] = "...";
        shown = text_utf8_cut(line, shown, LOG_LINE_MAX - (sizeof mark - 1));
        memcpy(line + shown, mark, sizeof mark);
    }
    ASSERT(shown < sizeof line);
    text_make_printable(line, shown); /* as the mark is */
    logger->fn(logger->user, level, line);
}

static bool header_is_secret(const char *name, size_t size)
{
    static const char *const secrets[] = {
        "authorization",
        "client-token",
        "cookie",
        "dpop",
        "proxy-authorization",
        "set-cookie",
        "x-amz-security-token",
        "x-amz-sso_bearer_token",
        "x-api-key",
        "x-aws-ec2-metadata-token",
    };
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
        if (text_equal_nocase_n(name, size, secrets[i])) {
            return true;
        }
    }
    return false;
}

void log_header(const struct logger *logger, const char *mark, const char *name, const char *value)
{
    bool secret = header_is_secret(name, strlen(name));
    log_line(logger, CONNECT_LOG_TRACE, "%s %s: %s", mark, name, secret ? "(redacted)" : value);
}
