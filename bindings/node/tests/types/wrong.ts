// Code with type errors in the lines marked "wrong"; checked by tests/bindings_node.sh.
import { Client, types } from "libconnect";

export async function wrong(client: Client): Promise<void> {
    await client.listInstances({ maxResult: 5 }); // wrong
    await client.listInstances({ maxResults: "5" }); // wrong
    await client.describeInstance(); // wrong
    await client.createInstance({
        identityManagementType: "SALM", // wrong
        inboundCallsEnabled: true,
        outboundCallsEnabled: true,
    });
    await client.listInstnaces(); // wrong
    (await client.listInstances()).instances; // wrong
    (await client.listInstances()).instanceSummaryList.push(new types.InstanceSummary()); // wrong
    new types.LexV2Bot({ aliasAm: "x" }); // wrong
    new Client({ regoin: "us-east-1" }); // wrong
    new Client({ pace: { rate: 2, burts: 5 } }); // wrong
    await client.waitInstanceReplicated("i", { timeoutMs: 5 }); // wrong
    await client.listInstances({}, { timeout: 5 }); // wrong
    for await (const origin of client.listApprovedOriginsPages({ instanceId: "i" })) {
        origin.name; // wrong
    }
    const id: number = (await client.listInstances()).nextToken; // wrong
    console.log(id);
}
