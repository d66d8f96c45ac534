"use strict";
/*
 * A connect_client, and promises for its calls.
 *
 * Calls block, so each runs on a thread of libuv's pool.  Callbacks of the library are executed on
 * the thread of JavaScript, while the thread of the call waits for their result.  Functions that are
 * called on the thread of JavaScript itself therefore never wait for a call.
 */
const lib = require("./library");
const { makeError, takeError } = require("./errors");

/* Calls a function on another thread. */
function onThread(name, ...args) {
    return new Promise((resolve, reject) => {
        lib[name].async(...args, (problem, result) => (problem ? reject(problem) : resolve(result)));
    });
}

/* A function whose last parameter is the error. */
async function checkedOnThread(name, ...args) {
    const error = [null];
    const status = await onThread(name, ...args, error);
    if (status !== 0) {
        throw takeError(status, error[0]);
    }
}

class Core {
    #client;
    #running = 0;
    #isClosed = false;

    /* Takes ownership of the client. */
    constructor(client) {
        this.#client = client;
    }

    /* The client, for functions that return at once. */
    get client() {
        if (this.#isClosed) {
            throw new Error("the client is closed");
        }
        return this.#client;
    }

    async #run(call) {
        this.#running += 1;
        try {
            return await call();
        } finally {
            this.#running -= 1;
            this.#freeIfUnused();
        }
    }

    async #withOutput(name, ...args) {
        const out = [null];
        await this.#run(() => checkedOnThread(name, ...args, out));
        return out[0];
    }

    /* A call by name; the result is an owned block. */
    invoke(client, operation, json) {
        return this.#withOutput("invoke", client, operation, json);
    }

    /* The next page of a pager as an owned block; null after the last one. */
    async nextPage(pager) {
        const block = await this.#run(() => onThread("pager_next_page_json", pager));
        const error = block === null ? lib.pager_error(pager) : null;
        if (error !== null) {
            throw makeError(lib.error_code(error), error);
        }
        return block;
    }

    /* The result is an owned connect_describe_instance_response. */
    waitActive(client, instanceId, options) {
        return this.#withOutput("wait_instance_active", client, instanceId, options);
    }

    waitDeleted(client, instanceId, options) {
        return this.#run(() => checkedOnThread("wait_instance_deleted", client, instanceId, options));
    }

    /* The result is an owned string. */
    describe() {
        return this.#withOutput("client_describe", this.client);
    }

    /* Calls that are running end normally; the client is freed after the last of them. */
    close() {
        this.#isClosed = true;
        this.#freeIfUnused();
    }

    #freeIfUnused() {
        if (this.#isClosed && this.#running === 0) {
            lib.client_free(this.#client);
            this.#client = null;
        }
    }
}

/* Request id and number of attempts of a response. */
function metadataOf(block) {
    return { requestId: lib.response_request_id(block) ?? undefined, attempts: lib.response_attempts(block) };
}

module.exports = { Core, metadataOf };
