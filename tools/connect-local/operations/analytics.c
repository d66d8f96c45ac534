/*
 * Analytics data sets that are shared with accounts.
 */
#include "base/json.h"
#include "exchange/respond.h"
#include "operations/handlers.h"

#include <string.h>

#define ACCOUNT_ID_SIZE 12

/* The data sets of every instance. */
static const struct {
    const char *id, *name;
} data_sets[] = {
    { "contact_record", "Contact record" },
    { "contact_statistic_record", "Contact statistic record" },
    { "contact_flow_events", "Flow events" },
    { "contact_lens_conversational_analytics", "Contact Lens conversational analytics" },
    { "contact_evaluation_record", "Contact evaluation record" },
    { "agent_queue_statistic_record", "Agent queue statistic record" },
    { "agent_statistic_record", "Agent statistic record" },
    { "routing_profiles", "Routing profiles" },
    { "users", "Users" },
};

static bool is_data_set(const char *id)
{
    for (size_t i = 0; i < sizeof data_sets / sizeof data_sets[0]; i++) {
        if (strcmp(data_sets[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

/* The account of the request, or the server's own; NULL after failing the job. */
static const char *target_account(struct job *job)
{
    const char *account = json_get_string(job->input, "TargetAccountId");

    if (account == NULL) {
        return job->tenant->account_id;
    }
    if (strlen(account) != ACCOUNT_ID_SIZE || strspn(account, "0123456789") != ACCOUNT_ID_SIZE) {
        job_fail(job, INVALID, "TargetAccountId must have %d digits", ACCOUNT_ID_SIZE);
        return NULL;
    }
    return account;
}

/* Where the association of a data set with an account is; the count when there is none. */
static size_t association_index(const struct collection *associations, const char *data_set,
                                const char *account)
{
    size_t i = 0;

    while (
        i < associations->count &&
        (strcmp(json_get_string(associations->items[i].record, "DataSetId"), data_set) != 0 ||
         strcmp(json_get_string(associations->items[i].record, "TargetAccountId"), account) != 0)) {
        i++;
    }
    return i;
}

/*
 * Associates one data set, unless it is associated already.  The record is borrowed; NULL when
 * there is no such data set.
 */
static json_t *associate_one(struct job *job, struct instance *instance, const char *data_set,
                             const char *account)
{
    struct collection *associations = &instance->collections[COLLECTION_DATA_SETS];
    size_t index = association_index(associations, data_set, account);

    if (!is_data_set(data_set)) {
        return NULL;
    }
    if (index < associations->count) {
        return associations->items[index].record;
    }

    json_t *record = json_check_alloc(json_object());
    const char *share = job_new_uuid(job);

    json_put_string(record, "DataSetId", data_set);
    json_put_string(record, "TargetAccountId", account);
    json_put_string(record, "ResourceShareId", share);
    json_put_string(
        record, "ResourceShareArn",
        check_alloc(arena_printf(&job->exchange->arena, "arn:%s:ram:%s:%s:resource-share/%s",
                                 job->tenant->partition, job->tenant->region,
                                 job->tenant->account_id, share)));
    json_put_string(record, "ResourceShareStatus", "ACTIVE");
    return collection_add(associations, record, NULL)->record;
}

/* False when there is no such association. */
static bool disassociate_one(struct instance *instance, const char *data_set, const char *account)
{
    struct collection *associations = &instance->collections[COLLECTION_DATA_SETS];
    size_t index = association_index(associations, data_set, account);

    if (index == associations->count) {
        return false;
    }
    collection_remove(associations, index);
    return true;
}

static void add_batch_error(json_t *errors, const char *message)
{
    json_t *error = json_check_alloc(json_object());

    json_put_string(error, "ErrorCode", "ResourceNotFoundException");
    json_put_string(error, "ErrorMessage", message);
    json_append(errors, error);
}

#define NO_DATA_SET "The data set was not found"
#define NO_ASSOCIATION "The data set is not associated with the account"

bool associate_data_set(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct instance *instance = job_active_instance(job);
    const char *account = instance != NULL ? target_account(job) : NULL;

    if (account == NULL) {
        return false;
    }
    job->output = json_incref(
        associate_one(job, instance, json_get_string(job->input, "DataSetId"), account));
    return job->output != NULL || job_fail(job, "ResourceNotFoundException", NO_DATA_SET);
}

bool disassociate_data_set(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct instance *instance = job_active_instance(job);
    const char *account = instance != NULL ? target_account(job) : NULL;

    if (account == NULL) {
        return false;
    }
    return disassociate_one(instance, json_get_string(job->input, "DataSetId"), account) ||
           job_fail(job, "ResourceNotFoundException", NO_ASSOCIATION);
}

bool associate_data_sets(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct instance *instance = job_active_instance(job);
    const char *account = instance != NULL ? target_account(job) : NULL;
    json_t *data_set;
    size_t i;

    if (account == NULL) {
        return false;
    }

    json_t *created = json_check_alloc(json_array()), *errors = json_check_alloc(json_array());

    json_array_foreach(json_object_get(job->input, "DataSetIds"), i, data_set) {
        json_t *record = associate_one(job, instance, json_string_value(data_set), account);

        if (record != NULL) {
            json_append(created, json_incref(record));
        } else {
            add_batch_error(errors, NO_DATA_SET);
        }
    }
    job->output = json_check_alloc(json_object());
    json_put(job->output, "Created", created);
    json_put(job->output, "Errors", errors);
    return true;
}

bool disassociate_data_sets(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct instance *instance = job_active_instance(job);
    const char *account = instance != NULL ? target_account(job) : NULL;
    json_t *data_set;
    size_t i;

    if (account == NULL) {
        return false;
    }

    json_t *deleted = json_check_alloc(json_array()), *errors = json_check_alloc(json_array());

    json_array_foreach(json_object_get(job->input, "DataSetIds"), i, data_set) {
        if (disassociate_one(instance, json_string_value(data_set), account)) {
            json_append(deleted, json_incref(data_set));
        } else {
            add_batch_error(errors, NO_ASSOCIATION);
        }
    }
    job->output = json_check_alloc(json_object());
    json_put(job->output, "Deleted", deleted);
    json_put(job->output, "Errors", errors);
    return true;
}

bool list_data_sets(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct collection all = { 0 };

    if (job_instance(job) == NULL) {
        return false;
    }
    for (size_t i = 0; i < sizeof data_sets / sizeof data_sets[0]; i++) {
        json_t *record = json_check_alloc(json_object());

        json_put_string(record, "DataSetId", data_sets[i].id);
        json_put_string(record, "DataSetName", data_sets[i].name);
        collection_add(&all, record, NULL);
    }

    bool listed = list_collection(job, &all, NULL);

    collection_free(&all);
    return listed;
}
