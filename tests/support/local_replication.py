"""Replicas, their routing and traffic distribution groups; shared data sets; configurations of attached files."""

import json
import os
import tempfile
import time
import unittest

from local_client import Client, Server, quote
from local_flags import run
from local_instances import Case

UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
ACCOUNT = "123456789012"
OTHER = "210987654321"
HERE, THERE = "us-east-1", "us-west-2"


def shares(here, there, member="Percentage"):
    return {"Distributions": [{"Region": HERE, member: here}, {"Region": THERE, member: there}]}


class Replicated(Case):
    def setUp(self):
        super().setUp()
        self.id = self.created("twin", IdentityManagementType="SAML")

    def call(self, method, path, members=None, **query):
        return self.client.call(method, path, members, **query)

    def empty(self, response):
        self.good(response)
        self.assertIn(response.text, ("", "{}"))

    def replicate(self, region=THERE, alias="twin-west"):
        self.good(self.call("POST", "/instance/%s/replicate" % self.id,
                            {"ReplicaRegion": region, "ReplicaAlias": alias}))

    def group(self, name="spare", **more):
        return self.good(self.call("PUT", "/traffic-distribution-group", dict(more, Name=name, InstanceId=self.id)))

    def status(self, group):
        return self.good(self.call("GET", "/traffic-distribution-group/" + group))["TrafficDistributionGroup"]["Status"]


class Routing(Replicated):
    def test_regions_are_isolated_and_joined(self):
        path = "/cross-region-routing/" + self.id
        self.refused(self.call("GET", path), 400, "InvalidRequestException", "replica")
        self.replicate()
        self.assertEqual(self.good(self.call("GET", path)), {"IsolatedRegions": []})
        self.empty(self.call("PUT", path, {"IsolatedAll": True}))
        self.assertEqual(self.good(self.call("GET", path)), {"IsolatedRegions": [HERE, THERE]})
        arn = quote("arn:aws:connect:%s:%s:instance/%s" % (HERE, ACCOUNT, self.id))
        self.empty(self.call("PUT", "/cross-region-routing/" + arn, {"IsolatedAll": False}))
        self.assertEqual(self.good(self.call("GET", path)), {"IsolatedRegions": []})
        self.refused(self.call("PUT", path, {}), 400, "InvalidRequestException", "IsolatedAll")


class Groups(Replicated):
    def test_only_a_replicated_instance_has_groups(self):
        body = {"Name": "spare", "InstanceId": self.id}
        self.refused(self.call("PUT", "/traffic-distribution-group", body), 400, "InvalidRequestException", "replica")
        self.assertEqual(self.client.pages("/traffic-distribution-groups", "TrafficDistributionGroupSummaryList")[0], [])
        self.replicate()
        groups = self.client.pages("/traffic-distribution-groups", "TrafficDistributionGroupSummaryList")[0]
        self.assertEqual([(one["IsDefault"], one["Status"]) for one in groups], [(True, "ACTIVE")])

    def test_a_group_is_created_shown_and_deleted(self):
        self.replicate()
        made = self.group(Description="second site", Tags={"team": "voice"})
        self.assertRegex(made["Id"], UUID)
        shown = self.good(self.call("GET", "/traffic-distribution-group/" + quote(made["Arn"])))
        self.assertEqual(shown["TrafficDistributionGroup"], dict(
            made, Name="spare", Description="second site", Status="ACTIVE", IsDefault=False, Tags={"team": "voice"},
            InstanceArn="arn:aws:connect:%s:%s:instance/%s" % (HERE, ACCOUNT, self.id)))
        self.refused(self.call("PUT", "/traffic-distribution-group", {"Name": "spare", "InstanceId": self.id}), 409,
                     "ResourceConflictException", "name")
        self.empty(self.call("DELETE", "/traffic-distribution-group/" + made["Id"]))
        self.refused(self.call("GET", "/traffic-distribution-group/" + made["Id"]), 404, "ResourceNotFoundException")

    def test_the_default_group_stays(self):
        self.replicate()
        default = self.client.pages("/traffic-distribution-groups", "TrafficDistributionGroupSummaryList")[0][0]
        self.refused(self.call("DELETE", "/traffic-distribution-group/" + default["Id"]), 400, "InvalidRequestException",
                     "default")
        self.good(self.client.call("DELETE", "/instance/" + self.id))
        self.refused(self.call("GET", "/traffic-distribution-group/" + default["Id"]), 404, "ResourceNotFoundException")

    def test_groups_have_a_quota_and_pages(self):
        self.replicate()
        for i in range(9):
            self.group("group %d" % i)
        self.refused(self.call("PUT", "/traffic-distribution-group", {"Name": "more", "InstanceId": self.id}), 402,
                     "ServiceQuotaExceededException", "10")
        other = self.created("other", IdentityManagementType="SAML")
        self.good(self.call("POST", "/instance/%s/replicate" % other,
                            {"ReplicaRegion": THERE, "ReplicaAlias": "other-west"}))
        names, sizes = self.client.pages("/traffic-distribution-groups", "TrafficDistributionGroupSummaryList",
                                         instanceId=self.id, maxResults=4)
        self.assertEqual(([one["Name"] for one in names], sizes),
                         (["default"] + ["group %d" % i for i in range(9)], [4, 4, 2]))
        self.assertEqual(self.client.pages("/traffic-distribution-groups", "TrafficDistributionGroupSummaryList")[1],
                         [10, 1])

    def test_agents_hold_a_group(self):
        self.replicate()
        group = self.group()["Id"]
        path = "/traffic-distribution-group/%s/user" % group
        for i in range(12):
            self.empty(self.call("PUT", path, {"UserId": "agent-%02d" % i, "InstanceId": self.id}))
        self.empty(self.call("PUT", path, {"UserId": "agent-03", "InstanceId": self.id}))
        users, sizes = self.client.pages(path, "TrafficDistributionGroupUserSummaryList")
        self.assertEqual((users[3], sizes), ({"UserId": "agent-03"}, [10, 2]))
        refused = self.call("DELETE", "/traffic-distribution-group/" + group)
        self.refused(refused, 409, "ResourceInUseException")
        self.assertEqual((refused.json["ResourceType"], refused.json["ResourceId"]), ("USER", "agent-00"))
        for i in range(12):
            self.empty(self.call("DELETE", path, UserId="agent-%02d" % i, InstanceId=self.id))
        self.refused(self.call("DELETE", path, UserId="agent-00", InstanceId=self.id), 404, "ResourceNotFoundException")
        other = self.created("other")
        self.refused(self.call("PUT", path, {"UserId": "agent", "InstanceId": other}), 400, "InvalidRequestException",
                     "another instance")
        self.empty(self.call("DELETE", "/traffic-distribution-group/" + group))

    def test_groups_are_tagged(self):
        self.replicate()
        tags = "/tags/" + quote(self.group(Tags={"a": "b"})["Arn"])
        self.empty(self.call("POST", tags, {"tags": {"c": "d"}}))
        self.empty(self.call("DELETE", tags, tagKeys="a"))
        self.assertEqual(self.good(self.call("GET", tags)), {"tags": {"c": "d"}})


class Distributions(Replicated):
    def setUp(self):
        super().setUp()
        self.replicate()
        self.path = "/traffic-distribution/" + self.group()["Id"]

    def test_traffic_moves_and_comes_back(self):
        shown = self.good(self.call("GET", self.path))
        self.assertEqual((shown["TelephonyConfig"], shown["AgentConfig"], shown["SignInConfig"]),
                         (shares(100, 0), shares(100, 0), shares(True, False, "Enabled")))
        self.empty(self.call("PUT", self.path, {"TelephonyConfig": shares(0, 100), "AgentConfig": shares(30, 70)}))
        shown = self.good(self.call("GET", self.path))
        self.assertEqual((shown["TelephonyConfig"], shown["AgentConfig"]), (shares(0, 100), shares(30, 70)))
        self.empty(self.call("PUT", self.path, {"TelephonyConfig": shares(100, 0)}))
        shown = self.good(self.call("GET", self.path))
        self.assertEqual((shown["TelephonyConfig"], shown["AgentConfig"]), (shares(100, 0), shares(30, 70)))

    def test_shares_must_add_up(self):
        for here, there in ((50, 49), (100, 100), (0, 0)):
            self.refused(self.call("PUT", self.path, {"TelephonyConfig": shares(here, there)}), 400,
                         "InvalidRequestException", "add up to %d" % (here + there))
        self.refused(self.call("PUT", self.path, {"TelephonyConfig": shares(101, -1)}), 400, "InvalidRequestException",
                     "Percentage")
        alone = {"Distributions": [{"Region": THERE, "Percentage": 100}]}
        self.empty(self.call("PUT", self.path, {"AgentConfig": alone}))
        self.assertEqual(self.good(self.call("GET", self.path))["AgentConfig"], shares(0, 100))
        twice = {"Distributions": [{"Region": THERE, "Percentage": 50}] * 2}
        self.refused(self.call("PUT", self.path, {"AgentConfig": twice}), 400, "InvalidRequestException", "twice")
        away = {"Distributions": [{"Region": "eu-west-2", "Percentage": 100}]}
        self.refused(self.call("PUT", self.path, {"AgentConfig": away}), 400, "InvalidRequestException", "eu-west-2")

    def test_only_the_default_group_distributes_sign_ins(self):
        away = {"SignInConfig": shares(False, True, "Enabled")}
        self.refused(self.call("PUT", self.path, away), 400, "InvalidRequestException", "default")
        default = self.client.pages("/traffic-distribution-groups", "TrafficDistributionGroupSummaryList")[0][0]["Id"]
        self.empty(self.call("PUT", "/traffic-distribution/" + default, away))
        self.assertEqual(self.good(self.call("GET", "/traffic-distribution/" + default))["SignInConfig"],
                         away["SignInConfig"])
        self.refused(self.call("PUT", "/traffic-distribution/" + default,
                               {"SignInConfig": shares(False, False, "Enabled")}), 400, "InvalidRequestException")


class Regions(Replicated):
    flags = ("--region", HERE, "--region", THERE)

    def setUp(self):
        super().setUp()
        self.there = Client(self.server, region=THERE)
        self.addCleanup(self.there.close)
        self.replicate()

    def test_a_replica_lives_in_its_region(self):
        shown = self.good(self.there.describe(self.id))
        self.assertEqual((shown["Instance"]["Arn"], shown["Instance"]["InstanceAlias"]),
                         ("arn:aws:connect:%s:%s:instance/%s" % (THERE, ACCOUNT, self.id), "twin-west"))
        self.assertEqual(shown["ReplicationConfiguration"]["SourceRegion"], HERE)
        self.assertEqual([one["Id"] for one in self.there.pages("/instance", "InstanceSummaryList")[0]], [self.id])
        self.refused(self.there.call("POST", "/instance/%s/replicate" % self.id,
                                     {"ReplicaRegion": "eu-west-2", "ReplicaAlias": "more"}), 400,
                     "InvalidRequestException", "source")

    def test_what_belongs_to_an_instance_is_seen_in_both_regions(self):
        self.empty(self.there.call("PUT", "/instance/%s/approved-origin" % self.id, {"Origin": "https://a.example"}))
        self.assertEqual(self.client.pages("/instance/%s/approved-origins" % self.id, "Origins")[0],
                         ["https://a.example"])

    def test_a_group_is_known_elsewhere_by_its_arn(self):
        made = self.group()
        self.refused(self.there.call("GET", "/traffic-distribution-group/" + made["Id"]), 404,
                     "ResourceNotFoundException")
        shown = self.good(self.there.call("GET", "/traffic-distribution-group/" + quote(made["Arn"])))
        self.assertEqual(shown["TrafficDistributionGroup"]["Name"], "spare")
        self.empty(self.there.call("PUT", "/traffic-distribution/" + quote(made["Arn"]),
                                   {"TelephonyConfig": shares(0, 100)}))
        self.assertEqual(self.good(self.call("GET", "/traffic-distribution/" + made["Id"]))["TelephonyConfig"],
                         shares(0, 100))
        self.refused(self.there.call("PUT", "/traffic-distribution-group", {"Name": "x", "InstanceId": self.id}), 400,
                     "InvalidRequestException", HERE)

    def test_a_replica_is_deleted_alone_and_with_its_source(self):
        self.empty(self.there.call("DELETE", "/instance/" + self.id))
        self.assertNotIn("ReplicationConfiguration", self.good(self.client.describe(self.id)))
        self.replicate()
        self.empty(self.client.call("DELETE", "/instance/" + self.id))
        self.refused(self.there.describe(self.id), 404, "ResourceNotFoundException")
        self.assertEqual(self.there.pages("/instance", "InstanceSummaryList")[0], [])


class Documents(unittest.TestCase):
    def test_replicas_and_groups_are_saved_and_loaded(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "state.json")
            flags = ("--state", path, "--region", HERE, "--region", THERE)
            with Server(*flags) as server:
                client = Client(server)
                instance = client.create("twin", IdentityManagementType="SAML").json["Id"]
                client.call("POST", "/instance/%s/replicate" % instance,
                            {"ReplicaRegion": THERE, "ReplicaAlias": "twin-west"})
                client.call("PUT", "/cross-region-routing/" + instance, {"IsolatedAll": True})
                group = client.call("PUT", "/traffic-distribution-group",
                                    {"Name": "spare", "InstanceId": instance, "Tags": {"a": "b"}}).json["Id"]
                client.call("PUT", "/traffic-distribution/" + group, {"TelephonyConfig": shares(40, 60)})
                client.call("PUT", "/traffic-distribution-group/%s/user" % group,
                            {"UserId": "agent", "InstanceId": instance})
                client.call("PUT", "/analytics-data/instance/%s/association" % instance, {"DataSetId": "users"})
                client.call("POST", "/attached-files-configurations/%s/CASE" % instance,
                            {"MaximumSizeLimitInBytes": 1000})
                before = self.everything(client, instance, group)
                client.close()
            with Server(*flags) as server:
                client = Client(server)
                self.assertEqual(self.everything(client, instance, group), before)
                there = Client(server, region=THERE)
                self.assertEqual(there.describe(instance).status, 200)
                there.close()
                client.close()

    def everything(self, client, instance, group):
        pages = [client.pages(path, key)[0] for path, key in (
            ("/traffic-distribution-groups", "TrafficDistributionGroupSummaryList"),
            ("/traffic-distribution-group/%s/user" % group, "TrafficDistributionGroupUserSummaryList"),
            ("/analytics-data/instance/%s/association" % instance, "Results"),
            ("/attached-files-configurations/" + instance, "AttachedFilesConfigurations"))]
        return pages + [client.call("GET", path).json for path in (
            "/traffic-distribution-group/" + group, "/traffic-distribution/" + group,
            "/cross-region-routing/" + instance, "/instance/" + instance)]

    def test_a_mistake_in_a_group_is_named(self):
        for group, words in (({"Name": "x", "Colour": "red"}, "unknown member Colour"), ({}, "Name is missing"),
                             ({"Name": "x", "Users": [7]}, "Users: expected ids"), ("x", "expected an object")):
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "state.json")
                with open(path, "w", encoding="utf-8") as file:
                    json.dump({"Instances": [{"InstanceAlias": "a", "TrafficDistributionGroups": [group]}]}, file)
                code, _, error = run("--state", path)
                self.assertNotEqual(code, 0)
                self.assertIn("Instances[0]: TrafficDistributionGroups[0]: " + words, error)


class Waiting(Replicated):
    flags = ("--creation-delay-ms", "1000")

    def test_groups_take_their_time(self):
        time.sleep(1.1)
        self.replicate()
        self.refused(self.call("PUT", "/traffic-distribution-group", {"Name": "spare", "InstanceId": self.id}), 409,
                     "ResourceNotReadyException")
        self.refused(self.call("PUT", "/cross-region-routing/" + self.id, {"IsolatedAll": True}), 409,
                     "ResourceConflictException")
        time.sleep(1.1)
        group = self.group()["Id"]
        self.assertEqual(self.status(group), "CREATION_IN_PROGRESS")
        move = {"TelephonyConfig": shares(0, 100)}
        self.refused(self.call("PUT", "/traffic-distribution/" + group, move), 409, "ResourceConflictException")
        time.sleep(1.1)
        self.assertEqual(self.status(group), "ACTIVE")
        self.empty(self.call("PUT", "/traffic-distribution/" + group, move))
        self.assertEqual(self.status(group), "UPDATE_IN_PROGRESS")
        time.sleep(1.1)
        self.assertEqual(self.status(group), "ACTIVE")
        self.empty(self.call("DELETE", "/traffic-distribution-group/" + group))
        self.assertEqual(self.status(group), "PENDING_DELETION")
        time.sleep(1.1)
        self.refused(self.call("GET", "/traffic-distribution-group/" + group), 404, "ResourceNotFoundException")


class DataSets(Case):
    def setUp(self):
        super().setUp()
        self.path = "/analytics-data/instance/" + self.created("lake")

    def call(self, method, path, members=None, **query):
        return self.client.call(method, self.path + path, members, **query)

    def test_a_data_set_is_shared(self):
        made = self.good(self.call("PUT", "/association", {"DataSetId": "users"}))
        self.assertRegex(made["ResourceShareId"], UUID)
        self.assertEqual((made["DataSetId"], made["TargetAccountId"]), ("users", ACCOUNT))
        self.assertEqual(made["ResourceShareArn"],
                         "arn:aws:ram:%s:%s:resource-share/%s" % (HERE, ACCOUNT, made["ResourceShareId"]))
        self.assertEqual(self.good(self.call("PUT", "/association", {"DataSetId": "users"})), made)
        self.good(self.call("PUT", "/association", {"DataSetId": "users", "TargetAccountId": OTHER}))
        shown = self.client.pages(self.path + "/association", "Results")[0]
        self.assertEqual(shown[0], dict(made, ResourceShareStatus="ACTIVE"))
        self.assertEqual([one["TargetAccountId"] for one in shown], [ACCOUNT, OTHER])
        self.good(self.call("POST", "/association", {"DataSetId": "users"}))
        self.refused(self.call("POST", "/association", {"DataSetId": "users"}), 404, "ResourceNotFoundException")
        self.refused(self.call("PUT", "/association", {"DataSetId": "nothing"}), 404, "ResourceNotFoundException")
        self.refused(self.call("PUT", "/association", {"DataSetId": "users", "TargetAccountId": "me"}), 400,
                     "InvalidParameterException", "12 digits")

    def test_a_batch_says_what_failed(self):
        both = {"DataSetIds": ["users", "nothing", "contact_record"]}
        made = self.good(self.call("PUT", "/associations", both))
        self.assertEqual([one["DataSetId"] for one in made["Created"]], ["users", "contact_record"])
        self.assertEqual([one["ErrorCode"] for one in made["Errors"]], ["ResourceNotFoundException"])
        self.assertEqual(len(self.client.pages(self.path + "/association", "Results", DataSetId="users")[0]), 1)
        ended = self.good(self.call("POST", "/associations", both))
        self.assertEqual((ended["Deleted"], len(ended["Errors"])), (["users", "contact_record"], 1))
        self.assertEqual(self.client.pages(self.path + "/association", "Results")[0], [])

    def test_all_data_sets_are_listed(self):
        sets, sizes = self.client.pages(self.path + "/datasets", "Results", maxResults=5)
        self.assertEqual(sizes, [5, 4])
        self.assertIn({"DataSetId": "users", "DataSetName": "Users"}, sets)


class AttachedFiles(Case):
    def setUp(self):
        super().setUp()
        self.id = self.created("files")
        self.path = "/attached-files-configurations/" + self.id

    def test_a_scope_has_defaults_until_it_is_changed(self):
        shown = self.good(self.client.call("GET", self.path + "/CHAT"))["AttachedFilesConfiguration"]
        self.assertEqual((shown["InstanceId"], shown["AttachmentScope"]), (self.id, "CHAT"))
        self.assertNotIn("LastModifiedTime", shown)
        only = {"AllowedExtensions": [{"Extension": "pdf"}]}
        changed = self.good(self.client.call("POST", self.path + "/CHAT", {"ExtensionConfiguration": only}))
        self.assertEqual((changed["ExtensionConfiguration"], changed["MaximumSizeLimitInBytes"]),
                         (only, shown["MaximumSizeLimitInBytes"]))
        self.assertAlmostEqual(changed["LastModifiedTime"], time.time(), delta=60)
        self.good(self.client.call("POST", self.path + "/CHAT", {"MaximumSizeLimitInBytes": 1000}))
        listed, sizes = self.client.pages(self.path, "AttachedFilesConfigurations", maxResults=3)
        self.assertEqual(sizes, [3, 1])
        self.assertEqual([one["MaximumSizeLimitInBytes"] for one in listed if one["AttachmentScope"] == "CHAT"], [1000])
        self.assertEqual([one["ExtensionConfiguration"] == only for one in listed].count(True), 1)
        for wrong in ({"MaximumSizeLimitInBytes": 0}, {"MaximumSizeLimitInBytes": 104857601},
                      {"ExtensionConfiguration": {"AllowedExtensions": [{"Extension": ".pdf"}]}}):
            self.refused(self.client.call("POST", self.path + "/CHAT", wrong), 400, "InvalidParameterException")
        self.refused(self.client.call("GET", self.path + "/PIGEON"), 400, "InvalidParameterException")


del Case, Replicated  # unittest would run them where they are only imported

if __name__ == "__main__":
    unittest.main()
