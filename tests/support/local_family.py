"""The resources that belong to an instance: all operations that create, list, change and delete them."""

import time
import unittest

from local_client import quote
from local_instances import Case

UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"


class Family(Case):
    def setUp(self):
        super().setUp()
        self.id = self.created("family", IdentityManagementType="SAML")
        self.path = "/instance/" + self.id

    def call(self, method, path, members=None, **query):
        return self.client.call(method, self.path + path, members, **query)

    def empty(self, response):
        self.assertEqual((response.status, response.text), (200, ""))

    def found(self, path, key, **query):
        return self.good(self.call("GET", path, **query))[key]


class Associations(Family):
    def test_approved_origins(self):
        for i in range(30):
            self.empty(self.call("PUT", "/approved-origin", {"Origin": "https://o%d.example" % i}))
        self.refused(self.call("PUT", "/approved-origin", {"Origin": "https://o3.example"}), 409,
                     "ResourceConflictException")
        items, sizes = self.client.pages(self.path + "/approved-origins", "Origins")
        self.assertEqual((items, sizes), (["https://o%d.example" % i for i in range(30)], [25, 5]))
        self.empty(self.call("DELETE", "/approved-origin", origin="https://o3.example"))
        self.refused(self.call("DELETE", "/approved-origin", origin="https://o3.example"), 404,
                     "ResourceNotFoundException")
        self.refused(self.call("DELETE", "/approved-origin"), 400, "InvalidParameterException", "Origin")
        self.refused(self.call("PUT", "/approved-origin", {"Origin": "x" * 268}), 400,
                     "InvalidParameterException")
        self.assertEqual(len(self.client.pages(self.path + "/approved-origins", "Origins", maxResults=4)[0]),
                         29)

    def test_lambda_functions(self):
        for i in range(50):
            self.empty(self.call("PUT", "/lambda-function", {"FunctionArn": "arn:aws:lambda:f%d" % i}))
        self.refused(self.call("PUT", "/lambda-function", {"FunctionArn": "more"}), 402,
                     "ServiceQuotaExceededException", "50")
        self.empty(self.call("DELETE", "/lambda-function", functionArn="arn:aws:lambda:f0"))
        items, sizes = self.client.pages(self.path + "/lambda-functions", "LambdaFunctions")
        self.assertEqual((items[0], sizes), ("arn:aws:lambda:f1", [25, 24]))

    def test_security_keys(self):
        one, two, three = ("-----BEGIN KEY-----\n%d\n-----END KEY-----" % i for i in range(3))
        first = self.good(self.call("PUT", "/security-key", {"Key": one}))
        self.assertRegex(first["AssociationId"], UUID)
        self.refused(self.call("PUT", "/security-key", {"Key": one}), 409, "ResourceConflictException")
        self.good(self.call("PUT", "/security-key", {"Key": two}))
        self.refused(self.call("PUT", "/security-key", {"Key": three}), 402,
                     "ServiceQuotaExceededException")
        self.refused(self.call("PUT", "/security-key", {"Key": "key"}), 400, "InvalidParameterException", "PEM")
        keys = self.found("/security-keys", "SecurityKeys")
        self.assertEqual([key["Key"] for key in keys], [one, two])
        self.assertEqual(set(keys[0]), {"AssociationId", "Key", "CreationTime"})
        self.assertLess(abs(keys[0]["CreationTime"] - time.time()), 60)
        self.empty(self.call("DELETE", "/security-key/" + first["AssociationId"]))
        self.refused(self.call("DELETE", "/security-key/" + first["AssociationId"]), 404,
                     "ResourceNotFoundException")

    def test_bots_of_both_versions(self):
        old, new = {"Name": "b", "LexRegion": "us-east-1"}, {"AliasArn": "arn:aws:lex:b"}
        self.empty(self.call("PUT", "/bot", {"LexBot": old}))
        self.empty(self.call("PUT", "/lex-bot", {"LexBot": dict(old, Name="c")}))
        self.empty(self.call("PUT", "/bot", {"LexV2Bot": new}))
        self.refused(self.call("PUT", "/lex-bot", {"LexBot": old}), 409, "ResourceConflictException")
        self.refused(self.call("PUT", "/bot", {"LexV2Bot": new}), 409, "ResourceConflictException")
        for wrong in ({}, {"LexBot": old, "LexV2Bot": new}, {"LexV2Bot": {}}):
            self.refused(self.call("PUT", "/bot", wrong), 400, "InvalidRequestException")
        self.assertEqual(self.found("/lex-bots", "LexBots"), [old, dict(old, Name="c")])
        self.assertEqual(self.found("/bots", "LexBots", lexVersion="V1"),
                         [{"LexBot": old}, {"LexBot": dict(old, Name="c")}])
        self.assertEqual(self.found("/bots", "LexBots", lexVersion="V2"), [{"LexV2Bot": new}])
        self.refused(self.call("GET", "/bots"), 400, "InvalidRequestException", "LexVersion")
        self.empty(self.call("DELETE", "/lex-bot", botName="b", lexRegion="us-east-1"))
        self.refused(self.call("DELETE", "/lex-bot", botName="b", lexRegion="us-east-1"), 404,
                     "ResourceNotFoundException")
        self.empty(self.call("POST", "/bot", {"LexV2Bot": new}))
        self.refused(self.call("POST", "/bot", {"LexV2Bot": new}), 404, "ResourceNotFoundException")
        self.assertEqual(self.found("/lex-bots", "LexBots"), [dict(old, Name="c")])

    def test_limit_of_bots_has_the_error_of_the_operation(self):
        for i in range(70):
            self.empty(self.call("PUT", "/lex-bot",
                                 {"LexBot": {"Name": "b%d" % i, "LexRegion": "us-east-1"}}))
        more = {"LexBot": {"Name": "more", "LexRegion": "us-east-1"}}
        self.refused(self.call("PUT", "/lex-bot", more), 402, "ServiceQuotaExceededException", "70")
        self.refused(self.call("PUT", "/bot", more), 429, "LimitExceededException", "70")
        self.empty(self.call("PUT", "/bot", {"LexV2Bot": {"AliasArn": "a"}}))

    def test_client_token_makes_an_association_idempotent(self):
        for _ in range(2):
            self.empty(self.call("PUT", "/approved-origin", {"Origin": "o", "ClientToken": "t"}))
        self.refused(self.call("PUT", "/approved-origin", {"Origin": "p", "ClientToken": "t"}), 400,
                     "InvalidRequestException")
        for _ in range(2):
            self.empty(self.call("DELETE", "/approved-origin", origin="o", clientToken="t"))

    def test_every_operation_needs_its_instance(self):
        self.path = "/instance/00000000-0000-4000-8000-000000000000"
        for response in (self.call("PUT", "/approved-origin", {"Origin": "o"}),
                       self.call("GET", "/lambda-functions"),
                       self.call("GET", "/attributes"), self.call("GET", "/task/template"),
                       self.call("POST", "/replicate", {"ReplicaRegion": "us-west-2", "ReplicaAlias": "r"})):
            self.refused(response, 404, "ResourceNotFoundException", "00000000-0000-4000-8000-000000000000")


class Attributes(Family):
    def test_thirteen_attributes_in_pages_of_seven(self):
        items, sizes = self.client.pages(self.path + "/attributes", "Attributes")
        self.assertEqual(sizes, [7, 6])
        values = {one["AttributeType"]: one["Value"] for one in items}
        self.assertEqual(len(values), 13)
        self.assertEqual((values["INBOUND_CALLS"], values["OUTBOUND_CALLS"], values["CONTACT_LENS"]),
                         ("true", "false", "false"))

    def test_update_is_visible_everywhere(self):
        self.empty(self.call("POST", "/attribute/OUTBOUND_CALLS", {"Value": "true"}))
        self.assertEqual(self.found("/attribute/OUTBOUND_CALLS", "Attribute"),
                         {"AttributeType": "OUTBOUND_CALLS", "Value": "true"})
        self.assertTrue(self.good(self.client.describe(self.id))["Instance"]["OutboundCallsEnabled"])
        self.refused(self.call("POST", "/attribute/OUTBOUND_CALLS", {"Value": "perhaps"}), 400,
                     "InvalidParameterException")
        self.refused(self.call("POST", "/attribute/OTHER", {"Value": "true"}), 400,
                     "InvalidParameterException")
        self.refused(self.call("GET", "/attribute/OTHER"), 400, "InvalidParameterException")


class Storage(Family):
    s3 = {"StorageType": "S3", "S3Config": {"BucketName": "b", "BucketPrefix": "p",
                                            "EncryptionConfig": {"EncryptionType": "KMS", "KeyId": "k"}}}
    video = {"StorageType": "KINESIS_VIDEO_STREAM", "KinesisVideoStreamConfig": {
        "Prefix": "p", "RetentionPeriodHours": 0,
        "EncryptionConfig": {"EncryptionType": "KMS", "KeyId": "k"}}}

    def test_configurations(self):
        body = {"ResourceType": "CALL_RECORDINGS", "StorageConfig": self.s3}
        association = self.good(self.call("PUT", "/storage-config", body))["AssociationId"]
        self.assertRegex(association, UUID)
        self.refused(self.call("PUT", "/storage-config", body), 409, "ResourceConflictException")
        self.good(self.call("PUT", "/storage-config",
                            {"ResourceType": "MEDIA_STREAMS", "StorageConfig": self.video}))
        where = "/storage-config/" + association
        self.assertEqual(self.found(where, "StorageConfig", resourceType="CALL_RECORDINGS"),
                         dict(self.s3, AssociationId=association))
        self.refused(self.call("GET", where, resourceType="MEDIA_STREAMS"), 404, "ResourceNotFoundException")
        self.refused(self.call("GET", where), 400, "InvalidParameterException", "ResourceType")
        stream = {"StorageType": "KINESIS_STREAM", "KinesisStreamConfig": {"StreamArn": "arn"}}
        self.empty(self.call("POST", where, {"StorageConfig": stream}, resourceType="CALL_RECORDINGS"))
        self.assertEqual(self.found("/storage-configs", "StorageConfigs", resourceType="CALL_RECORDINGS"),
                         [dict(stream, AssociationId=association)])
        self.assertEqual(self.found("/storage-configs", "StorageConfigs",
                                    resourceType="MEDIA_STREAMS")[0]["KinesisVideoStreamConfig"],
                         self.video["KinesisVideoStreamConfig"])
        self.empty(self.call("DELETE", where, resourceType="CALL_RECORDINGS"))
        self.assertEqual(self.found("/storage-configs", "StorageConfigs", resourceType="CALL_RECORDINGS"), [])

    def test_configuration_must_match_its_type(self):
        for config in ({"StorageType": "S3"}, dict(self.s3, StorageType="KINESIS_STREAM"),
                       dict(self.s3, **{"KinesisStreamConfig": {"StreamArn": "a"}}),
                       {"StorageType": "S3", "S3Config": {"BucketName": "b"}}, {"StorageType": "FLOPPY"},
                       {"StorageType": "S3", "S3Config": "x"},
                       dict(self.video, KinesisVideoStreamConfig=dict(
                           self.video["KinesisVideoStreamConfig"], RetentionPeriodHours=87601))):
            response = self.call("PUT", "/storage-config",
                               {"ResourceType": "CALL_RECORDINGS", "StorageConfig": config})
            self.refused(response, 400, "InvalidParameterException", "Stor")


class Integrations(Family):
    def test_associations_and_their_use_cases(self):
        body = {"IntegrationType": "EVENT", "IntegrationArn": "arn:aws:x", "SourceApplicationName": "My app",
                "SourceApplicationUrl": "https://app", "SourceType": "SALESFORCE", "Tags": {"a": "b"}}
        for name in ("SourceApplicationName", "SourceApplicationUrl", "SourceType"):
            self.refused(self.call("PUT", "/integration-associations",
                                   {key: value for key, value in body.items() if key != name}), 400,
                         "InvalidRequestException", name)
        made = self.good(self.call("PUT", "/integration-associations", body))
        self.assertRegex(made["IntegrationAssociationArn"], ":instance/%s/integration-association/" % self.id)
        self.refused(self.call("PUT", "/integration-associations", body), 409, "DuplicateResourceException")
        self.good(self.call("PUT", "/integration-associations", dict(body, IntegrationType="CASES_DOMAIN")))
        del body["Tags"]
        self.assertEqual(self.found("/integration-associations", "IntegrationAssociationSummaryList",
                                    integrationType="EVENT"),
                         [dict(body, InstanceId=self.id, **made)])
        self.assertEqual(self.found("/integration-associations", "IntegrationAssociationSummaryList",
                                    integrationArn="other"), [])
        self.assertEqual(len(self.found("/integration-associations", "IntegrationAssociationSummaryList")), 2)
        cases = "/integration-associations/%s/use-cases" % made["IntegrationAssociationId"]
        case = self.good(self.call("PUT", cases, {"UseCaseType": "RULES_EVALUATION"}))
        self.refused(self.call("PUT", cases, {"UseCaseType": "RULES_EVALUATION"}), 409,
                     "DuplicateResourceException")
        self.assertEqual(self.found(cases, "UseCaseSummaryList"),
                         [dict(case, UseCaseType="RULES_EVALUATION")])
        self.refused(self.call("GET", "/integration-associations/x/use-cases"), 404,
                     "ResourceNotFoundException")
        self.refused(self.call("PUT", "/integration-associations/x/use-cases",
                               {"UseCaseType": "RULES_EVALUATION"}), 404, "ResourceNotFoundException")
        for arn, tags in ((made["IntegrationAssociationArn"], {"a": "b"}), (case["UseCaseArn"], {})):
            self.assertEqual(self.good(self.client.call("GET", "/tags/" + quote(arn))), {"tags": tags})
        where = "/integration-associations/" + made["IntegrationAssociationId"]
        self.refused(self.call("DELETE", where), 400, "InvalidRequestException", "use cases")
        self.empty(self.call("DELETE", cases + "/" + case["UseCaseId"]))
        self.refused(self.call("DELETE", cases + "/" + case["UseCaseId"]), 404, "ResourceNotFoundException")
        self.empty(self.call("DELETE", where))
        self.refused(self.call("DELETE", where), 404, "ResourceNotFoundException")


class Templates(Family):
    body = {"Name": "t", "Description": "d", "ContactFlowId": "c", "SelfAssignFlowId": "s",
            "Status": "INACTIVE",
            "Constraints": {"RequiredFields": [{"Id": {"Name": "f"}}], "ReadOnlyFields": [],
                            "InvisibleFields": [{"Id": {"Name": "g"}}]},
            "Defaults": {"DefaultFieldValues": [{"Id": {"Name": "f"}, "DefaultValue": ""}]},
            "Fields": [{"Id": {"Name": "f"}, "Description": "d", "Type": "SINGLE_SELECT",
                        "SingleSelectOptions": ["x", "y"]}, {"Id": {"Name": "g"}}]}

    def test_template_is_returned_as_it_was_created(self):
        made = self.good(self.call("PUT", "/task/template", self.body))
        where = "/task/template/" + made["Id"]
        shown = self.good(self.call("GET", where))
        self.assertLess(abs(shown.pop("CreatedTime") - time.time()), 60)
        shown.pop("LastModifiedTime")
        self.assertEqual(shown, dict(self.body, InstanceId=self.id, **made))
        self.refused(self.call("GET", where, snapshotVersion="1"), 404, "ResourceNotFoundException",
                     "snapshot")
        changed = self.good(self.call("POST", where, dict(self.body, Status="ACTIVE", Description="e")))
        self.assertEqual(dict(shown, Status="ACTIVE", Description="e"),
                         {name: value for name, value in changed.items() if not name.endswith("Time")})
        self.assertGreaterEqual(changed["LastModifiedTime"], changed["CreatedTime"])
        self.assertEqual(set(self.found("/task/template", "TaskTemplates")[0]),
                         {"Id", "Arn", "Name", "Description", "Status", "LastModifiedTime", "CreatedTime"})
        self.assertEqual(self.found("/task/template", "TaskTemplates", status="INACTIVE"), [])
        self.assertEqual(len(self.found("/task/template", "TaskTemplates", status="ACTIVE", name="t")), 1)
        path = "/tags/" + quote(made["Arn"])
        self.good(self.client.call("POST", path, {"tags": {"k": "v"}}))
        self.assertEqual(self.good(self.call("GET", where))["Tags"], {"k": "v"})
        left = self.good(self.call("POST", where, {}))
        self.assertEqual({name for name in left if not name.endswith("Time")},
                         {"InstanceId", "Id", "Arn", "Name", "Status"})
        self.assertEqual(self.good(self.call("GET", where))["Tags"], {"k": "v"})
        self.empty(self.call("DELETE", where))
        self.refused(self.call("DELETE", where), 404, "ResourceNotFoundException")

    def test_properties_that_are_not_valid(self):
        self.good(self.call("PUT", "/task/template", self.body))
        response = self.call("PUT", "/task/template", {
            "Name": "t", "Fields": [{"Id": {"Name": "f"}}, {"Id": {"Name": "f"}, "Type": "SINGLE_SELECT"},
                                    {"Id": {}}],
            "Constraints": {"RequiredFields": [{"Id": {"Name": "other"}}]}})
        self.refused(response, 400, "PropertyValidationException")
        self.assertEqual([(one["PropertyPath"], one["Reason"]) for one in response.json["PropertyList"]], [
            ("Name", "RESOURCE_NAME_ALREADY_EXISTS"), ("Fields[1].Id.Name", "UNIQUE_CONSTRAINT_VIOLATED"),
            ("Fields[1].SingleSelectOptions", "REQUIRED_PROPERTY_MISSING"),
            ("Fields[2].Id.Name", "REQUIRED_PROPERTY_MISSING"),
            ("Constraints.RequiredFields[0].Id.Name", "REFERENCED_RESOURCE_NOT_FOUND")])
        fields = [{"Id": {"Name": "f%d" % i}} for i in range(51)]
        self.refused(self.call("PUT", "/task/template", {"Name": "u", "Fields": fields}), 402,
                     "ServiceQuotaExceededException", "50")
        self.refused(self.call("PUT", "/task/template", {"Name": "u"}), 400, "InvalidParameterException",
                     "Fields")


class Others(Family):
    def test_replicas(self):
        body = {"ReplicaRegion": "us-west-2", "ReplicaAlias": "replica"}
        made = self.good(self.call("POST", "/replicate", body))
        self.assertEqual(made, {"Id": self.id,
                                "Arn": "arn:aws:connect:us-west-2:123456789012:instance/" + self.id})
        self.refused(self.call("POST", "/replicate", body), 409, "ResourceConflictException")
        self.refused(self.call("POST", "/replicate", dict(body, ReplicaRegion="us-east-1")), 400,
                     "InvalidRequestException")
        shown = self.good(self.client.describe(self.id))["ReplicationConfiguration"]
        self.assertEqual(shown, {
            "ReplicationStatusSummaryList": [{"Region": "us-west-2",
                                              "ReplicationStatus": "INSTANCE_REPLICATION_COMPLETE"}],
            "SourceRegion": "us-east-1", "GlobalSignInEndpoint": "https://family.my.connect.aws"})
        arn = quote("arn:aws:connect:us-east-1:123456789012:instance/" + self.id)
        self.refused(self.client.call("POST", "/instance/" + arn + "/replicate",
                                      dict(body, ReplicaRegion="eu-west-2")), 409,
                     "ResourceConflictException", "alias")
        self.good(self.client.call("POST", "/instance/" + arn + "/replicate",
                                   {"ReplicaRegion": "eu-west-2", "ReplicaAlias": "second"}))
        self.refused(self.client.create("Second"), 400, "InvalidRequestException", "already used")
        other = self.created("managed")
        self.refused(self.client.call("POST", "/instance/%s/replicate" % other, body), 400,
                     "InvalidRequestException", "SAML")

    def test_outbound_email(self):
        body = {"FromEmailAddress": {"EmailAddress": "a@example.com"},
                "DestinationEmailAddress": {"EmailAddress": "b@example.com", "DisplayName": "B"},
                "EmailMessage": {"MessageSourceType": "RAW",
                                 "RawMessage": {"Subject": "s", "Body": "b", "ContentType": "text/plain"}},
                "TrafficType": "GENERAL", "ClientToken": "t"}
        self.empty(self.call("PUT", "/outbound-email", body))
        self.empty(self.call("PUT", "/outbound-email", body))
        self.refused(self.call("PUT", "/outbound-email", dict(body, TrafficType="CAMPAIGN")), 409,
                     "IdempotencyException")
        del body["ClientToken"]
        for wrong in ({"TrafficType": "CAMPAIGN"}, {"EmailMessage": {"MessageSourceType": "TEMPLATE"}},
                      {"FromEmailAddress": {"EmailAddress": "unknown"}},
                      {"EmailMessage": dict(body["EmailMessage"], MessageSourceType="TEMPLATE")}):
            self.refused(self.call("PUT", "/outbound-email", dict(body, **wrong)), 400,
                         "InvalidRequestException")

    def test_web_notification(self):
        campaign = {"SourceCampaign": {"CampaignId": "c", "OutboundRequestId": "0" * 36}}
        body = {"BrowserId": "b", "SessionId": "s", "ExpiresAt": int(time.time()) + 60, "Source": campaign,
                "Destination": {"WidgetId": "w", "ProfileId": "p"},
                "Content": {"Type": "WIDGET_VIEW", "ViewArn": "v"}}
        self.empty(self.call("POST", "/outbound-web-notification", body))
        self.empty(self.call("POST", "/outbound-web-notification", dict(body, ExpiresAt=time.time() + 60.5)))
        self.refused(self.call("POST", "/outbound-web-notification", dict(body, ExpiresAt=1)), 400,
                     "InvalidRequestException", "future")
        self.refused(self.call("POST", "/outbound-web-notification", dict(body, ExpiresAt="soon")), 400,
                     "InvalidRequestException", "ExpiresAt")


class Waiting(Family):
    flags = ("--creation-delay-ms", "1000")

    def test_replication_needs_an_active_instance_and_takes_time(self):
        body = {"ReplicaRegion": "us-west-2", "ReplicaAlias": "replica"}
        self.refused(self.call("POST", "/replicate", body), 409, "ResourceNotReadyException")
        time.sleep(1.1)
        self.good(self.call("POST", "/replicate", body))

        def status():
            shown = self.good(self.client.describe(self.id))["ReplicationConfiguration"]
            return shown["ReplicationStatusSummaryList"][0]["ReplicationStatus"]

        self.assertEqual(status(), "INSTANCE_REPLICATION_IN_PROGRESS")
        time.sleep(1.1)
        self.assertEqual(status(), "INSTANCE_REPLICATION_COMPLETE")


del Case, Family  # unittest would run them where they are only imported

if __name__ == "__main__":
    unittest.main()
