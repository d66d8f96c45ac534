/*
 * Security keys, with which an instance encrypts what customers type.
 */
#include "core/text.h"
#include "handlers.h"
#include "json.h"
#include "respond.h"

#include <string.h>

bool associate_key(struct job *job, const struct family *family)
{
    const char *key = json_text(job->input, "Key");

    if (!text_starts(key, "-----BEGIN ") || strstr(key, "-----END ") == NULL) {
        return refuse(job, INVALID, "The key is not in PEM format");
    }
    return associate(job, family);
}
