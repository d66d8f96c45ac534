/*
 * Lex bots.  The older operations, which know version 1 only, see the same shelf.
 */
#include "handlers.h"
#include "json.h"
#include "respond.h"

#include <string.h>

/* How many of each version an instance may have. */
#define BOTS_V1_MAX 70
#define BOTS_V2_MAX 100

/* Refuses anything but exactly one bot; writes down its version. */
static bool one_bot(struct job *job)
{
    const json_t *v1 = json_object_get(job->input, "LexBot"),
                 *v2 = json_object_get(job->input, "LexV2Bot");

    if ((v1 == NULL) == (v2 == NULL)) {
        return refuse(job, MALFORMED, "Exactly one of LexBot and LexV2Bot must be given");
    }
    if (v2 != NULL && json_text(v2, "AliasArn") == NULL) {
        return refuse(job, MALFORMED, "LexV2Bot.AliasArn is required");
    }
    json_put_text(job->input, "LexVersion", v1 != NULL ? "V1" : "V2");
    return true;
}

static size_t count_version(const struct shelf *shelf, const char *version)
{
    size_t count = 0;

    for (size_t i = 0; i < shelf->count; i++) {
        count += strcmp(json_text(shelf->items[i].record, "LexVersion"), version) == 0;
    }
    return count;
}

bool associate_bot(struct job *job, const struct family *family)
{
    struct instance *instance = job_active_instance(job);

    if (instance == NULL || !one_bot(job)) {
        return false;
    }

    const char *version = json_text(job->input, "LexVersion");
    size_t most = strcmp(version, "V1") == 0 ? BOTS_V1_MAX : BOTS_V2_MAX;

    if (count_version(&instance->shelves[family->shelf], version) >= most) {
        return refuse(job, "LimitExceededException|ServiceQuotaExceededException",
                      "An instance may have %zu Lex %s bots", most, version);
    }
    return add_item(job, instance, family, record_new(job));
}

bool disassociate_bot(struct job *job, const struct family *family)
{
    return one_bot(job) && disassociate(job, family);
}

/* This one names the bot in its query. */
bool disassociate_lex_bot(struct job *job, const struct family *family)
{
    json_t *bot = json_need(json_object());

    json_put_text(bot, "Name", json_text(job->input, "BotName"));
    json_put_text(bot, "LexRegion", json_text(job->input, "LexRegion"));
    json_put(job->input, "LexBot", bot);
    return disassociate(job, family);
}

bool list_lex_bots(struct job *job, const struct family *family)
{
    json_put_text(job->input, "LexVersion", "V1");
    return list_items(job, family);
}
