"""Instances: creation and deletion, pages, tags, quotas and client tokens."""

import time
import unittest

from local_client import ACCOUNT, Client, Server, quote


class Case(unittest.TestCase):
    flags = ()

    def setUp(self):
        self.server = Server(*self.flags).__enter__()
        self.addCleanup(self.server.stop)
        self.client = Client(self.server)
        self.addCleanup(self.client.close)

    def good(self, response):
        self.assertEqual(response.status, 200, response.text)
        return response.json if response.text else None

    def refused(self, response, status, kind, words=""):
        self.assertEqual((response.status, response.type), (status, kind), response.text)
        self.assertIn("Message", response.json)
        self.assertRegex(response.headers["x-amzn-errortype"],
                         r":http://internal\.amazon\.com/coral/com\.amazonaws\.connect/$")
        self.assertIn(words, response.message)

    def created(self, alias, **more):
        return self.good(self.client.create(alias, **more))["Id"]


class Lifecycle(Case):
    def test_describe_returns_what_was_created(self):
        response = self.client.create("Demo-1", Tags={"team": "voice"})
        instance = response.json["Id"]
        arn = "arn:aws:connect:us-east-1:%s:instance/%s" % (ACCOUNT, instance)
        self.assertEqual(response.json, {"Id": instance, "Arn": arn})
        self.assertRegex(instance, r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
        shown = self.good(self.client.describe(instance))
        self.assertEqual(list(shown), ["Instance"])
        shown = shown["Instance"]
        self.assertLess(abs(shown.pop("CreatedTime") - time.time()), 60)
        self.assertRegex(shown.pop("ServiceRole"),
                         "^arn:aws:iam::%s:role/aws-service-role/connect.amazonaws.com/"
                         "AWSServiceRoleForAmazonConnect_[A-Z2-7]{20}$" % ACCOUNT)
        self.assertEqual(shown, {
            "Id": instance, "Arn": arn, "InstanceAlias": "Demo-1", "InstanceStatus": "ACTIVE",
            "IdentityManagementType": "CONNECT_MANAGED", "InboundCallsEnabled": True,
            "OutboundCallsEnabled": False, "InstanceAccessUrl": "https://Demo-1.my.connect.aws",
            "Tags": {"team": "voice"}})

    def test_listing_has_neither_tags_nor_reason(self):
        self.created("one", Tags={"a": "b"})
        listed = self.good(self.client.call("GET", "/instance"))
        self.assertEqual(list(listed), ["InstanceSummaryList"])
        self.assertEqual(set(listed["InstanceSummaryList"][0]), {
            "Id", "Arn", "IdentityManagementType", "InstanceAlias", "CreatedTime", "ServiceRole",
            "InstanceStatus", "InboundCallsEnabled", "OutboundCallsEnabled", "InstanceAccessUrl"})

    def test_deletion_frees_the_alias(self):
        instance = self.created("gone")
        response = self.client.call("DELETE", "/instance/" + instance)
        self.assertEqual((response.status, response.text), (200, ""))
        self.refused(self.client.describe(instance), 404, "ResourceNotFoundException", instance)
        self.refused(self.client.call("DELETE", "/instance/" + instance), 404, "ResourceNotFoundException")
        self.assertNotEqual(self.created("gone"), instance)

    def test_aliases_are_unique_regardless_of_case(self):
        self.created("Taken")
        self.refused(self.client.create("taken"), 400, "InvalidRequestException",
                     "Instance alias is already used")

    def test_required_members_depend_on_identity_management(self):
        self.refused(self.client.create(None), 400, "InvalidRequestException", "InstanceAlias is required")
        self.refused(self.client.create("x", IdentityManagementType="EXISTING_DIRECTORY"), 400,
                     "InvalidRequestException", "DirectoryId is required")
        self.refused(self.client.create("x", DirectoryId="d-0123456789"), 400, "InvalidRequestException",
                     "DirectoryId")
        instance = self.created(None, IdentityManagementType="EXISTING_DIRECTORY", DirectoryId="d-0123456789")
        shown = self.good(self.client.describe(instance))["Instance"]
        self.assertNotIn("InstanceAlias", shown)
        self.assertNotIn("DirectoryId", shown)
        self.assertEqual(shown["InstanceAccessUrl"], "https://d-0123456789.awsapps.com/connect/login")

    def test_members_are_validated_against_the_model(self):
        for more in ({"InstanceAlias": "d-x"}, {"InstanceAlias": "a" * 46}, {"InstanceAlias": ""},
                     {"InstanceAlias": 1}, {"IdentityManagementType": "NONE"}, {"InboundCallsEnabled": None},
                     {"InboundCallsEnabled": "true"}, {"Tags": {}}, {"Tags": {"aws:x": "y"}},
                     {"Tags": {"k": "v" * 257}}, {"ClientToken": "t" * 501}):
            self.refused(self.client.create(**dict({"alias": "fine"}, **more)), 400,
                         "InvalidRequestException")
        self.refused(self.client.call("GET", "/instance", maxResults=11), 400, "InvalidRequestException",
                     "MaxResults")
        self.refused(self.client.call("GET", "/instance", maxResults="ten"), 400, "InvalidRequestException",
                     "MaxResults")
        self.assertEqual(self.good(self.client.call("GET", "/instance")), {"InstanceSummaryList": []})

    def test_all_violations_are_in_one_error(self):
        response = self.client.call("PUT", "/instance", {"InstanceAlias": "d-"})
        for name in ("IdentityManagementType", "InboundCallsEnabled", "OutboundCallsEnabled",
                     "InstanceAlias"):
            self.assertIn(name, response.message)
        self.assertIn("4 validation errors detected", response.message)

    def test_body_must_be_an_object(self):
        for body in ("", "{", "[]", "null", '{"a":1,"a":2}', "[" * 100, '{"InstanceAlias":"\\u0000"}',
                     b'{"a":"\xff"}'):
            self.refused(self.client.raw("PUT", "/instance", body), 400, "InvalidRequestException")

    def test_members_of_a_newer_client_are_ignored(self):
        self.created("newer", SomethingNew={"a": [1, 2.5]})

    def test_arn_is_not_an_id(self):
        arn = self.good(self.client.create("arn"))["Arn"]
        self.refused(self.client.describe(quote(arn)), 404, "ResourceNotFoundException")


class Creation(Case):
    flags = ("--creation-delay-ms", "1500", "--fail-alias", "^bad-")

    def status(self, instance):
        return self.good(self.client.describe(instance))["Instance"]["InstanceStatus"]

    def settled(self, instance):
        """The status after the creation."""
        end = time.monotonic() + 30
        while self.status(instance) == "CREATION_IN_PROGRESS" and time.monotonic() < end:
            time.sleep(0.05)
        return self.status(instance)

    def test_creation_takes_the_configured_time(self):
        instance = self.created("slow")
        self.assertEqual(self.status(instance), "CREATION_IN_PROGRESS")
        listed = self.good(self.client.call("GET", "/instance"))["InstanceSummaryList"]
        self.assertEqual([one["InstanceStatus"] for one in listed], ["CREATION_IN_PROGRESS"])
        self.refused(self.client.call("PUT", "/instance/%s/lambda-function" % instance, {"FunctionArn": "f"}),
                     400,
                     "InvalidRequestException", "CREATION_IN_PROGRESS")
        start = time.monotonic()
        self.assertEqual(self.settled(instance), "ACTIVE")
        self.assertGreater(time.monotonic() - start, 0.1)
        listed = self.good(self.client.call("GET", "/instance"))["InstanceSummaryList"]
        self.assertEqual([one["InstanceStatus"] for one in listed], ["ACTIVE"])

    def test_failed_creation_has_a_reason_and_frees_the_alias(self):
        instance = self.created("bad-one")
        self.assertEqual(self.status(instance), "CREATION_IN_PROGRESS")
        self.refused(self.client.create("bad-one"), 400, "InvalidRequestException", "already used")
        self.assertEqual(self.settled(instance), "CREATION_FAILED")
        shown = self.good(self.client.describe(instance))["Instance"]
        self.assertIn("--fail-alias", shown["StatusReason"]["Message"])
        self.created("bad-one")


class Tokens(Case):
    flags = ("--max-instances", "2")

    def test_same_token_and_parameters_return_the_same_response(self):
        first = self.client.create("one", ClientToken="t-1")
        again = self.client.create("one", ClientToken="t-1")
        self.assertEqual((again.status, again.json), (200, first.json))
        self.assertNotEqual(again.headers["x-amzn-requestid"], first.headers["x-amzn-requestid"])
        self.assertEqual(len(self.good(self.client.call("GET", "/instance"))["InstanceSummaryList"]), 1)

    def test_same_token_with_other_parameters_is_an_error(self):
        self.created("one", ClientToken="t-1")
        self.refused(self.client.create("two", ClientToken="t-1"), 400, "InvalidRequestException", "token")

    def test_failed_request_does_not_consume_its_token(self):
        self.created("one")
        self.refused(self.client.create("one", ClientToken="t"), 400, "InvalidRequestException")
        instance = self.created("two", ClientToken="t2")
        self.refused(self.client.create("three", ClientToken="t3"), 402, "ServiceQuotaExceededException",
                     "2 instances")
        self.good(self.client.call("DELETE", "/instance/" + instance, clientToken="d"))
        self.good(self.client.call("DELETE", "/instance/" + instance, clientToken="d"))
        self.refused(self.client.call("DELETE", "/instance/" + instance, clientToken="e"), 404,
                     "ResourceNotFoundException")
        self.created("three", ClientToken="t3")


class Pages(unittest.TestCase):
    def test_pages_of_ten_at_most(self):
        for count, sizes in ((0, [0]), (1, [1]), (10, [10]), (11, [10, 1]), (25, [10, 10, 5])):
            with Server("--seed-instances", str(count)) as server:
                client = Client(server)
                items, seen = client.pages("/instance", "InstanceSummaryList")
                self.assertEqual(seen, sizes)
                self.assertEqual([one["InstanceAlias"] for one in items],
                                 ["seed-%04d" % (i + 1) for i in range(count)])
                client.close()

    def test_2000_instances(self):
        with Server("--seed-instances", "2000") as server:
            client = Client(server)
            items, seen = client.pages("/instance", "InstanceSummaryList", maxResults=7)
            self.assertEqual(len({one["Id"] for one in items}), 2000)
            self.assertEqual(seen, [7] * 285 + [5])
            client.close()

    def test_page_token_is_valid_for_its_listing_only(self):
        with Server("--seed-instances", "11") as server:
            client = Client(server)
            token = client.call("GET", "/instance").json["NextToken"]
            self.assertRegex(token, r"^[A-Za-z0-9+/]+==$")
            self.assertTrue("+" in token and "/" in token)
            instance = client.call("GET", "/instance").json["InstanceSummaryList"][0]["Id"]
            changed = token[:9] + ("A" if token[9] != "A" else "B") + token[10:]
            for path, bad in (("/instance", changed), ("/instance", token[:-4]), ("/instance", "x"),
                              ("/instance", "MQ=="), ("/instance/%s/lambda-functions" % instance, token)):
                response = client.call("GET", path, nextToken=bad)
                self.assertEqual((response.status, response.type), (400, "InvalidRequestException"), response.text)
            # Sent as it is, '+' is decoded as a space.
            self.assertEqual(client.raw("GET", "/instance?nextToken=" + token).status, 403)
            client.close()

    def test_changes_between_pages(self):
        with Server("--seed-instances", "25") as server:
            client = Client(server)
            first = client.call("GET", "/instance").json
            for one in first["InstanceSummaryList"]:
                client.call("DELETE", "/instance/" + one["Id"])
            client.create("late")
            items, _ = client.pages("/instance", "InstanceSummaryList", nextToken=first["NextToken"])
            self.assertEqual([one["InstanceAlias"] for one in items],
                             ["seed-%04d" % i for i in range(11, 26)] + ["late"])
            client.close()


class Tags(Case):
    def path(self, arn):
        return "/tags/" + quote(arn)

    def test_tags_of_an_instance(self):
        path = self.path(self.good(self.client.create("tags"))["Arn"])
        self.assertEqual(self.good(self.client.call("GET", path)), {"tags": {}})
        response = self.client.call("POST", path, {"tags": {"a b": "1", "é": "2"}})
        self.assertEqual((response.status, response.text), (200, ""))
        self.good(self.client.call("POST", path, {"tags": {"a b": "3", "c": ""}}))
        self.assertEqual(self.good(self.client.call("GET", path)), {"tags": {"a b": "3", "é": "2", "c": ""}})
        self.good(self.client.call("DELETE", path, tagKeys=["a b", "c", "not there"]))
        self.assertEqual(self.good(self.client.call("GET", path)), {"tags": {"é": "2"}})
        self.good(self.client.call("DELETE", path, tagKeys=["é"]))
        self.assertEqual(self.good(self.client.call("GET", path)), {"tags": {}})

    def test_limits_of_tags(self):
        path = self.path(self.good(self.client.create("tags"))["Arn"])
        self.good(self.client.call("POST", path, {"tags": {"k%d" % i: "v" for i in range(50)}}))
        self.good(self.client.call("POST", path, {"tags": {"k0": "w"}}))
        for tags in ({"k50": "v"}, {}, {"aws:k": "v"}, {"k": "v" * 257}, {"k" * 129: "v"},
                     {"k%d" % i: "" for i in range(51)}):
            self.refused(self.client.call("POST", path, {"tags": tags}), 400, "InvalidParameterException")
        self.refused(self.client.call("POST", path, {}), 400, "InvalidParameterException", "tags")
        self.refused(self.client.call("DELETE", path), 400, "InvalidParameterException", "tagKeys")
        self.assertEqual(len(self.good(self.client.call("GET", path))["tags"]), 50)

    def test_unknown_resources(self):
        arn = self.good(self.client.create("tags"))["Arn"]
        for other in (arn[:-1] + "x", arn + "/task-template/x", arn.replace(ACCOUNT, "210987654321"),
                      arn.replace("us-east-1", "us-west-2"), arn.replace(":connect:", ":sqs:"), arn + "/"):
            self.refused(self.client.call("GET", self.path(other)), 404, "ResourceNotFoundException")
        self.refused(self.client.call("GET", self.path("no-arn")), 400, "InvalidParameterException",
                     "not an ARN")


class Rates(Case):
    flags = ("--rate", "1", "--burst", "3", "--seed-instances", "1")

    def test_each_operation_has_a_bucket_of_its_own(self):
        responses = [self.client.call("GET", "/instance") for _ in range(5)]
        self.assertEqual([response.status for response in responses], [200, 200, 200, 429, 429])
        self.refused(responses[-1], 429, "ThrottlingException", "Rate exceeded")
        instance = responses[0].json["InstanceSummaryList"][0]["Id"]
        self.assertEqual(self.client.describe(instance).status, 200)
        time.sleep(1.1)
        self.assertEqual([self.client.call("GET", "/instance").status for _ in range(2)], [200, 429])


if __name__ == "__main__":
    unittest.main()
