/*
 * See pace_file.h.
 *
 * Nothing locks the file.  It holds a header that is the same whoever writes it, and slots that are
 * claimed and advanced with atomics, so any number of processes may make it at the same moment.  A
 * slot is named by a hash of whose quota it is and of the boot whose clock its time is of: what was
 * left before a boot is never found.
 */
#include "call/pace_file.h"

#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/file.h"
#include "core/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC "lcpace\r" /* and the version */
#define VERSION 1
#define SLOTS 2048
#define PROBES_MAX 64

/*
 * The service starts to count when the first request of a burst arrives, which may be late because
 * it had to open a connection; later ones are quick.  The refill begins this much later here, so
 * that the file stays behind the service's bucket.
 */
#define LAG_US 150000
/* A turn further ahead than this was not reserved by anyone. */
#define HORIZON_US INT64_C(3600000000)
#define SLOWER 0.7    /* times the rate, for a refusal, once a second */
#define SLOWEST 0.1   /* of the quota's rate */
#define RECOVERY 0.05 /* of the quota's rate, regained a second */
/* By then all of it is regained.  A refusal further ahead of the clock is of an earlier boot. */
#define HEALED_MS 20000

#define FACTOR_BITS 16
#define FACTOR_ONE ((1 << FACTOR_BITS) - 1)

struct pace_slot {
    _Atomic uint64_t key;  /* hash of boot and owner; 0: free */
    _Atomic uint64_t tat;  /* theoretical arrival time, microseconds */
    _Atomic uint64_t slow; /* last refusal in milliseconds, and in the low bits the factor then */
    uint64_t reserved;
};

struct layout {
    _Atomic uint64_t magic; /* seven bytes and the version; 0: not written yet */
    uint64_t reserved[7];
    struct pace_slot slot[SLOTS];
};

/* What a process writes must mean the same to one with another compiler. */
_Static_assert(sizeof(struct pace_slot) == 32 && sizeof(struct layout) == 64 + SLOTS * 32,
               "layout");

struct pace_file {
    struct layout *map;
    uint64_t boot;
};

/* ---- opening ---- */

#define HASH_START UINT64_C(14695981039346656037)

/* FNV-1a over more bytes. */
static uint64_t hash_add(uint64_t hash, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
    }
    return hash;
}

/* Mixes the bits; never 0. */
static uint64_t hash_finish(uint64_t hash)
{
    hash ^= hash >> 32;
    hash *= UINT64_C(0xd6e8feb86659fd93);
    hash ^= hash >> 32;
    return hash != 0 ? hash : 1;
}

/*
 * 1 where the system has no id for it: then times of an earlier boot are found by HORIZON_US and
 * HEALED_MS.  0 when out of memory: with 1 this process would share its quotas with no other.
 */
static uint64_t boot_hash(void)
{
    struct buf id = BUF_INIT(256);
    int failure = file_read("/proc/sys/kernel/random/boot_id", &id);
    uint64_t hash = failure == ENOMEM ? 0 : 1;

    if (failure == 0 && id.size > 0) {
        hash = hash_finish(hash_add(HASH_START, id.data, id.size));
    }
    buf_free(&id);
    return hash;
}

static connect_status report_unusable(connect_error **error, const char *path, const char *why,
                                      int number)
{
    return error_set(error, CONNECT_E_CONFIGURATION, "pace.shared_file \"%s\": %s%s%s", path, why,
                     number != 0 ? ": " : "", number != 0 ? strerror(number) : "");
}

/* NULL when the file is one that this process may trust. */
static const char *find_reason_for_distrust(const struct stat *what, bool for_group)
{
    if (!S_ISREG(what->st_mode)) {
        return "is not a regular file";
    }
    if (!for_group && what->st_uid != geteuid()) {
        return "belongs to another user";
    }
    if ((what->st_mode & (for_group ? S_IRWXO : S_IRWXG | S_IRWXO)) != 0) {
        return for_group ? "is open to others (expected mode 0660)"
                         : "is open to group or others (expected mode 0600)";
    }
    return NULL;
}

static uint64_t magic_of(unsigned char version)
{
    unsigned char bytes[8] = MAGIC;
    uint64_t magic;

    bytes[7] = version;
    memcpy(&magic, bytes, sizeof magic);
    return magic;
}

/* The file has its full size afterwards: a write to a mapped hole would be fatal on a full disk. */
static int allocate_blocks(int fd, bool for_group)
{
    int failure = fchmod(fd, for_group ? 0660 : 0600) == 0 ? 0 : errno;

    return failure != 0 ? failure : posix_fallocate(fd, 0, sizeof(struct layout));
}

static connect_status map_file(const char *path, int fd, bool for_group, struct layout **out,
                               connect_error **error)
{
    struct stat what;
    struct layout *map;
    const char *why;

    if (fstat(fd, &what) != 0) {
        return report_unusable(error, path, "cannot be examined", errno);
    }
    if (what.st_size == 0 && what.st_uid == geteuid() && S_ISREG(what.st_mode)) {
        int failure = allocate_blocks(fd, for_group);

        if (failure != 0 || fstat(fd, &what) != 0) {
            return report_unusable(error, path, "cannot be allocated",
                                   failure != 0 ? failure : errno);
        }
    }
    why = find_reason_for_distrust(&what, for_group);
    if (why != NULL) {
        return report_unusable(error, path, why, 0);
    }
    if (what.st_size != (off_t)sizeof *map) {
        return report_unusable(error, path, "has another size than a file of shared quotas", 0);
    }
    map = mmap(NULL, sizeof *map, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED) {
        return report_unusable(error, path,
                               errno == ENODEV
                                   ? "its file system cannot share mappings; choose another"
                                   : "cannot be mapped",
                               errno);
    }
    *out = map;
    return CONNECT_OK;
}

/* Writes the header of a new file, or compares that of one that is there. */
static connect_status check_header(const char *path, struct layout *map, connect_error **error)
{
    uint64_t ours = magic_of(VERSION), found = 0;

    if (atomic_compare_exchange_strong(&map->magic, &found, ours) || found == ours) {
        return CONNECT_OK;
    }
    return report_unusable(error, path,
                           memcmp(&found, MAGIC, strlen(MAGIC)) == 0
                               ? "has the format of another version"
                               : "is not a file of shared quotas",
                           0);
}

connect_status pace_file_open_in_boot(const char *path, bool for_group, uint64_t boot,
                                      struct pace_file **out, connect_error **error)
{
    struct pace_file *file = mem_calloc(1, sizeof *file);
    connect_status status;
    int fd;

    *out = NULL;
    if (file == NULL) {
        return error_memory(error);
    }
    file->boot = boot;
    /* O_NONBLOCK: do not block if the path is a FIFO. */
    fd =
        open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, for_group ? 0660 : 0600);
    if (fd < 0) {
        int failure = errno;

        mem_free(file);
        return report_unusable(error, path,
                               failure == ELOOP ? "is a symbolic link" : "cannot be opened",
                               failure == ELOOP ? 0 : failure);
    }
    status = map_file(path, fd, for_group, &file->map, error);
    if (status == CONNECT_OK) {
        status = check_header(path, file->map, error);
    }
    (void)close(fd);
    if (status != CONNECT_OK) {
        pace_file_close(file);
        return status;
    }
    *out = file;
    return CONNECT_OK;
}

connect_status pace_file_open(const char *path, bool for_group, struct pace_file **out,
                              connect_error **error)
{
    uint64_t boot = boot_hash();

    if (boot == 0) {
        *out = NULL;
        return error_memory(error);
    }
    return pace_file_open_in_boot(path, for_group, boot, out, error);
}

void pace_file_close(struct pace_file *file)
{
    if (file == NULL) {
        return;
    }
    if (file->map != NULL) {
        (void)munmap(file->map, sizeof *file->map);
    }
    mem_free(file);
}

/* ---- slots ---- */

/* Whether no process can have reserved a turn in the slot, or slowed it down, for an hour. */
static bool is_idle(struct pace_slot *slot, int64_t now)
{
    int64_t tat = (int64_t)atomic_load_explicit(&slot->tat, memory_order_relaxed);

    return tat < now - HORIZON_US || tat > now + 2 * HORIZON_US;
}

struct pace_slot *pace_file_slot(struct pace_file *file, const char *principal, const char *region,
                                 const char *quota, int64_t now)
{
    ASSERT(file->map != NULL && principal != NULL && region != NULL && quota != NULL);
    const char *names[] = { principal, region, quota };
    uint64_t key = HASH_START ^ file->boot;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        key = hash_add(key, names[i], strlen(names[i]) + 1);
    }
    key = hash_finish(key);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < PROBES_MAX; i++) {
            struct pace_slot *slot = &file->map->slot[(key + i) % SLOTS];
            uint64_t owner = atomic_load_explicit(&slot->key, memory_order_relaxed);
            bool is_free = owner == 0 || (pass == 1 && is_idle(slot, now));

            if (owner == key ||
                (is_free &&
                 (atomic_compare_exchange_strong(&slot->key, &owner, key) || owner == key))) {
                return slot;
            }
        }
    }
    return NULL;
}

/* ---- turns ---- */

/* The factor that a slow-down leaves after some time of recovery, whatever the file holds. */
static double factor_of(uint64_t slow, int64_t now)
{
    double factor = (double)(slow & FACTOR_ONE) / FACTOR_ONE;
    int64_t passed = now / 1000 - (int64_t)(slow >> FACTOR_BITS);

    if (slow == 0 || passed < -HEALED_MS) {
        return 1;
    }
    /* Another process may have noted it later than `now`. */
    factor += passed > 0 ? (double)passed / 1000 * RECOVERY : 0;
    return factor < SLOWEST ? SLOWEST : factor < 1 ? factor : 1;
}

double pace_slot_factor(const struct pace_slot *slot, int64_t now)
{
    return factor_of(atomic_load_explicit(&((struct pace_slot *)slot)->slow, memory_order_relaxed),
                     now);
}

static int64_t interval_of(double rate)
{
    double interval = 1e6 / rate;

    return interval < 1 ? 1 : interval > 1e12 ? INT64_C(1000000000000) : (int64_t)interval;
}

/* How far ahead of the clock the theoretical arrival time may be. */
static int64_t tolerance_of(struct quota quota)
{
    double tolerance = quota.burst * (double)interval_of(quota.rate);

    return tolerance > 1e15 ? INT64_C(1000000000000000) : (int64_t)tolerance;
}

int64_t pace_slot_reserve(struct pace_slot *slot, struct quota quota, int64_t now,
                          uint64_t *reserved)
{
    int64_t interval = interval_of(quota.rate * pace_slot_factor(slot, now));
    int64_t ahead = tolerance_of(quota);
    int64_t furthest = now + ahead + HORIZON_US + 1000 * interval_of(quota.rate);
    uint64_t seen = atomic_load(&slot->tat);
    int64_t next, due;

    do {
        int64_t tat = (int64_t)seen;
        bool is_rested = tat <= now - LAG_US || tat > furthest;

        next = (is_rested ? now + LAG_US : tat > now ? tat : now) + interval;
        due = is_rested ? now : next - ahead;
    } while (!atomic_compare_exchange_weak(&slot->tat, &seen, (uint64_t)next));
    *reserved = (uint64_t)next;
    return due;
}

void pace_slot_return(struct pace_slot *slot, struct quota quota, uint64_t reserved)
{
    uint64_t before = reserved - (uint64_t)interval_of(quota.rate);

    (void)atomic_compare_exchange_strong(&slot->tat, &reserved, before);
}

void pace_slot_refused(struct pace_slot *slot, struct quota quota, int64_t now)
{
    uint64_t seen = atomic_load(&slot->tat), slow = atomic_load(&slot->slow);
    int64_t empty = now + tolerance_of(quota);
    uint64_t slower;

    while ((int64_t)seen < empty &&
           !atomic_compare_exchange_weak(&slot->tat, &seen, (uint64_t)empty)) {
    }
    do {
        double factor = factor_of(slow, now);

        /* The refusals of one burst are one piece of news, whichever process they reach. */
        if (factor < 1 && now / 1000 - (int64_t)(slow >> FACTOR_BITS) < 1000) {
            return;
        }
        factor *= SLOWER;
        ASSERT(factor < 1);
        slower = (uint64_t)(now / 1000) << FACTOR_BITS | (uint64_t)(factor * FACTOR_ONE);
    } while (!atomic_compare_exchange_weak(&slot->slow, &slow, slower));
}
