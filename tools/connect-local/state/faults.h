/*
 * The faults that are in force.
 */
#ifndef LOCAL_STATE_FAULTS_H
#define LOCAL_STATE_FAULTS_H

#include "base/random.h"
#include "options/fault.h"

struct faults {
    struct fault_option items[FAULTS_MAX];
    size_t count;
};

/*
 * The first fault that applies to an operation (NULL: to no operation in particular), decided by
 * its probability; false for none.
 */
bool faults_draw(const struct faults *faults, const char *operation, struct random_stream *random,
                 struct fault_option *out);

#endif
