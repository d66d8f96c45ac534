/*
 * Outbound messages. A message is validated and then dropped: nothing leaves this machine.
 */
#include "base/json.h"
#include "core/text.h"
#include "core/time.h"
#include "exchange/respond.h"
#include "operations/handlers.h"

#include <string.h>

/* The limits of the model count characters; the service counts bytes as well. */
#define RAW_BYTES_MAX ((size_t)5 * 1024 * 1024)

static bool is_acceptable(struct job *job, const json_t *message)
{
    const char *type = json_get_string(message, "ContentType");
    size_t size = json_string_length(json_object_get(message, "Subject")) +
                  json_string_length(json_object_get(message, "Body"));

    if (!text_starts(type, "text/plain") && !text_starts(type, "text/html")) {
        return job_fail_reason(job, "InvalidRequestException", "INVALID_FILE_TYPE",
                               "The content type %s is neither text/plain nor text/html", type);
    }
    if (size > RAW_BYTES_MAX) {
        return job_fail_reason(job, "ServiceQuotaExceededException", "TOTAL_FILE_SIZE_EXCEEDED",
                               "Subject and body have %zu bytes, at most %zu are allowed", size,
                               RAW_BYTES_MAX);
    }
    return true;
}

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
    if (raw && !is_acceptable(job, json_object_get(message, "RawMessage"))) {
        return false;
    }
    if (campaign != (json_object_get(job->input, "SourceCampaign") != NULL)) {
        return job_fail(job, MALFORMED,
                        "SourceCampaign belongs to the traffic type CAMPAIGN, and to no other");
    }
    return true;
}

/* A time in any format of the protocol. */
static bool parse_time(const json_t *value, int64_t *ms)
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
    if (!parse_time(json_object_get(job->input, "ExpiresAt"), &expires) || expires <= job->now) {
        return job_fail(job, MALFORMED, "ExpiresAt must be in the future");
    }
    return true;
}
