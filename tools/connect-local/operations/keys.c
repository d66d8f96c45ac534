/*
 * Security keys, with which an instance encrypts the input of customers.
 */
#include "base/json.h"
#include "core/text.h"
#include "exchange/respond.h"
#include "operations/handlers.h"

#include <string.h>

bool associate_key(struct job *job, const struct resource_kind *kind)
{
    const char *key = json_get_string(job->input, "Key");

    if (!text_starts(key, "-----BEGIN ") || strstr(key, "-----END ") == NULL) {
        return job_fail(job, INVALID, "The key is not in PEM format");
    }
    return associate(job, kind);
}
