"""Code with type errors in the lines marked "wrong"."""
import libconnect
from libconnect import types
from libconnect.aio import AsyncClient


def wrong(client: libconnect.Client) -> None:
    client.list_instances(max_result=5)  # wrong
    client.list_instances(max_results="5")  # wrong
    client.describe_instance()  # wrong
    client.create_instance(identity_management_type="SALM",  # wrong
                           inbound_calls_enabled=True, outbound_calls_enabled=True)
    client.list_instnaces()  # wrong
    client.list_instances().instances  # wrong
    types.LexV2Bot(alias_am="x")  # wrong
    libconnect.Client(regoin="us-east-1")  # wrong
    libconnect.Client(pace={"rate": 2, "burts": 5})  # wrong
    client.wait_instance_replicated("i", timeout=5)  # wrong
    for origin in client.list_approved_origins_pages(instance_id="i"):
        origin.name  # wrong
    number: int = client.create_use_case(instance_id="i", integration_association_id="a",  # wrong
                                         use_case_type="RULES_EVALUATION")
    assert number


async def asynchronous(client: AsyncClient) -> None:
    (await client.list_instances()).instances  # wrong
    client.list_instances().instance_summary_list  # wrong
    await client.list_instances(max_result=5)  # wrong
    for instance in client.list_instances_pages():  # wrong
        print(instance)
