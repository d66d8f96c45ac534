// Code that tsc accepts; checked by tests/bindings_node.sh.
import { Client, CredentialsProvider, errors, operations, types } from "libconnect";

export async function firstAlias(client: Client): Promise<string | undefined> {
    for await (const instance of client.listInstancesPages({ maxResults: 5 }, { maxItems: 1 })) {
        const created: Date | undefined = instance.createdTime;
        return created ? instance.instanceAlias : undefined;
    }
    return undefined;
}

export async function create(client: Client): Promise<string> {
    const response = await client.createInstance(
        { identityManagementType: "SAML", inboundCallsEnabled: true, outboundCallsEnabled: false, tags: { team: "voice" } },
        { timeoutMs: 5000, signal: AbortSignal.timeout(1000), headers: { "X-Trace": "1" } },
    );
    const id = response.id ?? "";
    const active = await client.waitInstanceActive(id, { progress: (status, ms) => status !== "x" && ms < 1000 });
    await client.waitInstanceReplicated(id, "us-west-2", { timeoutMs: 1000 });
    const group = await client.waitTrafficDistributionGroupActive("g");
    await client.waitTrafficDistributionGroupDeleted("g", { signal: AbortSignal.timeout(1000) });
    return active.instance?.id ?? group.trafficDistributionGroup?.id ?? "";
}

export async function others(client: Client): Promise<readonly string[]> {
    await client.associateBot({ instanceId: "i", lexV2Bot: { aliasArn: "arn" } });
    await client.associateBot({ instanceId: "i", lexV2Bot: new types.LexV2Bot({ aliasArn: "arn" }) });
    const listed: types.ListInstancesResponse = await client.listInstances();
    const metadata: string | undefined = listed.responseMetadata?.requestId;
    const page: types.InstanceSummary[] = await client.listInstancesPages().toArray();
    const summary: string | undefined = operations.get("ListInstances")?.summary;
    return [metadata, summary, page[0]?.id].filter((item): item is string => item !== undefined);
}

export function make(): Client {
    const fixed = new Client({ credentials: CredentialsProvider.environment(), pace: { rate: 2, burst: 5 } });
    fixed.close();
    const quotas = [{ operation: "ListInstances", rate: 10, burst: 20 }];
    new Client({ pace: { documentedQuotas: true, rate: 2, burst: 5, quotas, sharedFile: "~/quotas" } }).close();
    return new Client({
        credentials: async () => ({ accessKeyId: "a", secretAccessKey: "b", expiration: new Date() }),
        log: (level, line) => console.log(level, line),
        retryMode: "adaptive",
    });
}

export async function fails(client: Client): Promise<string | undefined> {
    try {
        await client.listInstances();
    } catch (error) {
        if (error instanceof errors.NotFoundError) {
            return error.requestId;
        }
    }
    return undefined;
}
