"use strict";
/*
 * Callbacks: functions of JavaScript that the library knows by a number, its user pointer.
 *
 * Each kind of callback is registered once, as a native function that never goes away, because a
 * native function that is unregistered while it runs is a crash.
 */
const koffi = require("koffi");
const lib = require("./library");
const { camelCase } = require("./model");

const functions = new Map();
let last = 0;

function add(fn) {
    last += 1;
    functions.set(last, fn);
    return last;
}

function remove(key) {
    functions.delete(key);
}

function find(key) {
    return functions.get(Number(key));
}

/* An exception must not unwind through C: it is thrown again when C has returned. */
function guarded(run, fallback) {
    try {
        return run();
    } catch (problem) {
        queueMicrotask(() => {
            throw problem;
        });
        return fallback;
    }
}

const LEVELS = Object.freeze(["off", "error", "warn", "info", "debug", "trace"]);

const log = koffi.register((key, level, line) => {
    guarded(() => find(key)?.(LEVELS[level] ?? String(level), line));
}, lib.LogFn);

const DECISIONS = Object.freeze([
    "unknown", "succeeded", "retry", "reconnect", "refresh", "notRetryable", "exhausted", "noQuota", "noTime",
]);

/* What is borrowed for the time of the callback, as an object. */
function attemptOf(pointer) {
    const { size, status, decision, ...members } = koffi.decode(pointer, lib.Attempt);
    const attempt = { status: lib.status_name(status), decision: DECISIONS[decision] ?? DECISIONS[0] };
    for (const [name, value] of Object.entries(members)) {
        attempt[camelCase(name)] = plain(value);
    }
    return attempt;
}

/* Optional members are structs, and numbers of 64 bits may be BigInt. */
function plain(value) {
    if (value === null || typeof value === "string") {
        return value ?? undefined;
    }
    if (typeof value === "object") {
        return value.is_set ? plain(value.value) : undefined;
    }
    return typeof value === "boolean" ? value : Number(value);
}

const attempt = koffi.register((key, pointer) => {
    guarded(() => find(key)?.(attemptOf(pointer)));
}, lib.AttemptFn);

/* Functions that return a status never throw; see credentials.js. */
const credentials = koffi.register((key, sink) => find(key)(sink), lib.CredentialsFn);

const release = koffi.register((key) => remove(Number(key)), lib.ReleaseFn);

const progress = koffi.register((key, status, waitedMs) => find(key)(status, Number(waitedMs)), lib.ProgressFn);

/* Called once: the key is gone afterwards. */
const done = koffi.register((key, call, status) => {
    const fn = find(key);
    remove(Number(key));
    guarded(() => fn(call, status));
}, lib.DoneFn);

module.exports = { DECISIONS, LEVELS, add, remove, log, attempt, credentials, release, progress, done };
