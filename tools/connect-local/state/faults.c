/*
 * See faults.h.
 */
#include "state/faults.h"

#include <string.h>

bool faults_draw(const struct faults *faults, const char *operation, struct random_stream *random,
                 struct fault_option *out)
{
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault_option *fault = &faults->items[i];
        bool applies = strcmp(fault->operation, "*") == 0 ||
                       (operation != NULL && strcmp(fault->operation, operation) == 0);

        if (applies &&
            (fault->probability >= 1 || random_stream_unit(random) < fault->probability)) {
            *out = *fault;
            return true;
        }
    }
    return false;
}
