/*
 * What most operations under an instance do: put a record on one of its shelves, find it, list
 * them, take it down.
 */
#include "core/text.h"
#include "handlers.h"
#include "input.h"
#include "json.h"
#include "respond.h"
#include "token.h"

#include <string.h>

/* Members that say where and how, not what. */
static bool is_address(const char *member)
{
    static const char *const names[] = { "ClientToken", "InstanceId", "MaxResults", "NextToken" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], member) == 0) {
            return true;
        }
    }
    return false;
}

json_t *record_new(const struct job *job)
{
    json_t *record = json_need(json_object());
    const char *name;
    json_t *value;

    json_object_foreach(job->input, name, value) {
        if (!is_address(name)) {
            json_put(record, name, json_deep_copy(value));
        }
    }
    return record;
}

/* Whether two records agree on some members; one that neither has counts. */
static bool agree(const json_t *a, const json_t *b, const char *const *members)
{
    for (; *members != NULL; members++) {
        const json_t *x = json_object_get(a, *members), *y = json_object_get(b, *members);

        if (x != y && !json_equal(x, y)) {
            return false;
        }
    }
    return true;
}

static bool find(const struct shelf *shelf, const json_t *wanted, const char *const *members,
                 size_t *index)
{
    for (*index = 0; *index < shelf->count; (*index)++) {
        if (agree(wanted, shelf->items[*index].record, members)) {
            return true;
        }
    }
    return false;
}

/* The keys copied to an array that ends with NULL. */
static void ending(const char *const from[3], const char *to[4])
{
    /* cppcheck-suppress bufferAccessOutOfBounds ; it takes the size of the array for one pointer */
    memcpy(to, from, 3 * sizeof *to);
    to[3] = NULL;
}

bool find_item(struct job *job, struct instance *instance, const struct family *family,
               size_t *index)
{
    const char *keys[4];

    ending(family->keys, keys);
    if (find(&instance->shelves[family->shelf], job->input, keys, index)) {
        return true;
    }
    return refuse(job, "ResourceNotFoundException", "The %s was not found on instance %s",
                  family->what, instance->id);
}

static void put_id(struct job *job, struct instance *instance, const struct family *family,
                   json_t *record)
{
    struct arena *arena = &job->exchange->arena;
    const char *id = local_uuid(arena);

    json_put_text(record, family->id, id);
    if (family->arn != NULL) {
        json_put_text(record, family->arn,
                      need(arena_printf(arena, "%s/%s/%s",
                                        instance_arn(job->local, arena, job->local->options->region,
                                                     instance->id),
                                        family->path, id)));
    }
}

bool add_item(struct job *job, struct instance *instance, const struct family *family,
              json_t *record)
{
    struct shelf *shelf = &instance->shelves[family->shelf];
    const char *same[4];
    size_t index;

    ending(family->same[0] != NULL ? family->same : family->keys, same);
    if (find(shelf, record, same, &index)) {
        json_decref(record);
        return refuse(job, "ResourceConflictException|DuplicateResourceException",
                      "Instance %s has this %s already", instance->id, family->what);
    }
    if (family->limit > 0 && shelf->count >= family->limit) {
        json_decref(record);
        return refuse(job, "LimitExceededException|ServiceQuotaExceededException",
                      "An instance may have %zu of: %s", family->limit, family->what);
    }
    json_put_text(record, "InstanceId", instance->id);
    json_put_time(record, "CreationTime", job->now);
    if (family->id != NULL) {
        put_id(job, instance, family, record);
    }
    shelf_add(shelf, record, NULL);
    job->output = json_incref(record);
    return true;
}

bool associate(struct job *job, const struct family *family)
{
    struct instance *instance = job_active_instance(job);

    return instance != NULL && add_item(job, instance, family, record_new(job));
}

bool disassociate(struct job *job, const struct family *family)
{
    struct instance *instance = job_active_instance(job);
    size_t index;

    if (instance == NULL || !find_item(job, instance, family, &index)) {
        return false;
    }
    shelf_remove(&instance->shelves[family->shelf], index);
    return true;
}

/* ---- listing ---- */

/* Whether a record has what the input asks for. */
static bool is_wanted(const json_t *input, const json_t *record)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)input, name, value) {
        if (!is_address(name) && !json_equal(value, json_object_get(record, name))) {
            return false;
        }
    }
    return true;
}

/* The operation with its filters: what a page token belongs to. */
static const char *question_of(struct job *job)
{
    json_t *rest = json_need(json_copy(job->input));

    json_object_del(rest, "MaxResults");
    json_object_del(rest, "NextToken");

    char *text = need(json_dumps(rest, JSON_COMPACT | JSON_SORT_KEYS));
    const char *question =
        need(arena_printf(&job->exchange->arena, "%s %s", job->operation->name, text));

    free(text);
    json_decref(rest);
    return question;
}

/* MaxResults, or as many as the model allows. */
static size_t page_size(const struct job *job)
{
    const json_t *asked = json_object_get(job->input, "MaxResults");
    const struct connect_member *member = shape_find(job->operation->input, "MaxResults");

    return (size_t)(asked != NULL ? json_integer_value(asked) : member->max);
}

bool list_shelf(struct job *job, const struct shelf *shelf, const char *view)
{
    const unsigned char *key = job->local->token_key;
    const char *question = question_of(job);
    const char *token = json_text(job->input, "NextToken");
    int64_t after = 0;

    if (!text_is_empty(token) && !token_read(key, question, token, &after)) {
        return refuse(job, MALFORMED, "The NextToken is not valid for this request");
    }

    size_t most = page_size(job);
    json_t *page = json_need(json_array());

    job->output = json_need(json_object());
    json_put(job->output, job->operation->page_items, page);
    for (size_t i = shelf_after(shelf, after); i < shelf->count; i++) {
        json_t *record = shelf->items[i].record;

        if (!is_wanted(job->input, record)) {
            continue;
        }
        if (json_array_size(page) == most) {
            json_put_text(job->output, "NextToken",
                          token_make(&job->exchange->arena, key, question, after));
            return true;
        }
        json_add(page, json_incref(view != NULL ? json_object_get(record, view) : record));
        after = shelf->items[i].number;
    }
    return true;
}

bool list_items(struct job *job, const struct family *family)
{
    struct instance *instance = job_instance(job);

    return instance != NULL && list_shelf(job, &instance->shelves[family->shelf], family->view);
}
