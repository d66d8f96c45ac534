/*
 * Outbound messages.  Nothing leaves this machine: a message is checked and taken.
 */
#include "base/json.h"
#include "core/text.h"
#include "exchange/respond.h"
#include "operations/handlers.h"

#include <string.h>

bool send_email(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    const json_t *message = json_object_get(job->input, "EmailMessage");
    const char *source = json_get_string(message, "MessageSourceType");
    bool raw = strcmp(source, "RAW") == 0;
    bool campaign = strcmp(json_get_string(job->input, "TrafficType"), "CAMPAIGN") == 0;

    if (job_active_instance(job) == NULL) {
        return false;
    }
    if ((json_object_get(message, "RawMessage") != NULL) != raw ||
        (json_object_get(message, "TemplatedMessageConfig") != NULL) == raw) {
        return job_fail(job, MALFORMED,
                        "EmailMessage must have %s and nothing else when MessageSourceType is %s",
                        raw ? "RawMessage" : "TemplatedMessageConfig", source);
    }
    if (campaign != (json_object_get(job->input, "SourceCampaign") != NULL)) {
        return job_fail(job, MALFORMED,
                        "SourceCampaign belongs to the traffic type CAMPAIGN, and to no other");
    }
    return true;
}

/* A time in any form that the protocol has. */
static bool time_of(const json_t *value, int64_t *ms)
{
    const char *text = json_string_value(value);

    if (text == NULL) {
        *ms = (int64_t)(json_number_value(value) * 1000.0);
        return true;
    }
    return time_parse_epoch(text, strlen(text), ms) || time_parse_iso(text, strlen(text), ms);
}

bool send_web_notification(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    int64_t expires = 0;

    if (job_active_instance(job) == NULL) {
        return false;
    }
    if (!time_of(json_object_get(job->input, "ExpiresAt"), &expires) || expires <= job->now) {
        return job_fail(job, MALFORMED, "ExpiresAt must be in the future");
    }
    return true;
}
