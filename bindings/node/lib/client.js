"use strict";
/*
 * The client.
 */
const lib = require("./library");
const callbacks = require("./callbacks");
const structs = require("./structs");
const { Core, metadataOf } = require("./core");
const { CredentialsFunction, CredentialsProvider, isCredentials } = require("./credentials");
const { CancelledError, NotFoundError, OutOfMemoryError, checked } = require("./errors");
const { operations, snakeCase } = require("./model");
const { Pager } = require("./pager");
const { decode, encode } = require("./structure");

const RETRY_MODES = Object.freeze(["default", "standard", "adaptive", "off"]);
const CALL_OPTIONS = Object.freeze(["signal", "timeoutMs", "retryMode", "maxAttempts", "headers"]);

/* ---- calls of a client ---- */

/* What a client and its pagers share; freed with the last of them. */
class Calls {
    #users = 1;
    #kept;
    #credentials;

    constructor(core, credentials, kept) {
        this.core = core;
        this.#credentials = credentials;
        this.#kept = kept;
    }

    prepare() {
        return this.#credentials?.prepare();
    }

    #use(run) {
        return this.#credentials === null ? run() : this.#credentials.use(run);
    }

    view(options) {
        const view = new View(this, options);
        this.#users += 1;
        return view;
    }

    /* call(client) */
    async run(call, options = {}) {
        const view = this.view(options);
        try {
            return await view.run(() => this.#use(() => call(view.pointer)));
        } finally {
            view.free();
        }
    }

    release() {
        this.#users -= 1;
        if (this.#users === 0) {
            this.core.close();
            this.#kept.forEach(callbacks.remove);
        }
    }
}

/* The client of C with the options of one call or pager; it holds the client until free(). */
class View {
    #calls;
    #signal;
    #token = null;
    #abort = () => lib.cancel_fire(this.#token);

    constructor(calls, options = {}) {
        const base = calls.core.client;
        this.#calls = calls;
        this.pointer = base;
        this.isPlain = CALL_OPTIONS.every((name) => options[name] === undefined);
        if (!this.isPlain) {
            this.#signal = options.signal;
            this.#token = newToken(options.signal);
            try {
                this.pointer = checked("client_with", base, callOptions(options, this.#token));
            } catch (problem) {
                lib.cancel_free(this.#token);
                throw problem;
            }
            this.#listen();
        }
    }

    #listen() {
        if (this.#signal?.aborted) {
            this.#abort();
        }
        this.#signal?.addEventListener("abort", this.#abort, { once: true });
    }

    /* Gives an error the reason of the signal that caused it. */
    async run(call) {
        try {
            return await call();
        } catch (error) {
            if (this.#signal?.aborted && error instanceof CancelledError) {
                error.cause = this.#signal.reason;
            }
            throw error;
        }
    }

    free() {
        if (!this.isPlain) {
            this.#signal?.removeEventListener("abort", this.#abort);
            lib.client_free(this.pointer);
            lib.cancel_free(this.#token);
        }
        this.#calls.release();
    }
}

function newToken(signal) {
    const out = [null];
    if (signal !== undefined && lib.cancel_new(out) !== 0) {
        throw new OutOfMemoryError("out of memory or file descriptors for a cancel token");
    }
    return out[0];
}

function callOptions({ timeoutMs, retryMode = "default", maxAttempts, headers = {} }, token) {
    const mode = RETRY_MODES.indexOf(retryMode);
    if (mode < 0) {
        throw new TypeError(`retryMode is ${JSON.stringify(retryMode)}; expected one of ${RETRY_MODES.join(", ")}`);
    }
    const pairs = lib.pairs(headers);
    return lib.make(lib.CallOptions, {
        timeout_ms: lib.optional(timeoutMs),
        cancel: token,
        retry_mode: mode,
        max_attempts: lib.optional(maxAttempts),
        headers: pairs,
        headers_count: pairs?.length ?? 0,
    });
}

/* ---- construction ---- */

function providerOf(credentials) {
    if (credentials === undefined || credentials === null || credentials instanceof CredentialsProvider) {
        return credentials ?? null;
    }
    if (typeof credentials === "function") {
        return new CredentialsFunction(credentials);
    }
    if (isCredentials(credentials)) {
        return CredentialsProvider.static(credentials);
    }
    throw new TypeError("credentials must be credentials, a CredentialsProvider or a function");
}

/* Options with the names that C has for them, in nested objects and lists as well. */
function toMembers(value) {
    if (Array.isArray(value)) {
        return value.map(toMembers);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [snakeCase(name), toMembers(member)]));
}

function makeCalls({ credentials, log, onAttempt, ...options }) {
    const members = toMembers(options);
    const provider = providerOf(credentials);
    const kept = [log, onAttempt].map((fn) => (fn === undefined ? 0 : callbacks.add(fn)));
    if (log !== undefined) {
        members.log_level ??= "info";
    }
    const rest = lib.make(lib.ClientOptions, {
        credentials: provider?.pointer ?? null,
        log: log === undefined ? null : callbacks.log,
        log_user: kept[0],
        on_attempt: onAttempt === undefined ? null : callbacks.attempt,
        on_attempt_user: kept[1],
    });
    const fn = provider instanceof CredentialsFunction ? provider : null;
    try {
        const core = new Core(checked("client_new_json", JSON.stringify(members), rest));
        return new Calls(core, fn, kept);
    } catch (problem) {
        kept.forEach(callbacks.remove);
        throw problem;
    } finally {
        fn?.dropReference();
    }
}

const finalizer = new FinalizationRegistry((calls) => calls.release());

class Client {
    #calls;
    #isClosed = false;

    constructor(options = {}) {
        this.#calls = makeCalls(options);
        finalizer.register(this, this.#calls, this);
    }

    #use() {
        if (this.#isClosed) {
            throw new Error("the client is closed");
        }
        return this.#calls;
    }

    async #invoke(name, members, options, take) {
        const json = JSON.stringify(members);
        const calls = this.#use();
        const block = await calls.run((client) => calls.core.invoke(client, name, json), options);
        const metadata = metadataOf(block);
        return take(JSON.parse(lib.takeString(block)), metadata);
    }

    /* Calls an operation by its API name; takes and returns an object with API member names. */
    async invoke(name, members = {}, options = {}) {
        return this.#invoke(name, members, options, (output) => output);
    }

    /* Called by the methods of operations. */
    _call(operation, members, options) {
        return this.#invoke(operation.name, encode(operation.input, members), options, (output, metadata) =>
            decode(operation.output, output, metadata),
        );
    }

    /* Signs and sends a request without an operation; returns the parsed response, undefined if it is empty. */
    async send(method, path, { query, body } = {}, options = {}) {
        const json = body === undefined ? null : JSON.stringify(body);
        const calls = this.#use();
        const block = await calls.run(
            (client) => calls.core.send(client, method, path, lib.pairs(query), json),
            options,
        );
        const text = lib.takeString(block);
        return text === "" ? undefined : JSON.parse(text);
    }

    _pages(operation, members, options) {
        return new Pager(this.#use(), operation, encode(operation.input, members), options);
    }

    /* Returns a pager for a listing by name: "listInstances" or "ListInstances". */
    paginate(name, members = {}, options = {}) {
        const operation = operations.get(name[0].toUpperCase() + name.slice(1));
        if (!operation?.pageMember) {
            throw new TypeError(`"${name}" is not a paged operation`);
        }
        return this._pages(operation, members, options);
    }

    async findInstanceByAlias(instanceAlias, options = {}) {
        const wanted = instanceAlias.toLowerCase();
        for await (const instance of this.paginate("ListInstances", {}, options)) {
            if (instance.instanceAlias?.toLowerCase() === wanted) {
                return instance;
            }
        }
        throw Object.assign(new NotFoundError(`no instance has the alias "${instanceAlias}"`), {
            status: 104,
            code: lib.status_name(104),
        });
    }

    // ---- waiters ----

    async waitInstanceActive(instanceId, options = {}) {
        const response = await this.#wait("wait_instance_active_start", [instanceId], options);
        return structs.take(operations.get("DescribeInstance").output, response);
    }

    async waitInstanceDeleted(instanceId, options = {}) {
        await this.#wait("wait_instance_deleted_start", [instanceId], options);
    }

    /* replicaRegion: undefined or null waits for all replicas. */
    async waitInstanceReplicated(instanceId, replicaRegion, options = {}) {
        const parameters = [instanceId, replicaRegion ?? null];
        const response = await this.#wait("wait_instance_replicated_start", parameters, options);
        return structs.take(operations.get("DescribeInstance").output, response);
    }

    async waitTrafficDistributionGroupActive(trafficDistributionGroupId, options = {}) {
        const name = "wait_traffic_distribution_group_active_start";
        const response = await this.#wait(name, [trafficDistributionGroupId], options);
        return structs.take(operations.get("DescribeTrafficDistributionGroup").output, response);
    }

    async waitTrafficDistributionGroupDeleted(trafficDistributionGroupId, options = {}) {
        await this.#wait("wait_traffic_distribution_group_deleted_start", [trafficDistributionGroupId], options);
    }

    async #wait(name, parameters, options) {
        const calls = this.#use();
        let raised = null;
        const key = callbacks.add((status, waitedMs) => {
            try {
                return options.progress(status ?? undefined, waitedMs) !== false;
            } catch (problem) {
                raised = { problem };
                return false;
            }
        });
        const settings = lib.make(lib.WaitOptions, {
            timeout_ms: lib.optional(options.timeoutMs),
            min_delay_ms: lib.optional(options.minDelayMs),
            max_delay_ms: lib.optional(options.maxDelayMs),
            not_found_grace_ms: lib.optional(options.notFoundGraceMs),
            progress: options.progress === undefined ? null : callbacks.progress,
            user: key,
        });
        try {
            return await calls.run((client) => calls.core.wait(client, name, parameters, settings), {
                signal: options.signal,
            });
        } catch (error) {
            throw raised === null ? error : raised.problem;
        } finally {
            callbacks.remove(key);
        }
    }

    // ---- lifetime ----

    /* The resolved settings and the source of each. */
    async describe() {
        const calls = this.#use();
        const block = await calls.run(() => calls.core.describe());
        return JSON.parse(lib.takeString(block));
    }

    closeIdleConnections() {
        lib.client_close_idle(this.#use().core.client);
    }

    /* Connections are closed and credentials cleansed as soon as no call is running. */
    close() {
        if (!this.#isClosed) {
            this.#isClosed = true;
            finalizer.unregister(this);
            this.#calls.release();
        }
    }
}

/* ---- a method for each operation ---- */

function define(name, method) {
    Object.defineProperty(method, "name", { value: name });
    Object.defineProperty(Client.prototype, name, { value: method, writable: true, configurable: true });
}

for (const operation of operations.values()) {
    define(operation.method, async function (members = {}, options = {}) {
        return this._call(operation, members, options);
    });
    if (operation.pageMember !== null) {
        define(operation.method + "Pages", function (members = {}, options = {}) {
            return this._pages(operation, members, options);
        });
    }
}

module.exports = { Client };
