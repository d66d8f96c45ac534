/* See babble.h. */
#include "support/babble.h"

#include <check.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM (768 * 1024)
#define LONG_RUN (320 * 1024)
#define REPEATED_MAX 4096

#define ID "11111111-2222-3333-4444-555555555555"
#define JSON "Content-Type: application/json\r\n"

static const char *const responses[] = {
    "HTTP/1.1 200 OK\r\n" JSON "Content-Length: 57\r\n\r\n{\"Instance\":{\"Id\":\"" ID "\"}}",
    "HTTP/1.1 200 OK\r\n" JSON "Content-Length: 45\r\nConnection: keep-alive\r\n\r\n{\"Id\":\"" ID
    "\"}",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2d;x=y\r\n{\"Id\":\"" ID
    "\"}\r\n0\r\nX-Trailer: t\r\n\r\n",
    "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"InstanceSummaryList\":[{\"Id\":\"" ID
    "\",\"CreatedTime\":1.7e9}]}",
    "HTTP/1.0 200 OK\r\n\r\n{}",
    "HTTP/1.1 204 No Content\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n{}",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
    "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 403 No\r\nx-amzn-ErrorType: ExpiredTokenException\r\nDate: Sat, 21 Nov 2026 12:34:56 GMT\r\n"
    "Content-Length: 2\r\n\r\n{}",
    "HTTP/1.1 407 Proxy\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 429 Slow\r\nx-amzn-ErrorType: ThrottlingException\r\nx-amz-retry-after: 7\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 500 Oops\r\nx-amzn-ErrorType: ns#InternalServiceException:http://x/\r\nx-amzn-RequestId: r\r\n"
    "Content-Length: 32\r\n\r\n{\"Message\":\"\\ud83d\\ude00 and so on\"}",
    "HTTP/1.1 503 Busy\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>",
    "HTTP/2 200\r\n\r\n{}",
    "\x16\x03\x03\x00\x31\x02\x00\x00\x2d\x03\x03 and more of the kind",
    "\x15\x03\x03\x00\x02\x02\x28",
    "",
};

/* Frames of HTTP/2: length, type, flags, stream, what is in it. */
#define FRAME(text)           \
    {                         \
        sizeof text - 1, text \
    }
#define STREAM_1 "\0\0\0\1"
#define STREAM_3 "\0\0\0\3"
static const struct {
    size_t size;
    const char *bytes;
} frames[] = {
    FRAME("\0\0\0\4\0\0\0\0\0"),             /* SETTINGS, none */
    FRAME("\0\0\0\4\1\0\0\0\0"),             /* that of the client received */
    FRAME("\0\0\6\4\0\0\0\0\0\0\4\0\0\0\0"), /* SETTINGS, a window of 0 */
    FRAME("\0\0\1\1\4" STREAM_1 "\x88"),     /* HEADERS, 200 */
    FRAME("\0\0\2\0\1" STREAM_1 "{}"),       /* DATA, the last */
    FRAME("\0\0\1\1\4" STREAM_3 "\x88"),
    FRAME("\0\0\2\0\1" STREAM_3 "{}"),
    FRAME("\0\0\1\1\5" STREAM_1 "\x8e"), /* HEADERS, 500, and no body */
    FRAME("\0\0\6\1\4" STREAM_1 "\x08\3"
          "100"
          "\x88"), /* HEADERS with two states */
    FRAME("\0\0\5\1\4" STREAM_1 "\x08\3"
          "103"),                                  /* an interim response */
    FRAME("\0\0\1\1\0" STREAM_1 "\x88"),           /* HEADERS, to be continued */
    FRAME("\0\0\5\x09\4" STREAM_1 "\x40\1x\1y"),   /* CONTINUATION */
    FRAME("\0\0\4\3\0" STREAM_1 "\0\0\0\7"),       /* RST_STREAM, refused */
    FRAME("\0\0\4\3\0" STREAM_1 "\0\0\0\x0d"),     /* RST_STREAM, HTTP/1.1 is wanted */
    FRAME("\0\0\x08\7\0\0\0\0\0\0\0\0\0\0\0\0\0"), /* GOAWAY, nothing was done */
    FRAME("\0\0\x08\6\0\0\0\0\0"
          "pingpong"),                             /* PING */
    FRAME("\0\0\4\x08\0\0\0\0\0\x7f\xff\xff\xff"), /* WINDOW_UPDATE, far too much */
    FRAME("\0\0\5\5\4" STREAM_1 "\0\0\0\2\x82"),   /* PUSH_PROMISE */
    FRAME("\0\0\4\x0a\0" STREAM_1 "\0\1hx"),       /* ALTSVC */
    FRAME("\xff\xff\xff\0\0" STREAM_1 "{"),        /* DATA, 16 MiB announced */
};

static const char *const extremes[] = {
    "0",
    "-1",
    "1",
    "255",
    "65536",
    "2147483648",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "99999999999999999999999999",
    "1e999",
    "0x10",
    "+1",
    "\xd9\xa1",
};

/* ---- bytes ---- */

struct bytes {
    char *at;
    size_t size, room;
};

static size_t place_in(struct dice *dice, const struct bytes *bytes)
{
    return dice_roll(dice, (uint32_t)bytes->size + 1);
}

/* Puts `size` bytes in the place of `old` others. */
static void replace(struct bytes *bytes, size_t place, size_t old, const char *with, size_t size)
{
    if (old > bytes->size - place) {
        old = bytes->size - place;
    }
    if (bytes->size - old + size > bytes->room) {
        return;
    }
    memmove(bytes->at + place + size, bytes->at + place + old, bytes->size - place - old);
    memmove(bytes->at + place, with, size);
    bytes->size += size - old;
}

static void change_number(struct dice *dice, struct bytes *bytes)
{
    size_t place = place_in(dice, bytes), digits = 0;
    const char *with = extremes[dice_roll(dice, sizeof extremes / sizeof extremes[0])];
    while (place < bytes->size && (bytes->at[place] < '0' || bytes->at[place] > '9')) {
        place++;
    }
    while (place + digits < bytes->size && bytes->at[place + digits] >= '0' &&
           bytes->at[place + digits] <= '9') {
        digits++;
    }
    replace(bytes, place, digits, with, strlen(with));
}

static void insert_run(struct dice *dice, struct bytes *bytes)
{
    static const char fillers[] = "x \r\n:0[{\"\\\xff";
    size_t size = dice_roll(dice, 4) == 0 ? dice_roll(dice, LONG_RUN) : dice_roll(dice, 300);
    char filler = fillers[dice_roll(dice, sizeof fillers - 1)];
    char *run = malloc(size + 1);
    ck_assert_ptr_nonnull(run);
    memset(run, filler, size);
    replace(bytes, place_in(dice, bytes), 0, run, size);
    free(run);
}

static void mutate(struct dice *dice, struct bytes *bytes)
{
    size_t place = place_in(dice, bytes), size = dice_roll(dice, 40);
    char byte = (char)dice_roll(dice, 256);
    switch (dice_roll(dice, 8)) {
    case 0:
        replace(bytes, place, 1, &byte, 1);
        break;
    case 1:
        replace(bytes, place, 0, &byte, 1);
        break;
    case 2:
        replace(bytes, place, size, "", 0);
        break;
    case 3:
        replace(bytes, place, 0, "\r\n", 2);
        break;
    case 4:
        change_number(dice, bytes);
        break;
    case 5:
        bytes->size = place;
        break;
    case 6:
        insert_run(dice, bytes);
        break;
    default: /* a part of it once more */
        if (size <= bytes->size - place) {
            char part[40];
            memcpy(part, bytes->at + place, size);
            replace(bytes, place_in(dice, bytes), 0, part, size);
        }
    }
}

static void add_response(struct dice *dice, struct bytes *bytes)
{
    uint64_t kinds = sizeof responses / sizeof responses[0], kind = dice_roll(dice, kinds + 2);
    if (kind < kinds) {
        replace(bytes, bytes->size, 0, responses[kind], strlen(responses[kind]));
    }
    for (uint64_t left = kind >= kinds ? dice_roll(dice, 2000) : 0; left > 0; left--) {
        bytes->at[bytes->size++] = (char)dice_roll(dice, 256);
    }
}

/* Most begin as a server should, and every other goes on to a response. */
static void add_frames(struct dice *dice, struct bytes *bytes)
{
    uint64_t plain = dice_roll(dice, 4) > 0 ? dice_roll(dice, 2) == 0 ? 2 : 5 : 0;
    for (uint32_t i = 0; i < plain; i++) {
        if (i != 2) {
            replace(bytes, bytes->size, 0, frames[i].bytes, frames[i].size);
        }
    }
    for (uint64_t more = dice_roll(dice, 8); more > 0; more--) {
        uint64_t kind = dice_roll(dice, sizeof frames / sizeof frames[0]);
        replace(bytes, bytes->size, 0, frames[kind].bytes, frames[kind].size);
    }
}

char *babble_new(struct dice *dice, enum babble_language language, size_t *size)
{
    struct bytes bytes = { malloc(ROOM), 0, ROOM };
    uint64_t changes = dice_roll(dice, 4) == 0 ? 0 : dice_roll(dice, 7);
    ck_assert_ptr_nonnull(bytes.at);
    if (language == BABBLE_HTTP2) {
        add_frames(dice, &bytes);
    } else {
        add_response(dice, &bytes);
    }
    while (changes-- > 0) {
        mutate(dice, &bytes);
    }
    *size = bytes.size;
    return bytes.at;
}

size_t babble_mangle(struct dice *dice, char *bytes, size_t size, size_t room)
{
    struct bytes mangled = { bytes, size, room };
    for (uint64_t changes = dice_roll(dice, 3); changes > 0; changes--) {
        mutate(dice, &mangled);
    }
    return mangled.size;
}

/* ---- a connection ---- */

static bool send_in_pieces(struct dice *dice, struct wire_peer *peer, const char *bytes,
                           size_t size)
{
    uint64_t pauses = dice_roll(dice, 4);
    while (size > 0) {
        size_t piece = dice_roll(dice, 2) == 0
                           ? size
                           : 1 + dice_roll(dice, size < 4000 ? (uint32_t)size : 4000);
        if (!wire_send_bytes(peer, bytes, piece)) {
            return false;
        }
        bytes += piece;
        size -= piece;
        if (pauses > 0 && size > 0) {
            pauses--;
            if (!wire_pause(peer, (int)dice_roll(dice, 20))) {
                return false;
            }
        }
    }
    return true;
}

static bool read_some(struct dice *dice, enum babble_language language, struct wire_peer *peer)
{
    if (language != BABBLE_HTTP) {
        return wire_pause(peer, (int)dice_roll(dice, 5));
    }
    switch (dice_roll(dice, 10)) {
    case 0:
        return true;
    case 1:
        return wire_read_head(peer);
    default:
        return wire_read_request(peer);
    }
}

void babble_play(struct dice *dice, enum babble_language language, struct wire_peer *peer)
{
    do {
        size_t size;
        if (!read_some(dice, language, peer)) {
            return;
        }
        char *bytes = babble_new(dice, language, &size);
        bool goes_on = send_in_pieces(dice, peer, bytes, size);
        if (goes_on && dice_roll(dice, 20) == 0 && size > 0) {
            bytes[size < REPEATED_MAX ? size - 1 : REPEATED_MAX] = '\0';
            wire_send_repeated(peer, bytes[0] != '\0' ? bytes : "x", SIZE_MAX);
        }
        free(bytes);
        if (!goes_on) {
            return;
        }
        uint64_t end = dice_roll(dice, 16);
        if (end < 3) {
            wire_reset(peer);
            return;
        }
        if (end < 5) {
            wire_half_close(peer);
            wire_wait_closed(peer, 3000);
            return;
        }
        if (end == 5) {
            wire_wait_closed(peer, 3600000);
        }
        if (end < 13) {
            return;
        }
    } while (true);
}
