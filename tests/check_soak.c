/*
 * The soak: eight threads, every way of failing, and a server that counts.  CONNECT_SOAK says how
 * many calls it takes, CONNECT_SEED which numbers.  Nothing may be lost, doubled or left.
 */
#include "core/clock.h"
#include "support/dice.h"
#include "support/faults.h"
#include "support/held.h"
#include "support/memory.h"
#include "support/patience.h"
#include "support/soak_server.h"
#include "support/suite.h"

#include <connect/connect.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS 8
#define TLS_THREADS 2
#define CALLS 3000
#define FIRST_CALLS 1000 /* after which memory is flat */
#define PARTS 5          /* of the rest, for a look in between */
#define OWN_MAX 64
#define STATUSES 300
#define ATTEMPT_MS 250
#define ATTEMPTS_MAX 4 /* three, and one for a connection that had died */
#define CALL_MS 10000  /* attempts, and the longest pauses between them */
/* An idle line of the transport: its connection, and what libcurl wakes it with. */
#define LINE_DESCRIPTORS 4
#define LINE_BLOCKS 8
#define LINE_KIB 32
/* malloc() holds each thread's free memory for itself, in pages that are partly in use. */
#define GROWTH_KIB (THREADS * 512)
#define MALLOC_GROWTH_KIB (256 + THREADS * LINE_KIB)

enum report { NOTHING, MADE, NOT_MADE, DELETED, NOT_DELETED };

struct thread {
    pthread_t thread;
    connect_client *client;
    struct dice dice;
    uint32_t own[OWN_MAX]; /* instances that this thread made and no call has tried to delete */
    uint32_t own_count;
};

static struct soak_server server;
static struct thread threads[THREADS];
static connect_client *clients[2];
static unsigned char *reports; /* what the client said of each alias */
static atomic_uint calls_left, next_alias;
static atomic_uint outcomes[STATUSES];
static atomic_uint attempts, most_attempts, longest_ms;

/* ---- chance ---- */

static uint64_t seed(void)
{
    const char *text = getenv("CONNECT_SEED");
    return text != NULL ? strtoull(text, NULL, 10) : (uint64_t)clock_system.now(clock_system.user);
}

/* ---- calls ---- */

static void keep_most(atomic_uint *most, unsigned value)
{
    unsigned known = atomic_load(most);
    while (value > known && !atomic_compare_exchange_weak(most, &known, value)) {
    }
}

/* What may come of a call: nothing but success and the classes that the catalogue names. */
static bool is_expected(connect_status status)
{
    for (size_t i = 0; i < faults_count; i++) {
        for (int kind = 0; kind < FAULT_KINDS; kind++) {
            if (faults[i].expect[kind].status == status) {
                return true;
            }
        }
    }
    return false;
}

static bool take_note(connect_status status, const void *response, connect_error *error)
{
    int count =
        status == CONNECT_OK ? connect_response_attempts(response) : connect_error_attempts(error);
    ck_assert_msg(is_expected(status), "%s: %s", connect_status_name(status),
                  connect_error_message(error));
    ck_assert((status == CONNECT_OK) == (response != NULL) &&
              (status == CONNECT_OK) == (error == NULL));
    ck_assert_str_ne(error != NULL ? connect_error_message(error) : "fine", "");
    ck_assert_int_le(count, ATTEMPTS_MAX);
    atomic_fetch_add(&outcomes[status], 1);
    atomic_fetch_add(&attempts, (unsigned)count);
    keep_most(&most_attempts, (unsigned)count);
    connect_error_free(error);
    return status == CONNECT_OK;
}

static void create(struct thread *thread)
{
    uint32_t number = atomic_fetch_add(&next_alias, 1);
    char alias[32], id[64];
    connect_create_instance_request request = { sizeof request, .instance_alias = alias,
                                                .identity_management_type =
                                                    CONNECT_DIRECTORY_TYPE_CONNECT_MANAGED,
                                                .inbound_calls_enabled = CONNECT_SET(true),
                                                .outbound_calls_enabled = CONNECT_SET(false) };
    connect_create_instance_response *response = NULL;
    connect_error *error = NULL;
    snprintf(alias, sizeof alias, SOAK_ALIAS, number);
    snprintf(id, sizeof id, SOAK_ID, number);
    connect_status status = connect_create_instance(thread->client, &request, &response, &error);
    bool made = take_note(status, response, error);
    reports[number] = made ? MADE : NOT_MADE;
    if (made) {
        ck_assert_str_eq(response->id, id);
        if (thread->own_count < OWN_MAX) {
            thread->own[thread->own_count++] = number;
        }
    }
    connect_free(response);
}

static void describe(struct thread *thread, uint32_t number)
{
    char alias[32], id[64];
    connect_describe_instance_request request = { sizeof request, .instance_id = id };
    connect_describe_instance_response *response = NULL;
    connect_error *error = NULL;
    snprintf(alias, sizeof alias, SOAK_ALIAS, number);
    snprintf(id, sizeof id, SOAK_ID, number);
    connect_status status = connect_describe_instance(thread->client, &request, &response, &error);
    if (take_note(status, response, error)) {
        ck_assert_str_eq(response->instance->id, id);
        ck_assert_str_eq(response->instance->instance_alias, alias);
    }
    connect_free(response);
}

static void list(struct thread *thread)
{
    connect_list_instances_response *response = NULL;
    connect_error *error = NULL;
    connect_status status = connect_list_instances(thread->client, NULL, &response, &error);
    if (take_note(status, response, error)) {
        ck_assert_uint_eq(response->instance_summary_list_count, SOAK_LISTED);
    }
    connect_free(response);
}

static void tag(struct thread *thread, uint32_t number)
{
    char arn[128];
    connect_tag_resource_request request = {
        sizeof request, .resource_arn = arn,
        .tags = (const connect_pair *const[]){ CONNECT_PAIR("soak", "yes") }, .tags_count = 1
    };
    connect_tag_resource_response *response = NULL;
    connect_error *error = NULL;
    snprintf(arn, sizeof arn, "arn:aws:connect:us-west-2:123456789012:instance/" SOAK_ID, number);
    connect_status status = connect_tag_resource(thread->client, &request, &response, &error);
    take_note(status, response, error);
    connect_free(response);
}

static void delete (struct thread *thread, uint32_t place)
{
    uint32_t number = thread->own[place];
    char id[64];
    connect_delete_instance_request request = { sizeof request, .instance_id = id };
    connect_delete_instance_response *response = NULL;
    connect_error *error = NULL;
    snprintf(id, sizeof id, SOAK_ID, number);
    thread->own[place] = thread->own[--thread->own_count];
    connect_status status = connect_delete_instance(thread->client, &request, &response, &error);
    reports[number] = take_note(status, response, error) ? DELETED : NOT_DELETED;
    connect_free(response);
}

static void make_call(struct thread *thread)
{
    uint32_t chance = (uint32_t)dice_roll(&thread->dice, 100);
    if (chance < 30 || thread->own_count == 0) {
        create(thread);
        return;
    }
    uint32_t place = (uint32_t)dice_roll(&thread->dice, thread->own_count);
    if (chance < 55) {
        describe(thread, thread->own[place]);
    } else if (chance < 70) {
        list(thread);
    } else if (chance < 85) {
        tag(thread, thread->own[place]);
    } else {
        delete (thread, place);
    }
}

static void *work(void *user)
{
    unsigned left = atomic_load(&calls_left);
    while (left > 0) {
        if (atomic_compare_exchange_weak(&calls_left, &left, left - 1)) {
            int64_t start = clock_system.monotonic(clock_system.user);
            make_call(user);
            keep_most(&longest_ms, (unsigned)(clock_system.monotonic(clock_system.user) - start));
            left = atomic_load(&calls_left);
        }
    }
    return NULL;
}

/* ---- the whole ---- */

struct held {
    size_t blocks;
    long malloc_kib, kib;
    int descriptors;
};

static struct held held_now(void)
{
    return (struct held){ memory_live(), held_malloc_kib(), held_kib(), held_descriptors() };
}

static struct held run_calls(unsigned count)
{
    atomic_store(&calls_left, count);
    for (int i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_create(&threads[i].thread, NULL, work, &threads[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i].thread, NULL);
    }
    return held_now();
}

static connect_client *client_of(int door)
{
    const connect_credentials keys = { sizeof keys, .access_key_id = "AKID",
                                       .secret_access_key = "secret" };
    connect_client_options options = { sizeof options,
                                       .region = "us-west-2",
                                       .proxy = "",
                                       .endpoint_url = server.ledger->urls[door],
                                       .ca_bundle = door == 1 ? server.ledger->bundle : NULL,
                                       .attempt_timeout_ms = CONNECT_SET(patience(ATTEMPT_MS)),
                                       .max_body_bytes = CONNECT_SET(FAULT_BODY_MAX) };
    connect_client *client = NULL;
    ck_assert_int_eq(connect_credentials_static(&keys, &options.credentials, NULL), CONNECT_OK);
    ck_assert_int_eq(connect_client_new(&options, &client, NULL), CONNECT_OK);
    connect_credentials_provider_free(options.credentials);
    return client;
}

static void set_up_threads(uint64_t dice, unsigned calls)
{
    /* Written, so that it counts as held from the start. */
    reports = malloc(calls);
    ck_assert_ptr_nonnull(reports);
    memset(reports, NOTHING, calls);
    memory_watch();
    for (int i = 0; i < 2; i++) {
        clients[i] = client_of(i);
    }
    for (int i = 0; i < THREADS; i++) {
        threads[i] = (struct thread){ .client = clients[i < TLS_THREADS ? 1 : 0],
                                      .dice = { dice * 8 + (uint64_t)i } };
    }
}

static unsigned calls_wanted(void)
{
    const char *text = getenv("CONNECT_SOAK");
    unsigned long calls =
        text != NULL ? strtoul(text, NULL, 10) : (unsigned long)(CALLS / patience(1));
    return calls > 100 ? (unsigned)calls : 100;
}

struct tally {
    unsigned created, not_created, made, deleted;
};

/* The ledger against what the client said. */
static void compare(uint32_t number, struct tally *tally)
{
    const struct soak_entry *entry = &server.ledger->entries[number];
    bool is_made = entry->token[0] != '\0';
    bool was_created = reports[number] != NOTHING && reports[number] != NOT_MADE;
    ck_assert_msg(entry->doubled == 0, "instance %u was made %u times more", number,
                  entry->doubled);
    ck_assert_msg(!was_created || is_made, "instance %u was lost", number);
    ck_assert_msg(reports[number] != NOTHING || !is_made, "no call reported making instance %u",
                  number);
    ck_assert_msg(reports[number] != DELETED || entry->deleted == 1, "instance %u was not deleted",
                  number);
    ck_assert_msg(reports[number] == DELETED || reports[number] == NOT_DELETED ||
                      entry->deleted == 0,
                  "no call reported deleting instance %u", number);
    ck_assert_uint_eq(entry->missed, 0);
    tally->created += was_created;
    tally->not_created += reports[number] == NOT_MADE;
    tally->made += is_made;
    tally->deleted += entry->deleted;
}

static void print_faults(void)
{
    for (size_t i = 0; i < faults_count; i++) {
        if (faults[i].weight > 0) {
            printf("  %6u times a server that %s\n", server.ledger->played[i], faults[i].name);
        }
    }
}

static void print_calls(unsigned calls, int64_t took_ms)
{
    printf("%u calls by %d threads in %.1f s: %u attempts, at most %u and %u ms a call\n", calls,
           THREADS, (double)took_ms / 1000, atomic_load(&attempts), atomic_load(&most_attempts),
           atomic_load(&longest_ms));
    for (int i = 0; i < STATUSES; i++) {
        if (outcomes[i] > 0) {
            printf("  %6u %s\n", atomic_load(&outcomes[i]), connect_status_name((connect_status)i));
        }
    }
}

static void check_server(unsigned calls)
{
    const struct soak_ledger *ledger = server.ledger;
    struct tally tally = { 0 };
    for (uint32_t i = 0; i < calls; i++) {
        compare(i, &tally);
    }
    printf(
        "server: %u requests over %u connections and %u of TLS, %u faults, %u times closed for connections\n",
        ledger->requests, ledger->connections[0], ledger->connections[1], ledger->faulty,
        ledger->refusals);
    printf(
        "creates: %u reported as done, %u as failed; %u done once, none lost, none doubled; %u deleted\n",
        tally.created, tally.not_created, tally.made, tally.deleted);
    ck_assert_uint_eq(ledger->strange, 0);
    ck_assert(calls < 1000 || ledger->faulty >= ledger->requests / 7); /* a fifth, but for chance */
    for (size_t i = 0; calls >= 20000 && i < faults_count; i++) {
        ck_assert_msg(faults[i].weight == 0 || ledger->played[i] > 0, "no server that %s",
                      faults[i].name);
    }
}

static void check_held(int part, const struct held *before, const struct held *first,
                       const struct held *now)
{
    printf(
        "held after part %d: %zu blocks of the library, %ld KiB of malloc(), %ld KiB resident, %d descriptors\n",
        part, now->blocks, now->malloc_kib, now->kib, now->descriptors);
    fflush(stdout);
    /* A line more or less is idle when the threads end. */
    ck_assert_uint_le(now->blocks, first->blocks + THREADS * LINE_BLOCKS);
    ck_assert_int_le(now->descriptors, before->descriptors + THREADS * LINE_DESCRIPTORS);
    /* Sanitizers and valgrind have memory of their own. */
    ck_assert(patience(1) > 1 || now->malloc_kib <= first->malloc_kib + MALLOC_GROWTH_KIB);
    ck_assert(patience(1) > 1 || now->kib <= first->kib + GROWTH_KIB);
}

static void run_all(unsigned calls)
{
    unsigned first_calls = calls / 2 < FIRST_CALLS ? calls / 2 : FIRST_CALLS;
    int64_t start = clock_system.monotonic(clock_system.user);
    struct held before = held_now(), first = run_calls(first_calls);
    check_held(0, &before, &first, &first);
    for (unsigned i = 0; i < PARTS; i++) {
        unsigned rest = (calls - first_calls) / PARTS;
        struct held now = run_calls(i + 1 < PARTS ? rest : calls - first_calls - rest * i);
        check_held((int)i + 1, &before, &first, &now);
    }
    print_calls(calls, clock_system.monotonic(clock_system.user) - start);
}

START_TEST(nothing_is_lost_doubled_or_left_however_a_server_fails)
{
    unsigned calls = calls_wanted();
    uint64_t dice = seed();
    printf("CONNECT_SOAK=%u CONNECT_SEED=%llu\n", calls, (unsigned long long)dice);
    fflush(stdout);
    soak_server_start(&server, dice, calls);
    int descriptors = held_descriptors(), held_before = held_threads();
    set_up_threads(dice, calls);
    run_all(calls);
    connect_client_free(clients[0]);
    connect_client_free(clients[1]);
    ck_assert_uint_eq(memory_live(), 0);
    ck_assert_int_eq(held_descriptors(), descriptors);
    ck_assert_int_eq(held_threads_more(held_before), 0);
    memory_unwatch();
    soak_server_stop(&server);
    print_faults();
    check_server(calls);
    ck_assert_uint_le(longest_ms, patience(CALL_MS));
    soak_server_free(&server);
    free(reports);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("soak");
    TCase *tcase = tcase_create("soak");
    tcase_set_timeout(tcase, 1800);
    tcase_add_test(tcase, nothing_is_lost_doubled_or_left_however_a_server_fails);
    suite_add_tcase(suite, tcase);
    return suite;
}
