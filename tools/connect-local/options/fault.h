/*
 * Faults that connect-local injects on request: OPERATION=ACTION[:PROBABILITY].
 */
#ifndef LOCAL_OPTIONS_FAULT_H
#define LOCAL_OPTIONS_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FAULTS_MAX 64
#define FAULT_SPEC_MAX 200

enum fault_action {
    FAULT_ERROR,    /* an error response; the operation is not executed */
    FAULT_STATUS,   /* the same without an error type */
    FAULT_DROP,     /* executed; the connection is closed without a response */
    FAULT_STALL,    /* executed; the response is delayed */
    FAULT_TRUNCATE, /* executed; the connection is closed within the body */
};

struct fault_option {
    char spec[FAULT_SPEC_MAX]; /* as given */
    char operation[64];        /* "*": each */
    enum fault_action action;
    int status;
    char type[64]; /* of FAULT_ERROR */
    int64_t stall_ms;
    double probability;
};

/* False with a reason in `problem`, which has at least 200 bytes. */
bool fault_parse(const char *spec, struct fault_option *out, char *problem, size_t problem_size);

#endif
