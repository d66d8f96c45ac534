"use strict";
/* What the package makes from the tables of the library; no server is needed. */
const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const util = require("node:util");
const { execFileSync, spawnSync } = require("node:child_process");
const { test } = require("node:test");

const { Client, CredentialsProvider, Pager, Structure, errors, operations, profileValue, types, version } = require("..");
const { DECISIONS } = require("../lib/callbacks");
const { byStatus, classOf } = require("../lib/errors");
const { Kind } = require("../lib/model");
const { decode } = require("../lib/structure");
const lib = require("../lib/library");

const PACKAGE = path.dirname(__dirname);
const TREE = path.dirname(path.dirname(PACKAGE));
const offline = { region: "us-east-1", endpointUrl: "http://127.0.0.1:1" };

function membersOf(header, struct) {
    const text = fs.readFileSync(path.join(TREE, "include/connect", header), "utf8");
    const [, body] = text.match(new RegExp(`typedef struct ${struct} \\{([^]*?)\\n\\}`));
    return [...body.replace(/\/\*[^]*?\*\//g, "").matchAll(/(\w+)(?:\[\d+\])?;/g)].map((found) => found[1]);
}

/* ---- operations ---- */

test("every operation is a method, every listing two", () => {
    assert.ok(operations.size >= 44);
    for (const operation of operations.values()) {
        assert.equal(typeof Client.prototype[operation.method], "function");
        const pages = Client.prototype[operation.method + "Pages"];
        assert.equal(typeof pages, operation.pageMember === null ? "undefined" : "function");
    }
});

test("exports have the operations of the library", () => {
    const exports = fs.readFileSync(path.join(TREE, "lib/libconnect.exports"), "utf8").split("\n");
    const words = (name) => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
    for (const name of operations.keys()) {
        assert.ok(exports.includes("connect_" + words(name)), name);
    }
});

test("declarations are those of the tables", () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "libconnect-"));
    const file = path.join(directory, "operations.d.ts");
    try {
        execFileSync(process.execPath, [path.join(PACKAGE, "make_types.js"), file]);
        assert.equal(
            fs.readFileSync(file, "utf8"),
            fs.readFileSync(path.join(PACKAGE, "lib/operations.d.ts"), "utf8"),
            "run: node bindings/node/make_types.js",
        );
    } finally {
        fs.rmSync(directory, { recursive: true });
    }
});

test("declarations have everything that the package exports", () => {
    const text = fs.readFileSync(path.join(PACKAGE, "lib/index.d.ts"), "utf8");
    for (const name of Object.keys(require(".."))) {
        assert.match(text, new RegExp(`export (class|const|function|namespace|abstract class) ${name}\\b|export \\{ ${name} \\}`));
    }
    for (const name of Object.keys(errors)) {
        assert.match(text, new RegExp(`class ${name} extends`));
    }
});

test("versions agree", () => {
    assert.match(version(), /^\d+\.\d+\.\d+$/);
    const [, configured] = fs.readFileSync(path.join(TREE, "configure.ac"), "utf8").match(/AC_INIT\(\[libconnect\], \[([^\]]*)/);
    assert.equal(require("../package.json").version, configured);
});

/* ---- structures ---- */

test("structs are declared as the headers have them", () => {
    for (const [header, struct, declared] of [
        ["client.h", "connect_client_options", lib.ClientOptions],
        ["client.h", "connect_attempt", lib.Attempt],
        ["client.h", "connect_call_options", lib.CallOptions],
        ["waiter.h", "connect_wait_options", lib.WaitOptions],
        ["credentials.h", "connect_credentials", lib.Credentials],
        ["credentials.h", "connect_role_options", lib.RoleOptions],
        ["credentials.h", "connect_web_identity_options", lib.WebIdentityOptions],
    ]) {
        const names = Object.keys(declared.members);
        assert.deepEqual(membersOf(header, struct).slice(0, names.length), names);
    }
});

test("declarations have every option of a client", () => {
    const callbacks = ["size", "log_user", "transport", "clock", "random", "keep_json", "on_attempt_user"];
    const options = membersOf("client.h", "connect_client_options").filter((name) => !callbacks.includes(name));
    const text = fs.readFileSync(path.join(PACKAGE, "lib/index.d.ts"), "utf8");
    const [, body] = text.match(/interface ClientOptions \{([^]*?)\n\}/);
    const declared = [...body.matchAll(/^ {4}(\w+)\?:/gm)].map((found) => found[1].replace(/[A-Z]/g, (c) => "_" + c.toLowerCase()));
    assert.ok(options.length > 20);
    assert.deepEqual(declared.sort(), options.sort());
});

test("declarations have every member of an attempt, and the package every decision", () => {
    const text = fs.readFileSync(path.join(PACKAGE, "lib/index.d.ts"), "utf8");
    const members = membersOf("client.h", "connect_attempt").filter((member) => member !== "size");
    const [, body] = text.match(/interface Attempt \{([^]*?)\n\}/);
    const declared = [...body.matchAll(/^ {4}(\w+)\??:/gm)].map((found) => found[1].replace(/[A-Z]/g, (c) => "_" + c.toLowerCase()));
    assert.deepEqual(declared.sort(), members.sort());
    const header = fs.readFileSync(path.join(TREE, "include/connect/client.h"), "utf8");
    const names = [...header.matchAll(/CONNECT_ATTEMPT_(\w+) = \d+/g)].map((found) => found[1]);
    const decisions = DECISIONS.map((name) => name.replace(/[A-Z]/g, "_$&").toUpperCase());
    assert.deepEqual(decisions, names);
    assert.deepEqual([...body.matchAll(/"(\w+)"/g)].map((found) => found[1]).slice(-names.length), [...DECISIONS]);
});

test("declarations have every member of pace and its quotas", () => {
    const text = fs.readFileSync(path.join(PACKAGE, "lib/index.d.ts"), "utf8");
    for (const [struct, name] of [["connect_pace", "Pace"], ["connect_quota", "Quota"]]) {
        const members = membersOf("client.h", struct).filter((member) => !["size", "quotas_count"].includes(member));
        const [, body] = text.match(new RegExp(`interface ${name} \\{([^]*?)\\n\\}`));
        const declared = [...body.matchAll(/^ {4}(\w+)\??:/gm)].map((found) => found[1].replace(/[A-Z]/g, (c) => "_" + c.toLowerCase()));
        assert.deepEqual(declared.sort(), members.sort());
    }
});

test("members are properties, absent ones are empty", () => {
    const instance = new types.Instance({ id: "i", tags: { a: "b" } });
    assert.ok(instance instanceof Structure);
    assert.deepEqual([instance.id, instance.arn, instance.tags], ["i", undefined, { a: "b" }]);
    assert.deepEqual(new types.ListInstancesResponse().instanceSummaryList, []);
    assert.deepEqual(new types.Instance().tags, {});
    assert.throws(() => {
        instance.id = "j";
    }, TypeError);
    assert.throws(() => new types.Instance({ Id: "i" }), /Instance has no member "Id"/);
});

test("JSON has the names and forms of the API", () => {
    const response = new types.DescribeInstanceResponse({
        instance: new types.Instance({ id: "i", createdTime: new Date(0), inboundCallsEnabled: false }),
    });
    assert.equal(
        JSON.stringify(response),
        '{"Instance":{"Id":"i","CreatedTime":"1970-01-01T00:00:00.000Z","InboundCallsEnabled":false}}',
    );
});

test("unknown members of a response are kept", () => {
    const shape = operations.get("DescribeInstance").output;
    const members = { Instance: { Id: "i", Color: { a: 1 } }, Next: [1] };
    const found = decode(shape, members);
    assert.deepEqual(JSON.parse(JSON.stringify(found)), members);
    assert.equal(found.instance.id, "i");
    assert.deepEqual(Object.keys(found), ["instance"]);
});

test("a kind that is newer than the package is passed on", () => {
    const known = operations.get("ListTagsForResource").output;
    const newer = { ...known.members[0], kind: Kind.OTHER };
    const shape = { name: known.name, find: (name) => (name === newer.name ? newer : undefined) };
    assert.deepEqual(decode(shape, { [newer.name]: [1, { a: 2 }] })[newer.attribute], [1, { a: 2 }]);
});

test("inspection hides what is sensitive", () => {
    let count = 0;
    for (const operation of operations.values()) {
        for (const shape of [operation.input, operation.output]) {
            for (const member of shape.members.filter((one) => one.isSensitive && one.kind === Kind.STRING)) {
                const text = util.inspect(new types[shape.name]({ [member.attribute]: "hush" }));
                assert.doesNotMatch(text, /hush/);
                assert.match(text, new RegExp(member.attribute));
                count += 1;
            }
        }
    }
    assert.ok(count > 0);
    assert.match(util.inspect(new types.InstanceSummary({ id: "i-1" })), /i-1/);
});

/* ---- errors ---- */

test("each status has a class named after it", () => {
    const known = new Map();
    for (let status = 1; status < 400; status++) {
        const name = lib.status_name(status);
        if (!name.endsWith("?")) {
            known.set(status, name);
        }
    }
    assert.deepEqual([...known.keys()], [...byStatus.keys()]);
    const aliases = { ServiceError: "OtherServiceError", MemoryError: "OutOfMemoryError" };
    for (const [status, name] of known) {
        const words = name.replace("CONNECT_E_", "").split("_");
        const expected = words.map((word) => word[0] + word.slice(1).toLowerCase()).join("") + "Error";
        const Class = byStatus.get(status);
        assert.equal(Class.name, aliases[expected] ?? expected);
        assert.ok(Class.prototype instanceof (status < 200 ? errors.ServiceError : errors.ClientError));
    }
});

test("an unknown status is of its range", () => {
    assert.equal(classOf(198), errors.ServiceError);
    assert.equal(classOf(299), errors.ClientError);
});

test("problems are listed and nothing is sent", async () => {
    const client = new Client(offline);
    await assert.rejects(client.createTaskTemplate({ instanceId: "", name: "", fields: [] }), (error) => {
        assert.ok(error instanceof errors.ArgumentError);
        assert.equal(error.name, "ArgumentError");
        assert.equal(error.code, "CONNECT_E_ARGUMENT");
        assert.equal(error.attempts, 0);
        assert.ok(error.problems.length >= 2);
        return true;
    });
    client.close();
});

test("unknown members suggest the nearest", async () => {
    const client = new Client(offline);
    await assert.rejects(client.associateBot({ instanceId: "i", lexV2Bot: { AliasAm: "x" } }), /did you mean "AliasArn"/);
    await assert.rejects(client.invoke("Nothing"), errors.ArgumentError);
    client.close();
});

test("wrong options are named", () => {
    assert.throws(() => new Client({ maxAttempts: 0 }), (error) => error instanceof errors.ArgumentError && /max_attempts/.test(error.message));
    assert.throws(() => new Client({ retryMode: "often" }), /"standard", "adaptive", "off"/);
    assert.throws(() => new Client({ regoin: "us-east-1" }), /did you mean "region"/);
    assert.throws(() => new Client({ credentials: "AKID" }), TypeError);
    assert.throws(() => new Client({ pace: { rate: 2, burts: 5 } }), /burts/);
    const quotas = [{ operation: "ListInstances", rate: 0, burst: 1 }];
    assert.throws(() => new Client({ pace: { quotas } }), /quotas\[0\] "ListInstances"/);
    assert.throws(() => CredentialsProvider.static({ accessKeyId: "", secretAccessKey: "" }), errors.ArgumentError);
});

test("only listings have pagers", () => {
    const client = new Client(offline);
    assert.throws(() => client.paginate("describeInstance"), /not a paged operation/);
    assert.ok(client.paginate("listInstances") instanceof Pager);
    client.close();
});

test("a profile value that is absent is undefined", () => {
    assert.equal(profileValue("output"), undefined);
    assert.throws(() => profileValue("aws_secret_access_key"), errors.ArgumentError);
});

/* ---- loading ---- */

function load(value) {
    const code = `console.log(require(${JSON.stringify(PACKAGE)}).version())`;
    return spawnSync(process.execPath, ["-e", code], {
        encoding: "utf8",
        env: { ...process.env, LIBCONNECT_PATH: value },
    });
}

test("LIBCONNECT_PATH is the library or its directory", () => {
    const file = process.env.LIBCONNECT_PATH;
    assert.equal(load(file).stdout.trim(), version());
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "libconnect-"));
    try {
        fs.symlinkSync(file, path.join(directory, "libconnect.so.0"));
        assert.equal(load(directory).stdout.trim(), version());
    } finally {
        fs.rmSync(directory, { recursive: true });
    }
});

test("a missing or other library is an error that names it", () => {
    const missing = load("/nowhere/libconnect.so");
    assert.notEqual(missing.status, 0);
    assert.match(missing.stderr, /libconnect cannot be loaded: \/nowhere\/libconnect.so: .*LIBCONNECT_PATH/);
    assert.match(load("libz.so.1").stderr, /too old: it does not have connect_/);
});
