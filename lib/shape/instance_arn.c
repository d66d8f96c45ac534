/* arn:PARTITION:connect:REGION:ACCOUNT:instance/ID, to the letter. */
#include "shape/instance_arn.h"

#include "core/assert.h"

#include <string.h>

/* One field of an ARN, without the colon behind it; false when it is empty or the last one. */
static bool arn_field(const char **at, const char **field, size_t *size)
{
    *field = *at;
    *size = strcspn(*at, ":");
    *at += *size + 1;
    return *size > 0 && (*field)[*size] == ':';
}

bool instance_arn_parse(const char *text, struct instance_arn *out)
{
    static const char prefix[] = "arn:", kind[] = "instance/";
    const char *at = text + strlen(prefix), *service, *account;
    size_t service_size, account_size;

    if (strncmp(text, prefix, strlen(prefix)) != 0 ||
        !arn_field(&at, &out->partition, &out->partition_size) ||
        !arn_field(&at, &service, &service_size) ||
        !arn_field(&at, &out->region, &out->region_size) ||
        !arn_field(&at, &account, &account_size)) {
        return false;
    }
    if (service_size != strlen("connect") || strncmp(service, "connect", service_size) != 0 ||
        strspn(account, "0123456789") != account_size || strncmp(at, kind, strlen(kind)) != 0) {
        return false;
    }
    out->id = at + strlen(kind);
    out->id_size = strlen(out->id);
    return out->id_size > 0 && strpbrk(out->id, "/:") == NULL;
}

const char *instance_id_of(const char *id_or_arn, size_t *size)
{
    struct instance_arn arn;

    if (instance_arn_parse(id_or_arn, &arn)) {
        ASSERT(arn.id_size > 0 && arn.id[arn.id_size] == '\0');
        *size = arn.id_size;
        return arn.id;
    }
    *size = strlen(id_or_arn);
    return id_or_arn;
}
