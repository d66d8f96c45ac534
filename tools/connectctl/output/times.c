/*
 * ISO 8601 between UTC and local time.  The library writes times in UTC with up to milliseconds.
 */
#include "output/times.h"

#include "base/strbuf.h"

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

static json_t *local_time(const char *text)
{
    struct strbuf out = { 0 };
    struct tm parts;
    json_t *value;
    time_t seconds;
    int micros;
    long offset;

    if (!parse_utc(text, &seconds, &micros) || localtime_r(&seconds, &parts) == NULL) {
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
    value = require_memory(json_string(strbuf_string(&out)));
    strbuf_free(&out);
    return value;
}

void times_localize(const connect_shape *shape, json_t *object)
{
    const connect_member *member;

    for (size_t i = 0; (member = connect_shape_member(shape, i)) != NULL; i++) {
        const char *name = connect_member_name(member);
        json_t *value = json_object_get(object, name), *item, *changed;
        size_t at;

        switch (connect_member_kind(member)) {
        case CONNECT_KIND_TIME:
            changed = json_is_string(value) ? local_time(json_string_value(value)) : NULL;
            if (changed != NULL) {
                json_object_set_new(object, name, changed);
            }
            break;
        case CONNECT_KIND_STRUCT:
            times_localize(connect_member_shape(member), value);
            break;
        case CONNECT_KIND_STRUCT_LIST:
            json_array_foreach(value, at, item) {
                times_localize(connect_member_shape(member), item);
            }
            break;
        default:
            break;
        }
    }
}

char *times_readable(const char *text)
{
    char *readable = require_memory(strdup(text));

    if (strlen(readable) >= 19 && readable[10] == 'T') {
        readable[10] = ' ';
        readable[19] = '\0';
    }
    return readable;
}
