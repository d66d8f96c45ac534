/*
 * Sends random valid inputs of every operation and responds with random outputs, and prints for
 * each what was meant, what went over the wire, and what came back: one JSON object a line, for
 * roundtrip.py to judge.
 *
 * usage: roundtrip ROUNDS SEED      ROUNDS 0 stands for ten of each operation
 */
#include "api/registry.h"
#include "support/rows.h"
#include "support/typed.h"
#include "support/wire.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void write_iso(char *out, size_t size, int64_t ms, const char *zone)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm parts;
    char text[64];

    gmtime_r(&seconds, &parts);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(out, size, "%s.%03d%s", text, (int)(ms % 1000), zone);
}

/* A time in one of the forms that services use. */
static json_t *time_as_sent(int64_t ms, struct dice *dice)
{
    char text[128];

    switch (dice_roll(dice, 5)) {
    case 0:
        return ms % 1000 == 0 ? json_integer(ms / 1000) : json_real((double)ms / 1000);
    case 1:
        snprintf(text, sizeof text, "%" PRId64 ".%03d", ms / 1000, (int)(ms % 1000));
        return json_string(text);
    case 2:
        write_iso(text, sizeof text, ms, "Z");
        return json_string(text);
    case 3:
        write_iso(text, sizeof text, ms + 19800000, "+05:30");
        return json_string(text);
    default:
        return json_real((double)ms / 1000);
    }
}

/*
 * A reply as a service might write it: with what is new, with nulls, and whole numbers that look
 * like reals.
 */
static json_t *tree_as_sent(const struct connect_shape *shape, json_t *tree, struct dice *dice);

static json_t *value_as_sent(const struct connect_member *row, json_t *value, struct dice *dice)
{
    json_t *list, *element;
    size_t index;

    switch (row->kind) {
    case CONNECT_KIND_TIME:
        return time_as_sent(json_integer_value(value), dice);
    case CONNECT_KIND_INT32:
        return dice_roll(dice, 2) == 0 ? json_real((double)json_integer_value(value))
                                       : json_incref(value);
    case CONNECT_KIND_ENUM:
        return dice_roll(dice, 8) == 0 ? json_string("SOMETHING_NEW") : json_incref(value);
    case CONNECT_KIND_STRUCT:
        return tree_as_sent(row->shape, value, dice);
    case CONNECT_KIND_STRUCT_LIST:
        list = json_array();
        json_array_foreach(value, index, element) {
            if (dice_roll(dice, 10) == 0) {
                json_array_append_new(list, json_null());
            }
            json_array_append_new(list, tree_as_sent(row->shape, element, dice));
        }
        return list;
    default:
        return json_incref(value);
    }
}

static json_t *tree_as_sent(const struct connect_shape *shape, json_t *tree, struct dice *dice)
{
    json_t *sent = json_object();

    for (size_t i = 0; i < shape->count; i++) {
        const struct connect_member *row = &shape->members[i];
        json_t *value = json_object_get(tree, row->name);

        if (dice_roll(dice, 10) == 0) {
            json_object_set_new(sent, dice_roll(dice, 2) == 0 ? "New" : "Newer",
                                json_pack("{s:[i,f,n]}", "x", 1, 2.5));
        }
        if (value != NULL) {
            json_object_set_new(sent, row->name, value_as_sent(row, value, dice));
        } else if (dice_roll(dice, 4) == 0) {
            json_object_set_new(sent, row->name, json_null());
        }
    }
    return sent;
}

/* Input as a user types it: times as strings. */
static json_t *tree_as_typed(const struct connect_shape *shape, json_t *tree)
{
    json_t *typed = json_object();
    char text[128];

    for (size_t i = 0; i < shape->count; i++) {
        const struct connect_member *row = &shape->members[i];
        json_t *value = json_object_get(tree, row->name);

        if (value == NULL) {
            continue;
        }
        if (row->kind == CONNECT_KIND_TIME) {
            write_iso(text, sizeof text, json_integer_value(value), "Z");
            json_object_set_new(typed, row->name, json_string(text));
        } else {
            json_object_set_new(typed, row->name, json_incref(value));
        }
    }
    return typed;
}

struct round {
    const struct connect_operation *operation;
    struct wire wire;
    json_t *input, *output;
    connect_error *error;
};

static void run_typed(struct round *round)
{
    struct arena arena = { .chunks = NULL };
    void *request = rows_fill(round->operation->input, round->input, &arena);
    void *response = NULL;

    if (typed_of(round->operation)(round->wire.client, request, &response, &round->error) ==
        CONNECT_OK) {
        round->output = rows_read(round->operation->output, response);
    }
    connect_free(response);
    arena_release(&arena);
}

static void run_invoke(struct round *round)
{
    json_t *typed = tree_as_typed(round->operation->input, round->input);
    char *text = json_dumps(typed, JSON_COMPACT), *output = NULL;

    if (connect_invoke(round->wire.client, round->operation->name, text, &output, &round->error) ==
        CONNECT_OK) {
        round->output = json_loads(output, JSON_REJECT_DUPLICATES, NULL);
    }
    connect_free(output);
    json_decref(typed);
    free(text);
}

static void print_round(struct round *round, bool invoked, const char *reply)
{
    char *line;
    json_t *all;

    if (round->error != NULL) {
        fprintf(stderr, "roundtrip: %s: %s\n", round->operation->name,
                connect_error_message(round->error));
        exit(EXIT_FAILURE);
    }
    all = json_pack("{s:s,s:b,s:O,s:s,s:s,s:s?,s:s,s:O}", "operation", round->operation->name,
                    "invoked", invoked, "input", round->input, "method", round->wire.method, "uri",
                    round->wire.uri, "body", round->wire.body_sent, "reply", reply, "output",
                    round->output);
    line = json_dumps(all, JSON_COMPACT);
    puts(line);
    free(line);
    json_decref(all);
}

static void run_round(const struct connect_operation *operation, struct dice *dice)
{
    struct round round = { .operation = operation };
    bool invoked = dice_roll(dice, 2) == 0;
    json_t *response = rows_random(operation->output, dice);
    json_t *sent = tree_as_sent(operation->output, response, dice);
    char *reply = json_dumps(sent, (dice_roll(dice, 2) == 0 ? JSON_ENSURE_ASCII : 0) |
                                       JSON_INDENT(dice_roll(dice, 3)));

    round.input = rows_random(operation->input, dice);
    wire_open(&round.wire, CONNECT_CHECK_STRICT);
    round.wire.body = reply;
    if (invoked) {
        run_invoke(&round);
    } else {
        run_typed(&round);
    }
    print_round(&round, invoked, reply);
    wire_close(&round.wire);
    json_decref(round.input);
    json_decref(round.output);
    json_decref(response);
    json_decref(sent);
    free(reply);
}

int main(int argc, char **argv)
{
    struct dice dice;
    long rounds;

    if (argc != 3) {
        fprintf(stderr, "usage: roundtrip ROUNDS SEED\n");
        return 2;
    }
    rounds = strtol(argv[1], NULL, 10);
    if (rounds == 0) {
        rounds = 10 * (long)registry_count;
    }
    dice.state = strtoull(argv[2], NULL, 10);
    for (long i = 0; i < rounds; i++) {
        run_round(registry_operations[(size_t)i % registry_count], &dice);
    }
    return EXIT_SUCCESS;
}
