"use strict";
/* Calls to the connect-local with 24 instances that tests/bindings_node.sh starts. */
const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { execFile } = require("node:child_process");
const { promisify } = require("node:util");
const { test } = require("node:test");

const { Client, CredentialsProvider, errors, types } = require("..");
const { scripted, silent } = require("./servers");

const ROLE = "arn:aws:iam::123456789012:role/tests";
const MISSING_ID = "00000000-0000-4000-8000-000000000000";
const keys = { accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY };

function clientOf(t, options) {
    const client = new Client(options);
    t.after(() => client.close());
    return client;
}

async function count(iterable) {
    let found = 0;
    for await (const item of iterable) {
        found += item === undefined ? 0 : 1;
    }
    return found;
}

/* ---- calls ---- */

test("lifecycle of an instance", async (t) => {
    const client = clientOf(t);
    const seen = [];
    const created = await client.createInstance({
        identityManagementType: "CONNECT_MANAGED",
        instanceAlias: "from-node",
        inboundCallsEnabled: true,
        outboundCallsEnabled: false,
        tags: { team: "voice" },
    });
    assert.ok(created instanceof types.CreateInstanceResponse);
    assert.ok(created.responseMetadata.requestId);
    assert.equal(created.responseMetadata.attempts, 1);
    const progress = (status, ms) => void seen.push([status, ms]);
    const active = await client.waitInstanceActive(created.id, { minDelayMs: 50, maxDelayMs: 50, progress });
    assert.equal(active.instance.instanceStatus, "ACTIVE");
    assert.ok(seen.length > 0 && seen.every(([status, ms]) => status === "CREATION_IN_PROGRESS" && ms >= 0));
    const described = await client.describeInstance({ instanceId: created.arn });
    assert.equal(described.instance.instanceAlias, "from-node");
    assert.equal(described.instance.outboundCallsEnabled, false);
    assert.ok(Math.abs(Date.now() - described.instance.createdTime) < 600000);
    // The waiter reads C structs, the call reads JSON.
    assert.deepEqual(active, described);
    assert.equal((await client.findInstanceByAlias("FROM-node")).id, created.id);
    await client.tagResource({ resourceArn: created.arn, tags: { Ort: "Zürich" } });
    const { tags } = await client.listTagsForResource({ resourceArn: created.arn });
    assert.deepEqual(tags, { team: "voice", Ort: "Zürich" });
    await client.deleteInstance({ instanceId: created.id });
    await client.waitInstanceDeleted(created.id, { minDelayMs: 50, maxDelayMs: 50 });
    await assert.rejects(client.findInstanceByAlias("from-node"), errors.NotFoundError);
});

test("waits for replicas and traffic distribution groups", async (t) => {
    const client = clientOf(t);
    const quick = { minDelayMs: 50, maxDelayMs: 50 };
    const seen = [];
    const { id: instanceId } = await client.createInstance({
        identityManagementType: "SAML",
        instanceAlias: "two-regions-node",
        inboundCallsEnabled: true,
        outboundCallsEnabled: true,
    });
    await client.waitInstanceActive(instanceId, quick);
    await client.replicateInstance({ instanceId, replicaRegion: "us-west-2", replicaAlias: "two-regions-node-2" });
    const [replicated, all] = await Promise.all([
        client.waitInstanceReplicated(instanceId, "us-west-2", quick),
        client.waitInstanceReplicated(instanceId, undefined, quick),
    ]);
    assert.deepEqual(replicated, all);
    assert.deepEqual(replicated, await client.describeInstance({ instanceId }));
    const [status] = replicated.replicationConfiguration.replicationStatusSummaryList;
    assert.deepEqual([status.region, status.replicationStatus], ["us-west-2", "INSTANCE_REPLICATION_COMPLETE"]);
    const elsewhere = client.waitInstanceReplicated(instanceId, "eu-west-2", { ...quick, notFoundGraceMs: 1 });
    await assert.rejects(elsewhere, (error) => error instanceof errors.WaiterError && /no such replica/.test(error.reason));
    const { id } = await client.createTrafficDistributionGroup({ name: "demo", instanceId });
    const progress = (state) => void seen.push(state);
    const active = await client.waitTrafficDistributionGroupActive(id, { ...quick, progress });
    assert.equal(active.trafficDistributionGroup.status, "ACTIVE");
    assert.deepEqual([...new Set(seen)], ["CREATION_IN_PROGRESS"]);
    const member = { trafficDistributionGroupId: id };
    assert.deepEqual(active, await client.describeTrafficDistributionGroup(member));
    await client.deleteTrafficDistributionGroup(member);
    await assert.rejects(client.waitTrafficDistributionGroupActive(id, quick), errors.WaiterError);
    await client.waitTrafficDistributionGroupDeleted(id, quick);
    await assert.rejects(client.describeTrafficDistributionGroup(member), errors.NotFoundError);
    await client.deleteInstance({ instanceId });
});

test("nested inputs are structures or objects with names of either style", async (t) => {
    const client = clientOf(t);
    const [instance] = await client.listInstancesPages({}, { maxItems: 1 }).toArray();
    const bots = [
        { aliasArn: "arn:aws:lex:us-east-1:123456789012:bot-alias/A/1" },
        { AliasArn: "arn:aws:lex:us-east-1:123456789012:bot-alias/A/2" },
        new types.LexV2Bot({ aliasArn: "arn:aws:lex:us-east-1:123456789012:bot-alias/A/3" }),
    ];
    for (const lexV2Bot of bots) {
        await client.associateBot({ instanceId: instance.id, lexV2Bot });
    }
    const listed = await client.listBotsPages({ instanceId: instance.id, lexVersion: "V2" }).toArray();
    assert.deepEqual(listed.map((config) => config.lexV2Bot.aliasArn.at(-1)), ["1", "2", "3"]);
    for (const lexV2Bot of bots) {
        await client.disassociateBot({ instanceId: instance.id, lexV2Bot });
    }
});

test("calls by name take and return API names", async (t) => {
    const client = clientOf(t);
    const listed = await client.invoke("ListInstances", { MaxResults: 3 });
    assert.equal(listed.InstanceSummaryList.length, 3);
    const typed = await client.listInstances({ maxResults: 3 });
    assert.deepEqual(typed.instanceSummaryList.map(({ id }) => id), listed.InstanceSummaryList.map(({ Id }) => Id));
});

test("a request without an operation is sent", async (t) => {
    const client = clientOf(t);
    const listed = await client.send("GET", "/instance", { query: { maxResults: 2 } });
    assert.equal(listed.InstanceSummaryList.length, 2);
    const path = `/tags/${encodeURIComponent(listed.InstanceSummaryList[0].Arn)}`;
    assert.equal(await client.send("POST", path, { body: { tags: { team: "a b" } } }), undefined);
    assert.equal((await client.send("GET", path)).tags.team, "a b");
    await client.send("DELETE", path, { query: { tagKeys: "team" } });
    const missing = "/instance/00000000-0000-4000-8000-000000000000";
    await assert.rejects(client.send("GET", missing), (error) => error.httpStatus === 404);
    await assert.rejects(client.send("PATCH", "/instance"), errors.ArgumentError);
});

test("idle connections are closed and made again", async (t) => {
    const client = clientOf(t);
    for (let i = 0; i < 2; i++) {
        await client.listInstances();
        client.closeIdleConnections();
    }
});

test("hundreds of calls run at once on one thread", async (t) => {
    const client = clientOf(t);
    const results = await Promise.all(Array.from({ length: 200 }, () => client.listInstances({ maxResults: 1 })));
    assert.ok(results.every((result) => result.instanceSummaryList.length === 1));
});

test("a process ends when its calls have ended, with or without close()", async () => {
    const code = `
        const { Client } = require(${JSON.stringify(path.dirname(__dirname))});
        const client = new Client();
        client.listInstances().then((found) => console.log(found.instanceSummaryList.length > 0));`;
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", code], { timeout: 60000 });
    assert.equal(stdout, "true\n");
});

/* ---- pagers ---- */

test("pages give all items", async (t) => {
    const client = clientOf(t);
    const aliases = await client.listInstancesPages({ maxResults: 7 }).toArray();
    assert.equal(new Set(aliases.map((item) => item.id)).size, aliases.length);
    assert.ok(aliases.length >= 24);
});

test("whole pages, caps and tokens", async (t) => {
    const client = clientOf(t);
    const sizes = [];
    const pager = client.listInstancesPages({ maxResults: 5 }, { maxPages: 2 });
    for await (const page of pager.pages()) {
        assert.ok(page.responseMetadata.requestId);
        sizes.push(page.instanceSummaryList.length);
    }
    assert.deepEqual(sizes, [5, 5]);
    assert.ok(pager.nextToken);
    const rest = client.paginate("listInstances", { nextToken: pager.nextToken });
    assert.equal(await count(rest), (await count(client.listInstancesPages())) - 10);
    assert.equal(await count(client.listInstancesPages({}, { maxItems: 11 })), 11);
});

test("listings of strings", async (t) => {
    const client = clientOf(t);
    const [{ id: instanceId }] = await client.listInstancesPages({}, { maxItems: 1 }).toArray();
    await client.associateApprovedOrigin({ instanceId, origin: "https://b.example" });
    assert.ok((await client.listApprovedOriginsPages({ instanceId }).toArray()).includes("https://b.example"));
    await client.disassociateApprovedOrigin({ instanceId, origin: "https://b.example" });
});

test("a failure on a page rejects, and the listing has ended", async (t) => {
    const client = clientOf(t);
    const pager = client.listInstancesPages({ nextToken: "none" });
    await assert.rejects(pager.toArray(), errors.InvalidRequestError);
    assert.deepEqual(await pager.toArray(), []);
});

test("a listing ends early, and outlives close()", async (t) => {
    const client = clientOf(t);
    for await (const item of client.listInstancesPages({ maxResults: 2 })) {
        assert.ok(item.id);
        break;
    }
    const pager = client.listInstancesPages({ maxResults: 5 });
    const items = pager[Symbol.asyncIterator]();
    await items.next();
    client.close();
    assert.ok((await count(items)) >= 23);
});

/* ---- failures ---- */

test("an error of the service has everything that is known", async (t) => {
    const client = clientOf(t);
    await assert.rejects(client.describeInstance({ instanceId: MISSING_ID }), (error) => {
        assert.ok(error instanceof errors.NotFoundError && error instanceof errors.ServiceError);
        assert.deepEqual(
            [error.status, error.code, error.awsType, error.httpStatus, error.operation, error.attempts],
            [104, "CONNECT_E_NOT_FOUND", "ResourceNotFoundException", 404, "DescribeInstance", 1],
        );
        assert.ok(error.requestId && error.advice);
        assert.deepEqual(error.detail, { Message: error.message });
        assert.equal(error.isRetryable, false);
        return true;
    });
});

test("throttling is retried and has its class", async (t) => {
    const { url, requests } = await scripted(t, {
        status: 429,
        body: '{"Message":"Rate exceeded"}',
        headers: { "x-amzn-ErrorType": "ThrottlingException" },
    });
    const client = clientOf(t, { endpointUrl: url, maxAttempts: 2 });
    await assert.rejects(client.listInstances(), (error) => {
        assert.ok(error instanceof errors.ThrottledError && error.isThrottle && error.isRetryable);
        assert.deepEqual([error.attempts, requests.length], [2, 2]);
        return true;
    });
});

test("connection refused is a transport error", async (t) => {
    const client = clientOf(t, { endpointUrl: "http://127.0.0.1:1", retryMode: "off" });
    await assert.rejects(client.listInstances(), (error) => {
        assert.ok(error instanceof errors.TransportError && error.transportCode > 0);
        assert.deepEqual([error.attempts, error.httpStatus], [1, 0]);
        return true;
    });
});

test("a wait ends with a failed creation, its time, its progress or an exception", async (t) => {
    const client = clientOf(t);
    const { id } = await client.createInstance({
        identityManagementType: "CONNECT_MANAGED",
        instanceAlias: "bad-node",
        inboundCallsEnabled: true,
        outboundCallsEnabled: true,
    });
    const delays = { minDelayMs: 20, maxDelayMs: 20 };
    await assert.rejects(client.waitInstanceActive(id, delays), (error) => {
        assert.ok(error instanceof errors.WaiterError && error.reason);
        assert.equal(error.resourceId, id);
        return true;
    });
    await assert.rejects(client.waitInstanceDeleted(id, { ...delays, timeoutMs: 100 }), errors.TimeoutError);
    const wait = (progress) => client.waitInstanceDeleted(id, { ...delays, progress });
    await assert.rejects(wait(() => false), errors.CancelledError);
    await assert.rejects(
        wait((status) => {
            throw new RangeError(status);
        }),
        { name: "RangeError", message: "CREATION_FAILED" },
    );
    await client.deleteInstance({ instanceId: id });
});

/* ---- options ---- */

test("options are those of the library", async (t) => {
    const client = clientOf(t, {
        region: "eu-central-1", endpointUrl: "http://127.0.0.1:1", checkLevel: "strict", retryMode: "adaptive",
        maxAttempts: 7, connectTimeoutMs: 1000, attemptTimeoutMs: 2000, callTimeoutMs: 3000, maxBodyBytes: 4096,
        maxConnections: 2, appId: "tests", disableClockSkewCorrection: true, pace: { rate: 2, burst: 5 },
        ignoreConfiguredEndpointUrls: true,
    });
    const described = await client.describe();
    const settings = Object.fromEntries(described.settings.map(({ name, value }) => [name, value]));
    assert.deepEqual(
        [described.region, described.pace_rate, described.pace_burst, described.max_body_bytes],
        ["eu-central-1", 2, 5, 4096],
    );
    const expected = {
        retry_mode: "adaptive", max_attempts: "7", connect_timeout_ms: "1000", attempt_timeout_ms: "2000",
        call_timeout_ms: "3000", app_id: "tests", disable_clock_skew_correction: "true",
        ignore_configured_endpoint_urls: "true",
    };
    for (const [name, value] of Object.entries(expected)) {
        assert.equal(settings[name], value, name);
    }
    assert.ok(!JSON.stringify(described).includes(keys.secretAccessKey));
});

test("pace takes documented quotas and those of the account", async (t) => {
    const { url, requests } = await scripted(t, { body: '{"InstanceSummaryList":[]}' });
    const quotas = [{ operation: "ListInstances", rate: 0.01, burst: 2 }];
    const pace = { documentedQuotas: true, rate: 1000, burst: 1000, quotas };
    const client = clientOf(t, { endpointUrl: url, callTimeoutMs: 500, pace });
    await client.listInstances();
    await client.listInstances();
    await assert.rejects(client.listInstances(), errors.TimeoutError);
    assert.equal(requests.length, 2);
});

test("clients share quotas through a file", async (t) => {
    const { url, requests } = await scripted(t, { body: '{"InstanceSummaryList":[]}' });
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "libconnect-"));
    t.after(() => fs.rmSync(directory, { recursive: true }));
    const sharedFile = path.join(directory, "quotas");
    const pace = { rate: 0.01, burst: 2, sharedFile };
    await clientOf(t, { endpointUrl: url, pace }).listInstances();
    await clientOf(t, { endpointUrl: url, pace }).listInstances();
    await assert.rejects(clientOf(t, { endpointUrl: url, pace, callTimeoutMs: 500 }).listInstances(), errors.TimeoutError);
    assert.equal(requests.length, 2);
    assert.equal(fs.statSync(sharedFile).mode & 0o777, 0o600);
    const ofGroup = { rate: 2, burst: 5, sharedFile: sharedFile + "-of-group", sharedWithGroup: true };
    await clientOf(t, { endpointUrl: url, pace: ofGroup }).listInstances();
    assert.equal(fs.statSync(ofGroup.sharedFile).mode & 0o777, 0o660);
});

test("a proxy is used", async (t) => {
    const { url, requests } = await scripted(t, { body: '{"InstanceSummaryList":[]}' });
    const client = clientOf(t, { endpointUrl: "http://connect.example", proxy: url });
    assert.deepEqual((await client.listInstances()).instanceSummaryList, []);
    assert.equal(requests[0].url, "http://connect.example/instance");
});

test("log lines reach the function", async (t) => {
    const lines = [];
    const client = clientOf(t, { log: (level, line) => lines.push([level, line]), logLevel: "debug" });
    await client.listInstances({}, { maxAttempts: 1 });
    assert.ok(lines.some(([level, line]) => level === "info" && line.includes("ListInstances")));
});

test("attempts reach the function", async (t) => {
    const { url } = await scripted(t, { status: 503 });
    const attempts = [];
    const client = clientOf(t, { endpointUrl: url, maxAttempts: 2, onAttempt: (one) => attempts.push(one) });
    const failure = await client.listInstances().catch((error) => error);
    assert.deepEqual(
        attempts.map((one) => [one.operation, one.number, one.httpStatus, one.status, one.decision]),
        [
            ["ListInstances", 1, 503, failure.code, "retry"],
            ["ListInstances", 2, 503, failure.code, "exhausted"],
        ],
    );
    assert.ok(url.includes(`//${attempts[0].host}`));
    assert.ok(attempts[1].bytesReceived > 0 && attempts[1].totalMs >= attempts[0].backoffMs);
    assert.equal(attempts[1].requestId, undefined);
});

test("an exception of the log function is uncaught, and the call goes on", async () => {
    const code = `
        const { Client } = require(${JSON.stringify(path.dirname(__dirname))});
        let caught = 0;
        process.on("uncaughtException", () => { caught += 1; });
        const client = new Client({ log: () => { throw new Error("full disk"); } });
        client.listInstances().then((found) => console.log(found.instanceSummaryList.length > 0, caught > 0));`;
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", code], { timeout: 60000 });
    assert.equal(stdout, "true true\n");
});

test("time limits of clients and calls", async (t) => {
    const url = await silent(t);
    const client = clientOf(t, { endpointUrl: url, attemptTimeoutMs: 100, maxAttempts: 1 });
    await assert.rejects(client.listInstances(), errors.TimeoutError);
    const patient = clientOf(t, { endpointUrl: url });
    await assert.rejects(patient.listInstances({}, { timeoutMs: 100 }), errors.TimeoutError);
    await assert.rejects(patient.listInstancesPages({}, { timeoutMs: 100 }).toArray(), errors.TimeoutError);
});

test("options of a call", async (t) => {
    const { url, requests } = await scripted(t, { status: 500, headers: { "x-amzn-RequestId": "r-7" } });
    const client = clientOf(t, { endpointUrl: url });
    await assert.rejects(client.listInstances({}, { headers: { "X-Trace": 42, "X-Other": "a b" }, maxAttempts: 2 }), (error) => {
        assert.ok(error instanceof errors.InternalError);
        assert.deepEqual([error.attempts, error.requestId], [2, "r-7"]);
        return true;
    });
    assert.deepEqual([requests[0].headers["x-trace"], requests[0].headers["x-other"]], ["42", "a b"]);
    assert.match(requests[0].headers.authorization, /x-other;x-trace/);
    await assert.rejects(client.listInstances({}, { headers: { Authorization: "x" } }), errors.ArgumentError);
    await assert.rejects(client.listInstances({}, { retryMode: "often" }), TypeError);
    await assert.rejects(client.listInstances({}, { retryMode: "off" }), { attempts: 1 });
});

test("a signal cancels calls, waits and pages", async (t) => {
    const client = clientOf(t, { endpointUrl: await silent(t) });
    const isCancelled = (error) => error instanceof errors.CancelledError && error.cause === "enough";
    for (const call of [
        (options) => client.listInstances({}, options),
        (options) => client.listInstancesPages({}, options).toArray(),
        (options) => client.waitInstanceActive(MISSING_ID, options),
    ]) {
        const controller = new AbortController();
        const running = call({ signal: controller.signal });
        setTimeout(() => controller.abort("enough"), 50);
        await assert.rejects(running, isCancelled);
        await assert.rejects(call({ signal: AbortSignal.abort("enough") }), isCancelled);
    }
});

test("a closed client rejects; calls that are running end normally", async (t) => {
    const client = clientOf(t);
    const running = client.listInstances();
    client.close();
    client.close();
    await assert.rejects(client.listInstances(), /closed/);
    assert.ok((await running).instanceSummaryList.length > 0);
});

/* ---- credentials ---- */

test("fixed credentials and providers", async (t) => {
    for (const credentials of [keys, CredentialsProvider.static(keys), CredentialsProvider.environment(), () => keys, async () => keys]) {
        const client = clientOf(t, { credentials });
        assert.ok((await client.listInstances()).instanceSummaryList.length > 0);
    }
    const wrong = clientOf(t, { credentials: { ...keys, secretAccessKey: "wrong" } });
    await assert.rejects(wrong.listInstances(), errors.ServiceError);
});

test("profiles, roles and web identities", async (t) => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "libconnect-"));
    const [config, token] = [path.join(directory, "config"), path.join(directory, "token")];
    const saved = { ...process.env };
    t.after(() => {
        fs.rmSync(directory, { recursive: true });
        process.env = saved;
    });
    fs.writeFileSync(
        config,
        `[profile p]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${keys.secretAccessKey}\n`,
    );
    fs.writeFileSync(token, "e30.e30.e30"); // a JSON web token without claims
    process.env.AWS_CONFIG_FILE = config;
    process.env.AWS_ENDPOINT_URL_STS = process.env.AWS_ENDPOINT_URL_CONNECT;
    const source = CredentialsProvider.profile("p");
    for (const credentials of [
        source,
        CredentialsProvider.role(ROLE, { sessionName: "tests", durationSeconds: 900, source }),
        CredentialsProvider.webIdentity(ROLE, token),
    ]) {
        const found = await clientOf(t, { credentials }).listInstances();
        assert.ok(found.instanceSummaryList.length > 0);
    }
    assert.throws(() => CredentialsProvider.role(ROLE, { durationSeconds: 1 }), /duration_seconds/);
    assert.throws(() => CredentialsProvider.webIdentity("", token), /role_arn/);
});

test("no credentials send no signature", async (t) => {
    const { url, requests } = await scripted(t);
    await clientOf(t, { endpointUrl: url, credentials: CredentialsProvider.anonymous() }).listInstances();
    assert.equal(requests[0].headers.authorization, undefined);
});

test("a function is called once while its credentials are valid", async (t) => {
    let calls = 0;
    const client = clientOf(t, {
        credentials: async () => {
            calls += 1;
            return { ...keys, expiration: new Date(Date.now() + 3600000) };
        },
    });
    await Promise.all([client.listInstances(), client.listInstances()]);
    await client.listInstances();
    assert.equal(calls, 1);
});

test("a function is called again when its credentials have expired", async (t) => {
    const { url, requests } = await scripted(t);
    let calls = 0;
    const credentials = async () => {
        calls += 1;
        const expiration = new Date(Date.now() + (calls === 1 ? -1000 : 3600000));
        return { accessKeyId: `AKID${calls}`, secretAccessKey: "s", expiration };
    };
    const client = clientOf(t, { endpointUrl: url, credentials });
    await client.listInstances().catch((error) => assert.ok(error instanceof errors.CredentialsError));
    await client.listInstances();
    await client.listInstances();
    assert.equal(calls, 2);
    assert.match(requests.at(-1).headers.authorization, /AKID2\//);
});

test("a function is called again when the service rejects its credentials", async (t) => {
    const { url, requests } = await scripted(t, {
        status: 403,
        body: '{"message":"expired"}',
        headers: { "x-amzn-ErrorType": "ExpiredTokenException" },
    });
    let calls = 0;
    const credentials = async () => {
        calls += 1;
        return { accessKeyId: `AKID${calls}`, secretAccessKey: "s" };
    };
    const client = clientOf(t, { endpointUrl: url, credentials, maxAttempts: 3 });
    await assert.rejects(client.listInstances());
    assert.match(requests.at(-1).headers.authorization, /AKID2\//);
});

test("an exception of the function becomes the message", async (t) => {
    for (const [credentials, expected] of [
        [async () => Promise.reject(new Error("the vault is locked")), /Error: the vault is locked/],
        [
            () => {
                throw new TypeError("the vault is gone");
            },
            /TypeError: the vault is gone/,
        ],
        [() => undefined, /returned no credentials/],
        [() => ({ accessKeyId: "a\n", secretAccessKey: "b" }), /malformed/],
    ]) {
        const client = clientOf(t, { credentials });
        const isExpected = (error) => error instanceof errors.CredentialsError && expected.test(error.message);
        await assert.rejects(client.listInstances(), isExpected);
        await assert.rejects(client.listInstancesPages().toArray(), isExpected);
    }
});
