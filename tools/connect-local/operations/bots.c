/*
 * Lex bots. The older operations, for version 1 only, use the same collection.
 */
#include "base/json.h"
#include "exchange/respond.h"
#include "operations/handlers.h"

#include <string.h>

/* How many of each version an instance may have. */
#define BOTS_V1_MAX 70
#define BOTS_V2_MAX 100

/* Requires exactly one bot and sets its version. */
static bool require_one_bot(struct job *job)
{
    const json_t *v1 = json_object_get(job->input, "LexBot"),
                 *v2 = json_object_get(job->input, "LexV2Bot");

    if ((v1 == NULL) == (v2 == NULL)) {
        return job_fail(job, MALFORMED, "Exactly one of LexBot and LexV2Bot must be given");
    }
    if (v2 != NULL && json_get_string(v2, "AliasArn") == NULL) {
        return job_fail(job, MALFORMED, "LexV2Bot.AliasArn is required");
    }
    json_put_string(job->input, "LexVersion", v1 != NULL ? "V1" : "V2");
    return true;
}

static size_t count_version(const struct collection *collection, const char *version)
{
    size_t count = 0;

    for (size_t i = 0; i < collection->count; i++) {
        count += strcmp(json_get_string(collection->items[i].record, "LexVersion"), version) == 0;
    }
    return count;
}

bool associate_bot(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_active_instance(job);

    if (instance == NULL || !require_one_bot(job)) {
        return false;
    }

    const char *version = json_get_string(job->input, "LexVersion");
    size_t most = strcmp(version, "V1") == 0 ? BOTS_V1_MAX : BOTS_V2_MAX;

    if (count_version(&instance->collections[kind->collection], version) >= most) {
        return job_fail(job, "LimitExceededException|ServiceQuotaExceededException",
                        "An instance may have %zu Lex %s bots", most, version);
    }
    return add_item(job, instance, kind, record_from_input(job));
}

bool disassociate_bot(struct job *job, const struct resource_kind *kind)
{
    return require_one_bot(job) && disassociate(job, kind);
}

/* The query names the bot. */
bool disassociate_lex_bot(struct job *job, const struct resource_kind *kind)
{
    json_t *bot = json_check_alloc(json_object());

    json_put_string(bot, "Name", json_get_string(job->input, "BotName"));
    json_put_string(bot, "LexRegion", json_get_string(job->input, "LexRegion"));
    json_put(job->input, "LexBot", bot);
    return disassociate(job, kind);
}

bool list_lex_bots(struct job *job, const struct resource_kind *kind)
{
    json_put_string(job->input, "LexVersion", "V1");
    return list_items(job, kind);
}
