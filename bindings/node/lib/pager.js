"use strict";
/*
 * Pagers: all items of a listing, with one page in memory at a time.
 */
const lib = require("./library");
const { checked, makeError } = require("./errors");
const { decode } = require("./structure");
const { metadataOf } = require("./core");

const finalizer = new FinalizationRegistry((state) => state.end());

/* The pager of C, made for the first page, and the view that it borrows. */
class State {
    constructor(calls, options) {
        this.view = calls.view(options);
        this.pointer = null;
        this.isFetching = false;
        this.isEnded = false;
        this.nextToken = undefined;
    }

    open(operation, members, { maxItems = 0, maxPages = 0 }) {
        if (this.pointer === null) {
            this.pointer = checked("pager_new", this.view.pointer, operation.name, JSON.stringify(members));
            lib.pager_set_max_items(this.pointer, maxItems);
            lib.pager_set_max_pages(this.pointer, maxPages);
        }
    }

    end() {
        this.isEnded = true;
        this.freeIfEnded();
    }

    freeIfEnded() {
        if (this.isEnded && !this.isFetching && this.view !== null) {
            lib.pager_free(this.pointer);
            this.view.free();
            this.view = null;
        }
    }
}

class Pager {
    #calls;
    #operation;
    #members;
    #options;
    #state;
    #items;

    constructor(calls, operation, members, options) {
        this.#calls = calls;
        this.#operation = operation;
        this.#members = members;
        this.#options = options;
        this.#state = new State(calls, options);
        finalizer.register(this, this.#state, this);
    }

    async #fetch() {
        const state = this.#state;
        if (state.isEnded) {
            return null;
        }
        state.open(this.#operation, this.#members, this.#options);
        await this.#calls.prepare();
        state.isFetching = true;
        try {
            return this.#take(await state.view.run(() => this.#calls.core.nextPage(state.pointer)));
        } finally {
            state.isFetching = false;
            state.freeIfEnded();
        }
    }

    /* Converts a page and frees it; null after the last one. */
    #take(block) {
        if (block === null) {
            return null;
        }
        this.#state.nextToken = lib.pager_next_token(this.#state.pointer) ?? undefined;
        const metadata = metadataOf(block);
        return decode(this.#operation.output, JSON.parse(lib.takeString(block)), metadata);
    }

    /* Iterates over whole responses.  Do not combine with the iteration over items. */
    async *pages() {
        try {
            for (let page = await this.#fetch(); page !== null; page = await this.#fetch()) {
                yield page;
            }
        } finally {
            this.close();
        }
    }

    async *#allItems() {
        for await (const page of this.pages()) {
            yield* page[this.#operation.pageMember.attribute];
        }
    }

    [Symbol.asyncIterator]() {
        this.#items ??= this.#allItems();
        return this.#items;
    }

    /* All items that are left. */
    async toArray() {
        const items = [];
        for await (const item of this) {
            items.push(item);
        }
        return items;
    }

    /* The token of the page after the current one, to resume the listing later. */
    get nextToken() {
        return this.#state.nextToken;
    }

    /* Ends the listing early; the end of an iteration does the same. */
    close() {
        finalizer.unregister(this);
        this.#state.end();
    }
}

module.exports = { Pager };
