/* See held.h. */
#include "support/held.h"

#include <check.h>
#include <dirent.h>
#include <malloc.h>
#include <stdio.h>

static int entries_of(const char *path)
{
    DIR *folder = opendir(path);
    int count = 0;
    ck_assert_ptr_nonnull(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        count += entry->d_name[0] != '.';
    }
    closedir(folder);
    return count;
}

int held_descriptors(void)
{
    return entries_of("/proc/self/fd");
}

int held_threads(void)
{
    return entries_of("/proc/self/task");
}

long held_kib(void)
{
    FILE *file = fopen("/proc/self/status", "r");
    char line[256];
    long kib = -1;
    ck_assert_ptr_nonnull(file);
#ifdef __GLIBC__
    malloc_trim(0);
#endif
    while (kib < 0 && fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "RssAnon: %ld kB", &kib) != 1) {
            kib = -1;
        }
    }
    fclose(file);
    ck_assert_int_gt(kib, 0);
    return kib;
}

long held_malloc_kib(void)
{
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
    struct mallinfo2 info = mallinfo2();
    return (long)((info.uordblks + info.hblkhd) / 1024);
#else
    return 0;
#endif
}
