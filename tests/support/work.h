/*
 * Counts the work of code instead of timing it: the same number on a busy machine and an idle one.
 *
 * The code under test is compiled with -fsanitize-coverage=trace-pc, so that each basic block calls
 * in here, and with the string functions renamed to the ones below, which count the bytes they
 * touch.  One unit of work is one basic block, or 16 bytes.
 */
#ifndef TESTS_SUPPORT_WORK_H
#define TESTS_SUPPORT_WORK_H

#include <stddef.h>
#include <stdint.h>

/* Work since the process started. */
uint64_t work_count(void);

/* Called by the compiler. */
void __sanitizer_cov_trace_pc(void);

/* What work_names.h renames the C library's and OpenSSL's functions to. */
void *work_memcpy(void *to, const void *from, size_t size);
void *work_memmove(void *to, const void *from, size_t size);
void *work_memset(void *to, int byte, size_t size);
int work_memcmp(const void *a, const void *b, size_t size);
void *work_memchr(const void *bytes, int byte, size_t size);
void *work_memmem(const void *bytes, size_t size, const void *wanted, size_t wanted_size);
size_t work_strlen(const char *text);
int work_strcmp(const char *a, const char *b);
void work_cleanse(void *bytes, size_t size);

#endif
