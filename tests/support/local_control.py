"""connect-local for the tests of other programs: any key, accounts and regions, seeds, state, faults, CORS, logs."""

import http.client
import json
import os
import resource
import socket
import tempfile
import threading
import time
import unittest

from local_client import ACCOUNT, Client, Server
from local_flags import run

OTHER = "999988887777"
STAMP = "20261121T123456Z"


def plain(server, method, target, body=None, **headers):
    """An unsigned request on a connection of its own; underscores in header names stand for hyphens."""
    wire = http.client.HTTPConnection(server.host.strip("[]"), server.port, timeout=30)
    try:
        wire.request(method, target, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = wire.getresponse()
        response.text = response.read().decode()
        return response
    finally:
        wire.close()


def state(server):
    return json.loads(plain(server, "GET", "/_state").text)


def aliases(server):
    return [instance["InstanceAlias"] for instance in state(server)["Instances"]]


class Keys(unittest.TestCase):
    def test_any_key_is_accepted(self):
        with Server("--any-key") as server:
            client = Client(server, "anything", "secret", token="session")
            self.assertIn(":%s:" % ACCOUNT, client.create("a").json["Arn"])
            client = Client(server, OTHER, "secret")
            self.assertIn(":%s:" % OTHER, client.create("b").json["Arn"])
            self.assertEqual(len(client.call("GET", "/instance").json["InstanceSummaryList"]), 1)

    def test_known_keys_are_verified_also_with_any_key(self):
        with Server("--any-key") as server:
            response = Client(server, secret="wrong").call("GET", "/instance")
            self.assertEqual((response.status, response.type), (403, "InvalidSignatureException"))

    def test_form_date_and_scope_are_verified_with_any_key(self):
        with Server("--any-key") as server:
            for change, words in (({"region": "eu-west-1"}, "valid region"), ({"service": "s3"}, "correct service"),
                                  ({"skew": 3600}, "not yet current"), ({"skew": -3600}, "expired")):
                response = Client(server, "x", **change).call("GET", "/instance")
                self.assertEqual(response.status, 403, change)
                self.assertIn(words, response.message)
            client = Client(server, "x")
            headers = client.headers("GET", "/instance")
            headers[-1] = ("Authorization", headers[-1][1][:-1] + "g")
            self.assertEqual(client.send("GET", "/instance", headers).status, 403)

    def test_without_any_key_an_unknown_key_is_refused(self):
        with Server() as server:
            self.assertEqual(Client(server, "x").call("GET", "/instance").type, "UnrecognizedClientException")


class Places(unittest.TestCase):
    def test_each_region_has_its_own_instances(self):
        with Server("--region", "eu-west-1", "--region", "us-west-2") as server:
            for region in ("eu-west-1", "us-west-2"):
                client = Client(server, region=region)
                self.assertIn(":connect:%s:" % region, client.create("in-" + region).json["Arn"])
                listed = client.call("GET", "/instance").json["InstanceSummaryList"]
                self.assertEqual([one["InstanceAlias"] for one in listed], ["in-" + region])
            self.assertEqual(Client(server, region="us-east-1").call("GET", "/instance").status, 403)
            response = Client(server, region="us-west-2").create("in-eu-west-1")
            self.assertIn("already used", response.message)

    def test_any_region(self):
        with Server("--region", "any") as server:
            for region, partition in (("ap-south-2", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-east-1", "aws-us-gov")):
                arn = Client(server, region=region).create("in-" + region).json["Arn"]
                self.assertTrue(arn.startswith("arn:%s:connect:%s:" % (partition, region)), arn)
            self.assertEqual(Client(server, region="No Region").call("GET", "/instance").status, 403)

    def test_accounts(self):
        with Server("--account", OTHER + ":AKIDOTHER:other/secret", "--account", "111122223333:AKIDTOKEN:s:token=",
                    "--sts") as server:
            for client, account in ((Client(server), ACCOUNT), (Client(server, "AKIDOTHER", "other/secret"), OTHER),
                                    (Client(server, "AKIDTOKEN", "s", "token="), "111122223333")):
                self.assertIn(":%s:" % account, client.create("in-" + account).json["Arn"])
                self.assertEqual(len(client.call("GET", "/instance").json["InstanceSummaryList"]), 1)
            self.assertEqual(Client(server, "AKIDTOKEN", "s").call("GET", "/instance").status, 403)
            self.assertEqual(Client(server, "AKIDOTHER", "local-secret").call("GET", "/instance").status, 403)
            form = ("Action=AssumeRole&Version=2011-06-15&RoleSessionName=name&RoleArn="
                    "arn%3Aaws%3Aiam%3A%3A" + "{}%3Arole%2FAdmin")
            content = [("Content-Type", "application/x-www-form-urlencoded")]
            sts = Client(server, service="sts")
            text = sts.raw("POST", "/", form.format(OTHER), content).text
            parts = [text.split("<%s>" % name)[1].split("</")[0]
                     for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")]
            listed = Client(server, *parts).call("GET", "/instance").json["InstanceSummaryList"]
            self.assertEqual([one["InstanceAlias"] for one in listed], ["in-" + OTHER])
            self.assertIn("AccessDenied", sts.raw("POST", "/", form.format("000000000000"), content).text)

    def test_an_account_that_is_not_valid_is_refused_without_its_secret(self):
        for value in ("1:a:b", OTHER + ":a", OTHER, OTHER + "::secret-part", OTHER + ":a:secret-part:t:more"):
            code, _, error = run("--account", value)
            self.assertEqual(code, 2, value)
            self.assertIn("ID:ACCESS_KEY:SECRET_KEY", error)
            self.assertNotIn("secret-part", error)


class Seeds(unittest.TestCase):
    def made(self, seed):
        with Server("--seed", seed, "--seed-instances", "1") as server:
            client = Client(server)
            first = client.create("a").json["Id"]
            client.call("PUT", "/instance/%s/security-key" % first, {"Key": "-----BEGIN K-----END K-----"})
            before = plain(server, "GET", "/_state").text
            plain(server, "POST", "/_reset")
            again = client.create("a").json["Id"]
            ids = [instance["Id"] for instance in json.loads(before)["Instances"]]
            self.assertEqual([instance["Id"] for instance in state(server)["Instances"]], ids)
            self.assertEqual(again, first)
            return ids + [json.loads(before)["Instances"][1]["SecurityKeys"][0]["AssociationId"]]

    def test_ids_repeat_with_a_seed(self):
        self.assertEqual(self.made("7"), self.made("7"))
        self.assertNotEqual(self.made("7"), self.made("-8"))


FIXTURE = {"Instances": [
    {"InstanceAlias": "hand-written", "Tags": {"team": "a"},
     "ApprovedOrigins": ["https://one.example", {"Origin": "https://two.example"}],
     "Bots": [{"LexBot": {"Name": "b", "LexRegion": "us-east-1"}}],
     "IntegrationAssociations": [{"IntegrationAssociationId": "association-1", "IntegrationType": "VOICE_ID",
                                  "IntegrationArn": "arn:x", "Tags": {"a": "b"}}],
     "UseCases": [{"IntegrationAssociationId": "association-1", "UseCaseType": "CONNECT_CAMPAIGNS"}],
     "StorageConfigs": [{"ResourceType": "ATTACHMENTS", "StorageConfig": {
         "StorageType": "S3", "S3Config": {"BucketName": "b", "BucketPrefix": "p"}}}],
     "SecurityKeys": [{"Key": "-----BEGIN KEY-----x-----END KEY-----"}],
     "TaskTemplates": [{"Name": "t", "Fields": [{"Id": {"Name": "f"}, "Type": "TEXT"}]}],
     "LambdaFunctions": ["arn:aws:lambda:x"],
     "Attributes": [{"AttributeType": "CONTACT_LENS", "Value": "true"}]},
    {"InstanceAlias": "west", "Region": "us-west-2", "Account": OTHER, "IdentityManagementType": "SAML",
     "Replicas": [{"Region": "eu-west-1", "AliasKey": "west-replica"}]},
    {"InstanceAlias": "pending", "InstanceStatus": "CREATION_IN_PROGRESS"},
    {"InstanceAlias": "failed", "InstanceStatus": "CREATION_FAILED"}]}


class State(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder, self.path = folder.name, os.path.join(folder.name, "state.json")

    def write(self, document):
        with open(self.path, "w") as file:
            file.write(document if isinstance(document, str) else json.dumps(document))

    def read(self):
        with open(self.path) as file:
            return json.load(file)

    def test_a_file_written_by_hand_is_loaded(self):
        self.write(FIXTURE)
        with Server("--state", self.path, "--creation-delay-ms", "3600000") as server:
            client = Client(server)
            listed = {one["InstanceAlias"]: one for one in client.call("GET", "/instance").json["InstanceSummaryList"]}
            self.assertEqual({name: one["InstanceStatus"] for name, one in listed.items()},
                             {"hand-written": "ACTIVE", "pending": "CREATION_IN_PROGRESS", "failed": "CREATION_FAILED"})
            path = "/instance/" + listed["hand-written"]["Id"]
            origins = client.call("GET", path + "/approved-origins").json["Origins"]
            self.assertEqual(origins, ["https://one.example", "https://two.example"])
            cases = client.call("GET", path + "/integration-associations/association-1/use-cases").json
            self.assertEqual(len(cases["UseCaseSummaryList"]), 1)
            self.assertEqual(client.call("GET", path + "/attribute/CONTACT_LENS").json["Attribute"]["Value"], "true")
            self.assertEqual(client.describe(listed["hand-written"]["Id"]).json["Instance"]["Tags"], {"team": "a"})

    def test_each_change_is_in_the_file_when_its_response_arrives(self):
        with Server("--state", self.path) as server:
            client = Client(server)
            for alias in ("a", "b"):
                client.create(alias)
                self.assertEqual(self.read()["Instances"][-1]["InstanceAlias"], alias)
            instance = client.create("c").json["Id"]
            client.call("DELETE", "/instance/" + instance)
            self.assertEqual([one["InstanceAlias"] for one in self.read()["Instances"]], ["a", "b"])
        self.assertEqual(os.listdir(self.folder), ["state.json"])

    def test_state_survives_a_restart(self):
        self.write(FIXTURE)
        flags = ("--state", self.path, "--creation-delay-ms", "3600000", "--any-key", "--region", "any")
        with Server(*flags) as server:
            instance = state(server)["Instances"][0]["Id"]
            client = Client(server)
            path = "/instance/" + instance
            client.call("PUT", path + "/bot", {"LexV2Bot": {"AliasArn": "arn:bot"}})
            client.call("POST", "/tags/arn%3Aaws%3Aconnect%3Aus-east-1%3A" + ACCOUNT + "%3Ainstance%2F" + instance,
                        {"tags": {"later": "c"}})
            before = state(server)
        self.assertEqual(before, self.read())
        with Server(*flags) as server:
            self.assertEqual(state(server), before)
            client = Client(server)
            client.call("DELETE", "/instance/" + instance)
            self.assertNotEqual(state(server), before)
            plain(server, "POST", "/_reset")
            self.assertEqual(state(server), before)

    def test_file_is_complete_at_any_time(self):
        stop, seen = threading.Event(), []

        def look():
            while not stop.is_set():
                if os.path.exists(self.path):
                    seen.append(len(self.read()["Instances"]))

        with Server("--state", self.path) as server:
            reader = threading.Thread(target=look)
            reader.start()
            try:
                client = Client(server)
                for number in range(60):
                    client.create("n%d" % number)
            finally:
                stop.set()
                reader.join()
        self.assertEqual(seen, sorted(seen))

    def test_what_is_wrong_in_a_file_is_named(self):
        def change(**members):
            return {"Instances": [dict({"InstanceAlias": "a"}, **members)]}

        for document, words in (
                ("{", "line 1"), ([], "list Instances"), ({"Instance": []}, "unknown member Instance"),
                (change(InstanceAlis="a"), "Instances[0]: unknown member InstanceAlis"),
                (change(InstanceAlias="a b"), "InstanceAlias"), (change(InstanceAlias=None), "InstanceAlias"),
                (change(Tags=[]), "Tags"), (change(Id="1"), "Id: expected a UUID"),
                (change(Account="1"), "Account: expected 12 digits"),
                (change(CreatedTime="today"), "CreatedTime"),
                ({"Instances": [{"InstanceAlias": "a"}, {"InstanceAlias": "A"}]}, "Instances[1]: InstanceAlias: A is taken"),
                (change(ApprovedOrigins={}), "ApprovedOrigins: expected a list"),
                (change(ApprovedOrigins=["a", "a"]), "Instances[0].ApprovedOrigins[1]: "),
                (change(Bots=[{}]), "Instances[0].Bots[0]: Exactly one"),
                (change(Bots=[7]), "Instances[0].Bots[0]: expected an object"),
                (change(SecurityKeys=[{"Key": "-----BEGIN K-----END K-----", "Kee": 1}]), "unknown member Kee"),
                (change(UseCases=[{"UseCaseType": "CONNECT_CAMPAIGNS"}]), "Instances[0].UseCases[0]: ")):
            self.write(document)
            code, out, error = run("--state", self.path)
            self.assertEqual((code, out), (1, ""), document)
            self.assertIn(self.path, error)
            self.assertIn(words, error)

    def test_a_file_that_cannot_be_written_is_reported(self):
        inner = os.path.join(self.folder, "inner")
        os.mkdir(inner)
        server = Server("--state", os.path.join(inner, "state.json")).__enter__()
        client = Client(server)
        client.create("a")
        os.unlink(os.path.join(inner, "state.json"))
        os.rmdir(inner)
        self.assertEqual(client.create("b").status, 200)
        client.close()
        self.assertIn("--state", server.stop())


class Control(unittest.TestCase):
    def test_health(self):
        with Server() as server:
            response = plain(server, "GET", "/_health")
            self.assertEqual((response.status, json.loads(response.text)["status"]), (200, "ok"))
            self.assertEqual(plain(server, "POST", "/_health").status, 405)
            self.assertEqual(plain(server, "GET", "/_nothing").status, 404)

    def test_reset(self):
        with Server("--seed-instances", "2") as server:
            client = Client(server)
            client.create("a")
            self.assertEqual(aliases(server), ["seed-0001", "seed-0002", "a"])
            self.assertEqual(plain(server, "POST", "/_reset").status, 200)
            self.assertEqual(aliases(server), ["seed-0001", "seed-0002"])
            self.assertEqual(plain(server, "POST", "/_reset", json.dumps(FIXTURE)).status, 200)
            self.assertEqual(aliases(server), ["hand-written", "pending", "failed", "west"])
            response = plain(server, "POST", "/_reset", '{"Instances": [{"Alias": "a"}]}')
            self.assertEqual(response.status, 400)
            self.assertIn("Instances[0]: unknown member Alias", response.text)
            self.assertEqual(plain(server, "POST", "/_reset", "{").status, 400)

    def test_client_tokens_are_forgotten_by_a_reset(self):
        with Server() as server:
            client = Client(server)
            first = client.create("a", ClientToken="t").json["Id"]
            self.assertEqual(client.create("a", ClientToken="t").json["Id"], first)
            plain(server, "POST", "/_reset")
            self.assertNotEqual(client.create("a", ClientToken="t").json["Id"], first)

    def test_pages_of_other_origins_change_nothing(self):
        with Server() as server:
            Client(server).create("a")
            for origin in ("http://evil.example", "null", "http://127.0.0.1:1"):
                for method, target in (("POST", "/_reset"), ("PUT", "/_faults"), ("DELETE", "/_faults")):
                    self.assertEqual(plain(server, method, target, Origin=origin).status, 403, origin)
            self.assertEqual(aliases(server), ["a"])
            own = "http://127.0.0.1:%d" % server.port
            self.assertEqual(plain(server, "POST", "/_reset", Origin=own).status, 200)
            self.assertEqual(aliases(server), [])

    def test_quotas(self):
        with Server("--rate", "2", "--burst", "5") as server:
            client = Client(server)
            for _ in range(3):
                client.call("GET", "/instance")
            quota = json.loads(plain(server, "GET", "/_quotas").text)["Quotas"][0]
            self.assertEqual((quota["Operation"], quota["Rate"], quota["Burst"]), ("ListInstances", 2, 5))
            self.assertTrue(2 <= quota["Level"] <= 5, quota)

    def test_the_quotas_of_the_service(self):
        with Server("--rate", "default", "--max-instances", "9") as server:
            client = Client(server)
            instance = client.create("a").json["Id"]
            path = "/instance/%s/integration-associations" % instance
            statuses = [client.call("GET", path).status for _ in range(50)]
            self.assertEqual(set(statuses), {200})
            statuses = [client.call("PUT", path, {"IntegrationType": "SES_IDENTITY", "IntegrationArn": "arn:%d" % i}).status
                        for i in range(2)]
            self.assertEqual(statuses[1], 429)
            statuses = [client.call("PUT", path, {"IntegrationType": "EVENT"}).status for i in range(5)]
            self.assertNotIn(429, statuses)
            statuses = [client.call("GET", "/instance/" + instance).status for _ in range(7)]
            self.assertEqual((statuses[:5], 429 in statuses[5:]), ([200] * 5, True))
            quotas = json.loads(plain(server, "GET", "/_quotas").text)["Quotas"]
            found = {quota["Operation"]: (quota["Rate"], quota["Burst"]) for quota in quotas}
            self.assertEqual(found["ListIntegrationAssociations"], (25, 50))
            self.assertEqual(found["CreateIntegrationAssociation:SES_IDENTITY"], (1, 1))
            self.assertEqual(found["CreateIntegrationAssociation"], (2, 5))


class Faults(unittest.TestCase):
    def server(self, *faults):
        server = Server(*[word for fault in faults for word in ("--fault", fault)], "--seed", "1", "--sts").__enter__()
        self.addCleanup(server.stop)
        return server

    def test_status_and_error_type_take_the_place_of_the_operation(self):
        server = self.server("CreateInstance=503", "ListInstances=ThrottlingException",
                             "DescribeInstance=InvalidRequestException", "DeleteInstance=SomethingNew")
        client = Client(server)
        response = client.create("a")
        self.assertEqual((response.status, response.type), (503, ""))
        self.assertEqual(aliases(server), [])
        response = client.call("GET", "/instance")
        self.assertEqual((response.status, response.type), (429, "ThrottlingException"))
        response = client.describe("a")
        self.assertEqual((response.status, response.json["Reason"]),
                         (400, {"AttachedFileInvalidRequestExceptionReason": "INVALID_FILE_SIZE"}))
        response = client.call("DELETE", "/instance/a")
        self.assertEqual((response.status, response.type), (400, "SomethingNew"))

    def test_drop_executes_and_loses_the_response(self):
        server = self.server("CreateInstance=drop")
        with self.assertRaises((http.client.RemoteDisconnected, ConnectionError)):
            Client(server).create("a")
        self.assertEqual(aliases(server), ["a"])

    def test_truncate_cuts_the_body(self):
        server = self.server("CreateInstance=truncate")
        with self.assertRaises(http.client.IncompleteRead) as caught:
            Client(server).create("a")
        self.assertGreater(len(caught.exception.partial), 0)
        self.assertEqual(aliases(server), ["a"])

    def test_stall_delays_its_response_only(self):
        server = self.server("CreateInstance=stall:3600000", "ListInstances=stall:300")
        slow, quick, done = Client(server), Client(server), []

        def create():
            try:
                slow.create("a")
            except (http.client.HTTPException, OSError):
                pass  # the server ends meanwhile
            done.append(True)

        thread = threading.Thread(target=create)
        thread.start()
        while aliases(server) != ["a"]:
            time.sleep(0.05)
        begin = time.monotonic()
        self.assertEqual(quick.call("GET", "/instance").status, 200)
        self.assertGreaterEqual(time.monotonic() - begin, 0.299)  # the server counts whole milliseconds
        self.assertEqual(done, [])
        server.stop()
        thread.join()

    def test_probability(self):
        client = Client(self.server("ListInstances=500:0.3"))
        failed = sum(client.call("GET", "/instance").status == 500 for _ in range(300))
        self.assertTrue(50 < failed < 130, failed)

    def test_every_operation_and_other_services(self):
        server = self.server("AssumeRole=500", "*=418")
        client = Client(server, service="sts")
        response = client.raw("POST", "/", "Action=AssumeRole&Version=2011-06-15",
                            [("Content-Type", "application/x-www-form-urlencoded")])
        self.assertEqual(response.status, 500)
        self.assertEqual(Client(server).call("GET", "/instance").status, 418)

    def test_changed_at_run_time(self):
        server = self.server("ListInstances=500")
        client = Client(server)
        self.assertEqual(json.loads(plain(server, "GET", "/_faults").text), {"Faults": ["ListInstances=500"]})
        self.assertEqual(client.call("GET", "/instance").status, 500)
        self.assertEqual(plain(server, "PUT", "/_faults", '{"Faults": ["ListInstances=502"]}').status, 200)
        self.assertEqual(client.call("GET", "/instance").status, 502)
        response = plain(server, "PUT", "/_faults", '{"Faults": ["ListInstances=502", "Nothing=1"]}')
        self.assertEqual(response.status, 400)
        self.assertIn("Faults[1]", response.text)
        self.assertEqual(plain(server, "DELETE", "/_faults").status, 200)
        self.assertEqual(client.call("GET", "/instance").status, 200)
        plain(server, "POST", "/_reset")
        self.assertEqual(client.call("GET", "/instance").status, 500)

    def test_what_is_wrong_is_named(self):
        for fault, words in (("ListInstances", "OPERATION=ACTION"), ("=500", "name of an operation"),
                             ("ListInstance=500", "name of an operation"), ("*=99", "status"), ("*=600", "status"),
                             ("*=500:2", "probability"), ("*=500:x", "probability"), ("*=stall:-1", "stall"),
                             ("*=stall:x:0.5", "stall"), ("*=a b", "error type"), ("*=", "error type"),
                             ("*=" + "a" * 300, "OPERATION=ACTION")):
            code, _, error = run("--fault", fault)
            self.assertEqual(code, 2, fault)
            self.assertIn(words, error)


class Cors(unittest.TestCase):
    def test_preflight_and_responses(self):
        with Server("--cors") as server:
            response = plain(server, "OPTIONS", "/instance", Origin="http://page.example",
                           Access_Control_Request_Method="PUT",
                           Access_Control_Request_Headers="authorization,x-amz-date")
            self.assertEqual(response.status, 200)
            self.assertEqual(response.headers["Access-Control-Allow-Origin"], "*")
            self.assertEqual(response.headers["Access-Control-Allow-Headers"], "authorization,x-amz-date")
            self.assertIn("PUT", response.headers["Access-Control-Allow-Methods"])
            client = Client(server)
            for response in (client.call("GET", "/instance"), client.describe("none")):
                self.assertEqual(response.headers["Access-Control-Allow-Origin"], "*")
                self.assertIn("x-amzn-ErrorType", response.headers["Access-Control-Expose-Headers"])

    def test_off_unless_asked_for(self):
        with Server() as server:
            response = plain(server, "OPTIONS", "/instance", Origin="http://page.example",
                           Access_Control_Request_Method="PUT")
            self.assertEqual(response.status, 404)
            self.assertIsNone(response.headers["Access-Control-Allow-Origin"])


class Logs(unittest.TestCase):
    def test_verbose_has_the_error(self):
        server = Server("--verbose").__enter__()
        Client(server).describe("a%E2%80%A8b")
        self.assertRegex(server.stop(), r": ResourceNotFoundException: Instance with id a\\xe2\\x80\\xa8b not found\n$")

    def test_log_has_an_object_for_each_request(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "log")
            with Server("--log", path, "--rate", "2", "--burst", "5", "--fault", "CreateInstance=500") as server:
                client = Client(server)
                client.raw("GET", "/instance?maxResults=1", None, [
                    ("amz-sdk-invocation-id", "9e2a"), ("amz-sdk-request", "attempt=2; max=3"), ("User-Agent", "me")])
                client.describe("none")
                client.create("a")
                plain(server, "GET", "/_health")
            with open(path, encoding="utf-8") as file:
                first, second, third = [json.loads(line) for line in file]
        self.assertEqual((first["method"], first["path"], first["query"], first["operation"], first["status"]),
                         ("GET", "/instance", "maxResults=1", "ListInstances", 200))
        self.assertEqual((first["attempt"], first["invocation_id"], first["user_agent"]), (2, "9e2a", "me"))
        self.assertEqual((first["account"], first["region"]), (ACCOUNT, "us-east-1"))
        self.assertEqual(first["quota"]["burst"], 5)
        self.assertGreaterEqual(first["duration_ms"], 0)
        self.assertEqual((second["status"], second["error"]), (404, "ResourceNotFoundException"))
        self.assertIn("not found", second["message"])
        self.assertEqual((third["status"], third["fault"]), (500, "CreateInstance=500"))

    def test_events_follow_the_requests(self):
        with Server() as server:
            client = Client(server)
            client.create("before")
            wire = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            wire.request("GET", "/_/events")
            stream = wire.getresponse()
            self.assertEqual(stream.headers["Content-Type"], "text/event-stream")

            def event():
                lines = {}
                while True:
                    line = stream.readline().decode().strip()
                    if line == "" and "data" in lines:
                        return int(lines["id"]), json.loads(lines["data"])
                    name, _, value = line.partition(": ")
                    lines[name] = value

            self.assertEqual(event()[1]["operation"], "CreateInstance")
            client.call("GET", "/instance")
            number, record = event()
            self.assertEqual((number, record["operation"]), (2, "ListInstances"))
            wire.close()
            wire.request("GET", "/_/events", headers={"Last-Event-ID": "1"})
            stream = wire.getresponse()
            self.assertEqual(event()[0], 2)
            wire.close()


class Connections(unittest.TestCase):
    def test_idle_connections_do_not_block_others(self):
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit[1], limit[1]))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, limit)
        count = min(2100, limit[1] - 100)
        idle = []
        with Server() as server:
            try:
                for _ in range(count):
                    idle.append(socket.create_connection(("127.0.0.1", server.port), timeout=30))
                client = Client(server)
                self.assertEqual(client.create("a").status, 200)
                client.close()
            finally:
                for one in idle:
                    one.close()

    def test_the_oldest_idle_connection_gives_way(self):
        """With few descriptors, more connections than the server can hold."""
        idle = []
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)
        server = Server()

        def lower():
            resource.setrlimit(resource.RLIMIT_NOFILE, (200, 200))

        server.preexec = lower
        with server:
            try:
                client = Client(server)
                self.assertEqual(client.create("a").status, 200)
                for _ in range(min(600, limit[0] - 100)):
                    idle.append(socket.create_connection(("127.0.0.1", server.port), timeout=30))
                self.assertEqual(Client(server).create("b").status, 200)
            finally:
                for one in idle:
                    one.close()

    def test_a_header_that_does_not_end_is_given_up(self):
        with Server() as server:
            slow = socket.create_connection(("127.0.0.1", server.port), timeout=60)
            slow.sendall(b"GET /instance HTTP/1.1\r\n")
            # One byte after the other keeps the connection active; the server ends it nevertheless.
            slow.settimeout(0.5)
            for _ in range(200):
                try:
                    slow.sendall(b"X")
                    if slow.recv(1) == b"":
                        break
                except socket.timeout:
                    continue
                except OSError:
                    break
            else:
                self.fail("the connection was not closed")
            slow.close()


if __name__ == "__main__":
    unittest.main()
