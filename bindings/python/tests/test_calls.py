"""Calls to the connect-local with 24 instances that tests/bindings_python.sh starts."""
import gc
import os
import tempfile
import threading
import unittest
import weakref
from ctypes import addressof, byref, c_int, c_size_t, c_void_p, create_string_buffer
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

import libconnect
from libconnect import _library, _structs, errors, types

import servers

ROLE = "arn:aws:iam::123456789012:role/tests"
MISSING_ID = "00000000-0000-4000-8000-000000000000"


def request_struct(shape, members):
    """A request as a C struct, laid out by the tables."""
    struct, strings = create_string_buffer(shape.size), []
    c_size_t.from_buffer(struct).value = shape.size
    for name, value in members.items():
        strings.append(create_string_buffer(value.encode()))
        c_void_p.from_buffer(struct, shape.find(name).offset).value = addressof(strings[-1])
    return struct, strings


class WithClient(unittest.TestCase):
    def setUp(self):
        self.client = libconnect.Client()
        self.addCleanup(lambda: self.client.close())


class Calls(WithClient):
    def test_lifecycle_of_an_instance(self):
        client, seen = self.client, []
        created = client.create_instance(
            identity_management_type="CONNECT_MANAGED", instance_alias="from-python",
            inbound_calls_enabled=True, outbound_calls_enabled=False, tags={"team": "voice"})
        self.assertIsInstance(created, types.CreateInstanceResponse)
        self.assertTrue(created.response_metadata.request_id)
        self.assertEqual(created.response_metadata.attempts, 1)
        active = client.wait_instance_active(created.id, min_delay_ms=50, max_delay_ms=50,
                                             progress=lambda status, ms: seen.append((status, ms)))
        self.assertEqual(active.instance.instance_status, "ACTIVE")
        self.assertTrue(all(status == "CREATION_IN_PROGRESS" and ms >= 0 for status, ms in seen))
        described = client.describe_instance(instance_id=created.arn)
        self.assertEqual(described.instance.instance_alias, "from-python")
        self.assertIs(described.instance.outbound_calls_enabled, False)
        self.assertLess(abs(datetime.now(timezone.utc) - described.instance.created_time),
                        timedelta(minutes=10))
        # The waiter reads C structs, the call reads JSON.
        self.assertEqual(active, described)
        self.assertEqual(client.find_instance_by_alias("FROM-python").id, created.id)
        client.tag_resource(resource_arn=created.arn, tags={"Ort": "Zürich"})
        self.assertEqual(client.list_tags_for_resource(resource_arn=created.arn).tags,
                         {"team": "voice", "Ort": "Zürich"})
        client.delete_instance(instance_id=created.id)
        client.wait_instance_deleted(created.id, min_delay_ms=50, max_delay_ms=50)

    def test_waits_for_replicas_and_traffic_distribution_groups(self):
        client, seen, quick = self.client, [], {"min_delay_ms": 50, "max_delay_ms": 50}
        instance = client.create_instance(
            identity_management_type="SAML", instance_alias="two-regions-python",
            inbound_calls_enabled=True, outbound_calls_enabled=True).id
        self.addCleanup(client.delete_instance, instance_id=instance)
        client.wait_instance_active(instance, **quick)
        client.replicate_instance(instance_id=instance, replica_region="us-west-2",
                                  replica_alias="two-regions-python-2")
        replicated = client.wait_instance_replicated(instance, "us-west-2", **quick)
        self.assertEqual(replicated, client.describe_instance(instance_id=instance))
        statuses = replicated.replication_configuration.replication_status_summary_list
        self.assertEqual([(one.region, one.replication_status) for one in statuses],
                         [("us-west-2", "INSTANCE_REPLICATION_COMPLETE")])
        self.assertEqual(client.wait_instance_replicated(instance), replicated)
        with self.assertRaises(errors.WaiterError) as caught:
            client.wait_instance_replicated(instance, "eu-west-2", not_found_grace_ms=1, **quick)
        self.assertIn("no such replica", caught.exception.reason)
        group = client.create_traffic_distribution_group(name="demo", instance_id=instance).id
        active = client.wait_traffic_distribution_group_active(
            group, progress=lambda status, ms: seen.append(status), **quick)
        self.assertEqual(active.traffic_distribution_group.status, "ACTIVE")
        self.assertEqual(set(seen), {"CREATION_IN_PROGRESS"})
        described = client.describe_traffic_distribution_group(traffic_distribution_group_id=group)
        self.assertEqual(active, described)
        client.delete_traffic_distribution_group(traffic_distribution_group_id=group)
        with self.assertRaises(errors.WaiterError):
            client.wait_traffic_distribution_group_active(group, **quick)
        client.wait_traffic_distribution_group_deleted(group, **quick)
        with self.assertRaises(errors.NotFoundError):
            client.describe_traffic_distribution_group(traffic_distribution_group_id=group)

    def test_nested_inputs_are_objects_or_mappings(self):
        instance = next(self.client.list_instances_pages())
        bots = ({"alias_arn": "arn:aws:lex:us-east-1:123456789012:bot-alias/A/1"},
                {"AliasArn": "arn:aws:lex:us-east-1:123456789012:bot-alias/A/2"},
                types.LexV2Bot(alias_arn="arn:aws:lex:us-east-1:123456789012:bot-alias/A/3"))
        for bot in bots:
            self.client.associate_bot(instance_id=instance.id, lex_v2_bot=bot)
        listed = self.client.list_bots_pages(instance_id=instance.id, lex_version="V2")
        self.assertEqual([config.lex_v2_bot.alias_arn[-1] for config in listed], ["1", "2", "3"])
        for bot in bots:
            self.client.disassociate_bot(instance_id=instance.id, lex_v2_bot=bot)

    def test_calls_by_name_are_dicts(self):
        listed = self.client.invoke("ListInstances", {"MaxResults": 3})
        self.assertEqual(len(listed["InstanceSummaryList"]), 3)
        self.assertEqual(self.client.list_instances(max_results=3).to_dict(), listed)

    def test_tables_describe_the_structs_of_typed_functions(self):
        instance = next(self.client.list_instances_pages()).id
        for origin in ("https://c.example", "https://d.example"):
            self.client.associate_approved_origin(instance_id=instance, origin=origin)
            self.addCleanup(self.client.disassociate_approved_origin, instance_id=instance,
                            origin=origin)
        for name, members in (("ListInstances", {}), ("DescribeInstance", {"instance_id": instance}),
                              ("ListApprovedOrigins", {"instance_id": instance})):
            operation, out, error = libconnect.operations()[name], c_void_p(), c_void_p()
            typed = _library.function(operation.method, c_int, c_void_p, c_void_p, _library.OUT,
                                      _library.OUT)
            request, _strings = request_struct(operation.input, members)
            errors.check(typed(self.client._handle.pointer, request, byref(out), byref(error)), error)
            self.assertEqual(_structs.take(operation.output, out),
                             getattr(self.client, operation.method)(**members))

    def test_idle_connections_are_closed_and_made_again(self):
        for _ in range(2):
            self.client.list_instances()
            self.client.close_idle_connections()

    def test_send_reaches_what_has_no_operation(self):
        listed = self.client.send("GET", "/instance", {"maxResults": "2"})
        self.assertEqual(len(listed["InstanceSummaryList"]), 2)

    def test_threads_share_a_client(self):
        counts = []

        def work():
            counts.append(len(list(self.client.list_instances_pages())))

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(counts, [24] * 8)


class Pagers(WithClient):
    def test_pages_give_all_items(self):
        aliases = [item.instance_alias for item in self.client.list_instances_pages(max_results=7)]
        self.assertEqual(len(aliases), 24)
        self.assertEqual(len(set(aliases)), 24)

    def test_whole_pages(self):
        pages = list(self.client.list_instances_pages(max_results=10).pages())
        self.assertEqual([len(page.instance_summary_list) for page in pages], [10, 10, 4])
        self.assertIsInstance(pages[0], types.ListInstancesResponse)
        self.assertTrue(pages[0].response_metadata.request_id)

    def test_caps_and_tokens(self):
        self.assertEqual(len(list(self.client.list_instances_pages(max_items=11))), 11)
        pager = self.client.list_instances_pages(max_results=5, max_pages=2)
        first = [item.id for item in pager]
        self.assertEqual(len(first), 10)
        self.assertTrue(pager.next_token)
        self.assertTrue(pager.request_id)
        rest = self.client.paginate("list_instances", next_token=pager.next_token)
        self.assertEqual(len({item.id for item in rest} | set(first)), 24)

    def test_listings_of_strings_and_by_name(self):
        instance = next(self.client.paginate("ListInstances"))
        self.client.associate_approved_origin(instance_id=instance.id, origin="https://a.example")
        origins = list(self.client.list_approved_origins_pages(instance_id=instance.id))
        self.assertIn("https://a.example", origins)
        self.client.disassociate_approved_origin(instance_id=instance.id, origin="https://a.example")
        with self.assertRaises(ValueError):
            self.client.paginate("describe_instance", instance_id="i")

    def test_a_failure_on_a_page_is_raised(self):
        with self.assertRaises(errors.InvalidRequestError):
            list(self.client.list_instances_pages(next_token="none"))

    def test_ending_early(self):
        with self.client.list_instances_pages(max_results=2) as pager:
            next(pager)
        self.assertEqual((list(pager), pager.next_token), ([], None))

    def test_a_pager_outlives_close(self):
        pager = self.client.list_instances_pages(max_results=5)
        next(pager)
        self.client.close()
        self.assertEqual(len(list(pager)), 23)

    def test_threads_share_a_pager(self):
        pager, found = self.client.list_instances_pages(max_results=2), []
        threads = [threading.Thread(target=lambda: found.extend(pager)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len({item.id for item in found}), 24)
        self.assertEqual(len(found), 24)


class Failures(WithClient):
    def create(self, alias):
        created = self.client.create_instance(
            identity_management_type="CONNECT_MANAGED", instance_alias=alias,
            inbound_calls_enabled=True, outbound_calls_enabled=True)
        self.addCleanup(self.client.delete_instance, instance_id=created.id)
        return created

    def test_error_of_the_service(self):
        with self.assertRaises(errors.NotFoundError) as caught:
            self.client.describe_instance(instance_id=MISSING_ID)
        error = caught.exception
        self.assertIsInstance(error, libconnect.ServiceError)
        self.assertEqual((error.code, error.name, error.aws_type, error.http_status, error.operation),
                         (104, "CONNECT_E_NOT_FOUND", "ResourceNotFoundException", 404,
                          "DescribeInstance"))
        self.assertTrue(error.request_id)
        self.assertTrue(error.advice)
        self.assertEqual(error.detail, {"Message": error.message})
        self.assertFalse(error.is_retryable)
        self.assertIn("ResourceNotFoundException: ", str(error))

    def test_throttling_is_retried_and_has_its_class(self):
        url, requests = servers.scripted(self, 429, '{"Message":"Rate exceeded"}',
                                         [("x-amzn-ErrorType", "ThrottlingException")])
        client = libconnect.Client(endpoint_url=url, max_attempts=2)
        with self.assertRaises(errors.ThrottledError) as caught:
            client.list_instances()
        self.assertEqual((caught.exception.attempts, len(requests)), (2, 2))
        self.assertTrue(caught.exception.is_throttle and caught.exception.is_retryable)

    def test_connection_refused_is_a_transport_error(self):
        client = libconnect.Client(endpoint_url="http://127.0.0.1:1", retry_mode="off")
        with self.assertRaises(errors.TransportError) as caught:
            client.list_instances()
        self.assertEqual((caught.exception.attempts, caught.exception.http_status), (1, 0))
        self.assertTrue(caught.exception.transport_code)

    def test_a_failed_creation_ends_the_wait(self):
        created = self.create("bad-python")
        with self.assertRaises(errors.WaiterError) as caught:
            self.client.wait_instance_active(created.id, min_delay_ms=20, max_delay_ms=20)
        self.assertEqual(caught.exception.resource_id, created.id)
        self.assertTrue(caught.exception.reason)

    def test_a_wait_ends_with_its_time_its_progress_or_an_exception(self):
        created = self.create("slow-python")
        with self.assertRaises(errors.TimeoutError) as caught:
            self.client.wait_instance_deleted(created.id, timeout_ms=100, min_delay_ms=20)
        self.assertEqual(caught.exception.resource_id, created.id)
        self.assertIsInstance(caught.exception, TimeoutError)
        with self.assertRaises(errors.CancelledError):
            self.client.wait_instance_deleted(created.id, min_delay_ms=20,
                                              progress=lambda status, ms: False)

        def fail(status, ms):
            raise KeyError(status)

        with self.assertRaisesRegex(KeyError, "ACTIVE|CREATION_IN_PROGRESS"):
            self.client.wait_instance_deleted(created.id, min_delay_ms=20, progress=fail)


    def test_close_does_not_free_a_client_under_a_wait(self):
        created = self.create("closed-python")
        client = libconnect.Client()
        active = client.wait_instance_active(created.id, min_delay_ms=50, max_delay_ms=50,
                                             progress=lambda status, ms: client.close())
        self.assertEqual(active.instance.instance_status, "ACTIVE")
        with self.assertRaisesRegex(ValueError, "closed"):
            client.describe_instance(instance_id=created.id)


class Options(unittest.TestCase):
    def test_options_are_those_of_the_library(self):
        client = libconnect.Client(
            region="eu-central-1", endpoint_url="http://127.0.0.1:1", check_level="strict",
            retry_mode="adaptive", max_attempts=7, connect_timeout_ms=1000, attempt_timeout_ms=2000,
            call_timeout_ms=3000, max_body_bytes=4096, max_connections=2, app_id="tests",
            disable_clock_skew_correction=True, pace={"rate": 2, "burst": 5},
            ignore_configured_endpoint_urls=True)
        described = client.describe()
        settings = {one["name"]: one.get("value") for one in described["settings"]}
        self.assertEqual((described["region"], described["pace_rate"], described["pace_burst"],
                          described["max_body_bytes"]), ("eu-central-1", 2, 5, 4096))
        expected = {"retry_mode": "adaptive", "max_attempts": "7", "connect_timeout_ms": "1000",
                    "attempt_timeout_ms": "2000", "call_timeout_ms": "3000", "app_id": "tests",
                    "disable_clock_skew_correction": "true",
                    "ignore_configured_endpoint_urls": "true"}
        self.assertEqual({name: settings[name] for name in expected}, expected)
        self.assertNotIn(os.environ["AWS_SECRET_ACCESS_KEY"], str(described))

    def test_pace_takes_documented_quotas_and_those_of_the_account(self):
        url, requests = servers.scripted(self, body='{"InstanceSummaryList":[]}')
        client = libconnect.Client(endpoint_url=url, call_timeout_ms=500, pace={
            "documented_quotas": True, "rate": 1000, "burst": 1000,
            "quotas": [{"operation": "ListInstances", "rate": 0.01, "burst": 2}]})
        for _ in range(2):
            client.list_instances()
        with self.assertRaises(errors.TimeoutError):
            client.list_instances()
        self.assertEqual(len(requests), 2)

    def test_clients_share_quotas_through_a_file(self):
        url, requests = servers.scripted(self, body='{"InstanceSummaryList":[]}')
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "quotas")
            pace = {"rate": 0.01, "burst": 2, "shared_file": path}
            for _ in range(2):
                libconnect.Client(endpoint_url=url, pace=pace).list_instances()
            with self.assertRaises(errors.TimeoutError):
                libconnect.Client(endpoint_url=url, pace=pace, call_timeout_ms=500).list_instances()
            self.assertEqual(len(requests), 2)
            self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
            libconnect.Client(endpoint_url=url, pace={
                "rate": 2, "burst": 5, "shared_file": path + "-of-group",
                "shared_with_group": True}).list_instances()
            self.assertEqual(os.stat(path + "-of-group").st_mode & 0o777, 0o660)

    def test_wrong_options_are_named(self):
        with self.assertRaisesRegex(errors.ArgumentError, r'quotas\[0\] "ListInstances"'):
            libconnect.Client(pace={"quotas": [{"operation": "ListInstances", "rate": 0, "burst": 1}]})
        with self.assertRaisesRegex(errors.ArgumentError, "burts"):
            libconnect.Client(pace={"rate": 2, "burts": 5})
        with self.assertRaisesRegex(errors.ArgumentError, "max_attempts"):
            libconnect.Client(max_attempts=0)
        with self.assertRaisesRegex(errors.ArgumentError, '"standard", "adaptive", "off"'):
            libconnect.Client(retry_mode="often")
        with self.assertRaises(TypeError):
            libconnect.Client(regoin="us-east-1")
        with self.assertRaises(TypeError):
            libconnect.Client(credentials="AKID")

    def test_a_proxy_is_used(self):
        url, requests = servers.scripted(self, body='{"InstanceSummaryList":[]}')
        client = libconnect.Client(endpoint_url="http://connect.example", proxy=url)
        self.assertEqual(client.list_instances().instance_summary_list, [])
        self.assertEqual(requests[0][0], "http://connect.example/instance")

    def test_time_limits(self):
        url = servers.silent(self)
        client = libconnect.Client(endpoint_url=url, attempt_timeout_ms=100, max_attempts=1)
        with self.assertRaises(errors.TimeoutError):
            client.list_instances()
        client = libconnect.Client(endpoint_url=url, call_timeout_ms=100)
        with self.assertRaises(errors.TimeoutError):
            client.list_instances()

    def test_log_lines_reach_the_callback_and_views_and_end_with_the_client(self):
        lines = []

        class Log:
            def __call__(self, level, line):
                lines.append((level, line))

        log = Log()
        client = libconnect.Client(log=log, log_level="debug")
        view = client.with_options(max_attempts=1)
        client.list_instances()
        self.assertTrue(any(level == "info" and "ListInstances" in line for level, line in lines))
        client.close()
        before, gone = len(lines), weakref.ref(log)
        del log
        view.list_instances()
        self.assertGreater(len(lines), before)
        del view, client
        gc.collect()
        self.assertIsNone(gone())

    def test_attempts_reach_the_callback(self):
        url, _ = servers.scripted(self, status=503)
        attempts = []
        client = libconnect.Client(endpoint_url=url, max_attempts=2, on_attempt=attempts.append)
        with self.assertRaises(errors.ServiceError) as raised:
            client.list_instances()
        self.assertEqual([(one.operation, one.number, one.http_status, one.status, one.decision)
                          for one in attempts],
                         [("ListInstances", 1, 503, raised.exception.name, "retry"),
                          ("ListInstances", 2, 503, raised.exception.name, "exhausted")])
        self.assertIn("//" + attempts[0].host, url)
        self.assertGreater(attempts[1].bytes_received, 0)
        self.assertIsNone(attempts[1].request_id)
        self.assertGreaterEqual(attempts[1].total_ms, attempts[0].backoff_ms)
        attempts.clear()
        libconnect.Client(on_attempt=attempts.append).list_instances()
        self.assertEqual([(one.status, one.decision) for one in attempts], [("CONNECT_OK", "succeeded")])

    def test_a_closed_client_raises(self):
        with libconnect.Client() as client:
            client.list_instances()
        with self.assertRaisesRegex(ValueError, "closed"):
            client.list_instances()

    def test_closing_while_a_call_runs_lets_the_call_end(self):
        client, caught = libconnect.Client(endpoint_url=servers.silent(self), retry_mode="off",
                                           attempt_timeout_ms=500), []

        def work():
            try:
                client.list_instances()
            except libconnect.Error as error:
                caught.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        client.close()
        thread.join()
        self.assertLessEqual(len(caught), 1)


class Views(WithClient):
    def test_headers_and_report(self):
        url, requests = servers.scripted(self, 500, "{}", [("x-amzn-RequestId", "r-7")])
        report = libconnect.CallReport()
        view = libconnect.Client(endpoint_url=url).with_options(
            headers={"X-Trace": "42"}, report=report, max_attempts=2)
        with self.assertRaises(errors.InternalError):
            view.list_instances()
        self.assertEqual((report.attempts, report.http_status, report.request_id), (2, 500, "r-7"))
        self.assertEqual(requests[0][1]["X-Trace"], "42")
        with self.assertRaises(errors.ArgumentError):
            self.client.with_options(headers={"Authorization": "x"})
        with self.assertRaises(ValueError):
            self.client.with_options(retry_mode="often")

    def test_a_view_outlives_its_client_and_has_its_own_time_limit(self):
        view = libconnect.Client(endpoint_url=servers.silent(self)).with_options(timeout_ms=100)
        with self.assertRaises(errors.TimeoutError):
            view.list_instances()

    def test_a_token_cancels_a_running_call(self):
        token = libconnect.CancelToken()
        view = libconnect.Client(endpoint_url=servers.silent(self)).with_options(cancel=token)
        timer = threading.Timer(0.1, token.fire)
        timer.start()
        with self.assertRaises(errors.CancelledError):
            view.list_instances()
        timer.join()
        self.assertTrue(token.is_fired)
        self.assertGreaterEqual(token.fileno(), 0)
        with self.assertRaises(errors.CancelledError):
            self.client.with_options(cancel=token).list_instances()


class Credentials(unittest.TestCase):
    KEY, SECRET = os.environ.get("AWS_ACCESS_KEY_ID"), os.environ.get("AWS_SECRET_ACCESS_KEY")

    def listed(self, credentials):
        return len(list(libconnect.Client(credentials=credentials).list_instances_pages()))

    def test_fixed_credentials_and_providers(self):
        fixed = libconnect.Credentials(self.KEY, self.SECRET)
        self.assertEqual(self.listed(fixed), 24)
        self.assertEqual(self.listed(libconnect.CredentialsProvider.static(fixed)), 24)
        self.assertEqual(self.listed(libconnect.CredentialsProvider.environment()), 24)
        with self.assertRaises(libconnect.ServiceError):
            self.listed(libconnect.Credentials(self.KEY, "wrong"))
        with self.assertRaises(errors.ArgumentError):
            self.listed(libconnect.Credentials("", ""))

    def test_profiles_roles_and_web_identities(self):
        provider = libconnect.CredentialsProvider
        with tempfile.TemporaryDirectory() as directory:
            config, token = os.path.join(directory, "config"), os.path.join(directory, "token")
            with open(config, "w") as file:
                file.write("[profile p]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                           % (self.KEY, self.SECRET))
            with open(token, "w") as file:
                file.write("e30.e30.e30")  # a JSON web token without claims
            sts = os.environ["AWS_ENDPOINT_URL_CONNECT"]
            with patch.dict(os.environ, AWS_CONFIG_FILE=config, AWS_ENDPOINT_URL_STS=sts):
                self.assertEqual(self.listed(provider.profile("p")), 24)
                role = provider.role(ROLE, session_name="tests", duration_seconds=900,
                                     source=provider.profile("p"))
                self.assertEqual(self.listed(role), 24)
                self.assertEqual(self.listed(provider.web_identity(ROLE, token)), 24)
        with self.assertRaisesRegex(errors.ArgumentError, "duration_seconds"):
            provider.role(ROLE, duration_seconds=1)
        with self.assertRaisesRegex(errors.ArgumentError, "role_arn"):
            provider.web_identity("", token)

    def test_no_credentials_send_no_signature(self):
        url, requests = servers.scripted(self)
        libconnect.Client(endpoint_url=url,
                          credentials=libconnect.CredentialsProvider.anonymous()).list_instances()
        self.assertNotIn("Authorization", requests[0][1])

    def test_a_callback_is_called_again_after_expiration(self):
        calls = []

        def fetch():
            calls.append(threading.get_ident())
            return libconnect.Credentials(self.KEY, self.SECRET, expiration=datetime.now(timezone.utc)
                                          + timedelta(seconds=-1 if len(calls) == 1 else 3600))

        client = libconnect.Client(credentials=fetch)
        try:
            client.list_instances()
        except errors.CredentialsError:
            pass  # the first credentials have expired already
        client.list_instances()
        client.list_instances()
        self.assertEqual(calls, [threading.get_ident()] * 2)

    def test_an_exception_of_the_callback_becomes_the_message(self):
        def fail():
            raise RuntimeError("the vault is locked")

        for callback, reason in ((fail, "RuntimeError: the vault is locked"),
                                 (lambda: None, "returned NoneType, not Credentials"),
                                 (lambda: libconnect.Credentials("a\n", "b"), "malformed")):
            with self.assertRaisesRegex(errors.CredentialsError, reason):
                libconnect.Client(credentials=callback).list_instances()

    def test_a_callback_is_released_with_the_last_client(self):
        class Fetch:
            def __call__(self):
                return libconnect.Credentials("a", "b")

        fetch = Fetch()
        client = libconnect.Client(credentials=fetch)
        gone = weakref.ref(fetch)
        del fetch
        self.assertIsNotNone(gone())
        del client
        gc.collect()
        self.assertIsNone(gone())


class Profiles(unittest.TestCase):
    def test_a_value_that_is_absent_is_none(self):
        self.assertIsNone(libconnect.profile_value("output"))
        with self.assertRaises(errors.ArgumentError):
            libconnect.profile_value("aws_secret_access_key")


if __name__ == "__main__":
    unittest.main()
