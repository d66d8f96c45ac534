/*
 * Log lines.  Whoever logs a header or a body goes through here, so that redaction is in one place.
 */
#ifndef CORE_LOG_H
#define CORE_LOG_H

#include <connect/types.h>

struct logger {
    connect_log_level level;
    connect_log_fn fn;
    void *user;
};

#define LOG_LINE_MAX 4096

static inline bool log_wants(const struct logger *logger, connect_log_level level)
{
    return logger->fn != NULL && level <= logger->level;
}

void log_line(const struct logger *logger, connect_log_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* "> name: value", the value replaced when the header carries a secret. */
void log_header(const struct logger *logger, const char *mark, const char *name, const char *value);

#endif
