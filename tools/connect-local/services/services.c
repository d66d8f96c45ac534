/*
 * See services.h.
 */
#include "services/services.h"

bool services_handle(struct local *local, struct exchange *exchange)
{
    const struct options *options = local->options;
    const struct {
        bool enabled;
        service_fn *handle;
    } services[] = {
        { options->container, container_handle },
        { options->imds, imds_handle },
        { options->sso, sso_handle },
        { options->sts, sts_handle },
        { options->zapi_token != NULL, zapi_handle },
    };

    for (size_t i = 0; i < sizeof services / sizeof services[0]; i++) {
        if (services[i].enabled && services[i].handle(local, exchange)) {
            return true;
        }
    }
    return false;
}
