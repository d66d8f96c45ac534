/*
 * Listing instances with a cache.
 *
 * A shell calls this at every press of the tab key, and the service allows two requests a second.
 * The cache is a file for each region, profile and endpoint in the user's cache directory, which no
 * other user can read.
 */
#include "completion/instances.h"

#include "base/json.h"
#include "call/client.h"

#include <connect/pager.h>

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CACHE_SECONDS = 60, MAX_ITEMS = 1000, CONNECT_MS = 2000, READ_MS = 4000 };

/* ---- cache ---- */

static uint64_t hash_string(uint64_t state, const char *string)
{
    /* FNV-1a; the separator keeps "ab", "c" apart from "a", "bc". */
    for (const char *p = string != NULL ? string : ""; *p != '\0'; p++) {
        state = (state ^ (unsigned char)*p) * 1099511628211u;
    }
    return (state ^ 0xff) * 1099511628211u;
}

/* What decides which instances are listed. */
static uint64_t hash_of_settings(const struct globals *globals)
{
    static const char *const variables[] = {
        "AWS_REGION",          "AWS_DEFAULT_REGION",       "AWS_PROFILE",
        "AWS_DEFAULT_PROFILE", "AWS_ENDPOINT_URL_CONNECT", "AWS_ENDPOINT_URL",
        "AWS_CONFIG_FILE",     "AWS_ACCESS_KEY_ID",
    };
    uint64_t state = 14695981039346656037u;

    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        state = hash_string(state, getenv(variables[i]));
    }
    state = hash_string(state, globals->region);
    state = hash_string(state, globals->profile);
    return hash_string(state, globals->endpoint_url);
}

/* The path of the cache, with its directory created; NULL without a home directory. */
static char *cache_path(const struct globals *globals)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    struct strbuf path = { 0 };

    if (cache != NULL && cache[0] == '/') {
        strbuf_add(&path, cache);
    } else if (home != NULL && home[0] == '/') {
        strbuf_addf(&path, "%s/.cache", home);
    } else {
        return NULL;
    }
    (void)mkdir(strbuf_string(&path), 0700);
    strbuf_add(&path, "/connectctl");
    (void)mkdir(strbuf_string(&path), 0700);
    strbuf_addf(&path, "/instances-%016llx.json", (unsigned long long)hash_of_settings(globals));
    return strbuf_detach(&path);
}

static json_t *read_cache(const char *path)
{
    struct stat status;
    time_t now = time(NULL);

    if (path == NULL || stat(path, &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_uid != geteuid() || status.st_mtime > now ||
        now - status.st_mtime >= CACHE_SECONDS) {
        return NULL;
    }
    return json_load_file(path, 0, NULL);
}

/* Written beside the cache and renamed, so that no reader sees half of it. */
static void write_cache(const char *path, const json_t *instances)
{
    struct strbuf temporary = { 0 };
    int fd;

    if (path == NULL) {
        return;
    }
    strbuf_addf(&temporary, "%s.XXXXXX", path);
    fd = mkstemp(temporary.data);
    if (fd >= 0) {
        bool is_written = json_dumpfd(instances, fd, JSON_COMPACT) == 0;

        is_written = close(fd) == 0 && is_written;
        if (!is_written || rename(temporary.data, path) != 0) {
            (void)unlink(temporary.data);
        }
    }
    strbuf_free(&temporary);
}

/* ---- service ---- */

static void copy_string(json_t *to, const json_t *from, const char *name)
{
    const char *value = json_member_string(from, name);

    if (value != NULL) {
        json_set(to, name, json_new_string(value));
    }
}

static void add_page(json_t *instances, const char *text)
{
    json_t *page = json_loads(text, 0, NULL), *item;
    size_t at;

    json_array_foreach(json_object_get(page, "InstanceSummaryList"), at, item) {
        json_t *instance = require_memory(json_object());

        copy_string(instance, item, "Id");
        copy_string(instance, item, "InstanceAlias");
        json_append(instances, instance);
    }
    json_decref(page);
}

/* False when not all pages could be fetched. */
static bool fetch_pages(connect_client *client, json_t *instances)
{
    connect_pager *pager = NULL;
    bool ok = connect_pager_new(client, "ListInstances", NULL, &pager, NULL) == CONNECT_OK;
    char *text;

    while (ok && json_array_size(instances) < MAX_ITEMS &&
           (text = connect_pager_next_page_json(pager)) != NULL) {
        add_page(instances, text);
        connect_free(text);
    }
    ok = ok && connect_pager_error(pager) == NULL;
    connect_pager_free(pager);
    return ok;
}

/* One attempt with short timeouts: the user waits with a finger on the tab key. */
static json_t *list_instances(const struct globals *globals)
{
    struct globals hasty = { .region = globals->region,
                             .profile = globals->profile,
                             .endpoint_url = globals->endpoint_url,
                             .ca_bundle = globals->ca_bundle,
                             .connect_timeout_ms = CONNECT_MS,
                             .read_timeout_ms = READ_MS };
    connect_call_options once = { .size = sizeof once, .max_attempts = CONNECT_SET(1) };
    json_t *instances = require_memory(json_array());
    connect_client *view = NULL;
    struct ctl_client client;

    if (ctl_client_open(&client, &hasty, NULL, NULL) != CONNECT_OK ||
        connect_client_with(client.base, &once, &view, NULL) != CONNECT_OK ||
        !fetch_pages(view, instances)) {
        json_decref(instances);
        instances = NULL;
    }
    connect_client_free(view);
    ctl_client_close(&client);
    return instances;
}

json_t *completion_instances(const struct globals *globals)
{
    char *path = cache_path(globals);
    json_t *instances = read_cache(path);

    if (!json_is_array(instances)) {
        json_decref(instances);
        instances = list_instances(globals);
        if (instances != NULL) {
            write_cache(path, instances);
        }
    }
    free(path);
    return instances != NULL ? instances : require_memory(json_array());
}
