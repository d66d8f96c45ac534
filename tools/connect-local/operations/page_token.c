/*
 * See page_token.h: two fixed bytes, the masked number, and a MAC over number and query.
 */
#include "operations/page_token.h"

#include "base/alloc.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <string.h>

#define NUMBER_SIZE 8
#define MAC_SIZE 15
#define MARK_SIZE 2
#define TOKEN_SIZE \
    (MARK_SIZE + NUMBER_SIZE + MAC_SIZE) /* one more than a multiple of three: "==" */
#define TEXT_SIZE ((TOKEN_SIZE + 2) / 3 * 4)

static const unsigned char mark[MARK_SIZE] = { 0xfb, 0xff }; /* "+/" */

static void calculate_hmac(const unsigned char key[PAGE_TOKEN_KEY_SIZE], const void *bytes,
                           size_t size, unsigned char out[32])
{
    check_system(HMAC(EVP_sha256(), key, PAGE_TOKEN_KEY_SIZE, bytes, size, out, NULL) != NULL,
                 "HMAC-SHA256");
}

static void calculate_mac(const unsigned char key[PAGE_TOKEN_KEY_SIZE], const char *query,
                          const unsigned char number[NUMBER_SIZE], unsigned char out[32])
{
    unsigned char first[32], joined[32 + NUMBER_SIZE];

    calculate_hmac(key, query, strlen(query), first);
    memcpy(joined, first, sizeof first);
    memcpy(joined + sizeof first, number, NUMBER_SIZE);
    calculate_hmac(key, joined, sizeof joined, out);
}

/* Masks or unmasks the number. */
static void mask_number(const unsigned char key[PAGE_TOKEN_KEY_SIZE], const unsigned char *mac,
                        unsigned char number[NUMBER_SIZE])
{
    unsigned char stream[32];

    calculate_hmac(key, mac, MAC_SIZE, stream);
    for (size_t i = 0; i < NUMBER_SIZE; i++) {
        number[i] ^= stream[i];
    }
}

const char *page_token_create(struct arena *arena, const unsigned char key[PAGE_TOKEN_KEY_SIZE],
                              const char *query, int64_t number)
{
    unsigned char token[TOKEN_SIZE], mac[32];
    unsigned char *place = token + MARK_SIZE;
    unsigned char *text = check_alloc(arena_alloc(arena, TEXT_SIZE + 1));

    memcpy(token, mark, MARK_SIZE);
    for (size_t i = 0; i < NUMBER_SIZE; i++) {
        place[i] = (unsigned char)((uint64_t)number >> (8 * i));
    }
    calculate_mac(key, query, place, mac);
    memcpy(place + NUMBER_SIZE, mac, MAC_SIZE);
    mask_number(key, mac, place);
    EVP_EncodeBlock(text, token, TOKEN_SIZE);
    return (const char *)text;
}

bool page_token_parse(const unsigned char key[PAGE_TOKEN_KEY_SIZE], const char *query,
                      const char *token, int64_t *number)
{
    unsigned char bytes[TEXT_SIZE], again[TEXT_SIZE + 1], mac[32];
    unsigned char *place = bytes + MARK_SIZE;
    uint64_t value = 0;

    if (strlen(token) != TEXT_SIZE ||
        EVP_DecodeBlock(bytes, (const unsigned char *)token, TEXT_SIZE) < TOKEN_SIZE) {
        return false;
    }
    /* Different padding and spare bits decode to the same bytes: only the canonical encoding is
     * valid. */
    EVP_EncodeBlock(again, bytes, TOKEN_SIZE);
    if (memcmp(again, token, TEXT_SIZE) != 0) {
        return false;
    }
    mask_number(key, place + NUMBER_SIZE, place);
    calculate_mac(key, query, place, mac);
    if (memcmp(bytes, mark, MARK_SIZE) != 0 ||
        CRYPTO_memcmp(mac, place + NUMBER_SIZE, MAC_SIZE) != 0) {
        return false;
    }
    for (size_t i = NUMBER_SIZE; i-- > 0;) {
        value = value << 8 | place[i];
    }
    *number = (int64_t)value;
    return true;
}
