/*
 * What a fuzz target defines: libFuzzer calls it, or replay.c does. A broken promise ends the
 * process.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define PROMISE(what) \
    do {              \
        if (!(what))  \
            abort();  \
    } while (0)

#endif
