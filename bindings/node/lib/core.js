"use strict";
/*
 * A connect_client with its loop, and promises for the calls that are started on it.
 *
 * The descriptor of the loop is watched by the event loop of Node.js: no thread waits, and calls do
 * not occupy the thread pool.  The watch keeps the process alive only while a call is running.
 */
const koffi = require("koffi");
const lib = require("./library");
const callbacks = require("./callbacks");
const { checked, takeError } = require("./errors");

class Core {
    #client;
    #loop = null;
    #poll = null;
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

    #open() {
        if (this.#loop === null) {
            this.#loop = checked("loop_new", this.#client, null);
            this.#poll = koffi.node.poll(lib.loop_fd(this.#loop), { readable: true }, () => this.#step());
            this.#poll.unref();
        }
        return this.#loop;
    }

    #step() {
        if (this.#loop !== null) {
            lib.loop_step(this.#loop);
        }
    }

    /*
     * Starts a call with a _start function, whose parameters between the loop and the callback are
     * given; take(call) is its result.
     */
    #start(name, parameters, take) {
        return new Promise((resolve, reject) => {
            const loop = this.#open();
            const error = [null];
            const key = callbacks.add((call, status) => {
                this.#end();
                if (status === 0) {
                    resolve(take(call));
                } else {
                    reject(takeError(status, lib.call_take_error(call)));
                }
            });
            const status = lib[name](loop, ...parameters, callbacks.done, key, null, error);
            if (status !== 0) {
                callbacks.remove(key);
                reject(takeError(status, error[0]));
                return;
            }
            this.#begin();
        });
    }

    #begin() {
        if (this.#running++ === 0) {
            this.#poll.ref();
        }
    }

    /* Within a callback of the loop, so nothing is freed here. */
    #end() {
        if (--this.#running === 0) {
            this.#poll.unref();
            setImmediate(() => this.#freeIfUnused());
        }
    }

    /* A call by name; the result is an owned block. */
    invoke(client, operation, json) {
        return this.#start("invoke_start", [client, operation, json], (call) => lib.call_take(call));
    }

    /* A request without an operation; query: pairs or null.  The result is an owned string. */
    send(client, method, path, query, json) {
        const parameters = [client, method, path, query, query?.length ?? 0, json];
        return this.#start("send_start", parameters, (call) => lib.call_take(call));
    }

    /* The next page of a pager as an owned block; null after the last one. */
    nextPage(pager) {
        return this.#start("pager_start", [pager], () => lib.pager_next_page_json(pager));
    }

    /* A waiter by the name of its _start function; the result is an owned response, or null if it has none. */
    wait(client, name, parameters, options) {
        return this.#start(name, [client, ...parameters, options], (call) => lib.call_take(call));
    }

    /* The result is an owned string.  On a thread of libuv's pool, because it may block. */
    describe() {
        const out = [null];
        const error = [null];
        return new Promise((resolve, reject) => {
            this.#running += 1;
            lib.client_describe.async(this.client, out, error, (problem, status) => {
                this.#running -= 1;
                this.#freeIfUnused();
                if (problem) {
                    reject(problem);
                } else if (status !== 0) {
                    reject(takeError(status, error[0]));
                } else {
                    resolve(out[0]);
                }
            });
        });
    }

    /* Calls that are running end normally; the client is freed after the last of them. */
    close() {
        this.#isClosed = true;
        this.#freeIfUnused();
    }

    #freeIfUnused() {
        if (this.#isClosed && this.#running === 0 && this.#client !== null) {
            this.#poll?.close();
            lib.loop_free(this.#loop);
            lib.client_free(this.#client);
            this.#poll = this.#loop = this.#client = null;
        }
    }
}

/* Request id and number of attempts of a response. */
function metadataOf(block) {
    return { requestId: lib.response_request_id(block) ?? undefined, attempts: lib.response_attempts(block) };
}

module.exports = { Core, metadataOf };
