/*
 * connect-bench-parts: what a response costs to decode and a request to sign, without a transfer.
 *
 * connect-bench-parts decode|jansson|cjson page|describe COUNT
 * connect-bench-parts sign
 * connect-bench-parts turn
 */
#include "aws/sigv4.h"
#include "bench.h"
#include "call/pace.h"
#include "core/clock.h"
#include "core/mem.h"
#include "shape/decode.h"
#include "shape/operation.h"

#ifdef HAVE_CJSON
#    include <cjson/cJSON.h>
#endif
#include <jansson.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS 21
#define SIGNATURES 5000
#define TURNS 100000

/* ---- decoding ---- */

static bool decode_library(const connect_operation *operation, const char *body)
{
    size_t size = shape_room(operation->output, DECODE_KEEP);
    void *out = mem_calloc(1, size);
    struct arena arena = { 0 };
    bool ok = out != NULL && shape_decode(operation->output, body, strlen(body), DECODE_KEEP,
                                          &arena, out, NULL) == CONNECT_OK;

    arena_release(&arena);
    mem_free(out);
    return ok;
}

static bool decode_jansson(const connect_operation *operation, const char *body)
{
    json_t *root = json_loadb(body, strlen(body), 0, NULL);
    bool ok = root != NULL;

    (void)operation;
    json_decref(root);
    return ok;
}

#ifdef HAVE_CJSON
static bool decode_cjson(const connect_operation *operation, const char *body)
{
    cJSON *root = cJSON_ParseWithLength(body, strlen(body));
    bool ok = root != NULL;

    (void)operation;
    cJSON_Delete(root);
    return ok;
}
#endif

static const struct {
    const char *name;
    bool (*decode)(const connect_operation *operation, const char *body);
} decoders[] = {
    { "decode", decode_library },
    { "jansson", decode_jansson },
#ifdef HAVE_CJSON
    { "cjson", decode_cjson },
#endif
};

static int run_decoder(const char *name, const char *what, long count)
{
    static char page[BENCH_PAGE_SIZE];
    bool is_page = strcmp(what, "page") == 0;
    const connect_operation *operation =
        connect_operation_find(is_page ? "ListInstances" : "DescribeInstance");

    bench_bodies_make();
    bench_page_body(0, page);
    for (size_t i = 0; i < sizeof decoders / sizeof *decoders; i++) {
        if (strcmp(decoders[i].name, name) != 0) {
            continue;
        }
        for (long n = 0; n < count; n++) {
            if (!decoders[i].decode(operation, is_page ? page : bench_describe_body())) {
                return EXIT_FAILURE;
            }
        }
        return EXIT_SUCCESS;
    }
    return EXIT_FAILURE;
}

/* ---- signing ---- */

#define QUERY "maxResults=10&nextToken=%.*d"

struct floor {
    EVP_MD *sha256;
    EVP_MD_CTX *digest;
    EVP_MAC *hmac;
    EVP_MAC_CTX *keyed;
    char canonical[2048], to_sign[512];
};

/* The hash and the MAC of one signature, with contexts that are prepared. */
static bool floor_sign(struct floor *prepared)
{
    unsigned char out[64];
    size_t mac_size;

    return EVP_DigestInit_ex2(prepared->digest, prepared->sha256, NULL) == 1 &&
           EVP_DigestUpdate(prepared->digest, prepared->canonical, strlen(prepared->canonical)) ==
               1 &&
           EVP_DigestFinal_ex(prepared->digest, out, NULL) == 1 &&
           EVP_MAC_init(prepared->keyed, NULL, 0, NULL) == 1 &&
           EVP_MAC_update(prepared->keyed, (const unsigned char *)prepared->to_sign,
                          strlen(prepared->to_sign)) == 1 &&
           EVP_MAC_final(prepared->keyed, out, &mac_size, sizeof out) == 1;
}

static bool floor_prepare(struct floor *prepared, const struct sigv4_stages *stages)
{
    static const unsigned char key[32] = { 1 };
    char digest_name[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name, 0),
        OSSL_PARAM_construct_end(),
    };

    (void)snprintf(prepared->canonical, sizeof prepared->canonical, "%s",
                   buf_text(&stages->canonical_request));
    (void)snprintf(prepared->to_sign, sizeof prepared->to_sign, "%s",
                   buf_text(&stages->string_to_sign));
    prepared->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    prepared->digest = EVP_MD_CTX_new();
    prepared->hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    prepared->keyed = EVP_MAC_CTX_new(prepared->hmac);
    return EVP_MAC_init(prepared->keyed, key, sizeof key, parameters) == 1;
}

static void floor_clear(struct floor *prepared)
{
    EVP_MAC_CTX_free(prepared->keyed);
    EVP_MAC_free(prepared->hmac);
    EVP_MD_CTX_free(prepared->digest);
    EVP_MD_free(prepared->sha256);
}

struct signing {
    struct sigv4_cache *cache;
    struct sigv4_request request;
    struct sigv4_identity identity;
};

static bool library_sign(struct signing *signing, struct sigv4_stages *stages)
{
    struct sigv4_headers headers;
    bool ok = sigv4_sign(signing->cache, &signing->request, &signing->identity, &headers, stages,
                         NULL) == CONNECT_OK;

    if (ok) {
        sigv4_headers_free(&headers);
    }
    return ok;
}

static double time_signatures(struct signing *signing, struct floor *prepared)
{
    double before = bench_cpu_us();

    for (int i = 0; i < SIGNATURES; i++) {
        if (!(prepared != NULL ? floor_sign(prepared) : library_sign(signing, NULL))) {
            exit(EXIT_FAILURE);
        }
    }
    return (bench_cpu_us() - before) / SIGNATURES;
}

/* Prints the microseconds of a signature and of its floor, medians of turns. */
static int run_sign(void)
{
    char query[600];
    const connect_pair headers[] = { { "host", "connect." BENCH_REGION ".amazonaws.com" },
                                     { "user-agent", "libconnect" } };
    struct signing signing = {
        .cache = sigv4_cache_new(),
        .request = { .method = "GET",
                     .path = "/instance",
                     .query = query,
                     .headers = headers,
                     .headers_count = sizeof headers / sizeof *headers },
        .identity = { BENCH_KEY, BENCH_SECRET, NULL, BENCH_REGION, "connect", 1795264496000 },
    };
    struct sigv4_stages stages;
    struct floor prepared = { .canonical = "" };
    double library[ROUNDS], floors[ROUNDS];

    (void)snprintf(query, sizeof query, QUERY, 400, 1);
    if (!library_sign(&signing, &stages) || !floor_prepare(&prepared, &stages)) {
        return EXIT_FAILURE;
    }
    for (int round = 0; round < ROUNDS; round++) {
        library[round] = time_signatures(&signing, NULL);
        floors[round] = time_signatures(&signing, &prepared);
    }
    (void)printf("%.3f %.3f\n", bench_median(library, ROUNDS), bench_median(floors, ROUNDS));
    floor_clear(&prepared);
    buf_free(&stages.canonical_request);
    buf_free(&stages.string_to_sign);
    sigv4_cache_free(signing.cache);
    return EXIT_SUCCESS;
}

/* ---- pacing ---- */

/* Microseconds that a call spends on a turn that is due, with the file that processes share. */
static double time_turns(struct pace *pace)
{
    const struct quota_use use = { "DescribeInstance", { 2, 5 }, false };
    struct task waiter = { 0 }; /* never woken: each turn is due at once */
    double start = bench_cpu_us();

    for (int i = 0; i < TURNS; i++) {
        struct pace_turn turn;
        int64_t until;

        if (pace_turn_init(pace, &turn, &waiter, &use, false) != CONNECT_OK) {
            return -1;
        }
        pace_turn_set_principal(pace, &turn, "123456789012", BENCH_REGION);
        pace_join(pace, &turn);
        if (!pace_look(pace, &turn, &until)) {
            return -1;
        }
        pace_note_response(pace, &turn, false);
    }
    return (bench_cpu_us() - start) / TURNS;
}

static int run_turns(void)
{
    char path[] = "/tmp/connect-bench-XXXXXX";
    int fd = mkstemp(path);
    struct pace *pace = pace_new(&clock_system);
    struct pace_file *file = NULL;
    double turns[ROUNDS];
    bool ok = fd >= 0 && pace != NULL && pace_file_open(path, false, &file, NULL) == CONNECT_OK;

    if (ok) {
        pace_set_quota(pace, (struct quota){ 1e9, 1e9 }, false);
        pace_share(pace, file);
        for (int round = 0; round < ROUNDS; round++) {
            turns[round] = time_turns(pace);
            ok = ok && turns[round] >= 0;
        }
        (void)printf("%.3f\n", bench_median(turns, ROUNDS));
    }
    pace_free(pace);
    (void)close(fd);
    (void)unlink(path);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "turn") == 0) {
        return run_turns();
    }
    if (argc == 2 && strcmp(argv[1], "sign") == 0) {
        return run_sign();
    }
    if (argc == 4) {
        return run_decoder(argv[1], argv[2], strtol(argv[3], NULL, 10));
    }
    (void)fprintf(stderr,
                  "usage: connect-bench-parts DECODER page|describe COUNT, sign, or turn\n");
    return 2;
}
