/* See soak_server.h. */
#include "support/soak_server.h"

#include "support/faults.h"
#include "support/suite.h"

#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Of a hundred requests, and of a hundred handshakes, so many go wrong. */
#define FAULTY_PERCENT 20
#define FAULTY_HANDSHAKES_PERCENT 10
/* How often it refuses connections, and for how long. */
#define REFUSES_EACH_MS 1000
#define REFUSES_MS 10

/* One of the two doors. */
struct door {
    struct soak_ledger *ledger;
    int number;
    unsigned over;
    struct wire_server *server;
    struct wire_tls *tls;
    struct wire_io io;
};

static uint64_t seed_of_draws;
static atomic_uint_fast64_t draws;
static pthread_mutex_t entries_lock = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local enum wire_certificate certificate;

/* The numbers of a seed, whichever thread asks next. */
static uint32_t draw(uint32_t below)
{
    uint64_t x = seed_of_draws + atomic_fetch_add(&draws, 1) * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((x ^ (x >> 31)) % below);
}

/* ---- which fault ---- */

static bool is_of_connections(const struct fault *fault)
{
    return fault->place == FAULT_ACCEPT || fault->place == FAULT_HANDSHAKE;
}

/* By weight. */
static const struct fault *draw_fault(const struct door *door, bool of_connections)
{
    uint32_t total = 0, left;
    for (size_t i = 0; i < faults_count; i++) {
        bool fits =
            (faults[i].over & door->over) != 0 && is_of_connections(&faults[i]) == of_connections;
        total += fits ? (uint32_t)faults[i].weight : 0;
    }
    left = draw(total);
    for (size_t i = 0; i < faults_count; i++) {
        bool fits =
            (faults[i].over & door->over) != 0 && is_of_connections(&faults[i]) == of_connections;
        uint32_t weight = fits ? (uint32_t)faults[i].weight : 0;
        if (left < weight) {
            return &faults[i];
        }
        left -= weight;
    }
    return NULL;
}

static void count_fault(struct door *door, const struct fault *fault)
{
    atomic_fetch_add(&door->ledger->played[fault - faults], 1);
    atomic_fetch_add(&door->ledger->faulty, 1);
}

static bool open_tls(void *user, int fd, void **state)
{
    struct door *door = user;
    const struct wire_io *tls = wire_tls_io(door->tls);
    certificate = WIRE_GOOD;
    if (draw(100) < FAULTY_HANDSHAKES_PERCENT) {
        const struct fault *fault = draw_fault(door, true);
        count_fault(door, fault);
        if (fault->place == FAULT_ACCEPT) {
            fault->accepted(fd);
            return false;
        }
        certificate = fault->certificate;
    }
    return tls->open(tls->user, fd, state);
}

static enum wire_certificate choose(void *user)
{
    (void)user;
    return certificate;
}

/* ---- what is asked ---- */

enum wish { CREATE, DESCRIBE, LIST, TAG, DELETE, STRANGE };

struct asked {
    enum wish wish;
    uint32_t number; /* of the instance */
    char token[40];
};

static bool copy_after(const char *text, const char *mark, const char *end, char *out, size_t size)
{
    const char *at = strstr(text, mark);
    if (at != NULL) {
        at += strlen(mark);
        snprintf(out, size, "%.*s", (int)strcspn(at, end), at);
    }
    return at != NULL;
}

static const struct {
    enum wish wish;
    const char *begin;
    const char *number, *number_end; /* around the number of the instance */
    int base;
    const char *token, *token_end;
} wishes[] = {
    { CREATE, "PUT /instance HTTP/", "\"InstanceAlias\":\"soak-", "\"", 10, "\"ClientToken\":\"",
      "\"" },
    { DESCRIBE, "GET /instance/", "/instance/", " ", 16, NULL, NULL },
    { LIST, "GET /instance HTTP/", NULL, NULL, 0, NULL, NULL },
    { TAG, "POST /tags/", "instance%2F", " ", 16, NULL, NULL },
    { DELETE, "DELETE /instance/", "/instance/", "?", 16, "?clientToken=", " " },
};

static void read_asked(const char *request, uint32_t most, struct asked *asked)
{
    char number[64];
    *asked = (struct asked){ .wish = STRANGE };
    for (size_t i = 0; i < sizeof wishes / sizeof wishes[0]; i++) {
        if (strncmp(request, wishes[i].begin, strlen(wishes[i].begin)) != 0) {
            continue;
        }
        asked->wish = wishes[i].wish;
        if (wishes[i].number != NULL) {
            bool found =
                copy_after(request, wishes[i].number, wishes[i].number_end, number, sizeof number);
            asked->number = found ? (uint32_t)strtoul(number, NULL, wishes[i].base) : UINT32_MAX;
        }
        if (wishes[i].token != NULL) {
            copy_after(request, wishes[i].token, wishes[i].token_end, asked->token,
                       sizeof asked->token);
        }
        if (asked->number >= most || (wishes[i].token != NULL && strlen(asked->token) != 36)) {
            asked->wish = STRANGE;
        }
        return;
    }
}

static bool has_output(const struct asked *asked)
{
    return asked->wish != TAG && asked->wish != DELETE;
}

static void make(struct soak_entry *entry, const char *token)
{
    if (entry->token[0] == '\0') {
        snprintf(entry->token, sizeof entry->token, "%s", token);
    } else if (strcmp(entry->token, token) != 0) {
        entry->doubled++;
    }
}

static void note_deletion(struct soak_entry *entry, const char *token)
{
    if (entry->delete_token[0] == '\0') {
        snprintf(entry->delete_token, sizeof entry->delete_token, "%s", token);
        entry->deleted++;
    } else if (strcmp(entry->delete_token, token) != 0) {
        entry->missed++;
    }
}

static void apply(struct soak_ledger *ledger, const struct asked *asked)
{
    struct soak_entry *entry = &ledger->entries[asked->number];
    pthread_mutex_lock(&entries_lock);
    if (asked->wish == CREATE) {
        make(entry, asked->token);
    } else if (asked->wish == DELETE) {
        note_deletion(entry, asked->token);
    }
    pthread_mutex_unlock(&entries_lock);
}

static void write_instance(char *out, size_t size, uint32_t number)
{
    snprintf(out, size,
             "{\"Id\":\"" SOAK_ID
             "\",\"Arn\":\"arn:aws:connect:us-west-2:123456789012:instance/" SOAK_ID
             "\",\"InstanceAlias\":\"" SOAK_ALIAS "\",\"InstanceStatus\":\"ACTIVE\"}",
             number, number, number);
}

static void write_body(char *out, size_t size, const struct asked *asked)
{
    char instance[512];
    size_t used;
    write_instance(instance, sizeof instance, asked->number);
    if (!has_output(asked)) {
        snprintf(out, size, "{}");
    } else if (asked->wish == CREATE) {
        snprintf(out, size, "%s", instance);
    } else if (asked->wish == DESCRIBE) {
        snprintf(out, size, "{\"Instance\":%s}", instance);
    } else {
        used = (size_t)snprintf(out, size, "{\"InstanceSummaryList\":[");
        for (uint32_t i = 0; i < SOAK_LISTED; i++) {
            write_instance(instance, sizeof instance, i);
            used += (size_t)snprintf(out + used, size - used, "%s%s", i > 0 ? "," : "", instance);
        }
        snprintf(out + used, size - used, "]}");
    }
}

/* ---- one connection ---- */

static void serve(struct wire_peer *peer, void *user)
{
    struct door *door = user;
    for (bool goes_on = true; goes_on;) {
        const struct fault *fault = draw(100) < FAULTY_PERCENT ? draw_fault(door, false) : NULL;
        bool only_head = fault != NULL && fault->place == FAULT_HEAD;
        bool is_done = fault == NULL || fault_responses(fault) || (!only_head && draw(2) == 0);
        char body[4096] = "";
        struct fault_turn turn = { body, wire_port(door->server) };
        struct asked asked;
        if (only_head ? !wire_read_head(peer) : !wire_read_request(peer)) {
            return;
        }
        atomic_fetch_add(&door->ledger->requests, 1);
        if (!only_head) {
            read_asked(wire_last_request(peer), door->ledger->entries_count, &asked);
            if (asked.wish == STRANGE) {
                atomic_fetch_add(&door->ledger->strange, 1);
                return;
            }
            if (is_done || (fault->in_output && !has_output(&asked))) {
                apply(door->ledger, &asked);
            }
            write_body(body, sizeof body, &asked);
        }
        if (fault == NULL) {
            goes_on = wire_response(peer, 200, "Content-Type: application/json\r\n", body);
        } else {
            count_fault(door, fault);
            goes_on = fault->play(peer, fault, &turn);
        }
    }
}

/* ---- the process ---- */

static void open_door(struct door *door)
{
    if (door->over == FAULT_TLS) {
        door->tls = wire_tls_new(WIRE_GOOD, 0);
        wire_tls_choose(door->tls, choose, NULL);
        door->io = *wire_tls_io(door->tls);
        door->io.open = open_tls;
        snprintf(door->ledger->bundle, sizeof door->ledger->bundle, "%s",
                 wire_tls_bundle(door->tls));
    }
    door->io.user = door;
    door->server = wire_start_lasting(serve, door, door->tls != NULL ? &door->io : NULL);
    snprintf(door->ledger->urls[door->number], sizeof door->ledger->urls[0], "%s",
             wire_url(door->server, ""));
}

static void live(struct soak_ledger *ledger, int leash, int ready)
{
    struct door doors[2] = { { .ledger = ledger, .number = 0, .over = FAULT_PLAIN },
                             { .ledger = ledger, .number = 1, .over = FAULT_TLS } };
    struct pollfd end = { leash, POLLIN, 0 };
    open_door(&doors[0]);
    open_door(&doors[1]);
    if (write(ready, "", 1) == 1) {
        while (poll(&end, 1, REFUSES_EACH_MS) == 0) {
            struct wire_server *server = doors[draw(2)].server;
            atomic_fetch_add(&ledger->refusals, 1);
            wire_refuse(server, true);
            usleep(REFUSES_MS * 1000);
            wire_refuse(server, false);
        }
    }
    for (int i = 0; i < 2; i++) {
        ledger->connections[i] = (unsigned)wire_connections(doors[i].server);
        wire_stop(doors[i].server);
    }
    wire_tls_free(doors[1].tls);
}

void soak_server_start(struct soak_server *server, uint64_t seed, uint32_t entries_count)
{
    int leash[2], ready[2];
    char byte;
    ck_assert_uint_le(faults_count, SOAK_FAULTS_MAX);
    server->size = sizeof *server->ledger + entries_count * sizeof server->ledger->entries[0];
    server->ledger =
        mmap(NULL, server->size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(server->ledger, MAP_FAILED);
    server->ledger->entries_count = entries_count;
    ck_assert_int_eq(pipe(leash), 0);
    ck_assert_int_eq(pipe(ready), 0);
    server->pid = fork();
    ck_assert_int_ge(server->pid, 0);
    if (server->pid == 0) {
        close(leash[1]);
        close(ready[0]);
        seed_of_draws = seed;
        live(server->ledger, leash[0], ready[1]);
        test_child_leave(true);
    }
    close(leash[0]);
    close(ready[1]);
    server->leash = leash[1];
    ck_assert_msg(read(ready[0], &byte, 1) == 1, "the server of the soak does not start");
    close(ready[0]);
}

void soak_server_stop(struct soak_server *server)
{
    int status = -1;
    close(server->leash);
    ck_assert_int_eq(waitpid(server->pid, &status, 0), server->pid);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0,
                  "the server of the soak ended with %d", status);
}

void soak_server_free(struct soak_server *server)
{
    munmap(server->ledger, server->size);
}
