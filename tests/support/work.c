/* Counters.  This file is compiled without counting itself. */
#include "support/work.h"

#include <string.h>

#define BYTES_PER_UNIT 16

static uint64_t blocks, bytes_touched;

uint64_t work_count(void)
{
    return blocks + bytes_touched / BYTES_PER_UNIT;
}

void __sanitizer_cov_trace_pc(void)
{
    blocks++;
}

void *work_memcpy(void *to, const void *from, size_t size)
{
    bytes_touched += size;
    return memcpy(to, from, size);
}

void *work_memmove(void *to, const void *from, size_t size)
{
    bytes_touched += size;
    return memmove(to, from, size);
}

void *work_memset(void *to, int byte, size_t size)
{
    bytes_touched += size;
    return memset(to, byte, size);
}

int work_memcmp(const void *a, const void *b, size_t size)
{
    bytes_touched += size;
    return memcmp(a, b, size);
}

void *work_memchr(const void *bytes, int byte, size_t size)
{
    const char *found = memchr(bytes, byte, size);

    bytes_touched += found != NULL ? (size_t)(found - (const char *)bytes) : size;
    return (void *)found;
}

void *work_memmem(const void *bytes, size_t size, const void *wanted, size_t wanted_size)
{
    const char *found = memmem(bytes, size, wanted, wanted_size);

    bytes_touched += found != NULL ? (size_t)(found - (const char *)bytes) : size;
    return (void *)found;
}

size_t work_strlen(const char *text)
{
    size_t size = strlen(text);

    bytes_touched += size;
    return size;
}

int work_strcmp(const char *a, const char *b)
{
    size_t size = strlen(a), other = strlen(b);

    bytes_touched += size < other ? size : other;
    return strcmp(a, b);
}

void work_cleanse(void *bytes, size_t size)
{
    bytes_touched += size;
    memset(bytes, 0, size);
}
