/* Signature Version 4: each stage, the cache of signing keys, limits. */
#include "aws/canonical.h"
#include "aws/digest.h"
#include "aws/hash.h"
#include "aws/openssl_problem.h"
#include "aws/sigv4.h"
#include "aws/sigv4_cache.h"
#include "core/buf.h"
#include "core/text.h"
#include "core/time.h"
#include "support/internals.h"
#include "support/memory.h"
#include "support/real.h"
#include "support/suite.h"
#include "support/vectors.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EMPTY_HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

struct sigv4_case {
    const char *name;
    const char *method;
    const char *path;
    const char *query;
    connect_pair headers[20];
    const char *body;
    const char *token;
    const char *secret;
    bool keep_path;
    const char *canonical;
    const char *hash;
    const char *signature;
};

#include "sigv4_cases.h"

#define OWN_KEY "AKIAOWNVECTOR0000001"
#define OWN_SECRET "own/secret+with/slashes+and+plus0000000000"
#define OWN_TIME 1769903999000 /* 2026-01-31T23:59:59Z */
#define OWN_SCOPE "20260131/eu-central-1/connect/aws4_request"

static const struct sigv4_identity own_identity = {
    .access_key_id = OWN_KEY,
    .secret_access_key = OWN_SECRET,
    .region = "eu-central-1",
    .service = "connect",
    .time_ms = OWN_TIME,
};

static struct sigv4_request request_of(const struct sigv4_case *c)
{
    struct sigv4_request request = { .method = c->method,
                                     .path = c->path,
                                     .query = c->query != NULL ? c->query : "" };
    request.headers = c->headers;
    while (c->headers[request.headers_count].key != NULL) {
        request.headers_count++;
    }
    request.body = c->body;
    request.body_size = c->body != NULL ? strlen(c->body) : 0;
    request.keep_path = c->keep_path;
    return request;
}

START_TEST(own_vectors_agree_at_every_stage)
{
    const struct sigv4_case *c = &own_cases[_i];
    struct sigv4_request request = request_of(c);
    struct sigv4_identity identity = own_identity;
    identity.session_token = c->token;
    if (c->secret != NULL) {
        identity.secret_access_key = c->secret;
    }
    struct sigv4_headers headers;
    struct sigv4_stages stages;
    ck_assert_int_eq(sigv4_sign(NULL, &request, &identity, &headers, &stages, NULL), CONNECT_OK);
    ck_assert_msg(strcmp(buf_text(&stages.canonical_request), c->canonical) == 0,
                  "%s:\n%s\nexpected\n%s", c->name, buf_text(&stages.canonical_request),
                  c->canonical);
    char to_sign[300];
    snprintf(to_sign, sizeof to_sign, "AWS4-HMAC-SHA256\n20260131T235959Z\n" OWN_SCOPE "\n%s",
             c->hash);
    ck_assert_str_eq(buf_text(&stages.string_to_sign), to_sign);
    ck_assert_str_eq(stages.signature, c->signature);
    ck_assert_str_eq(headers.date, "20260131T235959Z");
    const char *start = "AWS4-HMAC-SHA256 Credential=" OWN_KEY "/" OWN_SCOPE ", SignedHeaders=";
    const char *authorization = buf_text(&headers.authorization);
    ck_assert_int_eq(strncmp(authorization, start, strlen(start)), 0);
    ck_assert_str_eq(authorization + strlen(authorization) - 64, c->signature);
    sigv4_headers_free(&headers);
    stages_free(&stages);
}
END_TEST

START_TEST(the_letters_of_a_method_are_signed_in_upper_case)
{
    static const struct {
        const char *method, *expected;
    } cases[] = {
        { "get", "GET\n/\n" },
        { "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ\n/\n" },
        { "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ\n/\n" },
        { "`{-_@[0", "`{-_@[0\n/\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sigv4_request request = { .method = cases[i].method, .path = "/" };
        struct sigv4_headers headers;
        struct sigv4_stages stages;
        ck_assert_int_eq(sigv4_sign(NULL, &request, &own_identity, &headers, &stages, NULL),
                         CONNECT_OK);
        ck_assert_ptr_eq(strstr(buf_text(&stages.canonical_request), cases[i].expected),
                         buf_text(&stages.canonical_request));
        sigv4_headers_free(&headers);
        stages_free(&stages);
    }
}
END_TEST

START_TEST(authorization_names_the_signed_headers)
{
    const connect_pair pairs[] = { { "User-Agent", "x" },
                                   { "Content-Type", "application/json" },
                                   { "Host", "connect.eu-central-1.amazonaws.com" } };
    struct sigv4_request request = {
        .method = "GET", .path = "/", .query = "", .headers = pairs, .headers_count = 3
    };
    struct sigv4_identity identity = own_identity;
    identity.session_token = "t";
    struct sigv4_headers headers;
    ck_assert_int_eq(sigv4_sign(NULL, &request, &identity, &headers, NULL, NULL), CONNECT_OK);
    ck_assert_ptr_nonnull(
        strstr(buf_text(&headers.authorization),
               ", SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature="));
    sigv4_headers_free(&headers);
}
END_TEST

START_TEST(headers_the_signer_sets_are_replaced)
{
    const connect_pair pairs[] = { { "Host", "h" },
                                   { "Authorization", "old" },
                                   { "X-Amz-Date", "20000101T000000Z" },
                                   { "x-amz-security-token", "old" } };
    struct sigv4_request request = {
        .method = "GET", .path = "/", .query = "", .headers = pairs, .headers_count = 4
    };
    struct sigv4_headers headers;
    struct sigv4_stages stages;
    ck_assert_int_eq(sigv4_sign(NULL, &request, &own_identity, &headers, &stages, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(
        buf_text(&stages.canonical_request),
        "GET\n/\n\nhost:h\nx-amz-date:20260131T235959Z\n\nhost;x-amz-date\n" EMPTY_HASH);
    sigv4_headers_free(&headers);
    stages_free(&stages);
}
END_TEST

/* ---- five requests like those of Amazon Connect, as botocore signs them ---- */

struct wire_case {
    const char *method, *path, *query, *content_type, *body, *token;
    const char *canonical_line; /* canonical path or query */
    const char *hash, *signature;
};

#define TAGS_PATH "/tags/arn%3Aaws%3Aconnect%3Aus-west-2%3A123456789012%3Ainstance%2F"

static const struct wire_case wire_cases[] = {
    { "GET", TAGS_PATH "11111111-2222-3333-4444-555555555555", "", NULL, NULL, NULL,
      "\n/tags/arn%253Aaws%253Aconnect%253Aus-west-2%253A123456789012%253Ainstance%252F"
      "11111111-2222-3333-4444-555555555555\n",
      "dd4c17cf8d3b8177887b5401325356f0be214fbc9ebc115be6ab98f146a71a5c",
      "5fb06f26a34f0a1dff132e0171aff0bd15502c4e39b1a81f662de862a254d48a" },
    { "DELETE", TAGS_PATH "1111", "tagKeys=b%20k&tagKeys=a%2Fc&tagKeys=%C3%A9", NULL, NULL, NULL,
      "\ntagKeys=%C3%A9&tagKeys=a%2Fc&tagKeys=b%20k\n",
      "2a99b0b704c1505bdb005124bbbb30cc30782e00dc86004fde98a29ff431c2c7",
      "e2b1bd4cc10ff73e146b3269cc465e8c7a6eb2b0eb53a2f1e055f522c258912e" },
    { "PUT", "/instance", "", "application/json",
      "{\"ClientToken\": \"ct\", \"IdentityManagementType\": \"CONNECT_MANAGED\", \"InboundCallsEnabled\": true, "
      "\"OutboundCallsEnabled\": false, \"Tags\": {\"k\": \"v\"}}",
      "TOKEN==",
      "\ncontent-type;host;x-amz-date;x-amz-security-token\n"
      "994773f27a688ccc21c9f8c1078dacda237a7ed83b9f8096363862d6d8c69624",
      "acd9d1b280771595038aa8af604afc4751df45a1e1cc378520034f634bd1056f",
      "4e40443c5bb4cd42ded06de9942859d2ec81b275a9f0a0f4610be6c9ae61d49e" },
    { "GET", "/instance", "maxResults=10&nextToken=a%2Bb%2Fc%3D%3D", NULL, NULL, NULL,
      "\nmaxResults=10&nextToken=a%2Bb%2Fc%3D%3D\n",
      "12fcb01fc8bcf8bf394cb51bf1e4d4f078c61ad16178226f0e170fd034ec0e26",
      "26714f86253f49b0b0ad5f98c44824837e4fa0df5ddae0d8bd33a4f52336f8b3" },
    { "PUT", "/instance/a%2Fb%20c~/bot", "", NULL, NULL, NULL, "\n/instance/a%252Fb%2520c~/bot\n",
      NULL, NULL },
};

START_TEST(requests_of_connect_are_signed_as_on_the_wire)
{
    const struct wire_case *c = &wire_cases[_i];
    const connect_pair pairs[] = { { "Host", "connect.us-west-2.amazonaws.com" },
                                   { "Content-Type", c->content_type } };
    struct sigv4_request request = { .method = c->method,
                                     .path = c->path,
                                     .query = c->query,
                                     .headers = pairs,
                                     .headers_count = c->content_type != NULL ? 2 : 1,
                                     .body = c->body,
                                     .body_size = c->body != NULL ? strlen(c->body) : 0 };
    struct sigv4_identity identity = { "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                                       c->token,      "us-west-2",
                                       "connect",     1795264496000 };
    struct sigv4_headers headers;
    struct sigv4_stages stages;
    ck_assert_int_eq(sigv4_sign(NULL, &request, &identity, &headers, &stages, NULL), CONNECT_OK);
    ck_assert_str_eq(headers.date, "20261121T123456Z");
    ck_assert_ptr_nonnull(strstr(buf_text(&stages.canonical_request), c->canonical_line));
    if (c->hash != NULL) {
        ck_assert_ptr_nonnull(strstr(buf_text(&stages.string_to_sign), c->hash));
        ck_assert_str_eq(stages.signature, c->signature);
    }
    sigv4_headers_free(&headers);
    stages_free(&stages);
}
END_TEST

/* ---- the cache ---- */

static void sign_own(struct sigv4_cache *cache, const struct sigv4_identity *identity,
                     char *signature)
{
    const connect_pair host = { "Host", "connect.eu-central-1.amazonaws.com" };
    struct sigv4_request request = {
        .method = "GET", .path = "/instance", .query = "", .headers = &host, .headers_count = 1
    };
    struct sigv4_headers headers;
    struct sigv4_stages stages;
    ck_assert_int_eq(sigv4_sign(cache, &request, identity, &headers, &stages, NULL), CONNECT_OK);
    memcpy(signature, stages.signature, 65);
    sigv4_headers_free(&headers);
    stages_free(&stages);
}

START_TEST(a_cached_key_is_not_used_on_the_next_day)
{
    struct sigv4_cache *cache = sigv4_cache_new();
    struct sigv4_identity identity = own_identity;
    char signature[65];
    for (int i = 0; i < 2; i++) {
        identity.time_ms = OWN_TIME;
        sign_own(cache, &identity, signature);
        ck_assert_str_eq(signature,
                         "f9db0ae4df23bd29bfd22faa31a28b8455f1bede5453534a17247c8a23f17225");
        identity.time_ms = OWN_TIME + 1000;
        sign_own(cache, &identity, signature);
        ck_assert_str_eq(signature,
                         "e9780b738ec8072004c2f366cae60af4fc57f982b84c70d359ec431d7b56fb66");
    }
    sigv4_cache_free(cache);
}
END_TEST

START_TEST(a_cached_key_belongs_to_one_identity_and_scope)
{
    struct sigv4_identity identities[] = { own_identity, own_identity, own_identity, own_identity,
                                           own_identity };
    identities[1].secret_access_key = "another secret under the same key id";
    identities[2].region = "eu-west-2";
    identities[3].service = "sts";
    identities[4].access_key_id = "AKIAOTHER";
    struct sigv4_cache *cache = sigv4_cache_new();
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < 5; i++) {
            char cached[65], alone[65];
            sign_own(cache, &identities[i], cached);
            sign_own(NULL, &identities[i], alone);
            ck_assert_str_eq(cached, alone);
        }
    }
    sigv4_cache_free(cache);
}
END_TEST

START_TEST(more_scopes_than_the_cache_holds_are_signed_correctly)
{
    struct sigv4_cache *cache = sigv4_cache_new();
    for (int i = 0; i < 40; i++) {
        char region[32], cached[65], alone[65];
        snprintf(region, sizeof region, "us-west-%d", i % 20);
        struct sigv4_identity identity = own_identity;
        identity.region = region;
        sign_own(cache, &identity, cached);
        sign_own(NULL, &identity, alone);
        ck_assert_str_eq(cached, alone);
    }
    sigv4_cache_free(cache);
}
END_TEST

static bool has_key_of(struct sigv4_cache *cache, const struct sigv4_identity *identity)
{
    char date[17];
    struct sigv4_entry *entry;
    time_format_basic(identity->time_ms, date);
    struct sigv4_signer *signer = sigv4_cache_borrow(cache, identity, date, &entry);
    bool found = entry != NULL;
    ck_assert_ptr_nonnull(signer);
    sigv4_cache_return(cache, signer, NULL);
    sigv4_entry_unref(entry);
    return found;
}

START_TEST(the_cache_holds_the_keys_of_eight_scopes)
{
    static const char *const regions[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j" };
    struct sigv4_cache *cache = sigv4_cache_new();
    struct sigv4_identity identity = own_identity;
    for (int i = 0; i < 10; i++) {
        char signature[65];
        identity.region = regions[i];
        ck_assert(!has_key_of(cache, &identity));
        sign_own(cache, &identity, signature);
        for (int k = 0; k <= i; k++) {
            identity.region = regions[k];
            ck_assert(has_key_of(cache, &identity) == (k > i - 8));
        }
    }
    sigv4_cache_free(cache);
}
END_TEST

/* By one of the next day, in the place of whichever scope. */
START_TEST(a_new_key_replaces_the_old_one_of_its_scope_only)
{
    static const char *const regions[] = { "a", "b", "c", "d", "e", "f", "g", "h" };
    struct sigv4_cache *cache = sigv4_cache_new();
    struct sigv4_identity today = own_identity, tomorrow = own_identity;
    char signature[65];
    tomorrow.time_ms = OWN_TIME + 86400000;
    for (size_t i = 0; i < 8; i++) {
        today.region = regions[i];
        sign_own(cache, &today, signature);
    }
    for (size_t i = 0; i < 8; i++) {
        tomorrow.region = regions[i];
        sign_own(cache, &tomorrow, signature);
        for (size_t k = 0; k < 8; k++) {
            today.region = tomorrow.region = regions[k];
            ck_assert(has_key_of(cache, &today) == (k > i));
            ck_assert(has_key_of(cache, &tomorrow) == (k <= i));
        }
    }
    sigv4_cache_free(cache);
}
END_TEST

/* Also when the entry that it signed with could not be made. */
START_TEST(a_signer_keeps_no_key_that_the_cache_has_not)
{
    struct sigv4_cache *cache = sigv4_cache_new();
    char date[17], signature[65];
    struct sigv4_entry *entry;
    time_format_basic(own_identity.time_ms, date);
    sign_own(cache, &own_identity, signature);
    struct sigv4_signer *signer = sigv4_cache_borrow(cache, &own_identity, date, &entry);
    ck_assert(signer->hasher->has_key);
    sigv4_cache_return(cache, signer, _i == 0 ? NULL : entry);
    ck_assert(signer->hasher->has_key == (_i == 1));
    sigv4_entry_unref(entry);
    sigv4_cache_free(cache);
}
END_TEST

/* Of 64 KiB at most. */
START_TEST(a_signer_with_a_large_buffer_is_not_kept)
{
    char date[17];
    time_format_basic(own_identity.time_ms, date);
    for (size_t i = 0; i < 2; i++) {
        struct sigv4_cache *cache = sigv4_cache_new();
        struct sigv4_entry *entry;
        struct sigv4_signer *signer = sigv4_cache_borrow(cache, &own_identity, date, &entry);
        ck_assert(buf_reserve(&signer->canonical, 64 * 1024 - 1 + i));
        ck_assert_uint_eq(signer->canonical.room, 64 * 1024 + i);
        sigv4_cache_return(cache, signer, entry);
        sigv4_entry_unref(entry);
        signer = sigv4_cache_borrow(cache, &own_identity, date, &entry);
        ck_assert((signer->canonical.room > 0) == (i == 0));
        sigv4_cache_return(cache, signer, entry);
        sigv4_entry_unref(entry);
        sigv4_cache_free(cache);
    }
}
END_TEST

static struct sigv4_signer *borrow_with_key(struct sigv4_cache *cache, const char *date,
                                            struct sigv4_entry **entry)
{
    char signature[65];
    sign_own(cache, &own_identity, signature);
    struct sigv4_signer *signer = sigv4_cache_borrow(cache, &own_identity, date, entry);
    ck_assert_ptr_nonnull(*entry);
    ck_assert(signer->hasher->has_key);
    return signer;
}

START_TEST(a_signer_forgets_a_key_that_was_replaced_while_it_was_in_use)
{
    struct sigv4_cache *cache = sigv4_cache_new();
    struct sigv4_identity tomorrow = own_identity;
    struct sigv4_entry *entry;
    char date[17], signature[65];
    tomorrow.time_ms = OWN_TIME + 86400000;
    time_format_basic(own_identity.time_ms, date);
    struct sigv4_signer *signer = borrow_with_key(cache, date, &entry);
    sign_own(cache, &tomorrow, signature); /* by another */
    ck_assert(signer->hasher->has_key);
    sigv4_cache_return(cache, signer, entry);
    ck_assert(!signer->hasher->has_key);
    sigv4_entry_unref(entry);
    sigv4_cache_free(cache);
}
END_TEST

START_TEST(idle_signers_forget_a_key_that_is_replaced)
{
    struct sigv4_cache *cache = sigv4_cache_new();
    struct sigv4_identity tomorrow = own_identity;
    struct sigv4_signer *signers[3];
    struct sigv4_entry *entries[3];
    char date[17], signature[65];
    tomorrow.time_ms = OWN_TIME + 86400000;
    time_format_basic(own_identity.time_ms, date);
    for (int i = 0; i < 3; i++) {
        signers[i] = borrow_with_key(cache, date, &entries[i]);
    }
    for (int i = 0; i < 3; i++) {
        sigv4_cache_return(cache, signers[i], entries[i]);
        sigv4_entry_unref(entries[i]);
        ck_assert(signers[i]->hasher->has_key);
    }
    sign_own(cache, &tomorrow, signature); /* by the last */
    ck_assert(!signers[0]->hasher->has_key);
    ck_assert(!signers[1]->hasher->has_key);
    ck_assert(signers[2]->hasher->has_key);
    sigv4_cache_free(cache);
}
END_TEST

static void *sign_many(void *cache)
{
    for (int i = 0; i < 300; i++) {
        struct sigv4_identity identity = own_identity;
        identity.time_ms = OWN_TIME + i % 2 * 1000;
        char signature[65];
        sign_own(cache, &identity, signature);
        if (strncmp(signature, i % 2 ? "e9780b73" : "f9db0ae4", 8) != 0) {
            return cache;
        }
    }
    return NULL;
}

START_TEST(threads_share_a_cache)
{
    struct sigv4_cache *cache = sigv4_cache_new();
    pthread_t threads[32];
    for (size_t i = 0; i < 32; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, sign_many, cache), 0);
    }
    for (size_t i = 0; i < 32; i++) {
        void *wrong;
        pthread_join(threads[i], &wrong);
        ck_assert_ptr_null(wrong);
    }
    sigv4_cache_free(cache);
}
END_TEST

/* The buffers of the cache have nothing in them of the previous signature. */
START_TEST(a_used_cache_signs_like_a_new_one)
{
    static const char *const queries[] = {
        "", "a=1", "b=2&a=1&a=0&c", "i=9&h=8&g=7&f=6&e=5&d=4&c=3&b=2&a=1&a=%c3%a9", "maxResults=10",
    };
    struct sigv4_cache *cache = sigv4_cache_new();
    char path[400];
    for (size_t i = 0; i < 60; i++) {
        const connect_pair host = { "Host", "connect.eu-central-1.amazonaws.com" };
        struct sigv4_identity identity = own_identity;
        struct sigv4_request request = { .method = i % 3 == 0 ? "GET" : "PUT",
                                         .path = path,
                                         .query = queries[i % 5],
                                         .headers = &host,
                                         .headers_count = 1,
                                         .body = "{}",
                                         .body_size = i % 3 == 0 ? 0 : 2 };
        struct sigv4_headers headers[2];
        snprintf(path, sizeof path, "/instance/%.*d", (int)(i * 37 % 300), 7);
        identity.session_token = i % 4 == 0 ? "a-token" : NULL;
        identity.region = i % 7 == 0 ? "eu-west-1" : identity.region;
        ck_assert_int_eq(sigv4_sign(cache, &request, &identity, &headers[0], NULL, NULL),
                         CONNECT_OK);
        ck_assert_int_eq(sigv4_sign(NULL, &request, &identity, &headers[1], NULL, NULL),
                         CONNECT_OK);
        ck_assert_str_eq(buf_text(&headers[0].authorization), buf_text(&headers[1].authorization));
        sigv4_headers_free(&headers[0]);
        sigv4_headers_free(&headers[1]);
    }
    sigv4_cache_free(cache);
}
END_TEST

/* OpenSSL 3.0.2 cannot restart an HMAC with its current key; later versions can. */
START_TEST(hmacs_agree_with_and_without_restart)
{
    struct hasher *fast = hasher_new(), *slow = hasher_new();
    ck_assert_ptr_nonnull(fast);
    ck_assert_ptr_nonnull(slow);
    ck_assert(OpenSSL_version_num() <= 0x30000020 || fast->can_restart);
    slow->can_restart = false;
    for (int i = 0; i < 40; i++) {
        unsigned char key[HASH_SIZE], results[3][HASH_SIZE];
        memset(key, i / 3 % 4, sizeof key);
        ck_assert(hasher_hmac_again(fast, key, "message", (size_t)(i % 8), results[0]));
        ck_assert(hasher_hmac_again(slow, key, "message", (size_t)(i % 8), results[1]));
        if (i % 5 == 0) {
            hasher_forget(fast);
        }
        ck_assert(hasher_hmac(i % 2 ? fast : slow, key, sizeof key, "message", (size_t)(i % 8),
                              results[2]));
        ck_assert_mem_eq(results[0], results[1], HASH_SIZE);
        ck_assert_mem_eq(results[0], results[2], HASH_SIZE);
    }
    hasher_free(fast);
    hasher_free(slow);
}
END_TEST

/* An idle signer, which lives as long as its client, holds no key that is out of use. */
START_TEST(a_key_that_is_replaced_or_forgotten_is_overwritten)
{
    static const unsigned char none[HASH_SIZE];
    struct hasher *hasher = hasher_new();
    unsigned char key[HASH_SIZE], hashes[2][HASH_SIZE];
    size_t size = 0;
    memset(key, 'k', sizeof key);
    ck_assert(hasher_hmac_again(hasher, key, "x", 1, hashes[0]));
    ck_assert_mem_eq(hasher->key, key, HASH_SIZE);
    ck_assert(hasher_hmac(hasher, "another", 7, "x", 1, hashes[0]));
    ck_assert_mem_eq(hasher->key, none, HASH_SIZE);
    ck_assert(hasher_hmac_again(hasher, key, "x", 1, hashes[0]));
    hasher_forget(hasher);
    ck_assert_mem_eq(hasher->key, none, HASH_SIZE);
    if (hasher->can_restart) {
        ck_assert_int_eq(EVP_MAC_init(hasher->mac_ctx, NULL, 0, NULL), 1);
        ck_assert_int_eq(EVP_MAC_update(hasher->mac_ctx, (const unsigned char *)"x", 1), 1);
        ck_assert_int_eq(EVP_MAC_final(hasher->mac_ctx, hashes[0], &size, HASH_SIZE), 1);
        ck_assert(hasher_hmac(hasher, none, sizeof none, "x", 1, hashes[1]));
        ck_assert_mem_eq(hashes[0], hashes[1], HASH_SIZE);
    }
    hasher_free(hasher);
}
END_TEST

START_TEST(a_header_that_is_too_long_is_refused)
{
    static char id[70000];
    const connect_pair host = { "Host", "connect.eu-central-1.amazonaws.com" };
    struct sigv4_request request = {
        .method = "GET", .path = "/instance", .query = "", .headers = &host, .headers_count = 1
    };
    struct sigv4_identity identity = own_identity;
    struct sigv4_headers headers;
    connect_error *error = NULL;
    memset(id, 'A', sizeof id - 1);
    identity.access_key_id = id;
    ck_assert_int_eq(sigv4_sign(NULL, &request, &identity, &headers, NULL, &error),
                     CONNECT_E_ARGUMENT);
    ck_assert_ptr_nonnull(
        strstr(connect_error_message(error), "the Authorization header would be longer"));
    connect_error_free(error);
}
END_TEST

/* The first identifiers for which the header, and then its beginning alone, are too long. */
START_TEST(nothing_is_left_of_a_header_that_is_too_long)
{
    static char id[SIGV4_AUTHORIZATION_MAX + 1];
    const connect_pair host = { "Host", "connect.eu-central-1.amazonaws.com" };
    struct sigv4_request request = {
        .method = "GET", .path = "/instance", .query = "", .headers = &host, .headers_count = 1
    };
    struct sigv4_identity identity = own_identity;
    size_t accepted = 0, refused = 0;
    identity.access_key_id = id;
    memory_watch();
    for (size_t size = SIGV4_AUTHORIZATION_MAX - 300; size < SIGV4_AUTHORIZATION_MAX; size++) {
        struct sigv4_headers headers;
        memset(id, 'A', size);
        if (sigv4_sign(NULL, &request, &identity, &headers, NULL, NULL) == CONNECT_OK) {
            ck_assert_uint_le(headers.authorization.size, SIGV4_AUTHORIZATION_MAX);
            ck_assert_uint_eq(refused, 0);
            accepted++;
            sigv4_headers_free(&headers);
        } else {
            ck_assert_ptr_null(headers.authorization.data);
            ck_assert_int_eq(headers.authorization.state, BUF_OK);
            refused++;
        }
        ck_assert_uint_eq(memory_live(), 0);
    }
    ck_assert_uint_gt(accepted, 0);
    ck_assert_uint_gt(refused, 100);
    memory_unwatch();
}
END_TEST

/* ---- freed memory ---- */

START_TEST(no_secret_is_left_in_freed_memory)
{
    static const char *const secrets[] = { OWN_SECRET, "very-secret-session-token-of-some-length" };
    for (size_t i = 0; i < 2; i++) {
        memory_watch();
        memory_look_for(secrets[i]);
        struct sigv4_cache *cache = sigv4_cache_new();
        struct sigv4_identity identity = own_identity;
        identity.session_token = secrets[1];
        char signature[65];
        for (int day = 0; day < 3; day++) {
            identity.time_ms = OWN_TIME + day * 86400000LL;
            sign_own(cache, &identity, signature);
        }
        sigv4_cache_free(cache);
        ck_assert_uint_eq(memory_found(), 0);
        ck_assert_uint_eq(memory_live(), 0);
        memory_unwatch();
    }
}
END_TEST

/* ---- limits ---- */

/* The date and the session token count as headers, too. */
START_TEST(too_many_headers_are_refused)
{
    static const struct {
        size_t count;
        const char *token;
        connect_status status;
    } cases[] = {
        { CANONICAL_HEADERS_MAX - 1, NULL, CONNECT_OK },
        { CANONICAL_HEADERS_MAX, NULL, CONNECT_E_ARGUMENT },
        { CANONICAL_HEADERS_MAX + 1, NULL, CONNECT_E_ARGUMENT },
        { CANONICAL_HEADERS_MAX - 2, "t", CONNECT_OK },
        { CANONICAL_HEADERS_MAX - 1, "t", CONNECT_E_ARGUMENT },
    };
    connect_pair pairs[CANONICAL_HEADERS_MAX + 1];
    for (size_t i = 0; i < CANONICAL_HEADERS_MAX + 1; i++) {
        pairs[i] = (connect_pair){ "x", "y" };
    }
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sigv4_request request = { .method = "GET",
                                         .path = "/",
                                         .query = "",
                                         .headers = pairs,
                                         .headers_count = cases[i].count };
        struct sigv4_identity identity = own_identity;
        struct sigv4_headers headers;
        connect_error *error = NULL;
        identity.session_token = cases[i].token;
        ck_assert_int_eq(sigv4_sign(NULL, &request, &identity, &headers, NULL, &error),
                         cases[i].status);
        if (cases[i].status == CONNECT_OK) {
            sigv4_headers_free(&headers);
        } else {
            ck_assert_ptr_nonnull(strstr(connect_error_message(error), "headers"));
        }
        connect_error_free(error);
    }
}
END_TEST

/* The limit of 64 KiB includes the "AWS4" before the key. */
START_TEST(a_secret_key_beyond_the_size_limit_is_refused)
{
    static char secret[64 * 1024 - 4 + 1 + 1];
    struct sigv4_request request = { .method = "GET", .path = "/", .query = "" };
    struct sigv4_identity identity = own_identity;
    struct sigv4_headers headers;
    connect_error *error = NULL;
    memset(secret, 's', sizeof secret - 1);
    identity.secret_access_key = secret;
    ck_assert_int_eq(sigv4_sign(NULL, &request, &identity, &headers, NULL, &error),
                     CONNECT_E_ARGUMENT);
    ck_assert_str_eq(connect_error_message(error), "the secret access key is too long");
    ck_assert_ptr_null(headers.authorization.data);
    connect_error_free(error);
    secret[sizeof secret - 2] = '\0';
    ck_assert_int_eq(sigv4_sign(NULL, &request, &identity, &headers, NULL, NULL), CONNECT_OK);
    sigv4_headers_free(&headers);
}
END_TEST

START_TEST(a_request_beyond_the_size_limit_is_refused)
{
    char *query = malloc(CANONICAL_SIZE_MAX + 2);
    memset(query, '&', CANONICAL_SIZE_MAX + 1);
    for (size_t i = 0; i < CANONICAL_SIZE_MAX; i += 2) {
        query[i] = 'a';
    }
    query[CANONICAL_SIZE_MAX + 1] = '\0';
    struct sigv4_request request = { .method = "GET", .path = "/", .query = query };
    struct sigv4_headers headers;
    struct sigv4_stages stages;
    connect_error *error = NULL;
    ck_assert_int_eq(sigv4_sign(NULL, &request, &own_identity, &headers, &stages, &error),
                     CONNECT_E_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(connect_error_message(error), "to sign"));
    ck_assert_ptr_null(stages.canonical_request.data);
    ck_assert_ptr_null(headers.authorization.data);
    connect_error_free(error);
    free(query);
}
END_TEST

/* Of all that is signed, not of each part. */
START_TEST(the_largest_request_is_signed)
{
    struct sigv4_request request = { .method = "GET", .path = "/", .query = "" };
    struct sigv4_headers headers;
    struct sigv4_stages stages;
    ck_assert_int_eq(sigv4_sign(NULL, &request, &own_identity, &headers, &stages, NULL),
                     CONNECT_OK);
    size_t rest = stages.canonical_request.size - 1;
    sigv4_headers_free(&headers);
    stages_free(&stages);
    char *path = malloc(CANONICAL_SIZE_MAX + 1);
    memset(path, 'a', CANONICAL_SIZE_MAX);
    path[0] = '/';
    path[CANONICAL_SIZE_MAX - rest] = '\0';
    request.path = path;
    ck_assert_int_eq(sigv4_sign(NULL, &request, &own_identity, &headers, NULL, NULL), CONNECT_OK);
    sigv4_headers_free(&headers);
    path[CANONICAL_SIZE_MAX - rest] = 'a';
    path[CANONICAL_SIZE_MAX - rest + 1] = '\0';
    ck_assert_int_eq(sigv4_sign(NULL, &request, &own_identity, &headers, NULL, NULL),
                     CONNECT_E_ARGUMENT);
    ck_assert_ptr_null(headers.authorization.data);
    free(path);
}
END_TEST

static bool sign_once(void *user)
{
    struct sigv4_request request = request_of(user);
    struct sigv4_headers headers;
    connect_error *error = NULL;
    connect_status status = sigv4_sign(NULL, &request, &own_identity, &headers, NULL, &error);
    ck_assert_int_eq(connect_error_code(error), status);
    memory_check_status(status, CONNECT_OK);
    connect_error_free(error);
    if (status == CONNECT_OK) {
        ck_assert_ptr_nonnull(strstr(buf_text(&headers.authorization), "Signature="));
        sigv4_headers_free(&headers);
    }
    return status == CONNECT_OK;
}

/* For the second signature there is a key and no signer: the first one is in use elsewhere. */
static bool sign_beside_another(void *user)
{
    struct sigv4_request request = request_of(user);
    struct sigv4_cache *cache = sigv4_cache_new();
    struct sigv4_headers headers;
    struct sigv4_entry *entry = NULL;
    struct sigv4_signer *other = NULL;
    connect_status status = cache != NULL ? CONNECT_OK : CONNECT_E_MEMORY;
    for (int i = 0; i < 2 && status == CONNECT_OK; i++) {
        status = sigv4_sign(cache, &request, &own_identity, &headers, NULL, NULL);
        if (status == CONNECT_OK) {
            sigv4_headers_free(&headers);
        }
        if (status == CONNECT_OK && i == 0) {
            other = sigv4_cache_borrow(cache, &own_identity, "20261121T123456Z", &entry);
            status = other != NULL ? CONNECT_OK : CONNECT_E_MEMORY;
        }
    }
    memory_check_status(status, CONNECT_OK);
    if (other != NULL) {
        sigv4_cache_return(cache, other, entry);
    }
    sigv4_entry_unref(entry);
    sigv4_cache_free(cache);
    return status == CONNECT_OK;
}

/* Success is correct when the allocation that failed was only for caching the key. */
START_TEST(every_failed_allocation_is_an_error_and_no_leak)
{
    struct sigv4_case c = own_cases[4];
    memory_watch();
    memory_fail_each(sign_once, &c, 0);
    memory_fail_each(sign_beside_another, &c, MEMORY_ANY);
    memory_unwatch();
}
END_TEST

static const char *const alike[][2] = {
    { "a=1&aa=2", "a=1&aa=2" }, { "aa=2&a=1", "a=1&aa=2" }, { "a=1&a=11", "a=1&a=11" },
    { "a=11&a=1", "a=1&a=11" }, { "a=&a=1", "a=&a=1" },     { "a=1&a", "a=&a=1" },
    { "a=2&a=11", "a=11&a=2" },
};

START_TEST(of_parameters_that_begin_alike_the_shorter_comes_first)
{
    struct sigv4_request request = { .method = "GET", .path = "/", .query = alike[_i][0] };
    struct sigv4_headers headers;
    struct sigv4_stages stages;
    char expected[32];
    snprintf(expected, sizeof expected, "GET\n/\n%s\n", alike[_i][1]);
    ck_assert_int_eq(sigv4_sign(NULL, &request, &own_identity, &headers, &stages, NULL),
                     CONNECT_OK);
    ck_assert_ptr_eq(strstr(buf_text(&stages.canonical_request), expected),
                     buf_text(&stages.canonical_request));
    sigv4_headers_free(&headers);
    stages_free(&stages);
}
END_TEST

/* Few pairs are sorted on the stack, more in allocated memory. */
START_TEST(any_number_of_query_pairs_is_sorted_and_its_memory_is_freed)
{
    memory_watch();
    for (int count = 1; count <= 20; count++) {
        char query[128] = "", expected[128] = "", pair[8];
        for (int i = 0; i < count; i++) {
            snprintf(pair, sizeof pair, "%s%c=%d", i > 0 ? "&" : "", 'a' + i, i);
            strcat(expected, pair);
            snprintf(pair, sizeof pair, "%s%c=%d", i > 0 ? "&" : "", 'a' + count - 1 - i,
                     count - 1 - i);
            strcat(query, pair);
        }
        struct sigv4_request request = { .method = "GET", .path = "/", .query = query };
        struct sigv4_headers headers;
        struct sigv4_stages stages;
        ck_assert_int_eq(sigv4_sign(NULL, &request, &own_identity, &headers, &stages, NULL),
                         CONNECT_OK);
        strcat(expected, "\n");
        ck_assert_ptr_nonnull(strstr(buf_text(&stages.canonical_request), expected));
        sigv4_headers_free(&headers);
        stages_free(&stages);
        ck_assert_uint_eq(memory_live(), 0);
    }
    memory_unwatch();
    struct sigv4_case many = { .method = "GET", .path = "/", .query = "j&i&h&g&f&e&d&c&b&a" };
    memory_watch();
    memory_fail_each(sign_once, &many, 0);
    memory_unwatch();
}
END_TEST

START_TEST(openssl_errors_are_classified_and_cleared)
{
    static const struct {
        int reasons[2];
        enum openssl_problem problem;
    } said[] = {
        { { 0, 0 }, OPENSSL_LACKS_MEMORY },
        { { ERR_R_MALLOC_FAILURE, 0 }, OPENSSL_LACKS_MEMORY },
        { { ERR_R_UNSUPPORTED, 0 }, OPENSSL_LACKS_ALGORITHM },
        { { ERR_R_MALLOC_FAILURE, ERR_R_UNSUPPORTED }, OPENSSL_LACKS_MEMORY },
        { { ERR_R_UNSUPPORTED, ERR_R_MALLOC_FAILURE }, OPENSSL_LACKS_MEMORY },
        { { ERR_R_PASSED_NULL_PARAMETER, 0 }, OPENSSL_REFUSES },
        { { ERR_R_PASSED_NULL_PARAMETER, ERR_R_UNSUPPORTED }, OPENSSL_LACKS_ALGORITHM },
    };

    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        ERR_clear_error();
        for (size_t k = 0; k < 2 && said[i].reasons[k] != 0; k++) {
            ERR_raise(ERR_LIB_EVP, said[i].reasons[k]);
        }
        ck_assert_int_eq(openssl_problem(), said[i].problem);
        ck_assert_uint_eq(ERR_peek_error(), 0);
    }
}
END_TEST

START_TEST(hashes_match_published_values)
{
    struct hasher *hasher = hasher_new();
    unsigned char hash[HASH_SIZE];
    char hex[HASH_HEX_SIZE + 1];
    ck_assert(hasher_sha256(hasher, "", 0, hash));
    hash_hex(hash, hex);
    ck_assert_str_eq(hex, EMPTY_HASH);
    ck_assert(hasher_sha256(hasher, "abc", 3, hash)); /* FIPS 180-4 */
    hash_hex(hash, hex);
    ck_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    for (int i = 0; i < 2; i++) { /* RFC 4231, case 2; twice, because contexts are reused */
        ck_assert(hasher_hmac(hasher, "Jefe", 4, "what do ya want for nothing?", 28, hash));
        hash_hex(hash, hex);
        ck_assert_str_eq(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
    hasher_free(hasher);
}
END_TEST

START_TEST(a_digest_that_does_not_fit_is_not_made)
{
    char hex[DIGEST_HEX_MAX + 1] = "";
    ck_assert(digest_hex("SHA1", "abc", 3, hex)); /* FIPS 180-4 */
    ck_assert_str_eq(hex, "a9993e364706816aba3e25717850c26c9cd0d89d");
    ck_assert(digest_hex("SHA256", "", 0, hex));
    ck_assert_str_eq(hex, EMPTY_HASH);
    ck_assert(!digest_hex("SHA512", "", 0, hex));
    ck_assert(!digest_hex("none", "", 0, hex));
    ck_assert_str_eq(hex, EMPTY_HASH);
}
END_TEST

static bool no_hmac, restarts_with_another_key;
static int hash_that_fails; /* counts down; 0: none */
static atomic_int keys_set;

__attribute__((visibility("default"))) int EVP_MAC_init(EVP_MAC_CTX *context,
                                                        const unsigned char *key, size_t size,
                                                        const OSSL_PARAM *parameters)
{
    static const unsigned char other[HASH_SIZE] = { 2 };
    REAL(EVP_MAC_init);

    atomic_fetch_add(&keys_set, key != NULL ? 1 : 0);
    if (restarts_with_another_key && key == NULL) {
        key = other;
        size = sizeof other;
    }
    return no_hmac ? 0 : real.function(context, key, size, parameters);
}

__attribute__((visibility("default"))) int EVP_DigestFinal_ex(EVP_MD_CTX *context,
                                                              unsigned char *out,
                                                              unsigned int *size)
{
    REAL(EVP_DigestFinal_ex);

    if (hash_that_fails > 0 && --hash_that_fails == 0) {
        return 0;
    }
    return real.function(context, out, size);
}

/* As OpenSSL 3.0.2 makes another HMAC of what it took before. */
START_TEST(a_restart_that_makes_another_hmac_is_not_used)
{
    struct hasher *hasher;
    restarts_with_another_key = true;
    hasher = hasher_new();
    ck_assert_ptr_nonnull(hasher);
    ck_assert(!hasher->can_restart);
    hasher_free(hasher);
}
END_TEST

/* The padding of a key is hashed when it is set, which takes as long as a short text. */
START_TEST(a_key_that_is_used_again_is_set_once)
{
    static const unsigned char key[HASH_SIZE] = { 1 };
    unsigned char out[HASH_SIZE];
    struct hasher *hasher = hasher_new();
    ck_assert_ptr_nonnull(hasher);
    keys_set = 0;
    for (int i = 0; i < 3; i++) {
        ck_assert(hasher_hmac_again(hasher, key, "x", 1, out));
    }
    ck_assert_int_eq(keys_set, hasher->can_restart ? 1 : 3);
    ck_assert(hasher->can_restart || OpenSSL_version_num() < 0x30000030L); /* 3.0.3 */
    hasher_free(hasher);
}
END_TEST

START_TEST(a_hasher_reports_that_openssl_fails)
{
    static const unsigned char key[HASH_SIZE] = { 1 };
    unsigned char out[HASH_SIZE];
    struct hasher *hasher = hasher_new();
    ck_assert_ptr_nonnull(hasher);
    no_hmac = true;
    ck_assert(!hasher_hmac(hasher, key, sizeof key, "x", 1, out));
    ck_assert(!hasher_hmac_again(hasher, key, "x", 1, out));
    no_hmac = false;
    ck_assert(hasher_hmac_again(hasher, key, "x", 1, out));
    hasher_free(hasher);
}
END_TEST

/*
 * The key of the day is there: of OpenSSL come the hashes of the body and of the canonical request,
 * and the HMAC of the signature.
 */
START_TEST(a_signature_that_cannot_be_made_is_an_error)
{
    const connect_pair host = { "Host", "connect.eu-central-1.amazonaws.com" };
    struct sigv4_request request = { .method = "PUT",
                                     .path = "/instance",
                                     .query = "",
                                     .headers = &host,
                                     .headers_count = 1,
                                     .body = "{}",
                                     .body_size = 2 };
    struct sigv4_cache *cache = sigv4_cache_new();
    struct sigv4_headers headers;
    connect_error *error = NULL;
    char signature[65];
    sign_own(cache, &own_identity, signature);
    for (int i = 0; i < 3; i++) {
        hash_that_fails = i;
        no_hmac = i == 0;
        ck_assert_int_eq(sigv4_sign(cache, &request, &own_identity, &headers, NULL, &error),
                         CONNECT_E_MEMORY);
        ck_assert_int_eq(connect_error_code(error), CONNECT_E_MEMORY);
        ck_assert_ptr_null(headers.authorization.data);
        connect_error_free(error);
        ck_assert_int_eq(hash_that_fails, 0);
    }
    no_hmac = false;
    sign_own(cache, &own_identity, signature);
    sigv4_cache_free(cache);
}
END_TEST

static bool no_digest;

__attribute__((visibility("default"))) int EVP_MAC_CTX_set_params(EVP_MAC_CTX *context,
                                                                  const OSSL_PARAM *parameters)
{
    REAL(EVP_MAC_CTX_set_params);

    return no_digest ? 0 : real.function(context, parameters);
}

START_TEST(an_hmac_that_does_not_take_its_digest_makes_no_hasher)
{
    no_digest = true;
    ck_assert_ptr_null(hasher_new());
    no_digest = false;
    struct hasher *hasher = hasher_new();
    ck_assert_ptr_nonnull(hasher);
    hasher_free(hasher);
}
END_TEST

/* As in an OpenSSL that is configured without these algorithms. */
START_TEST(without_sha_256_there_is_no_hasher)
{
    ck_assert_int_eq(EVP_set_default_properties(NULL, "provider=none"), 1);
    ck_assert_ptr_null(hasher_new());
    ck_assert_int_eq(EVP_set_default_properties(NULL, ""), 1);
    struct hasher *hasher = hasher_new();
    ck_assert_ptr_nonnull(hasher);
    hasher_free(hasher);
}
END_TEST

/* ---- published vectors ---- */

static const char *text_at(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* Parses a request in a file: lines, folded headers, an empty line before the body. */
struct parsed {
    char *text;
    char *method, *path;
    const char *query, *body;
    connect_pair headers[16];
    size_t headers_count;
};

static void parse_request(struct parsed *out, const char *text)
{
    memset(out, 0, sizeof *out);
    out->text = strdup(text);
    out->query = out->body = "";
    char *end = strstr(out->text, "\n\n");
    if (end != NULL) {
        out->body = end + 2;
        end[1] = '\0';
    }
    char *line_end = strchr(out->text, '\n');
    *line_end = '\0';
    *strstr(out->text, " HTTP/1.1") = '\0';
    out->method = out->text;
    out->path = strchr(out->text, ' ');
    *out->path++ = '\0';
    char *query = strchr(out->path, '?');
    if (query != NULL) {
        *query = '\0';
        out->query = query + 1;
    }
    for (char *line = line_end + 1; *line != '\0';) {
        char *next = strchr(line, '\n');
        while (next != NULL && (next[1] == ' ' || next[1] == '\t')) {
            next = strchr(next + 1, '\n');
        }
        if (next != NULL) {
            *next++ = '\0';
        }
        char *colon = strchr(line, ':');
        *colon = '\0';
        out->headers[out->headers_count++] = (connect_pair){ line, colon + 1 };
        line = next != NULL ? next : line + strlen(line);
        if (next == NULL) {
            break;
        }
    }
}

static void check_published(const json_t *vector)
{
    const char *name = text_at(vector, "name");
    const json_t *context = json_object_get(vector, "context");
    const json_t *keys = json_object_get(context, "credentials");
    struct parsed parsed;
    parse_request(&parsed, text_at(vector, "request"));
    char body_hash[HASH_HEX_SIZE + 1];
    if (json_is_true(json_object_get(context, "sign_body"))) {
        struct hasher *hasher = hasher_new();
        unsigned char hash[HASH_SIZE];
        ck_assert(hasher_sha256(hasher, parsed.body, strlen(parsed.body), hash));
        hasher_free(hasher);
        hash_hex(hash, body_hash);
        parsed.headers[parsed.headers_count++] =
            (connect_pair){ "X-Amz-Content-Sha256", body_hash };
    }
    struct sigv4_request request = { .method = parsed.method,
                                     .path = parsed.path,
                                     .query = parsed.query,
                                     .headers = parsed.headers,
                                     .headers_count = parsed.headers_count,
                                     .body = parsed.body,
                                     .body_size = strlen(parsed.body),
                                     .keep_path =
                                         !json_is_true(json_object_get(context, "normalize")) };
    bool no_token = json_is_true(json_object_get(context, "omit_session_token"));
    struct sigv4_identity identity = { text_at(keys, "access_key_id"),
                                       text_at(keys, "secret_access_key"),
                                       no_token ? NULL : text_at(keys, "token"),
                                       text_at(context, "region"),
                                       text_at(context, "service"),
                                       0 };
    const char *time = text_at(context, "timestamp");
    ck_assert(time_parse_iso(time, strlen(time), &identity.time_ms));
    struct sigv4_headers headers;
    struct sigv4_stages stages;
    ck_assert_int_eq(sigv4_sign(NULL, &request, &identity, &headers, &stages, NULL), CONNECT_OK);
    ck_assert_msg(
        strcmp(buf_text(&stages.canonical_request), text_at(vector, "canonical_request")) == 0,
        "%s:\n%s\nexpected\n%s", name, buf_text(&stages.canonical_request),
        text_at(vector, "canonical_request"));
    ck_assert_msg(strcmp(buf_text(&stages.string_to_sign), text_at(vector, "string_to_sign")) == 0,
                  "%s", name);
    ck_assert_msg(strcmp(stages.signature, text_at(vector, "signature")) == 0, "%s", name);
    ck_assert_msg(strstr(text_at(vector, "signed_request"), buf_text(&headers.authorization)) !=
                      NULL,
                  "%s", name);
    sigv4_headers_free(&headers);
    stages_free(&stages);
    free(parsed.text);
}

START_TEST(published_vectors_agree_at_every_stage)
{
    json_t *file = vectors_load("sigv4.json");
    if (file == NULL) {
        return;
    }
    const json_t *cases = json_object_get(file, "cases");
    ck_assert_uint_eq(json_array_size(cases), 38);
    for (size_t i = 0; i < json_array_size(cases); i++) {
        check_published(json_array_get(cases, i));
    }
    json_decref(file);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("sigv4");
    TCase *stages = tcase_create("stages");
    tcase_add_loop_test(stages, own_vectors_agree_at_every_stage, 0,
                        sizeof own_cases / sizeof *own_cases);
    tcase_add_loop_test(stages, requests_of_connect_are_signed_as_on_the_wire, 0,
                        sizeof wire_cases / sizeof *wire_cases);
    tcase_add_test(stages, the_letters_of_a_method_are_signed_in_upper_case);
    tcase_add_test(stages, authorization_names_the_signed_headers);
    tcase_add_test(stages, headers_the_signer_sets_are_replaced);
    tcase_add_test(stages, hashes_match_published_values);
    tcase_add_test(stages, a_digest_that_does_not_fit_is_not_made);
    tcase_add_test(stages, a_hasher_reports_that_openssl_fails);
    tcase_add_test(stages, a_signature_that_cannot_be_made_is_an_error);
    tcase_add_test(stages, a_restart_that_makes_another_hmac_is_not_used);
    tcase_add_test(stages, a_key_that_is_used_again_is_set_once);
    tcase_add_test(stages, an_hmac_that_does_not_take_its_digest_makes_no_hasher);
    tcase_add_test(stages, without_sha_256_there_is_no_hasher);
    tcase_add_test(stages, openssl_errors_are_classified_and_cleared);
    tcase_add_test(stages, published_vectors_agree_at_every_stage);
    suite_add_tcase(suite, stages);
    TCase *cache = tcase_create("cache");
    tcase_add_test(cache, a_cached_key_is_not_used_on_the_next_day);
    tcase_add_test(cache, a_cached_key_belongs_to_one_identity_and_scope);
    tcase_add_test(cache, more_scopes_than_the_cache_holds_are_signed_correctly);
    tcase_add_test(cache, the_cache_holds_the_keys_of_eight_scopes);
    tcase_add_test(cache, a_new_key_replaces_the_old_one_of_its_scope_only);
    tcase_add_loop_test(cache, a_signer_keeps_no_key_that_the_cache_has_not, 0, 2);
    tcase_add_test(cache, a_signer_with_a_large_buffer_is_not_kept);
    tcase_add_test(cache, a_signer_forgets_a_key_that_was_replaced_while_it_was_in_use);
    tcase_add_test(cache, idle_signers_forget_a_key_that_is_replaced);
    tcase_add_test(cache, threads_share_a_cache);
    tcase_add_test(cache, a_used_cache_signs_like_a_new_one);
    tcase_add_test(cache, hmacs_agree_with_and_without_restart);
    tcase_add_test(cache, a_key_that_is_replaced_or_forgotten_is_overwritten);
    tcase_add_test(cache, no_secret_is_left_in_freed_memory);
    suite_add_tcase(suite, cache);
    TCase *limits = tcase_create("limits");
    tcase_add_test(limits, a_header_that_is_too_long_is_refused);
    tcase_add_test(limits, nothing_is_left_of_a_header_that_is_too_long);
    tcase_add_test(limits, too_many_headers_are_refused);
    tcase_add_test(limits, a_secret_key_beyond_the_size_limit_is_refused);
    tcase_add_test(limits, a_request_beyond_the_size_limit_is_refused);
    tcase_add_test(limits, the_largest_request_is_signed);
    tcase_add_test(limits, every_failed_allocation_is_an_error_and_no_leak);
    tcase_add_loop_test(limits, of_parameters_that_begin_alike_the_shorter_comes_first, 0,
                        (int)(sizeof alike / sizeof *alike));
    tcase_add_test(limits, any_number_of_query_pairs_is_sorted_and_its_memory_is_freed);
    suite_add_tcase(suite, limits);
    return suite;
}
