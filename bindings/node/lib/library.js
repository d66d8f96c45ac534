"use strict";
/*
 * The shared library and the prototypes of its functions.
 *
 * LIBCONNECT_PATH is the path of the shared library or of the directory that holds it; without it,
 * the loader looks for the SONAME.
 */
const fs = require("node:fs");
const path = require("node:path");
const koffi = require("koffi");

const SONAME = "libconnect.so.0";

function libraryPath() {
    const given = process.env.LIBCONNECT_PATH;
    if (!given) {
        return SONAME;
    }
    return fs.statSync(given, { throwIfNoEntry: false })?.isDirectory() ? path.join(given, SONAME) : given;
}

function load() {
    try {
        return koffi.load(libraryPath());
    } catch (problem) {
        throw new Error(
            `libconnect cannot be loaded: ${libraryPath()}: ${problem.message}; install it, or set LIBCONNECT_PATH to its path`,
            { cause: problem },
        );
    }
}

const library = load();
const POINTER = "void *";
const OUT = koffi.out(koffi.pointer(POINTER));
/* Callbacks get a number as their user pointer: see callbacks.js. */
const USER = "uintptr_t";

/* ---- structs; members after the last one here count as not set ---- */

const OptBool = koffi.struct({ is_set: "bool", value: "bool" });
const OptInt32 = koffi.struct({ is_set: "bool", value: "int32" });
const OptInt64 = koffi.struct({ is_set: "bool", value: "int64" });
const OptDouble = koffi.struct({ is_set: "bool", value: "double" });

const LogFn = koffi.pointer(koffi.proto("void", [USER, "int", "str"]));
const CredentialsFn = koffi.pointer(koffi.proto("int", [USER, POINTER]));
const ReleaseFn = koffi.pointer(koffi.proto("void", [USER]));
const ProgressFn = koffi.pointer(koffi.proto("bool", [USER, "str", "int64"]));
const AttemptFn = koffi.pointer(koffi.proto("void", [USER, POINTER]));
const DoneFn = koffi.pointer(koffi.proto("void", [USER, POINTER, "int"]));

/* What connect_client_new_json() cannot read from JSON. */
const ClientOptions = koffi.struct({
    size: "size_t",
    region: "str",
    endpoint_url: "str",
    profile: "str",
    credentials: POINTER,
    use_fips_endpoint: OptBool,
    use_dualstack_endpoint: OptBool,
    ignore_configured_endpoint_urls: OptBool,
    check_level: "int",
    retry_mode: "int",
    max_attempts: OptInt32,
    connect_timeout_ms: OptInt64,
    attempt_timeout_ms: OptInt64,
    call_timeout_ms: OptInt64,
    max_body_bytes: OptInt64,
    max_connections: OptInt32,
    ca_bundle: "str",
    proxy: "str",
    app_id: "str",
    disable_clock_skew_correction: OptBool,
    pace: POINTER,
    log_level: "int",
    log: LogFn,
    log_user: USER,
    transport: POINTER,
    clock: POINTER,
    random: POINTER,
    keep_json: OptBool,
    on_attempt: AttemptFn,
    on_attempt_user: USER,
});

const Attempt = koffi.struct({
    size: "size_t",
    operation: "str",
    host: "str",
    number: "int32",
    max_attempts: "int32",
    status: "int",
    http_status: "int32",
    aws_type: "str",
    request_id: "str",
    bytes_sent: OptInt64,
    bytes_received: OptInt64,
    is_new_connection: OptBool,
    queued_ms: "int64",
    wire_ms: "int64",
    total_ms: "int64",
    decision: "int",
    backoff_ms: "int64",
});

const Pair = koffi.struct({ key: "str", value: "str" });

const CallOptions = koffi.struct({
    size: "size_t",
    timeout_ms: OptInt64,
    cancel: POINTER,
    retry_mode: "int",
    max_attempts: OptInt32,
    headers: koffi.pointer(koffi.pointer(Pair)),
    headers_count: "size_t",
});

const Credentials = koffi.struct({
    size: "size_t",
    access_key_id: "str",
    secret_access_key: "str",
    session_token: "str",
    account_id: "str",
    expiration: OptInt64,
});

const RoleOptions = koffi.struct({
    size: "size_t",
    role_arn: "str",
    session_name: "str",
    external_id: "str",
    duration_seconds: OptInt32,
    region: "str",
    source: POINTER,
});

const WebIdentityOptions = koffi.struct({
    size: "size_t",
    role_arn: "str",
    token_file: "str",
    session_name: "str",
    duration_seconds: OptInt32,
    region: "str",
});

const WaitOptions = koffi.struct({
    size: "size_t",
    timeout_ms: OptInt64,
    min_delay_ms: OptInt64,
    max_delay_ms: OptInt64,
    not_found_grace_ms: OptInt64,
    progress: ProgressFn,
    user: USER,
});

const structs = { ClientOptions, CallOptions, Credentials, RoleOptions, WebIdentityOptions, WaitOptions };

/* A list of pairs; null for an empty one. */
function pairs(object = {}) {
    const list = Object.entries(object).map(([key, value]) => ({ key, value: String(value) }));
    return list.length > 0 ? list : null;
}

/* A struct to pass by pointer; members that are not given are zero. */
function make(type, members) {
    const zero = Object.fromEntries(
        Object.entries(type.members).map(([name, member]) => [name, zeroOf(member.type)]),
    );
    return { ...zero, ...members, size: koffi.sizeof(type) };
}

function zeroOf(type) {
    if (type.primitive === "Record") {
        return Object.fromEntries(
            Object.entries(type.members).map(([name, member]) => [name, zeroOf(member.type)]),
        );
    }
    if (type.primitive === "Bool") {
        return false;
    }
    return ["String", "Pointer", "Callback"].includes(type.primitive) ? null : 0;
}

/* An optional number or boolean. */
function optional(value) {
    return value === undefined || value === null ? { is_set: false, value: 0 } : { is_set: true, value };
}

/* ---- functions ---- */

function waiter(...parameters) {
    return ["int", POINTER, POINTER, ...parameters, koffi.pointer(WaitOptions), DoneFn, USER, POINTER, OUT];
}

const prototypes = {
    version: ["str"],
    free: ["void", POINTER],
    response_request_id: ["str", POINTER],
    response_attempts: ["int32", POINTER],

    client_new_json: ["int", "str", koffi.pointer(ClientOptions), OUT, OUT],
    client_with: ["int", POINTER, koffi.pointer(CallOptions), OUT, OUT],
    client_free: ["void", POINTER],
    client_close_idle: ["void", POINTER],
    client_describe: ["int", POINTER, OUT, OUT],
    profile_value: ["int", "str", "str", OUT, OUT],

    loop_new: ["int", POINTER, POINTER, OUT, OUT],
    loop_free: ["void", POINTER],
    loop_fd: ["int", POINTER],
    loop_step: ["int32", POINTER],
    call_take: [POINTER, POINTER],
    call_take_error: [POINTER, POINTER],
    invoke_start: ["int", POINTER, POINTER, "str", "str", DoneFn, USER, POINTER, OUT],
    send_start: [
        "int",
        POINTER,
        POINTER,
        "str",
        "str",
        koffi.pointer(koffi.pointer(Pair)),
        "size_t",
        "str",
        DoneFn,
        USER,
        POINTER,
        OUT,
    ],
    pager_start: ["int", POINTER, POINTER, DoneFn, USER, POINTER, OUT],
    wait_instance_active_start: waiter("str"),
    wait_instance_deleted_start: waiter("str"),
    wait_instance_replicated_start: waiter("str", "str"),
    wait_traffic_distribution_group_active_start: waiter("str"),
    wait_traffic_distribution_group_deleted_start: waiter("str"),

    cancel_new: ["int", OUT],
    cancel_fire: ["void", POINTER],
    cancel_free: ["void", POINTER],

    pager_new: ["int", POINTER, "str", "str", OUT, OUT],
    pager_set_max_items: ["void", POINTER, "uint64"],
    pager_set_max_pages: ["void", POINTER, "uint64"],
    pager_next_page_json: [POINTER, POINTER],
    pager_next_token: ["str", POINTER],
    pager_free: ["void", POINTER],

    credentials_static: ["int", koffi.pointer(Credentials), OUT, OUT],
    credentials_environment: ["int", OUT, OUT],
    credentials_anonymous: ["int", OUT, OUT],
    credentials_profile: ["int", "str", OUT, OUT],
    credentials_role: ["int", koffi.pointer(RoleOptions), OUT, OUT],
    credentials_web_identity: ["int", koffi.pointer(WebIdentityOptions), OUT, OUT],
    credentials_custom: ["int", CredentialsFn, USER, ReleaseFn, OUT, OUT],
    credentials_deliver: ["int", POINTER, koffi.pointer(Credentials)],
    credentials_refuse: ["int", POINTER, "str"],
    credentials_provider_free: ["void", POINTER],

    error_free: ["void", POINTER],
    error_code: ["int", POINTER],
    error_message: ["str", POINTER],
    error_operation: ["str", POINTER],
    error_aws_type: ["str", POINTER],
    error_reason: ["str", POINTER],
    error_request_id: ["str", POINTER],
    error_host: ["str", POINTER],
    error_resource_id: ["str", POINTER],
    error_detail_json: ["str", POINTER],
    error_body_excerpt: ["str", POINTER],
    error_http_status: ["int32", POINTER],
    error_attempts: ["int32", POINTER],
    error_transport_code: ["int32", POINTER],
    error_is_retryable: ["bool", POINTER],
    error_is_throttle: ["bool", POINTER],
    error_problem_count: ["size_t", POINTER],
    error_problem: ["str", POINTER, "size_t"],
    status_name: ["str", "int"],
    status_advice: ["str", "int"],

    operation_next: [POINTER, POINTER],
    operation_name: ["str", POINTER],
    operation_summary: ["str", POINTER],
    operation_input: [POINTER, POINTER],
    operation_output: [POINTER, POINTER],
    operation_error: ["str", POINTER, "size_t"],
    operation_page_member: [POINTER, POINTER],
    shape_name: ["str", POINTER],
    shape_member: [POINTER, POINTER, "size_t"],
    shape_is_union: ["bool", POINTER],
    member_name: ["str", POINTER],
    member_c_name: ["str", POINTER],
    member_kind: ["int", POINTER],
    member_offset: ["size_t", POINTER],
    member_count_offset: ["size_t", POINTER],
    member_text_offset: ["size_t", POINTER],
    member_is_required: ["bool", POINTER],
    member_is_sensitive: ["bool", POINTER],
    member_is_client_token: ["bool", POINTER],
    member_min: ["bool", POINTER, koffi.out(koffi.pointer("int64"))],
    member_max: ["bool", POINTER, koffi.out(koffi.pointer("int64"))],
    member_pattern: ["str", POINTER],
    member_value: ["str", POINTER, "size_t"],
    member_shape: [POINTER, POINTER],
};

function declare(name, [result, ...parameters]) {
    try {
        return library.func("connect_" + name, result, parameters);
    } catch (problem) {
        throw new Error(`the loaded libconnect is too old: it does not have connect_${name}()`, { cause: problem });
    }
}

const functions = Object.fromEntries(
    Object.entries(prototypes).map(([name, prototype]) => [name, declare(name, prototype)]),
);

/* Converts an owned string and frees it. */
function takeString(pointer) {
    try {
        return koffi.decode.string(pointer);
    } finally {
        functions.free(pointer);
    }
}

module.exports = {
    ...functions,
    ...structs,
    LogFn, AttemptFn, CredentialsFn, ReleaseFn, ProgressFn, DoneFn,
    OptBool, OptInt32, OptInt64, OptDouble, Pair, Attempt,
    make, optional, pairs, takeString,
};
