#!/usr/bin/env python3
"""Changes lib/ in one place at a time and sees whether the tests notice.

usage: mutate.py [-N NUMBER] [--seed SEED] [--kind KIND] [--build DIR] [--jobs N] [--least PERCENT] [--sanitize]

Draws a line of lib/, all with the same chance, and one change that fits it: a condition, a bound, an operator, a
constant, a dropped call, a returned status.  A change that does not compile, or compiles to the same object, or that no
test can notice (EQUIVALENT), is drawn again.  The programs whose coverage reaches the line run, the nearest and
quickest first, until one fails: as they are, and on the driver of the event loop.  With --sanitize, what all of them
let pass runs once more under the address and undefined sanitizers, as it does in CI.  What is not noticed is printed as
a patch.  The same seed draws the same changes.  --kind draws changes of one kind only, as they are named at the end:
of some kinds, such as constants, more go unnoticed than of others.

A mutant can do anything, such as kill(-1, SIGKILL): the programs run in process, network and mount namespaces of
their own, with a time limit; that needs root or unprivileged user namespaces.
"""
import argparse
import concurrent.futures
import difflib
import filecmp
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile

import coverage
from coverage import SOURCE

# What runs a program: alone, with four GiB, a loopback interface, an empty /tmp, and all of it gone when it ends.
SANDBOX = ["unshare", "--pid", "--net", "--mount", "--ipc", "--fork", "--kill-child", "--mount-proc"]
LIMIT = "ulimit -v 4194304 && "
INSIDE = LIMIT + """mount -o remount,bind,ro / && mount -t tmpfs tmpfs /tmp && ip link set lo up &&
    exec "$@\""""

SWAPS = {"<=": ["<", "=="], ">=": [">", "=="], "==": ["!="], "!=": ["=="], "<": ["<=", ">"], ">": [">=", "<"],
         "&&": ["||"], "||": ["&&"], "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "%": ["*"], "&": ["|"], "|": ["&"]}
WORDS = {"true": "false", "false": "true"}
# Allocations and arrays: room for one more changes nothing.
ROOM = r"\b(?:(?:mem|arena)_(?:alloc|calloc|resize)|calloc|buf_reserve)\(|^\s+(?!return\b)(?:\w+ )+\*?\w+\[$"
SANITIZERS = ["-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer"]
LITERAL = r"""/\*|//.*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""

# Changes that no test can notice, which are drawn again: the file, what is changed and into what, and the reason.
EQUIVALENT = [
    ("lib/aws/credentials_json.c", "document = { 0 };", "document = { 1 };", "decoding writes the size"),
    ("lib/aws/token_file.c", "connect_status status = CONNECT_OK;", "connect_status status = CONNECT_E_DECODE;",
     "each case of the switch sets it"),
    ("lib/aws/keyring.c", "credentials->expiration > now->wall", "credentials->expiration >= now->wall",
     "no second is left in either way"),
    ("lib/aws/keyring_request.c", "(ring->provider->class->is_anonymous)",
     "(0 && (ring->provider->class->is_anonymous))", "the task for credentials ends at once, without any"),
    ("lib/aws/profile_find.c", "size_t found_size = 0;", "size_t found_size = 1;", "it is read when something is found"),
    ("lib/aws/profile_header.c", "span.size > 0 &&", "span.size > 1 &&", "no bracket follows a comment of one byte"),
    ("lib/aws/profile_value.c", "strlen(value), false)", "strlen(value), true)",
     "what is no secret is cleansed as well"),
    ("lib/aws/canonical.c", "(path_size > CANONICAL_SIZE_MAX || query_size > CANONICAL_SIZE_MAX)",
     "(0 && (path_size > CANONICAL_SIZE_MAX || query_size > CANONICAL_SIZE_MAX))",
     "no two texts are so large that their sum wraps"),
    ("lib/aws/canonical.c", "query_size > CANONICAL_SIZE_MAX", "query_size >= CANONICAL_SIZE_MAX",
     "with the rest it is too large in either way"),
    ("lib/aws/canonical.c", "path_size > CANONICAL_SIZE_MAX", "path_size >= CANONICAL_SIZE_MAX",
     "with the rest it is too large in either way"),
    ("lib/aws/canonical_query.c", "few[8]", "few[7]", "more than these are allocated"),
    ("lib/aws/digest.c", "2 * length >= DIGEST_HEX_MAX", "2 * length > DIGEST_HEX_MAX", "never equal"),
    ("lib/aws/dpop.c", "BIO_new_mem_buf(pem, -1)", "BIO_new_mem_buf(pem, -2)", "either is up to the end of the text"),
    ("lib/aws/dpop.c", "unsigned int group = 0;", "unsigned int group = 1;",
     "bits above the ones to be written are masked"),
    ("lib/aws/dpop.c", "out->state == BUF_NO_MEMORY", "out->state != BUF_NO_MEMORY",
     "OpenSSL has SHA-256 and ECDSA wherever it reads a key of P-256"),
    ("lib/aws/keyring.c", "lifetime_ms > 20 * MINUTE_MS", "lifetime_ms >= 20 * MINUTE_MS",
     "half of 20 minutes is more than either window"),
    ("lib/aws/keyring.c", "credentials_left(ring->credentials, now) : 0;",
     "credentials_left(ring->credentials, now) : 1;", "without credentials nothing is renewed ahead"),
    ("lib/aws/provider_imds.c", "BUF_INIT(1024)", "BUF_INIT(1025)", "no path is half as long"),
    ("lib/aws/provider_imds.c", "BUF_INIT(1024)", "BUF_INIT(1023)", "no path is half as long"),
    ("lib/aws/provider_profile.c", "BUF_INIT(1024)", "BUF_INIT(1025)", "no reason of one source is as long"),
    ("lib/aws/provider_profile.c", "BUF_INIT(1024)", "BUF_INIT(1023)", "no reason of one source is as long"),
    ("lib/call/adaptive.c", "tokens < adaptive->capacity ?", "tokens <= adaptive->capacity ?", "either is the same"),
    ("lib/call/adaptive.c", "rate > 2 * adaptive->measured", "rate >= 2 * adaptive->measured", "either is the same"),
    ("lib/call/adaptive.c", "rate > RATE_MIN ?", "rate >= RATE_MIN ?", "either is the same"),
    ("lib/call/loop.c", "i < TRANSITIONS_MAX;", "i <= TRANSITIONS_MAX;", "one more in a row"),
    ("lib/call/loop.c", "i < most;", "i <= most;", "one more in a step"),
    ("lib/core/url.c", "p < word + size;", "p <= word + size;", "what ends a word is no @"),
    ("lib/http/connection_headers.c", "sizeof unwanted / sizeof", "sizeof unwanted * sizeof", "a larger array"),
    ("lib/http/connection.c", "if (connection->easy != NULL) {", "if (connection->easy == NULL) {",
     "the next request sets its own"),
    ("lib/http/connection_outcome.c", "sizeof copy - 1);", "sizeof copy + 1);", "a text of libcurl ends before"),
    ("lib/http/connection_outcome.c", "sizeof failure->message - 1);", "sizeof failure->message + 1);",
     "no text is as long"),
    ("lib/shape/check.c", "sizeof line - used, format", "sizeof line + used, format", "both parts fit"),
    ("lib/aws/canonical_query.c", "while (text < end) {", "while (text <= end) {", "it ends within"),
    ("lib/call/pace.c", "return seconds <= 0;", "return seconds == 0;", "never below zero"),
    ("lib/http/connection_outcome.c", "sizeof failure->message - 1);", "sizeof failure->message - 2);",
     "no text is as long"),
    ("lib/call/attempt.c", "i < room", "i <= room", "the last entry is not counted"),
    ("lib/call/call.c", "call->token[0] != ", "call->token[1] != ", "a token is empty or a UUID"),
    ("lib/call/describe.c", "credentials = { 0 };", "credentials = { 1 };", "printing reads no size"),
    ("lib/call/client_new.c", "pace->quotas = NULL;", ";", "the quotas are not read again"),
    ("lib/call/client_new.c", "pace->quotas_count = 0;", ";", "the quotas are not read again"),
    ("lib/call/client_new.c", "pace->quotas_count = 0;", "pace->quotas_count = 1;", "the quotas are not read again"),
    ("lib/call/driver.c", "(void)pthread_cond_destroy(&driver->condition);", ";",
     "a condition without waiters holds nothing in glibc and musl"),
    ("lib/call/loop.c", "watch_set_arm(loop->set, 0);", "watch_set_arm(loop->set, 1);",
     "either has passed since the start of the machine"),
    ("lib/call/loop.c", "send_disown(loop);", ";", "a carrier that is freed reads no request"),
    ("lib/call/loop_cancel.c", "(tree->token != NULL && tree->token->cancel == cancel)",
     "(0 && (tree->token != NULL && tree->token->cancel == cancel))", "the token is dropped and made again"),
    ("lib/call/loop_start.c", "call->arena.secret = found->input->is_secret;", ";",
     "no operation has a secret request, which check_model sees to"),
    ("lib/call/invoke.c", "arena.secret = found->input->is_secret;", ";",
     "no operation has a secret request, which check_model sees to"),
    ("lib/call/pace_file.c", "BUF_INIT(256)", "BUF_INIT(257)", "the id of a boot has 37 bytes"),
    ("lib/call/pace_file.c", "BUF_INIT(256)", "BUF_INIT(255)", "the id of a boot has 37 bytes"),
    ("lib/call/pager.c", "pager->page = NULL;", ";", "the next page, or NULL, takes its place"),
    ("lib/call/retry.c", "(left >= RETRY_QUOTA_FULL)", "(0 && (left >= RETRY_QUOTA_FULL))",
     "what is full is written again"),
    ("lib/call/waiter.c", 'goal->operation, "DescribeInstance") == 0', 'goal->operation, "DescribeInstance") != 0',
     "either request is a size and an identifier"),
    ("lib/core/cancel.c", "const uint64_t one = 1;", "const uint64_t one = 2;", "any number makes it readable"),
    ("lib/core/cancel.c", "written < 0", "written <= 0", "an eventfd takes all or nothing"),
    ("lib/core/clock.c", "deadline > now ?", "deadline >= now ?", "no time is left in either way"),
    ("lib/core/mem.c", "size = size > 0 ? size : 1;", "size = size > 0 ? size : 2;",
     "the next block is aligned anyway"),
    ("lib/core/mem.c", "chunk->room > keep->room)", "chunk->room >= keep->room)", "one of two chunks of the same size"),
    ("lib/core/number.c", "whole < decimal.count && decimal.digits", "whole <= decimal.count && decimal.digits",
     "a zero follows the digits, or the number is out of range"),
    ("lib/core/percent.c", "size - i >= 8", "size - i > 8", "the last eight bytes are looked at one by one"),
    ("lib/core/process.c", "int status = 0;", "int status = 1;", "waitpid() writes it before it is read"),
    ("lib/core/error.c", "problems_room * 2 : 4", "problems_room * 3 : 4", "a larger table"),
    ("lib/core/file.c", "BUF_INIT(4096)", "BUF_INIT(4097)", "PATH_MAX is less"),
    ("lib/core/file.c", "BUF_INIT(4096)", "BUF_INIT(4095)", "PATH_MAX is no more"),
    ("lib/core/file.c", "(failure != 0)", "(failure != 1)", "what was renamed is not there to be removed"),
    ("lib/core/process.c", "pid_t pid = -1;", "pid_t pid = -0;", "it is written before it is read"),
    ("lib/core/process.c", "pid_t pid = -1;", "pid_t pid = -2;", "it is written before it is read"),
    ("lib/core/text.c", "(bytes & high) != 0", "(bytes & high) != 1", "the rest is read one by one"),
    ("lib/core/text.c", "size - i >= sizeof(uint64_t)", "size - i > sizeof(uint64_t)",
     "the last eight bytes are read one by one"),
    ("lib/http/carrier.c", "sendable ? 0 : due", "sendable ? 1 : due",
     "either has passed since the start of the machine"),
    ("lib/http/carrier_sockets.c", "spins + 1 : 0;", "spins + 1 : 1;", "a limit of one less"),
    ("lib/http/carrier_sockets.c", "size_t room = 64;", "size_t room = 63;", "it is doubled until it is enough"),
    ("lib/http/carrier_sockets.c", "size_t room = 64;", "size_t room = 65;", "it is doubled until it is enough"),
    ("lib/http/carrier_sockets.c", "(connection_curl_checks_idle())", "(0 && (connection_curl_checks_idle()))",
     "a libcurl that checks by itself is checked once more"),
    ("lib/http/carrier_wire.c", "carried->fresh = fresh;", ";", "a new connection is not stale"),
    ("lib/http/connection.c", "connection->arena.first = HEADERS_ROOM;", ";", "more chunks, which are smaller"),
    ("lib/http/connection.c", "CURLUPART_URL, origin, 0)", "CURLUPART_URL, origin, 1)",
     "CURLU_DEFAULT_PORT is for curl_url_get()"),
    ("lib/http/connection.c", "(void)curl_easy_setopt(connection->easy, CURLOPT_HTTPHEADER, NULL);", ";",
     "the next request sets its own"),
    ("lib/http/connection.c", "(void)curl_easy_setopt(connection->easy, CURLOPT_POSTFIELDS, NULL);", ";",
     "the next request sets its own"),
    ("lib/http/connection.c", "(void)curl_easy_setopt(connection->easy, CURLOPT_HTTPGET, 1L);", ";",
     "the next request begins with it"),
    ("lib/http/connection.c", "strlen(request->url)) >= 0", "strlen(request->url)) > 0",
     "the first character is that of http"),
    ("lib/http/connection_events.c", "ok ? size : size + 1", "ok ? size : size - 1",
     "neither is the size, nor a pause"),
    ("lib/http/connection_events.c", "ok ? size : size + 1", "ok ? size : size + 2", "any other size is refused"),
    ("lib/http/pool.c", "taken_at > found->", "taken_at >= found->", "no two are the same"),
    ("lib/shape/document.c", "value > 0 ?", "value >= 0 ?", "what is infinite is not 0"),
    ("lib/shape/encode.c", "value > 0 ?", "value >= 0 ?", "what is infinite is not 0"),
    ("lib/aws/canonical_query.c", "count > sizeof few", "count >= sizeof few", "either has room for them"),
    ("lib/aws/dpop.c", "size <= sizeof der)", "size < sizeof der)", "a signature on that curve has 72 bytes at most"),
    ("lib/aws/provider_login.c", "delay < 0)", "delay <= 0)", "no delay after a read is 0"),
    ("lib/aws/provider_process.c", "complaint->size > 0) {", "complaint->size >= 0) {", "nothing becomes printable"),
    ("lib/call/adaptive.c", "value <= 0)", "value == 0)", "no rate is negative"),
    ("lib/call/adaptive.c", "adaptive->fill_rate < rate)", "adaptive->fill_rate <= rate)", "the same rate"),
    ("lib/call/loop.c", "i < LOOK_AGAIN_TREES", "i <= LOOK_AGAIN_TREES", "one more at a time"),
    ("lib/call/pace_file.c", "pass < 2;", "pass <= 2;", "a third pass is as the second"),
    ("lib/call/pace_file.c", "tolerance > 1e15", "tolerance >= 1e15", "either gives that number"),
    ("lib/core/error_format.c", "c < 0x20 ||", "c <= 0x20 ||", "a space stays one"),
    ("lib/core/error_format.c", "0x20 || c", "0x20 && c", "the texts of an error are printable by themselves"),
    ("lib/aws/provider_imds.c", "attempt >= attempts ||", "attempt == attempts ||", "it counts by ones"),
    ("lib/call/seen.c", "pages++ >= seen", "pages++ > seen", "a page later does as well"),
    ("lib/call/seen.c", "pages++ >= seen", "pages++ == seen", "it counts by ones, and comes to each"),
    ("lib/call/pace_file.c", "id.size > 0)", "id.size >= 0)", "either number is the same for all processes"),
    ("lib/http/connection_events.c", "return size + 1;", "return size - 1;", "neither is the size, nor a pause"),
    ("lib/http/connection_options.c", "connection->buffer_size > 0", "connection->buffer_size > 1",
     "the only size is 1024"),
    ("lib/http/connection_outcome.c", "failure->message[size] = '\\0';", ";", "what is not set is zero"),
    ("lib/http/lookups.c", "LOOKUP_ORIGIN_MAX - 1;", "LOOKUP_ORIGIN_MAX - 2;", "no name of a host is as long"),
    ("lib/http/pool.c", "lock_destroy(&pool->lock);", ";", "a mutex of glibc and musl holds nothing"),
    ("lib/http/proxy.c", "proxy->url[0] != ", "proxy->url[1] != ", "no URL has one character"),
    ("lib/http/response.c", "headers_room * 2 : 16;", "headers_room * 2 : 15;", "a smaller table"),
    ("lib/http/transport_curl.c", "int running = 0;", "int running = 1;", "curl_multi_perform() writes it"),
    ("lib/http/transport_curl.c", "item->busy ? -1", "item->busy ? -2", "neither is a descriptor"),
    ("lib/http/proxy.c", "*proxies = (struct proxies){ 0 };", "*proxies = (struct proxies){ 1 };",
     "the first choice is made next"),
    ("lib/http/transport_curl.c", "sockets_count, 0) <= 0", "sockets_count, 1) <= 0", "one millisecond more"),
    ("lib/http/transport_curl.c", "(pooled->sockets_count == SOCKETS_MAX)",
     "(0 && (pooled->sockets_count == SOCKETS_MAX))", "libcurl tries fewer addresses at once"),
    ("lib/shape/expression.c", "offsets one = { { 0 } }", "offsets one = { { 1 } }", "a lookahead is at offset 0"),
    ("lib/shape/expression.c", "in, start + 1)) {", "in, start - 1)) {", "a lookahead is at offset 0"),
    ("lib/http/lookups.c", "tries < LOOKUPS_MAX;", "tries <= LOOKUPS_MAX;", "one of them is looked at twice"),
    ("lib/call/loop_inbox.c", "first_woken == NULL && inbox", "first_woken == NULL || inbox", "woken once more"),
    ("lib/call/loop_process.c", "program->deadline < look ?", "program->deadline <= look ?", "either is the same"),
    ("lib/shape/reader.c", "count >= 1", "count > 1", "one digit takes the other way"),
    ("lib/shape/expression.c", "i |= WORD_BITS - 1;", ";", "the same offset, found bit by bit"),
    ("lib/shape/expression.c", "if (set->words[i / WORD_BITS] >> i % WORD_BITS == 0) {",
     "if (0 && (set->words[i / WORD_BITS] >> i % WORD_BITS == 0)) {", "the same offset, found bit by bit"),
    ("lib/shape/decode_object.c", "object->next = row + 1 < object->shape->count ? row + 1 : 0;", ";",
     "a longer search for the same row"),
    ("lib/core/number.c", "out = put_zeros(out, whole - decimal->count);", ";",
     "this one does not read back, and with all its digits the number is the same"),
    ("lib/core/task.c", "task->want = TASK_READY;", ";", "zero already"),
    ("lib/core/task.c", "task->has_chosen = false;", ";", "only a check reads it"),
    ("lib/call/loop.c", "tree->place = TREE_IDLE;", ";", "zero already"),
    ("lib/http/connection.c", "code = set_origin(connection, request->url, size);", ";",
     "libcurl parses the whole URL"),
    ("lib/http/connection.c", "connection->has_origin = code == CURLE_OK;", ";", "set once more each time"),
    ("lib/aws/canonical_query.c", "if (query[0] == '\\0') {", "if (0 && (query[0] == '\\0')) {", "no pair"),
    ("lib/shape/decode_finding.c", "sizeof line - used,", "sizeof line + used,", "both parts fit"),
    ("lib/shape/decode_scalar.c", "(member->kind == CONNECT_KIND_DOUBLE)",
     "(0 && (member->kind == CONNECT_KIND_DOUBLE))", "the bytes of a whole number go to the same places"),
    ("lib/shape/document.c", "utf8_decode(text + i, size - i,", "utf8_decode(text + i, size + i,",
     "the zero at the end ends a character as well"),
    ("lib/http/watch_set.c", "written < 0 && errno", "written <= 0 && errno", "a counter takes all or nothing"),
    ("lib/shape/names.c", "set->count < set->room / 2", "set->count < set->room / 3", "a larger table"),
    ("lib/shape/names.c", "size >= sizeof piece", "size > sizeof piece", "another hash, as good as this one"),
    ("lib/shape/expression.c", "more->words[i] &= ~set->words[i];", ";",
     "the same strings match; check_shape_work, which does not run here, counts the work"),
    ("lib/shape/reader_string.c", "- EACH_BYTE(1)) | bytes)", "- EACH_BYTE(2)) | bytes)",
     "a closing bracket ends a piece that could go on"),
    ("lib/shape/reader_string.c", "end - at >= 8", "end - at >= 9", "the last eight bytes are read one by one"),
    ("lib/aws/hash.c", "OSSL_MAC_PARAM_DIGEST, digest, 0)", "OSSL_MAC_PARAM_DIGEST, digest, 1)",
     "OpenSSL reads the name up to its end"),
    ("lib/aws/keyring.c", "ring->next_due = 0;", "ring->next_due = 1;",
     "either has passed since the start of the machine"),
    ("lib/aws/keyring.c", "INT64_MAX ? 0 :", "INT64_MAX ? 1 :", "more is left in either way"),
    ("lib/aws/canonical_query.c", "size_t count = 1;", "size_t count = 2;", "room for one more"),
    ("lib/aws/sigv4.c", "body_hash[HASH_HEX_SIZE + 1]", "body_hash[HASH_HEX_SIZE + 2]", "room for one more"),
    ("lib/aws/source.c", "skipped->size > 0 ?", "skipped->size > 1 ?", "no reason has one character"),
    ("lib/call/loop.c", "carrier_run(loop->carrier, 0);", "carrier_run(loop->carrier, 1);",
     "what it ends goes on with the next step"),
    ("lib/call/loop.c", "clock_in(&clock_system, 0);", "clock_in(&clock_system, 1);", "a millisecond more"),
    ("lib/call/loop.c", "for (int i = 0; i < TRANSITIONS_MAX;", "for (int i = 1; i < TRANSITIONS_MAX;",
     "one less in a turn"),
    ("lib/call/loop_inbox.c", "&inbox->progress, 1,", "&inbox->progress, 2,", "any change counts"),
    ("lib/call/loop_process.c", ".fd = -1,", ".fd = -2,", "neither is a descriptor"),
    ("lib/call/describe.c", "json.size, false);", "json.size, true);", "what is no secret is cleansed as well"),
    ("lib/call/pace_bucket.c", "strlen(name) + 1;", "strlen(name) + 2;", "room for one more"),
    ("lib/call/pace_file.c", "hash != 0 ? hash : 1", "hash != 0 ? hash : 2", "any number but 0"),
    ("lib/call/pace_file.c", "ENOMEM ? 0 : 1;", "ENOMEM ? 0 : 2;", "any number but 0"),
    ("lib/call/run.c", "&(connect_call_report){ 0 }", "&(connect_call_report){ 1 }", "the size is that of the caller"),
    ("lib/call/seen.c", "seen->pages * 2;", "seen->pages * 3;", "a landmark at another page"),
    ("lib/call/waiter.c", 'goal->operation, "DescribeInstance") == 0', 'goal->operation, "DescribeInstance") == 1',
     "either request is a size and an identifier"),
    ("lib/core/buf.c", "(size_t)size + 1, format", "(size_t)size + 2, format", "the text has that size"),
    ("lib/core/buf.c", "ROOM_MIN / 2 ?", "ROOM_MIN / 3 ?", "less is copied, or more"),
    ("lib/core/clock.c", "fd.fd < 0 ?", "fd.fd < 1 ?", "it is looked at more often"),
    ("lib/core/error.c", "error->problems_count > 0) {", "error->problems_count > 1) {", "the table is full, or empty"),
    ("lib/core/error_format.c", "connect_error_http_status(error) > 0)", "connect_error_http_status(error) > 1)",
     "no status is 1"),
    ("lib/core/file.c", "if (put < 0) {", "if (put < 1) {", "at least a byte is written"),
    ("lib/core/fork.c", "(size_t)size : 0);", "(size_t)size : 1);", "it is read when the page is wiped"),
    ("lib/core/fork.c", "&last_generation, 1) + 1;", "&last_generation, 1) + 2;",
     "any number that was not there before"),
    ("lib/core/mem.c", "(size_t)size + 1, format", "(size_t)size + 2, format", "the text has that size"),
    ("lib/core/mem.c", "size > room / 2;", "size > room / 3;", "chunks of other sizes"),
    ("lib/core/process.c", "*fd = -1;", "*fd = -2;", "neither is a descriptor"),
    ("lib/core/process.c", "out_write = -1,", "out_write = -2,", "neither is a descriptor"),
    ("lib/core/process.c", "err_write = -1;", "err_write = -2;", "neither is a descriptor"),
    ("lib/core/text.h", ": -1;", ": -2;", "neither is a digit"),
    ("lib/core/time.c", "    return -1;", "    return -2;", "neither is a name"),
    ("lib/core/url.c", "*out = (struct url){ 0 };", "*out = (struct url){ 1 };", "parsing begins with the scheme"),
    ("lib/http/carrier.c", "CURL_SOCKET_TIMEOUT, 0,", "CURL_SOCKET_TIMEOUT, 1,", "libcurl does not look at it"),
    ("lib/http/carrier.c", "for (int i = 0; carrier->timer_at", "for (int i = 1; carrier->timer_at",
     "one less in a turn"),
    ("lib/http/carrier_sockets.c", "room *= 2;", "room *= 3;", "a larger table"),
    ("lib/http/carrier_sockets.c", "SOCK_STREAM, 0);", "SOCK_STREAM, 1);", "it is the number of that protocol"),
    ("lib/http/carrier_sockets.c", "leaked ? -1", "leaked ? -2", "neither is a descriptor"),
    ("lib/http/carrier_wire.c", "connection.guarded = true;", "connection.guarded = false;",
     "the signal is blocked twice"),
    ("lib/http/connection.c", "first_byte = 0;", "first_byte = 1;", "curl_easy_getinfo() writes it"),
    ("lib/http/connection.c", "long value = 0;", "long value = 1;", "curl_easy_getinfo() writes it"),
    ("lib/http/connection.c", "curl_off_t value = 0;", "curl_off_t value = 1;", "curl_easy_getinfo() writes it"),
    ("lib/http/connection.c", "strlen(request->url)) >= 0", "strlen(request->url)) >= 1",
     "the first character is that of http"),
    ("lib/http/connection_events.c", "size - name - 1);", "size - name - 2);", "a line end follows, which is left out"),
    ("lib/http/lookups.c", "resolved_until = 0;", "resolved_until = 1;",
     "either has passed since the start of the machine"),
    ("lib/http/sigpipe.c", "now = { 0, 0 };", "now = { 0, 1 };", "a nanosecond more"),
    ("lib/http/transport_curl.c", "SOCK_STREAM, 0);", "SOCK_STREAM, 1);", "it is the number of that protocol"),
    ("lib/http/watch_set.c", "const uint64_t one = 1;", "const uint64_t one = 2;", "any number makes it readable"),
    ("lib/http/watch_set.c", "written < 0 && errno", "written < 1 && errno", "a counter takes all or nothing"),
    ("lib/http/watch_set.c", "got < 0 && errno", "got < 1 && errno", "a counter gives all or nothing"),
    ("lib/shape/bind.c", "at += 1 + label;", "at += 2 + label;", "a brace follows"),
    ("lib/shape/check.c", "    return -1;", "    return -2;", "neither is an index"),
    ("lib/shape/document.c", "? 0 : -1;", "? 0 : -2;", "jansson looks for 0"),
    ("lib/shape/document.c", "value > 0 ?", "value > 1 ?", "it is infinite"),
    ("lib/shape/encode.c", "value > 0 ?", "value > 1 ?", "it is infinite"),
    ("lib/shape/names.c", "piece = 0;", "piece = 1;", "another hash, as good as this one"),
    ("lib/shape/reader.c", "(is_negative ? 1 : 0)", "(is_negative ? 0 : 0)", "the other way reads it as well"),
    ("lib/aws/sigv4_cache.c", "buf_clear(&signer->to_sign);", ";", "it is written from its beginning"),
    ("lib/call/adaptive.c", "value > 1 ? value : 1, next;", "value > 2 ? value : 1, next;",
     "another beginning for the same root"),
    ("lib/call/driver.c", "lock_destroy(&driver->lock);", ";",
     "a mutex of glibc and musl holds nothing"),
    ("lib/core/mem.c", "block, size > 0 ? size : 1);", "block, size > 0 ? size : 2);", "room for one more"),
    ("lib/core/mem.c", "user, size > 0 ? size : 1);", "user, size > 0 ? size : 2);", "room for one more"),
    ("lib/core/random.c", "(bytes[6] & 0x0f)", "(bytes[7] & 0x0f)", "one bit is as random as another"),
    ("lib/core/sized.c", "size > sizeof size", "size >= sizeof size", "nothing is copied in either way"),
    ("lib/call/pace_file.c", "factor < 1 ? factor : 1;", "factor <= 1 ? factor : 1;", "either is the same"),
    ("lib/call/pace_file.c", "interval < 1 ? 1 :", "interval < 1 ? 2 :", "a million a second, or half of it"),
    ("lib/http/transport_curl.c", "atomic_init(&transport->started, false);", ";", "what is not set is zero"),
    ("lib/core/number.c", "freelocale(plain);", ";", "the C locale of glibc and musl is static"),
    ("lib/shape/document.c", "freelocale(c);", ";", "the C locale of glibc and musl is static"),
    ("lib/call/pager.c", "task_release(&page.task);", ";", "a page holds nothing"),
    ("lib/call/loop_call.c", "task_release(call->root);", ";", "what was never resumed holds nothing"),
    ("lib/call/driver.c", "driver_clear(&driver);", ";", "a mutex and a condition of glibc and musl hold nothing"),
    ("lib/call/driver.c", "(void)pthread_condattr_destroy(&attributes);", ";", "it holds nothing"),
    ("lib/core/fork.c", "(void)sched_yield();", ";", "it only wastes less time"),
    ("lib/http/connection_options.c", "atomic_store(&version, known);", ";", "libcurl says it once more"),
    ("lib/aws/canonical_query.c", "a_size < b_size ? a_size : b_size", "a_size <= b_size ? a_size : b_size",
     "either is the same"),
    ("lib/shape/fault.c", "(!has_type_member(text, size))", "(0 && (!has_type_member(text, size)))",
     "the body is read for nothing"),
    ("lib/shape/fault.c", ">= sizeof mark - 2 &&", ">= sizeof mark - 3 &&",
     "the NUL behind the text is not of the mark"),
    ("lib/shape/encode.c", "if (run > 0) {", "if (run >= 0) {", "nothing is added"),
    ("lib/core/process.c", "int size = 0;", "int size = 1;", "ioctl() writes it"),
    ("lib/core/process.c", "look < left ? look : left;", "look <= left ? look : left;", "either is the same"),
    ("lib/call/waiter.c", "options->max_delay_ms.value < MIN_DELAY_MS", "options->max_delay_ms.value <= MIN_DELAY_MS",
     "either is the same"),
    ("lib/shape/nearest.c", "known_size > NAME_SIZE_MAX", "known_size >= NAME_SIZE_MAX", "no name is as long"),
    ("lib/call/response.c", "(!log_wants(site->logger, CONNECT_LOG_INFO))",
     "(0 && (!log_wants(site->logger, CONNECT_LOG_INFO)))", "log_line() asks as well"),
    ("lib/call/call_step.c", "(!call->has_server_lead)", "(0 && (!call->has_server_lead))",
     "without a date there is no skew either"),
    ("lib/http/connection.c", "(proxy == connection->proxy)", "(0 && (proxy == connection->proxy))", "it is set again"),
    ("lib/shape/decode_scalar.c", "text = known->values[i];", ";", "a copy of the same text"),
    ("lib/call/client_new.c", "atomic_init(&core->state, CORE_NEW);", ";", "what is not set is zero"),
    ("lib/call/user_agent.c", "(void)buf_reserve(out, strlen(agent->head) + strlen(agent->tail) + CODES_ROOM);", ";",
     "it grows in more steps"),
]


def is_equivalent(name, old, new):
    return any(name == file and before in old and old.replace(before, after, 1) == new
               for file, before, after, _ in EQUIVALENT)


def code_only(line, in_comment):
    """The line with literals and comments replaced by spaces of the same length."""
    out, at = [], 0
    while at < len(line):
        if in_comment:
            end = line.find("*/", at)
            stop = len(line) if end < 0 else end + 2
            in_comment = end < 0
        else:
            match = re.match(LITERAL, line[at:])
            if not match:
                out.append(line[at])
                at += 1
                continue
            in_comment = match.group() == "/*"
            stop = at + len(match.group())
        out.append(" " * (stop - at))
        at = stop
    return "".join(out), in_comment


def changes_of(line, code):
    """All changes of one line, as the new line and what was done."""
    found = []

    def put(start, end, text, what):
        found.append((line[:start] + text + line[end:], what))

    for match in re.finditer(r" (<=|>=|==|!=|<|>|&&|\|\||[-+*/%&|]) ", code):
        for other in SWAPS[match.group(1)]:
            put(match.start(1), match.end(1), other, "operator")
    for match in re.finditer(r"(?<![\w.])(\d+)(?![\w.])", code):
        if not re.search(ROOM, code[:match.start()]):
            put(match.start(), match.end(), str(int(match.group()) + 1), "constant")
        if int(match.group()) > 0:
            put(match.start(), match.end(), str(int(match.group()) - 1), "constant")
    for match in re.finditer(r"\b(true|false)\b", code):
        put(match.start(), match.end(), WORDS[match.group()], "constant")
    match = re.match(r"^(\s*(?:\} else )?(?:if|while) )\((.*)\) \{$", code)
    if match:
        put(match.start(2), match.end(2), "!(%s)" % line[match.start(2):match.end(2)], "condition")
        put(match.start(2), match.end(2), "0 && (%s)" % line[match.start(2):match.end(2)], "condition")
    match = re.match(r"^(\s*)((?:\(void\))?[a-z_0-9>.-]+\(.*\));$", code)
    if match and "va_end(" not in code:  # it does nothing where this runs
        put(match.start(2), match.end(2), "", "dropped call")
    match = re.match(r"^(\s*)([a-z_0-9>.\[\]-]+ [-+|&]?= .*);$", code)
    if match:
        put(match.start(2), match.end(2), "", "dropped assignment")
    for match in re.finditer(r"\bCONNECT_OK\b", code):
        put(match.start(), match.end(), "CONNECT_E_DECODE", "status")
    for match in re.finditer(r"\bCONNECT_E_[A-Z]+\b", code):
        put(match.start(), match.end(), "CONNECT_OK", "status")
    match = re.match(r"^(\s*return )(.*);$", code)
    if match and match.group(2).strip() not in ("", "true", "false", "0", "NULL"):
        put(match.start(2), match.end(2), "0", "returned value")
    return found


class Mutator:
    def __init__(self, build, jobs, sanitize, kind=None):
        self.kind = kind
        self.reach_file = os.path.join(build, "coverage", "reach.json")
        # The programs are those of coverage.
        self.tree = coverage.Tree(build, "mutants", ["-O1", "-ftrivial-auto-var-init=pattern"], jobs)
        shutil.rmtree(self.tree.directory, ignore_errors=True)
        self.tree.make_library()
        self.sanitized = None
        if sanitize:
            self.sanitized = coverage.Tree(build, "sanitized", ["-O1", *SANITIZERS], jobs, "sanitized", ["-O0", *SANITIZERS])
            shutil.rmtree(self.sanitized.directory, ignore_errors=True)
            self.sanitized.make_library()
            self.sanitized.make_programs(self.sanitized.programs)
        with open(self.reach_file) as file:
            self.reach = json.load(file)
        self.text = {}
        self.lines = []
        for file, before, _, _ in EQUIVALENT:
            with open(os.path.join(SOURCE, file)) as source:
                if before not in source.read():
                    sys.exit("EQUIVALENT: %s has no more: %s" % (file, before))
        for name in sorted(self.reach["lines"]):
            with open(os.path.join(SOURCE, name)) as file:
                self.text[name] = file.read().splitlines()
            in_comment = False
            for number, line in enumerate(self.text[name], 1):
                code, in_comment = code_only(line, in_comment)
                if str(number) in self.reach["lines"][name] and self.wanted(line, code):
                    self.lines.append((name, number, code))

    def wanted(self, line, code):
        return [change for change in changes_of(line, code) if self.kind in (None, change[1])]

    def users_of(self, header):
        """The sources that include a header of lib/, directly or by way of others."""
        quoted = {}
        for path in self.tree.sources + self.tree.find("lib/*/*.h"):
            with open(os.path.join(SOURCE, path)) as file:
                quoted[path] = {"lib/" + found for found in re.findall(r'^#include "(.+)"', file.read(), re.M)}
        users, before = {header}, set()
        while users != before:
            before = set(users)
            users |= {path for path, names in quoted.items() if names & users}
        return [path for path in self.tree.sources if path in users]

    def changed_text(self, name, number, new):
        text = self.text[name]
        return text[:number - 1] + [new] + text[number:]

    def compile_changed(self, tree, name, lines, directory, kind):
        """The objects that a file with these lines becomes, by source; None when one does not compile."""
        # Sources stand beside no header of their own: includes are found by -I, as in the original.  Checks name the
        # file: as long as the changed and the plain one have the same name, objects compare.
        is_header = name.endswith(".h")
        changed = os.path.join(directory, os.path.relpath(name, "lib") if is_header else os.path.basename(name))
        os.makedirs(os.path.dirname(changed), exist_ok=True)
        with open(changed, "w") as file:
            file.write("\n".join(lines) + "\n")
        objects = {}
        for source in self.users_of(name) if is_header else [name]:
            objects[source] = os.path.join(directory, kind, source[:-2] + ".o")
            done = tree.compile(source, [*tree.options, "-iquote", directory], objects[source],
                                None if is_header else changed)
            if done.returncode != 0:
                return None
        return objects

    def draw(self, dice):
        """A change that compiles to other objects: its file, line, new line, what was done, where it is, objects."""
        while True:
            name, number, code = dice.choice(self.lines)
            text = self.text[name]
            new, what = dice.choice(self.wanted(text[number - 1], code))
            if is_equivalent(name, text[number - 1], new):
                continue
            directory = tempfile.mkdtemp(dir=self.tree.directory)
            objects = self.compile_changed(self.tree, name, self.changed_text(name, number, new), directory, "changed")
            if objects is not None:
                plain = self.compile_changed(self.tree, name, text, directory, "plain")
                if any(not filecmp.cmp(objects[source], plain[source], shallow=False) for source in objects):
                    return name, number, new, what, directory, objects
            shutil.rmtree(directory)

    def programs_for(self, name, number):
        """Those that reach the line: of the same room and name first, then the quick ones.

        A line that none reaches, as far as is known, is tried with those that reach its file."""
        seconds = self.reach["programs"]
        lines = self.reach["lines"][name]
        programs = lines[str(number)] or set().union(*lines.values())
        room, stem = name.split("/")[1], os.path.basename(name)[:-2]

        def rank(program):
            near = stem in program or (room in program)
            return (not near, seconds.get(program, 0))

        return sorted(programs, key=rank)

    def try_one(self, mutant):
        """The program that noticed, or None."""
        name, number, new, _, directory, changed = mutant
        programs = self.programs_for(name, number)
        self.link(self.tree, directory, changed)
        found = next((program for driver in ["", "loop"] for program in programs
                      if self.fails(self.tree, program, directory, driver)), None)
        if found is None and self.sanitized is not None:
            self.link(self.sanitized, directory, self.compile_changed(
                self.sanitized, name, self.changed_text(name, number, new), directory, "sanitized"))
            found = next((program for program in programs if self.fails_sanitized(program, directory)), None)
        shutil.rmtree(directory)
        return found

    @staticmethod
    def link(tree, directory, changed):
        objects = [changed.get(source, tree.object_of(source)) for source in tree.sources]
        tree.link_library(os.path.join(directory, os.path.basename(tree.library)), objects)

    def fails_sanitized(self, program, directory):
        """Whether a program fails under the sanitizers, and does not with the library as it is."""
        return (self.fails(self.sanitized, program, directory) and
                not self.fails(self.sanitized, program, self.sanitized.directory))

    def fails(self, tree, program, directory, driver=""):
        """Whether a program fails with the library of a directory; with a driver, as CI's step loop runs it."""
        limit = 30 + 6 * self.reach["programs"][program]
        env = tree.environment(directory)
        if driver:
            env["CONNECT_DRIVER"] = driver
        inside = INSIDE
        if tree is self.sanitized:
            # Addresses are reserved without end there; what needs too many was noticed before.
            inside = INSIDE.replace(LIMIT, "")
            limit *= 4
            env.update(ASAN_OPTIONS="detect_leaks=1", CK_TIMEOUT_MULTIPLIER="4")
        command = [*SANDBOX, "sh", "-c", inside, "sh", tree.path_of(program)]
        process = subprocess.Popen(command, env=env, cwd=tree.build, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            return process.wait(timeout=limit) != 0
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return True

    def show(self, mutant):
        name, number, new, what, _, _ = mutant
        old = self.text[name]
        changed = self.changed_text(name, number, new)
        print("---- %s of %s:%d" % (what, name, number))
        print("\n".join(difflib.unified_diff(old, changed, "a/" + name, "b/" + name, lineterm="", n=1)), flush=True)


def sandbox_works(tree):
    program = ["sh", "-c", INSIDE, "sh", "true"]
    return subprocess.run([*SANDBOX, *program], cwd=tree.build, stderr=subprocess.DEVNULL).returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-N", "--number", type=int, default=250)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--kind")
    parser.add_argument("--build", default=os.path.join(SOURCE, "build"))
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--least", type=float, default=0, help="fail below this percentage")
    parser.add_argument("--sanitize", action="store_true")
    options = parser.parse_args()
    if os.geteuid() != 0:
        SANDBOX.append("--map-root-user")
    print("seed %d: mutate.py -N %d --seed %d draws the same" % (options.seed, options.number, options.seed), flush=True)
    if not coverage.is_current(options.build):
        subprocess.run([sys.executable, os.path.join(SOURCE, "tests", "coverage.py"), "--build", options.build])
    mutator = Mutator(options.build, options.jobs, options.sanitize, options.kind)
    if not mutator.lines:
        sys.exit("no change is of the kind \"%s\"" % options.kind)
    if not sandbox_works(mutator.tree):
        sys.exit("no namespaces can be made here, and a mutant must not run without")
    dice = random.Random(options.seed)
    kinds = {}
    with concurrent.futures.ThreadPoolExecutor(2 * options.jobs) as pool:
        # The first ones are tried while others are drawn; tests wait more than they compute.
        tried = []
        for _ in range(options.number):
            mutant = mutator.draw(dice)
            tried.append((mutant, pool.submit(mutator.try_one, mutant)))
        for mutant, program in tried:
            kind = kinds.setdefault(mutant[3], [0, 0])
            kind[0] += program.result() is not None
            kind[1] += 1
            if program.result() is None:
                mutator.show(mutant)
    for what, (noticed, number) in sorted(kinds.items()):
        print("%-18s %4d of %4d" % (what, noticed, number))
    noticed = sum(kind[0] for kind in kinds.values())
    share = 100.0 * noticed / options.number
    print("%d of %d mutants were noticed, %.1f%%" % (noticed, options.number, share))
    if share < options.least:
        sys.exit("fewer than %.1f%%" % options.least)


if __name__ == "__main__":
    main()
