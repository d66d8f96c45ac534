"""Code that type checkers accept; checked by tests/bindings_python.sh."""
from datetime import datetime
from typing import Optional, Sequence

import libconnect
from libconnect import types
from libconnect.aio import AsyncClient


def first_alias(client: libconnect.Client) -> Optional[str]:
    for instance in client.list_instances_pages(max_results=5, max_items=1):
        created: Optional[datetime] = instance.created_time
        assert created
        return instance.instance_alias
    return None


def create(client: libconnect.Client) -> str:
    response = client.create_instance(identity_management_type="SAML", inbound_calls_enabled=True,
                                      outbound_calls_enabled=False, tags={"team": "voice"})
    assert response.id
    active = client.wait_instance_active(response.id, progress=lambda status, ms: ms < 1000)
    assert active.instance
    client.wait_instance_replicated(response.id, "us-west-2", timeout_ms=1000)
    group = client.wait_traffic_distribution_group_active("g").traffic_distribution_group
    assert group and group.status
    client.wait_traffic_distribution_group_deleted("g", max_delay_ms=1000)
    return active.instance.id or ""


def origins(client: libconnect.Client) -> Sequence[str]:
    return list(client.list_approved_origins_pages(instance_id="i"))


def bot(client: libconnect.Client) -> None:
    client.associate_bot(instance_id="i", lex_v2_bot=types.LexV2Bot(alias_arn="arn"))
    client.associate_bot(instance_id="i", lex_v2_bot={"alias_arn": "arn"})


def make() -> libconnect.Client:
    def fetch() -> libconnect.Credentials:
        return libconnect.Credentials("a", "b")

    client = libconnect.Client(credentials=fetch, pace={"rate": 2, "burst": 5},
                               log=lambda level, line: print(level, line),
                               on_attempt=lambda attempt: print(attempt.decision))
    pace: libconnect.Pace = {
        "documented_quotas": True, "rate": 2, "burst": 5, "shared_file": "~/quotas",
        "quotas": [{"operation": "ListInstances", "rate": 10, "burst": 20}]}
    libconnect.Client(pace=pace)
    return client.with_options(timeout_ms=5, cancel=libconnect.CancelToken())


def fails(client: libconnect.Client) -> Optional[str]:
    try:
        client.list_instances()
    except libconnect.errors.NotFoundError as error:
        return error.request_id
    return None


async def asynchronous() -> Optional[str]:
    async def fetch() -> libconnect.Credentials:
        return libconnect.Credentials("a", "b")

    async with AsyncClient(region="us-east-1", credentials=fetch) as client:
        created = await client.create_use_case(instance_id="i", integration_association_id="a",
                                               use_case_type="RULES_EVALUATION")
        async for instance in client.list_instances_pages(max_items=1):
            return instance.instance_alias
        async for page in client.with_options(timeout_ms=5).list_instances_pages().pages():
            return page.next_token
        replicated = await client.wait_instance_replicated("i")
        assert replicated.replication_configuration
        await client.wait_traffic_distribution_group_deleted("g")
        group = await client.wait_traffic_distribution_group_active("g", not_found_grace_ms=0)
        assert group.traffic_distribution_group
        return created.use_case_id
