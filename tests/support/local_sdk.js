// connect-local as the AWS SDK for JavaScript sees it: the environment names the endpoint; see tests/local_sdk.sh.
"use strict";
const assert = require("node:assert");
const { createRequire } = require("node:module");
const path = require("node:path");

const sdk = createRequire(path.resolve(process.env.CONNECT_JS_SDK, "index.js"))("@aws-sdk/client-connect");

function newClient(more) {
    return new sdk.ConnectClient({
        endpoint: process.env.AWS_ENDPOINT_URL_CONNECT, region: "us-east-1", maxAttempts: 10,
        credentials: { accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY },
        ...more });
}

async function pages(client) {
    const sizes = [];
    for await (const page of sdk.paginateListInstances({ client, pageSize: 10 }, {}))
        sizes.push(page.InstanceSummaryList.length);
    assert.deepStrictEqual(sizes, [10, 10, 3]);
}

async function instance(client) {
    const made = await client.send(new sdk.CreateInstanceCommand({ IdentityManagementType: "SAML",
        InstanceAlias: "javascript", InboundCallsEnabled: true, OutboundCallsEnabled: false, Tags: { team: "blue" } }));
    const describe = () => client.send(new sdk.DescribeInstanceCommand({ InstanceId: made.Id }));
    let found;
    for (let tries = 0; (found = (await describe()).Instance).InstanceStatus !== "ACTIVE"; tries++) {
        assert.ok(tries < 300);
        await new Promise(resolve => setTimeout(resolve, 100));
    }
    assert.deepStrictEqual([found.Arn, found.Tags], [made.Arn, { team: "blue" }]);
    assert.ok(found.CreatedTime instanceof Date);
    await client.send(new sdk.DeleteInstanceCommand({ InstanceId: made.Id }));
    await assert.rejects(describe, error => error instanceof sdk.ResourceNotFoundException &&
        error.$metadata.httpStatusCode === 404 && error.message.includes(made.Id));
}

async function wrongSecret() {
    const client = newClient({ credentials: { accessKeyId: "AKIDLOCAL", secretAccessKey: "wrong" } });
    await assert.rejects(client.send(new sdk.ListInstancesCommand({})), { name: "InvalidSignatureException" });
}

(async () => {
    const client = newClient();
    await pages(client);
    await instance(client);
    await wrongSecret();
    console.log("3 tests passed");
})().catch(error => {
    console.error(error);
    process.exitCode = 1;
});
