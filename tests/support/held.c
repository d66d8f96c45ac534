/* See held.h. */
#include "support/held.h"

#include "support/patience.h"

#include <check.h>

#include <dirent.h>
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

/* The C library need not be glibc, which alone knows this macro. */
#ifdef __GLIBC__
#    if __GLIBC_PREREQ(2, 33)
#        define HAVE_MALLINFO2
#    endif
#endif

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

static void *do_nothing(void *user)
{
    return user;
}

/* Its own come with the first thread. */
static void wake_sanitizer(void)
{
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, do_nothing, NULL), 0);
    pthread_join(thread, NULL);
}

int held_threads(void)
{
    wake_sanitizer();
    int count = entries_of("/proc/self/task");
    for (int same = 0; same < 10; same++) {
        usleep(1000);
        int now = entries_of("/proc/self/task");
        same = now == count ? same : 0;
        count = now;
    }
    return count;
}

int held_threads_more(int before)
{
    int more = entries_of("/proc/self/task") - before;
    for (int64_t left = patience(2000); more > 0 && left > 0; left--) {
        usleep(1000);
        more = entries_of("/proc/self/task") - before;
    }
    return more;
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
#ifdef HAVE_MALLINFO2
    struct mallinfo2 info = mallinfo2();
    return (long)((info.uordblks + info.hblkhd) / 1024);
#else
    return 0;
#endif
}
