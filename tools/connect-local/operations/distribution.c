/*
 * Where the traffic of a group goes: calls, sign-ins and agents, each by region.
 *
 * A record keeps what was set; a region that was not mentioned, for example of a replica that came
 * later, has no share.  A new group leaves everything in the region of the source.
 */
#include "base/json.h"
#include "exchange/respond.h"
#include "operations/handlers.h"

#include <string.h>

#define WHOLE 100

struct distribution_kind {
    const char *member; /* of the request and the response */
    const char *share;  /* member of each element */
    bool is_percentage; /* or a switch */
};

static const struct distribution_kind kinds[] = {
    { "TelephonyConfig", "Percentage", true },
    { "SignInConfig", "Enabled", false },
    { "AgentConfig", "Percentage", true },
};
#define KINDS_COUNT (sizeof kinds / sizeof kinds[0])

static const json_t *share_of(const json_t *distributions, const struct distribution_kind *kind,
                              const char *region)
{
    const json_t *element;
    size_t i;

    json_array_foreach(distributions, i, element) {
        if (strcmp(json_get_string(element, "Region"), region) == 0) {
            return json_object_get(element, kind->share);
        }
    }
    return NULL;
}

static void append_share(json_t *list, const struct distribution_kind *kind, const char *region,
                         json_t *share)
{
    json_t *element = json_check_alloc(json_object());

    json_put_string(element, "Region", region);
    json_put(element, kind->share, share);
    json_append(list, element);
}

/* The distribution over all regions of the instance. */
static json_t *whole_distribution(const struct group *group, const struct distribution_kind *kind)
{
    const struct collection *replicas = &group->instance->collections[COLLECTION_REPLICAS];
    const json_t *kept =
        json_object_get(json_object_get(group->record, kind->member), "Distributions");
    json_t *config = json_check_alloc(json_object()), *list = json_check_alloc(json_array());

    for (size_t i = 0; i <= replicas->count; i++) {
        const char *region = i == 0 ? group->instance->tenant->region
                                    : json_get_string(replicas->items[i - 1].record, "Region");
        const json_t *share = share_of(kept, kind, region);
        bool takes_all = kept == NULL && i == 0;

        append_share(list, kind, region,
                     share != NULL         ? json_incref((json_t *)share)
                     : kind->is_percentage ? json_integer(takes_all ? WHOLE : 0)
                                           : json_boolean(takes_all));
    }
    json_put(config, "Distributions", list);
    return config;
}

bool get_distribution(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct group *group = job_group(job, "Id");

    if (group == NULL) {
        return false;
    }
    job->output = json_check_alloc(json_object());
    json_put(job->output, "Id", json_incref(json_object_get(group->record, "Id")));
    json_put(job->output, "Arn", json_incref(json_object_get(group->record, "Arn")));
    for (size_t i = 0; i < KINDS_COUNT; i++) {
        json_put(job->output, kinds[i].member, whole_distribution(group, &kinds[i]));
    }
    return true;
}

/* Fails the job unless the regions are those of the instance, once each. */
static bool regions_are_valid(struct job *job, const struct instance *instance,
                              const struct distribution_kind *kind, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *region = json_get_string(json_array_get(list, i), "Region");

        if (!instance_has_region(instance, region)) {
            return job_fail(job, MALFORMED, "%s: the instance has no replica in %s", kind->member,
                            region);
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(json_get_string(json_array_get(list, k), "Region"), region) == 0) {
                return job_fail(job, MALFORMED, "%s: %s is listed twice", kind->member, region);
            }
        }
    }
    return true;
}

/* Fails the job unless the shares add up to the whole, or one region takes sign-ins. */
static bool shares_are_valid(struct job *job, const struct distribution_kind *kind,
                             const json_t *list)
{
    json_int_t sum = 0;

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *share = json_object_get(json_array_get(list, i), kind->share);

        sum += kind->is_percentage ? json_integer_value(share) : json_is_true(share);
    }
    if (kind->is_percentage && sum != WHOLE) {
        return job_fail(job, MALFORMED, "%s: the percentages add up to %lld, not to %d",
                        kind->member, (long long)sum, WHOLE);
    }
    if (!kind->is_percentage && sum == 0) {
        return job_fail(job, MALFORMED, "%s: no region is enabled", kind->member);
    }
    return true;
}

bool update_distribution(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct group *group = job_active_group(job, "Id");

    if (group == NULL) {
        return false;
    }
    if (json_object_get(job->input, "SignInConfig") != NULL &&
        !json_is_true(json_object_get(group->record, "IsDefault"))) {
        return job_fail(job, MALFORMED,
                        "Only the default traffic distribution group distributes sign-ins");
    }
    for (size_t i = 0; i < KINDS_COUNT; i++) {
        const json_t *config = json_object_get(job->input, kinds[i].member);
        const json_t *list = json_object_get(config, "Distributions");

        if (config != NULL && (!regions_are_valid(job, group->instance, &kinds[i], list) ||
                               !shares_are_valid(job, &kinds[i], list))) {
            return false;
        }
    }
    for (size_t i = 0; i < KINDS_COUNT; i++) {
        json_t *config = json_object_get(job->input, kinds[i].member);

        if (config != NULL) {
            json_put(group->record, kinds[i].member, json_deep_copy(config));
        }
    }
    group->ready = job->now + job->local->options->creation_delay_ms;
    return true;
}
