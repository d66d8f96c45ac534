/*
 * ISO 8601 in UTC, with up to milliseconds as the library writes it, to other forms of time.
 */
#include "output/times.h"

#include "base/json.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/*
 * "2026-11-21T23:59:18[.525]Z" to seconds since the epoch and microseconds; false for any other
 * form.
 */
static bool parse_utc(const char *text, time_t *seconds, int *micros)
{
    struct tm parts = { 0 };
    int size = 0, scale = 100000;

    if (sscanf(text, "%5d-%2d-%2dT%2d:%2d:%2d%n", &parts.tm_year, &parts.tm_mon, &parts.tm_mday,
               &parts.tm_hour, &parts.tm_min, &parts.tm_sec, &size) != 6 ||
        size == 0) {
        return false;
    }
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    *micros = 0;
    if (text[size] == '.') {
        for (size++; text[size] >= '0' && text[size] <= '9'; size++, scale /= 10) {
            *micros += (text[size] - '0') * scale;
        }
    }
    if (strcmp(text + size, "Z") != 0 && strcmp(text + size, "+00:00") != 0) {
        return false;
    }
    *seconds = timegm(&parts);
    return true;
}

/* The number that the service sends: seconds since the epoch. */
static json_t *wire_time(time_t seconds, int micros)
{
    return require_memory(micros == 0 ? json_integer((json_int_t)seconds)
                                      : json_real((double)seconds + micros / 1e6));
}

static json_t *local_time(time_t seconds, int micros)
{
    struct strbuf out = { 0 };
    struct tm parts;
    json_t *value;
    long offset;

    if (localtime_r(&seconds, &parts) == NULL) {
        return NULL;
    }
    offset = parts.tm_gmtoff / 60;
    strbuf_addf(&out, "%04d-%02d-%02dT%02d:%02d:%02d", parts.tm_year + 1900, parts.tm_mon + 1,
                parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
    if (micros != 0) {
        strbuf_addf(&out, ".%06d", micros);
    }
    strbuf_addf(&out, "%c%02ld:%02ld", offset < 0 ? '-' : '+', labs(offset) / 60,
                labs(offset) % 60);
    value = json_new_string(strbuf_string(&out));
    strbuf_free(&out);
    return value;
}

/* A string that is no time stays as it is. */
static void format_time(json_t *object, const char *name, bool is_wire)
{
    const char *text = json_member_string(object, name);
    json_t *changed = NULL;
    time_t seconds;
    int micros;

    if (text != NULL && parse_utc(text, &seconds, &micros)) {
        changed = is_wire ? wire_time(seconds, micros) : local_time(seconds, micros);
    }
    if (changed != NULL) {
        json_set(object, name, changed);
    }
}

void times_format(const connect_shape *shape, json_t *object, bool is_wire)
{
    const connect_member *member;

    for (size_t i = 0; (member = connect_shape_member(shape, i)) != NULL; i++) {
        const char *name = connect_member_name(member);
        json_t *value = json_object_get(object, name), *item;
        size_t at;

        switch (connect_member_kind(member)) {
        case CONNECT_KIND_TIME:
            format_time(object, name, is_wire);
            break;
        case CONNECT_KIND_STRUCT:
            times_format(connect_member_shape(member), value, is_wire);
            break;
        case CONNECT_KIND_STRUCT_LIST:
            json_array_foreach(value, at, item) {
                times_format(connect_member_shape(member), item, is_wire);
            }
            break;
        default:
            break;
        }
    }
}

bool times_is_time(const char *text)
{
    static const char form[] = "0000-00-00T00:00:00";

    for (size_t i = 0; form[i] != '\0'; i++) {
        if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) {
            return false;
        }
    }
    return true;
}

char *times_readable(const char *text)
{
    char *readable = require_memory(strdup(text));

    if (times_is_time(text)) {
        readable[10] = ' ';
        readable[19] = '\0';
    }
    return readable;
}
