"""Runs against a connect-local with 24 instances that the environment points at: see tests/examples.sh."""
import os
import threading
import unittest

import libconnect


class Operations(unittest.TestCase):
    def test_tables_name_every_operation(self):
        self.assertIn("ListInstances", libconnect.operations())
        self.assertRegex(libconnect.version(), r"^\d+\.\d+\.\d+$")

    def test_methods_come_from_the_tables(self):
        with libconnect.Client() as client:
            self.assertIn("list_instances", dir(client))
            with self.assertRaises(AttributeError):
                client.list_instnaces()


class Calls(unittest.TestCase):
    def setUp(self):
        self.client = libconnect.Client()
        self.addCleanup(self.client.close)

    def test_story_of_an_instance(self):
        client = self.client
        created = client.create_instance(IdentityManagementType="CONNECT_MANAGED", InstanceAlias="from-python",
                                         InboundCallsEnabled=True, OutboundCallsEnabled=False)
        client.wait_instance_active(created["Id"], timeout=30)
        instance = client.describe_instance(InstanceId=created["Id"])["Instance"]
        self.assertEqual(instance["InstanceAlias"], "from-python")
        self.assertIs(instance["OutboundCallsEnabled"], False)
        client.tag_resource(resourceArn=created["Arn"], tags={"ort": "Zürich"})
        self.assertEqual(client.list_tags_for_resource(resourceArn=created["Arn"])["tags"], {"ort": "Zürich"})
        client.delete_instance(InstanceId=created["Id"])
        client.wait_instance_deleted(created["Id"], timeout=30)

    def test_pages_give_all_items(self):
        aliases = [item["InstanceAlias"] for item in self.client.paginate("list_instances", MaxResults=7)]
        self.assertEqual(len(aliases), 24)
        self.assertEqual(len(set(aliases)), 24)

    def test_stopping_early_is_fine(self):
        self.assertIn("Id", next(self.client.paginate("ListInstances")))

    def test_error_of_the_service(self):
        with self.assertRaises(libconnect.Error) as caught:
            self.client.describe_instance(InstanceId="00000000-0000-4000-8000-000000000000")
        error = caught.exception
        self.assertEqual((error.name, error.aws_type, error.http_status, error.operation),
                         ("CONNECT_E_NOT_FOUND", "ResourceNotFoundException", 404, "DescribeInstance"))
        self.assertTrue(error.request_id)
        self.assertFalse(error.is_retryable)

    def test_mistakes_are_listed_and_nothing_is_sent(self):
        with self.assertRaises(libconnect.Error) as caught:
            self.client.create_instance(InstanceAlias="x")
        self.assertEqual(caught.exception.name, "CONNECT_E_ARGUMENT")
        self.assertEqual(caught.exception.attempts, 0)
        self.assertEqual(len(caught.exception.problems), 3)
        with self.assertRaises(libconnect.Error):
            self.client.list_instances(Zonk=1)

    def test_error_on_a_page(self):
        with self.assertRaises(libconnect.Error):
            list(self.client.paginate("list_instances", NextToken="none"))
        with self.assertRaises(libconnect.Error):
            list(self.client.paginate("describe_instance", InstanceId="x"))

    def test_options(self):
        with libconnect.Client(region="eu-central-1", endpoint_url="http://127.0.0.1:1") as client:
            self.assertEqual(client.describe()["region"], "eu-central-1")
            with self.assertRaises(libconnect.Error) as caught:
                client.list_instances()
            self.assertEqual(caught.exception.name, "CONNECT_E_TRANSPORT")
        self.assertNotIn(os.environ["AWS_SECRET_ACCESS_KEY"], str(self.client.describe()))

    def test_threads_share_a_client(self):
        counts = []
        work = lambda: counts.append(len(list(self.client.paginate("list_instances"))))
        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(counts), 8)


if __name__ == "__main__":
    unittest.main()
