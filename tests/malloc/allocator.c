/*
 * Replaces malloc() and its kin for the whole process: libcurl and OpenSSL call these too.
 */
#include "malloc/allocator.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Sanitizers and valgrind have an allocator of their own, and other C libraries no other name for
 * theirs.
 */
#if defined(__GLIBC__)
#    define CAN_FAIL 1
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#    undef CAN_FAIL
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
        __has_feature(memory_sanitizer)
#        undef CAN_FAIL
#    endif
#endif

static _Thread_local bool is_armed;
static _Thread_local long made, fail_from, fail_to;
static long run_number;
/* allocated by the work and not freed by anybody; under the lock, like the slots */
static long live;
/*
 * What is live and who allocated it: open addressing by the block, which keeps its slot when it is
 * freed.
 */
#define SLOTS (1 << 18)
static struct slot {
    const void *block; /* NULL: never used */
    const void *caller;
    long run;
    bool is_live;
} slots[SLOTS];

#ifdef CAN_FAIL
static atomic_flag is_locked = ATOMIC_FLAG_INIT;

static void lock(void)
{
    while (atomic_flag_test_and_set(&is_locked)) {
        continue;
    }
}

static void unlock(void)
{
    atomic_flag_clear(&is_locked);
}

/*
 * The dynamic linker allocates for each thread, and the thread's stack with it is kept for the next
 * one.
 */
static uintptr_t linker_from, linker_to;

static struct slot *slot_of(const void *block)
{
    size_t at = ((uintptr_t)block >> 4) * 2654435761u % SLOTS;

    for (size_t tries = 0; tries < SLOTS; tries++, at = (at + 1) % SLOTS) {
        if (slots[at].block == NULL || slots[at].block == block) {
            return &slots[at];
        }
    }
    return NULL;
}

static void remember(const void *block, const void *caller)
{
    struct slot *slot;

    if (linker_from <= (uintptr_t)caller && (uintptr_t)caller < linker_to) {
        return;
    }
    lock();
    slot = slot_of(block);
    if (slot != NULL) {
        *slot = (struct slot){ block, caller, run_number, true };
        live++;
    }
    unlock();
}

static void forget(const void *block)
{
    struct slot *slot;

    lock();
    slot = slot_of(block);
    if (slot != NULL && slot->is_live) {
        slot->is_live = false;
        live--;
    }
    unlock();
}

static int find_linker(struct dl_phdr_info *info, size_t size, void *user)
{
    (void)size;
    (void)user;
    for (size_t i = 0; strstr(info->dlpi_name, "/ld-") != NULL && i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type == PT_LOAD) {
            uintptr_t from = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;

            linker_from = linker_from == 0 || from < linker_from ? from : linker_from;
            linker_to = from + info->dlpi_phdr[i].p_memsz > linker_to
                            ? from + info->dlpi_phdr[i].p_memsz
                            : linker_to;
        }
    }
    return 0;
}

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);
void *memalign(size_t alignment, size_t size);

/* This program is compiled so that it shows the others nothing; but these they are to see. */
#    pragma GCC visibility push(default)

static bool is_refused(void)
{
    if (!is_armed) {
        return false;
    }
    made++;
    if (made < fail_from || made > fail_to) {
        return false;
    }
    errno = ENOMEM;
    return true;
}

static void *counted(void *block, const void *caller)
{
    if (is_armed && block != NULL) {
        remember(block, caller);
    }
    return block;
}

#    define CALLER __builtin_return_address(0)

void *malloc(size_t size)
{
    return is_refused() ? NULL : counted(__libc_malloc(size), CALLER);
}

void *calloc(size_t count, size_t size)
{
    return is_refused() ? NULL : counted(__libc_calloc(count, size), CALLER);
}

void *realloc(void *block, size_t size)
{
    void *moved;

    if (block == NULL) {
        return is_refused() ? NULL : counted(__libc_malloc(size), CALLER);
    }
    if (size == 0) {
        free(block);
        return NULL;
    }
    if (is_refused()) {
        return NULL;
    }
    moved = __libc_realloc(block, size);
    if (is_armed && moved != NULL) {
        forget(block);
        remember(moved, CALLER);
    }
    return moved;
}

void *memalign(size_t alignment, size_t size)
{
    return is_refused() ? NULL : counted(__libc_memalign(alignment, size), CALLER);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    void *block = memalign(alignment, size);

    if (block == NULL) {
        return ENOMEM;
    }
    *out = block;
    return 0;
}

void free(void *block)
{
    int kept = errno;

    if (block != NULL && run_number > 0) {
        forget(block);
    }
    __libc_free(block);
    errno = kept;
}
#    pragma GCC visibility pop
#endif

void allocator_set_up(void)
{
#ifdef CAN_FAIL
    (void)dl_iterate_phdr(find_linker, NULL);
#endif
}

void allocator_arm(long from, long to)
{
    made = 0;
    run_number++;
    fail_from = from;
    fail_to = to;
    is_armed = true;
}

long allocator_disarm(void)
{
    is_armed = false;
    return made;
}

long allocator_live(void)
{
    return live;
}

const char *allocator_leftovers(void)
{
    static char text[1000];
    Dl_info info;

    text[0] = '\0';
    for (size_t i = 0; i < SLOTS && strlen(text) < sizeof text - 200; i++) {
        if (slots[i].is_live && slots[i].run == run_number && dladdr(slots[i].caller, &info) != 0) {
            (void)snprintf(
                text + strlen(text), 200, " %s(%s+0x%zx)", info.dli_fname,
                info.dli_sname != NULL ? info.dli_sname : "",
                (size_t)((const char *)slots[i].caller -
                         (const char *)(info.dli_sname != NULL ? info.dli_saddr : info.dli_fbase)));
        }
    }
    return text;
}

const char *allocator_obstacle(void)
{
#ifdef CAN_FAIL
    const char *preloaded = getenv("LD_PRELOAD");

    return preloaded != NULL && strstr(preloaded, "vgpreload") != NULL
               ? "valgrind looks after malloc()"
               : NULL;
#else
    return "malloc() belongs to a sanitizer, or to another C library than glibc";
#endif
}
