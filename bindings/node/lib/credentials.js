"use strict";
/*
 * Sources of credentials other than the default chain.
 *
 * The library calls a source when it needs credentials and expects them at once.  A function that
 * returns a promise cannot be called from there, so its result is fetched ahead: before a call if
 * there is none or it expires soon, and after a call that failed because the library needed another
 * one.  Each result is delivered once.
 */
const lib = require("./library");
const callbacks = require("./callbacks");
const { CredentialsError, UnauthenticatedError, checked } = require("./errors");

const REFUSED = 203; // CONNECT_E_CREDENTIALS
/* The library replaces credentials of a function in their last ten seconds. */
const AHEAD_MS = 30000;

const finalizer = new FinalizationRegistry((pointer) => lib.credentials_provider_free(pointer));

/* A source for any number of clients. */
class CredentialsProvider {
    constructor(pointer) {
        Object.defineProperty(this, "pointer", { value: pointer });
        finalizer.register(this, pointer);
    }

    static static(credentials) {
        return new CredentialsProvider(checked("credentials_static", struct(credentials)));
    }

    static environment() {
        return new CredentialsProvider(checked("credentials_environment"));
    }

    static profile(profile) {
        return new CredentialsProvider(checked("credentials_profile", profile ?? null));
    }

    static role(roleArn, { sessionName, externalId, durationSeconds, region, source } = {}) {
        const options = lib.make(lib.RoleOptions, {
            role_arn: roleArn,
            session_name: sessionName ?? null,
            external_id: externalId ?? null,
            duration_seconds: lib.optional(durationSeconds),
            region: region ?? null,
            source: source?.pointer ?? null,
        });
        return new CredentialsProvider(checked("credentials_role", options));
    }

    static webIdentity(roleArn, tokenFile, { sessionName, durationSeconds, region } = {}) {
        const options = lib.make(lib.WebIdentityOptions, {
            role_arn: roleArn,
            token_file: tokenFile,
            session_name: sessionName ?? null,
            duration_seconds: lib.optional(durationSeconds),
            region: region ?? null,
        });
        return new CredentialsProvider(checked("credentials_web_identity", options));
    }

    static anonymous() {
        return new CredentialsProvider(checked("credentials_anonymous"));
    }
}

function struct(credentials) {
    const text = (value) => value ?? null;
    return lib.make(lib.Credentials, {
        access_key_id: text(credentials.accessKeyId),
        secret_access_key: text(credentials.secretAccessKey),
        session_token: text(credentials.sessionToken),
        account_id: text(credentials.accountId),
        expiration: lib.optional(credentials.expiration?.getTime()),
    });
}

function expirationOf(credentials) {
    return credentials.expiration?.getTime() ?? Infinity;
}

function isDue(expires) {
    return expires - Date.now() < AHEAD_MS;
}

function isCredentials(value) {
    return typeof value?.accessKeyId === "string" && typeof value?.secretAccessKey === "string";
}

/* The function of one client. */
class CredentialsFunction {
    #fn;
    #next = null; // fetched and not yet delivered
    #expires = 0; // of what was delivered last
    #fetching = null;
    #isMissing = true; // the library needs credentials that are not there

    constructor(fn) {
        this.#fn = fn;
        const key = callbacks.add((sink) => this.#deliver(sink));
        try {
            this.pointer = checked("credentials_custom", callbacks.credentials, key, callbacks.release);
        } catch (problem) {
            callbacks.remove(key);
            throw problem;
        }
    }

    #deliver(sink) {
        const credentials = this.#next;
        this.#next = null;
        if (credentials === null) {
            this.#isMissing = true;
            return lib.credentials_refuse(sink, "the credentials function has not been called again yet");
        }
        this.#isMissing = false;
        if (lib.credentials_deliver(sink, struct(credentials)) !== 0) {
            this.#expires = 0;
            return lib.credentials_refuse(sink, "the credentials function returned malformed credentials");
        }
        this.#expires = expirationOf(credentials);
        return 0;
    }

    async #fetch() {
        let found;
        try {
            found = await this.#fn();
        } catch (problem) {
            throw failure(`${problem?.name ?? "error"}: ${problem?.message ?? problem}`, problem);
        }
        if (!isCredentials(found)) {
            throw failure("the credentials function returned no credentials");
        }
        this.#next = found;
    }

    /* Fetches credentials if the next call is going to need them. */
    async prepare() {
        if ((this.#isMissing || isDue(this.#expires)) && (this.#next === null || isDue(expirationOf(this.#next)))) {
            this.#fetching ??= this.#fetch().finally(() => {
                this.#fetching = null;
            });
            await this.#fetching;
        }
    }

    /* Runs a call, and once more if it failed because the library needed other credentials. */
    async use(run) {
        await this.prepare();
        try {
            return await run();
        } catch (error) {
            // Nothing was executed: there were no credentials, or the service rejected the old ones.
            const isRefused = error instanceof CredentialsError || error instanceof UnauthenticatedError;
            if (!isRefused || !this.#isMissing) {
                throw error;
            }
            await this.prepare();
            return run();
        }
    }

    /* The client keeps its own reference. */
    dropReference() {
        lib.credentials_provider_free(this.pointer);
    }
}

function failure(message, cause) {
    const error = new CredentialsError(message, { cause });
    return Object.assign(error, {
        status: REFUSED,
        code: lib.status_name(REFUSED),
        httpStatus: 0,
        attempts: 0,
        transportCode: 0,
        isRetryable: false,
        isThrottle: false,
        problems: [],
        advice: lib.status_advice(REFUSED),
    });
}

module.exports = { CredentialsFunction, CredentialsProvider, isCredentials };
