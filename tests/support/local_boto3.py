"""connect-local as boto3 sees it: the environment names the endpoint; see tests/local_sdk.sh."""

import os
import time
import unittest

import boto3
from botocore.config import Config


def client(**more):
    return boto3.client("connect", endpoint_url=os.environ["AWS_ENDPOINT_URL_CONNECT"], region_name="us-east-1",
                        config=Config(retries={"mode": "standard", "max_attempts": 10}), **more)


class Story(unittest.TestCase):
    def test_pages(self):
        pages = list(client().get_paginator("list_instances").paginate(PaginationConfig={"PageSize": 10}))
        self.assertEqual([len(page["InstanceSummaryList"]) for page in pages], [10, 10, 3])

    def test_instance(self):
        connect = client()
        # The boto3 of Debian 12 makes instances without tags.
        takes_tags = "Tags" in connect.meta.service_model.operation_model("CreateInstance").input_shape.members
        tags = {"Tags": {"team": "blue"}} if takes_tags else {}
        made = connect.create_instance(IdentityManagementType="SAML", InstanceAlias="python", InboundCallsEnabled=True,
                                       OutboundCallsEnabled=False, **tags)
        end = time.monotonic() + 30
        while (found := connect.describe_instance(InstanceId=made["Id"])["Instance"])["InstanceStatus"] != "ACTIVE":
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)
        self.assertEqual(found["Arn"], made["Arn"])
        self.assertEqual(found.get("Tags"), tags.get("Tags"))
        self.assertEqual(found["CreatedTime"].tzinfo is not None, True)
        connect.associate_lambda_function(InstanceId=made["Id"], FunctionArn="arn:aws:lambda:x")
        self.assertEqual(connect.list_lambda_functions(InstanceId=made["Id"])["LambdaFunctions"], ["arn:aws:lambda:x"])
        connect.tag_resource(resourceArn=made["Arn"], tags={"more": "tags"})
        self.assertEqual(connect.list_tags_for_resource(resourceArn=made["Arn"])["tags"],
                         {**tags.get("Tags", {}), "more": "tags"})
        connect.delete_instance(InstanceId=made["Id"])
        with self.assertRaises(connect.exceptions.ResourceNotFoundException) as caught:
            connect.describe_instance(InstanceId=made["Id"])
        self.assertIn(made["Id"], caught.exception.response["Error"]["Message"])
        self.assertTrue(caught.exception.response["ResponseMetadata"]["RequestId"])

    def test_wrong_secret(self):
        connect = client(aws_access_key_id="AKIDLOCAL", aws_secret_access_key="wrong")
        with self.assertRaises(connect.exceptions.ClientError) as caught:
            connect.list_instances()
        self.assertEqual(caught.exception.response["Error"]["Code"], "InvalidSignatureException")


if __name__ == "__main__":
    unittest.main()
