/*
 * The user agent.  A character that is not allowed in a token becomes a hyphen.
 * (botocore useragent.py, UserAgentString, and the feature ids of its _USERAGENT_FEATURE_MAPPINGS)
 */
#include "call/user_agent.h"

#include "core/assert.h"
#include "core/buf.h"
#include "core/text.h"

#include <connect/types.h>

#include <string.h>
#include <sys/utsname.h>

#define USER_AGENT_MAX 4096
#define WORD_MAX 256
#define CODES_ROOM 32

struct code {
    unsigned feature;
    const char *text;
};

/*
 * Rule: each feature that a call uses has a code in the metrics.  Source: botocore, useragent.py.
 * Test: the_user_agent_tells_who_calls_and_how.
 */
static const struct code feature_codes[] = {
    { FEATURE_WAITER, "B" },         { FEATURE_PAGER, "C" },          { FEATURE_RETRY_LEGACY, "D" },
    { FEATURE_RETRY_STANDARD, "E" }, { FEATURE_RETRY_ADAPTIVE, "F" }, { FEATURE_ENDPOINT, "N" },
};

/*
 * Rule: each source of credentials has a code in the metrics.  Source: botocore, useragent.py.
 * Test: the_user_agent_tells_where_the_keys_come_from.
 */
/* By the source of the credentials (struct credentials). */
static const struct {
    const char *source;
    const char *codes;
} source_codes[] = {
    { "static", "e" },    { "custom provider", "e" },   { "environment", "g" },
    { "profile", "n" },   { "assume role", "i" },       { "web identity", "k" },
    { "sso", "r,s" },     { "login", "AC,AD" },         { "credential_process", "v,w" },
    { "container", "z" }, { "instance metadata", "0" },
};

/*
 * Rule: characters outside of the alphabet become hyphens.  Source: botocore, useragent.py.  Test:
 * the_user_agent_tells_who_calls_and_how.
 */
static void add_word(struct buf *out, const char *text, bool is_value)
{
    size_t size = strlen(text);

    if (size > WORD_MAX) {
        size = WORD_MAX;
    }
    for (size_t i = 0; i < size; i++) {
        bool allowed = text_is_alnum(text[i]) ||
                       (text[i] != '\0' && strchr("!$%&'*+-.^_`|~,", text[i]) != NULL) ||
                       (is_value && text[i] == '#');

        (void)buf_add_char(out, allowed ? text[i] : '-');
    }
}

/* " prefix/name#value" or " prefix/name". */
static void add_component(struct buf *out, const char *prefix, const char *name, const char *value)
{
    (void)buf_add_char(out, ' ');
    (void)buf_add_text(out, prefix);
    (void)buf_add_char(out, '/');
    add_word(out, name, false);
    if (text_is_empty(value)) {
        return;
    }
    (void)buf_add_char(out, '#');
    add_word(out, value, true);
}

static void add_system(struct buf *out)
{
    struct utsname system;

    if (uname(&system) != 0) {
        add_component(out, "os", "other", NULL);
        return;
    }
    if (strcmp(system.sysname, "Linux") == 0) {
        add_component(out, "os", "linux", system.release);
    } else if (strcmp(system.sysname, "Darwin") == 0) {
        add_component(out, "os", "macos", system.release);
    } else {
        add_component(out, "os", "other", NULL);
        add_component(out, "md", system.sysname, system.release);
    }
    add_component(out, "md", "arch", system.machine);
}

static const char *text_in(struct arena *arena, struct buf *text)
{
    const char *copy = text->state == BUF_OK ? arena_strdup(arena, buf_text(text)) : NULL;

    buf_free(text);
    return copy;
}

/*
 * Rule: the user agent names library, version 2.1 of the format, system, language, environment,
 * metrics and retry mode.  Source: botocore, useragent.py.  Test:
 * the_user_agent_tells_who_calls_and_how.
 */
bool user_agent_new(struct arena *arena, const struct user_agent_parts *parts,
                    struct user_agent *out)
{
    struct buf head = BUF_INIT(USER_AGENT_MAX), tail = BUF_INIT(USER_AGENT_MAX);

    (void)buf_add_text(&head, "libconnect/");
    (void)buf_add_text(&head, connect_version());
    (void)buf_add_text(&head, " ua/2.1");
    add_system(&head);
    add_component(&head, "lang", "c", "11");
    if (!text_is_empty(parts->execution_environment)) {
        add_component(&head, "exec-env", parts->execution_environment, NULL);
    }
    (void)buf_add_text(&head, " m/");

    add_component(&tail, "cfg", "retry-mode", parts->retry_mode);
    if (!text_is_empty(parts->app_id)) {
        add_component(&tail, "app", parts->app_id, NULL);
    }

    out->head = text_in(arena, &head);
    out->tail = text_in(arena, &tail);
    return out->head != NULL && out->tail != NULL;
}

bool user_agent_add(struct buf *out, const struct user_agent *agent, unsigned features,
                    const char *credential_source)
{
    char codes[CODES_ROOM], *end = codes;

    static_assert(sizeof feature_codes / sizeof feature_codes[0] * sizeof "B" + sizeof "AC,AD" <=
                      sizeof codes,
                  "all features and the longest source fit, with their commas");
    for (size_t i = 0; i < sizeof feature_codes / sizeof feature_codes[0]; i++) {
        if ((features & feature_codes[i].feature) != 0) {
            end = stpcpy(end, feature_codes[i].text);
            *end++ = ',';
        }
    }
    for (size_t i = 0;
         credential_source != NULL && i < sizeof source_codes / sizeof source_codes[0]; i++) {
        if (strcmp(credential_source, source_codes[i].source) == 0) {
            end = stpcpy(end, source_codes[i].codes);
            *end++ = ',';
            break;
        }
    }
    ASSERT(end <= codes + sizeof codes);
    end -= end > codes ? 1 : 0; /* the last comma */
    (void)buf_reserve(out, strlen(agent->head) + strlen(agent->tail) + CODES_ROOM);
    (void)buf_add_text(out, agent->head);
    (void)buf_add(out, codes, (size_t)(end - codes));
    return buf_add_text(out, agent->tail);
}
