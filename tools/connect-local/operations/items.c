/*
 * See items.h.
 */
#include "operations/items.h"

#include "base/json.h"
#include "core/text.h"
#include "exchange/respond.h"
#include "operations/input.h"
#include "operations/page_token.h"

#include <string.h>

/* Members that say where and how, not what. */
static bool is_address(const char *member)
{
    static const char *const names[] = { "ClientToken", "InstanceId", "MaxResults", "NextToken",
                                         "TrafficDistributionGroupId" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], member) == 0) {
            return true;
        }
    }
    return false;
}

json_t *record_from_input(const struct job *job)
{
    json_t *record = json_check_alloc(json_object());
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
static bool members_agree(const json_t *a, const json_t *b, const char *const *members)
{
    for (; *members != NULL; members++) {
        const json_t *x = json_object_get(a, *members), *y = json_object_get(b, *members);

        if (x != y && !json_equal(x, y)) {
            return false;
        }
    }
    return true;
}

static bool find_same(const struct collection *collection, const json_t *wanted,
                      const char *const *members, size_t *index)
{
    for (*index = 0; *index < collection->count; (*index)++) {
        if (members_agree(wanted, collection->items[*index].record, members)) {
            return true;
        }
    }
    return false;
}

/* The keys copied to an array that ends with NULL. */
static void copy_keys(const char *const from[3], const char *to[4])
{
    /* cppcheck-suppress bufferAccessOutOfBounds ; it takes the size of the array for one pointer */
    memcpy(to, from, 3 * sizeof *to);
    to[3] = NULL;
}

bool find_item(struct job *job, struct instance *instance, const struct resource_kind *kind,
               size_t *index)
{
    const char *keys[4];

    copy_keys(kind->keys, keys);
    if (find_same(&instance->collections[kind->collection], job->input, keys, index)) {
        return true;
    }
    return job_fail(job, "ResourceNotFoundException", "The %s was not found on instance %s",
                    kind->what, instance->id);
}

static void put_id(struct job *job, struct instance *instance, const struct resource_kind *kind,
                   json_t *record)
{
    struct arena *arena = &job->exchange->arena;
    const char *id = job_new_uuid(job);

    json_put_string(record, kind->id, id);
    if (kind->arn != NULL) {
        json_put_string(
            record, kind->arn,
            check_alloc(arena_printf(
                arena, "%s/%s/%s",
                tenant_instance_arn(job->tenant, arena, job->tenant->region, instance->id),
                kind->path, id)));
    }
}

bool add_item(struct job *job, struct instance *instance, const struct resource_kind *kind,
              json_t *record)
{
    struct collection *collection = &instance->collections[kind->collection];
    const char *same[4];
    size_t index;

    copy_keys(kind->same[0] != NULL ? kind->same : kind->keys, same);
    if (find_same(collection, record, same, &index)) {
        json_decref(record);
        return job_fail(job, "ResourceConflictException|DuplicateResourceException",
                        "Instance %s has this %s already", instance->id, kind->what);
    }
    if (kind->limit > 0 && collection->count >= kind->limit) {
        json_decref(record);
        return job_fail(job, "LimitExceededException|ServiceQuotaExceededException",
                        "An instance may have %zu of: %s", kind->limit, kind->what);
    }
    json_put_string(record, "InstanceId", instance->id);
    json_put_time(record, "CreationTime", job->now);
    if (kind->id != NULL) {
        put_id(job, instance, kind, record);
    }
    collection_add(collection, record, NULL);
    job->output = json_incref(record);
    return true;
}

bool associate(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_active_instance(job);

    return instance != NULL && add_item(job, instance, kind, record_from_input(job));
}

bool disassociate(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_active_instance(job);
    size_t index;

    if (instance == NULL || !find_item(job, instance, kind, &index)) {
        return false;
    }
    collection_remove(&instance->collections[kind->collection], index);
    return true;
}

/* ---- listing ---- */

/* Whether the members of a record equal those of the input. */
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
    json_t *rest = json_check_alloc(json_copy(job->input));

    json_object_del(rest, "MaxResults");
    json_object_del(rest, "NextToken");

    char *text = check_alloc(json_dumps(rest, JSON_COMPACT | JSON_SORT_KEYS));
    const char *question =
        check_alloc(arena_printf(&job->exchange->arena, "%s %s", job->operation->name, text));

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

bool list_collection(struct job *job, const struct collection *collection, const char *view)
{
    const unsigned char *key = job->local->page_token_key;
    const char *question = question_of(job);
    const char *token = json_get_string(job->input, "NextToken");
    int64_t after = 0;

    if (!text_is_empty(token) && !page_token_parse(key, question, token, &after)) {
        return job_fail(job, MALFORMED, "The NextToken is not valid for this request");
    }

    size_t most = page_size(job);
    json_t *page = json_check_alloc(json_array());

    job->output = json_check_alloc(json_object());
    json_put(job->output, job->operation->page_items, page);
    for (size_t i = collection_after(collection, after); i < collection->count; i++) {
        json_t *record = collection->items[i].record;

        if (!is_wanted(job->input, record)) {
            continue;
        }
        if (json_array_size(page) == most) {
            json_put_string(job->output, "NextToken",
                            page_token_create(&job->exchange->arena, key, question, after));
            return true;
        }
        json_append(page, json_incref(view != NULL ? json_object_get(record, view) : record));
        after = collection->items[i].number;
    }
    return true;
}

bool list_items(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_instance(job);

    return instance != NULL &&
           list_collection(job, &instance->collections[kind->collection], kind->view);
}
