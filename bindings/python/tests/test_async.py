"""Calls of asyncio to the connect-local with 24 instances that tests/bindings_python.sh starts."""
import asyncio
import gc
import os
import unittest
import urllib.parse
import weakref
from datetime import datetime, timedelta, timezone

import libconnect
from libconnect import errors, types
from libconnect.aio import AsyncClient

import servers

MISSING_ID = "00000000-0000-4000-8000-000000000000"
KEY, SECRET = os.environ.get("AWS_ACCESS_KEY_ID"), os.environ.get("AWS_SECRET_ACCESS_KEY")


class Calls(unittest.IsolatedAsyncioTestCase):
    async def test_every_operation_is_a_coroutine_method(self):
        async with AsyncClient() as client:
            for operation in libconnect.operations().values():
                self.assertTrue(callable(getattr(client, operation.method)))
                self.assertEqual(hasattr(client, operation.method + "_pages"),
                                 operation.page_member is not None)

    async def test_lifecycle_of_an_instance(self):
        seen = []
        async with AsyncClient() as client:
            created = await client.create_instance(
                identity_management_type="CONNECT_MANAGED", instance_alias="from-asyncio",
                inbound_calls_enabled=True, outbound_calls_enabled=False, tags={"Ort": "Zürich"})
            self.assertIsInstance(created, types.CreateInstanceResponse)
            self.assertTrue(created.response_metadata.request_id)
            active = await client.wait_instance_active(
                created.id, min_delay_ms=50, max_delay_ms=50,
                progress=lambda status, ms: seen.append((status, ms)))
            self.assertEqual(active.instance.instance_status, "ACTIVE")
            self.assertTrue(all(status == "CREATION_IN_PROGRESS" and ms >= 0 for status, ms in seen))
            described = await client.describe_instance(instance_id=created.arn)
            self.assertEqual(active, described)
            self.assertEqual(described.instance.tags, {"Ort": "Zürich"})
            self.assertEqual((await client.find_instance_by_alias("FROM-asyncio")).id, created.id)
            await client.delete_instance(instance_id=created.id)
            await client.wait_instance_deleted(created.id, min_delay_ms=50, max_delay_ms=50)
            with self.assertRaises(errors.NotFoundError):
                await client.find_instance_by_alias("from-asyncio")

    async def test_waits_for_replicas_and_traffic_distribution_groups(self):
        seen, quick = [], {"min_delay_ms": 50, "max_delay_ms": 50}
        async with AsyncClient() as client:
            instance = (await client.create_instance(
                identity_management_type="SAML", instance_alias="two-regions-asyncio",
                inbound_calls_enabled=True, outbound_calls_enabled=True)).id
            await client.wait_instance_active(instance, **quick)
            await client.replicate_instance(instance_id=instance, replica_region="us-west-2",
                                            replica_alias="two-regions-asyncio-2")
            replicated, found = await asyncio.gather(
                client.wait_instance_replicated(instance, "us-west-2", **quick),
                client.wait_instance_replicated(instance, **quick))
            self.assertEqual(replicated, found)
            self.assertEqual(replicated, await client.describe_instance(instance_id=instance))
            with self.assertRaisesRegex(errors.WaiterError, "no such replica"):
                await client.wait_instance_replicated(instance, "eu-west-2", not_found_grace_ms=1,
                                                      **quick)
            group = (await client.create_traffic_distribution_group(
                name="demo", instance_id=instance)).id
            active = await client.wait_traffic_distribution_group_active(
                group, progress=lambda status, ms: seen.append(status), **quick)
            self.assertEqual(active.traffic_distribution_group.status, "ACTIVE")
            self.assertEqual(set(seen), {"CREATION_IN_PROGRESS"})
            self.assertEqual(active, await client.describe_traffic_distribution_group(
                traffic_distribution_group_id=group))
            await client.delete_traffic_distribution_group(traffic_distribution_group_id=group)
            with self.assertRaises(errors.WaiterError):
                await client.wait_traffic_distribution_group_active(group, **quick)
            await client.wait_traffic_distribution_group_deleted(group, **quick)
            await client.delete_instance(instance_id=instance)
            await client.wait_instance_deleted(instance, **quick)

    async def test_many_calls_run_at_once(self):
        async with AsyncClient() as client:
            results = await asyncio.gather(*(client.list_instances(max_results=1) for _ in range(200)))
        self.assertEqual([len(result.instance_summary_list) for result in results], [1] * 200)

    async def test_calls_by_name(self):
        async with AsyncClient() as client:
            listed = await client.invoke("ListInstances", {"MaxResults": 3})
            self.assertEqual((await client.list_instances(max_results=3)).to_dict(), listed)
            with self.assertRaises(TypeError):
                await client.describe_instance()

    async def test_send_reaches_what_has_no_operation(self):
        async with AsyncClient() as client:
            listed = await client.send("GET", "/instance", {"maxResults": "2"})
            self.assertEqual(len(listed["InstanceSummaryList"]), 2)
            arn = listed["InstanceSummaryList"][0]["Arn"]
            path = "/tags/" + urllib.parse.quote(arn, safe="")
            self.assertIsNone(await client.send("POST", path, body={"tags": {"team": "a b"}}))
            self.assertEqual((await client.send("GET", path))["tags"]["team"], "a b")
            self.assertIsNone(await client.send("DELETE", path, {"tagKeys": "team"}))
            with self.assertRaises(errors.NotFoundError) as raised:
                await client.send("GET", "/instance/00000000-0000-4000-8000-000000000000")
            self.assertEqual(raised.exception.http_status, 404)
            with self.assertRaises(errors.ArgumentError):
                await client.send("PATCH", "/instance")

    def test_a_client_serves_one_event_loop_after_another(self):
        client = AsyncClient()
        for _ in range(2):
            found = asyncio.run(client.list_instances(max_results=1))
            self.assertEqual(len(found.instance_summary_list), 1)


class Pagers(unittest.IsolatedAsyncioTestCase):
    async def test_items_pages_caps_and_tokens(self):
        async with AsyncClient() as client:
            ids = {item.id async for item in client.list_instances_pages(max_results=7)}
            self.assertEqual(len(ids), 24)
            pager = client.list_instances_pages(max_results=5, max_pages=2)
            sizes = [len(page.instance_summary_list) async for page in pager.pages()]
            self.assertEqual(sizes, [5, 5])
            rest = client.paginate("list_instances", next_token=pager.next_token)
            self.assertEqual(len([item async for item in rest]), 14)
            capped = client.list_instances_pages(max_items=11)
            self.assertEqual(len([item async for item in capped]), 11)

    async def test_tasks_share_a_pager(self):
        async with AsyncClient() as client:
            pager = client.list_instances_pages(max_results=2)

            async def work():
                return [item.id async for item in pager]

            found = await asyncio.gather(*(work() for _ in range(4)))
        self.assertEqual(len({one for some in found for one in some}), 24)
        self.assertEqual(sum(len(some) for some in found), 24)

    async def test_a_listing_ends_early_and_outlives_close(self):
        async with AsyncClient() as client:
            async with client.list_instances_pages(max_results=2) as pager:
                await pager.__anext__()
            self.assertEqual(([item async for item in pager], pager.next_token), ([], None))
            pager = client.list_instances_pages(max_results=5)
            await pager.__anext__()
        self.assertEqual(len([item async for item in pager]), 23)

    async def test_a_failure_on_a_page_is_raised(self):
        async with AsyncClient() as client:
            with self.assertRaises(errors.InvalidRequestError):
                _ = [item async for item in client.list_instances_pages(next_token="none")]


class Failures(unittest.IsolatedAsyncioTestCase):
    async def test_error_of_the_service(self):
        async with AsyncClient() as client:
            with self.assertRaises(errors.NotFoundError) as caught:
                await client.describe_instance(instance_id=MISSING_ID)
        error = caught.exception
        self.assertEqual((error.aws_type, error.http_status, error.operation),
                         ("ResourceNotFoundException", 404, "DescribeInstance"))
        self.assertTrue(error.request_id)

    async def test_an_invalid_request_is_raised_before_anything_is_sent(self):
        async with AsyncClient(endpoint_url="http://127.0.0.1:1") as client:
            with self.assertRaises(errors.ArgumentError) as caught:
                await client.create_task_template(instance_id="", name="", fields=[])
        self.assertGreaterEqual(len(caught.exception.problems), 2)

    async def test_waits_fail_as_for_threads(self):
        async with AsyncClient() as client:
            created = await client.create_instance(
                identity_management_type="CONNECT_MANAGED", instance_alias="bad-asyncio",
                inbound_calls_enabled=True, outbound_calls_enabled=True)
            with self.assertRaises(errors.WaiterError):
                await client.wait_instance_active(created.id, min_delay_ms=20, max_delay_ms=20)
            with self.assertRaises(errors.TimeoutError):
                await client.wait_instance_deleted(created.id, timeout_ms=100, min_delay_ms=20)

            def fail(status, ms):
                raise KeyError(status)

            with self.assertRaisesRegex(KeyError, "CREATION_FAILED"):
                await client.wait_instance_deleted(created.id, min_delay_ms=20, progress=fail)
            await client.delete_instance(instance_id=created.id)

    async def test_cancelling_a_task_cancels_its_call(self):
        client = AsyncClient(endpoint_url=servers.silent(self))
        for call in (client.list_instances, client.list_instances_pages().__anext__,
                     lambda: client.wait_instance_active(MISSING_ID)):
            with self.assertRaises(asyncio.TimeoutError):
                await asyncio.wait_for(call(), 0.05)
        self.assertEqual(client._loop_of()._pending, 0)

    def test_the_end_of_the_event_loop_cancels_calls(self):
        client = AsyncClient(endpoint_url=servers.silent(self))

        async def leave():
            asyncio.ensure_future(client.list_instances())
            await asyncio.sleep(0.05)

        asyncio.run(leave())
        self.assertEqual(client._loop_of()._pending, 0)

    async def test_views_have_their_own_options(self):
        async with AsyncClient(endpoint_url=servers.silent(self)) as client:
            with self.assertRaises(errors.TimeoutError):
                await client.with_options(timeout_ms=100).list_instances()
            token = libconnect.CancelToken()
            asyncio.get_running_loop().call_later(0.05, token.fire)
            with self.assertRaises(errors.CancelledError):
                await client.with_options(cancel=token).list_instances()

    async def test_closing(self):
        client = AsyncClient()
        running = asyncio.ensure_future(client.list_instances())
        await asyncio.sleep(0)
        client.close()
        self.assertTrue((await running).instance_summary_list)
        with self.assertRaisesRegex(ValueError, "closed"):
            await client.list_instances()

    async def test_a_client_is_collected_after_its_calls(self):
        client = AsyncClient()
        await client.list_instances()
        gone = weakref.ref(client._loop_of())
        del client
        gc.collect()
        self.assertIsNone(gone())


class Credentials(unittest.IsolatedAsyncioTestCase):
    async def test_sources(self):
        fixed = libconnect.Credentials(KEY, SECRET)

        async def coroutine():
            return fixed

        for source in (fixed, libconnect.CredentialsProvider.environment(), lambda: fixed, coroutine):
            async with AsyncClient(credentials=source) as client:
                self.assertTrue((await client.list_instances()).instance_summary_list)

    async def test_a_function_is_called_again_after_expiration_only(self):
        calls = []

        async def fetch():
            calls.append(None)
            await asyncio.sleep(0)
            return libconnect.Credentials(KEY, SECRET, expiration=datetime.now(timezone.utc)
                                          + timedelta(seconds=-1 if len(calls) == 1 else 3600))

        async with AsyncClient(credentials=fetch) as client:
            try:
                await client.list_instances()
            except errors.CredentialsError:
                pass  # the first credentials have expired already
            await asyncio.gather(client.list_instances(), client.list_instances())
            await client.list_instances()
        self.assertEqual(len(calls), 2)

    async def test_a_function_is_called_again_when_the_service_rejects_its_credentials(self):
        url, requests = servers.scripted(self, 403, '{"message":"expired"}',
                                         [("x-amzn-ErrorType", "ExpiredTokenException")])
        calls = []

        async def fetch():
            calls.append(None)
            return libconnect.Credentials("AKID%d" % len(calls), "s")

        async with AsyncClient(endpoint_url=url, credentials=fetch, max_attempts=3) as client:
            with self.assertRaises(libconnect.ServiceError):
                await client.list_instances()
        self.assertIn("AKID2/", requests[-1][1]["Authorization"])

    async def test_an_exception_of_the_function_becomes_the_message(self):
        async def fail():
            raise RuntimeError("the vault is locked")

        for source, reason in ((fail, "RuntimeError: the vault is locked"),
                               (lambda: None, "returned NoneType, not Credentials"),
                               (lambda: libconnect.Credentials("a\n", "b"), "malformed")):
            async with AsyncClient(credentials=source) as client:
                with self.assertRaisesRegex(errors.CredentialsError, reason):
                    await client.list_instances()
                with self.assertRaisesRegex(errors.CredentialsError, reason):
                    await client.list_instances_pages().__anext__()


if __name__ == "__main__":
    unittest.main()
