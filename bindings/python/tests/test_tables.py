"""What the package makes from the tables of the library; no server is needed."""
import dataclasses
import inspect
import json
import os
import pickle
import re
import subprocess
import sys
import tempfile
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

import libconnect
from libconnect import _library, attempt, errors, types
from libconnect._model import Kind
from libconnect._operations import annotation
from libconnect._structure import decode

PYTHON = Path(__file__).resolve().parent.parent
TREE = PYTHON.parent.parent


def members_of(header, struct):
    """The members that a public header has in a struct."""
    text = (TREE / "include/connect" / header).read_text()
    body = re.search(r"typedef struct %s \{(.*?)\n\}" % struct, text, re.S).group(1)
    body = re.sub(r"/\*.*?\*/", "", body, flags=re.S)
    return re.findall(r"(\w+);", body)


class Operations(unittest.TestCase):
    def test_every_operation_is_a_method_with_a_signature_and_a_docstring(self):
        self.assertGreaterEqual(len(libconnect.operations()), 44)
        for operation in libconnect.operations().values():
            method = getattr(libconnect.Client, operation.method)
            parameters = inspect.signature(method).parameters
            self.assertEqual(set(parameters) - {"self"},
                             {member.attribute for member in operation.input.members})
            for member in operation.input.members:
                self.assertIn(member.attribute + ": ", method.__doc__)
                self.assertEqual(parameters[member.attribute].default is inspect.Parameter.empty,
                                 member.is_required)
            self.assertTrue(method.__doc__.startswith(operation.summary))
            self.assertEqual(hasattr(libconnect.Client, operation.method + "_pages"),
                             operation.page_member is not None)

    def test_a_docstring_has_limits_values_and_errors(self):
        doc = libconnect.Client.create_instance.__doc__
        self.assertIn("identity_management_type: str; required; one of SAML, CONNECT_MANAGED", doc)
        self.assertIn("instance_alias: str; 1..45 characters; letters, digits", doc)
        self.assertIn("client_token: str; generated if absent", doc)
        self.assertIn("ServiceQuotaExceededException", doc)

    def test_wrong_arguments_are_type_errors_of_the_method(self):
        client = libconnect.Client(region="us-east-1")
        with self.assertRaisesRegex(TypeError, r"describe_instance\(\): missing.*instance_id"):
            client.describe_instance()
        with self.assertRaisesRegex(TypeError, r"list_instances\(\): .*max_result"):
            client.list_instances(max_result=5)
        with self.assertRaises(AttributeError):
            client.list_instnaces()

    def test_a_kind_that_is_newer_than_the_package_is_passed_on(self):
        self.assertIs(Kind(99), Kind.OTHER)
        known = libconnect.operations()["ListTagsForResource"].output
        newer = dataclasses.replace(known, members=tuple(
            dataclasses.replace(member, kind=Kind(99)) for member in known.members))
        self.assertEqual(annotation(newer.members[0]), "Any")
        found = decode(newer, {"tags": {"a": [1]}})
        self.assertEqual((found.tags, found.to_dict()), ({"a": [1]}, {"tags": {"a": [1]}}))

    def test_version(self):
        self.assertRegex(libconnect.version(), r"^\d+\.\d+\.\d+$")

    def test_versions_agree(self):
        configured = re.search(r"AC_INIT\(\[libconnect\], \[([^]]*)", (TREE / "configure.ac").read_text())
        self.assertIn('version = "%s"' % configured.group(1), (PYTHON / "pyproject.toml").read_text())

    def test_stubs_are_those_of_the_tables(self):
        with tempfile.TemporaryDirectory() as directory:
            subprocess.run([sys.executable, str(PYTHON / "make_stubs.py"), directory], check=True)
            for name in ("types.pyi", "_operations.pyi"):
                self.assertEqual((Path(directory) / name).read_text(),
                                 (PYTHON / "libconnect" / name).read_text(),
                                 "run bindings/python/make_stubs.py")


class Headers(unittest.TestCase):
    def test_no_function_passes_structs_by_value_or_has_varargs(self):
        text = "".join(path.read_text() for path in (TREE / "include/connect").glob("*.h"))
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        structs = set(re.findall(r"typedef struct (\w+)", text))
        functions = re.findall(r"CONNECT_API\s+([^;{]*?)\b(connect_\w+)\(([^;]*)\);", text)
        self.assertGreater(len(functions), 200)
        for result, name, parameters in functions:
            self.assertNotIn("...", parameters, name)
            for declared in [result, *parameters.split(",")]:
                words = re.findall(r"[\w*]+", declared.replace("const", ""))
                by_value = words and words[0] in structs and "*" not in declared
                self.assertFalse(by_value, "%s: %s" % (name, declared))


class Structures(unittest.TestCase):
    def test_c_structs_are_declared_as_the_headers_have_them(self):
        for header, struct, declared in (
                ("client.h", "connect_client_options", _library.ClientOptions),
                ("client.h", "connect_attempt", attempt.AttemptStruct),
                ("client.h", "connect_call_options", _library.CallOptions),
                ("client.h", "connect_call_report", _library.CallReport),
                ("waiter.h", "connect_wait_options", _library.WaitOptions),
                ("credentials.h", "connect_credentials", _library.CredentialsStruct),
                ("credentials.h", "connect_role_options", _library.RoleOptions),
                ("credentials.h", "connect_web_identity_options", _library.WebIdentityOptions)):
            names = [name.lstrip("_") for name, _ in declared._fields_]
            text = re.sub(r"\[\d+\];", ";", (TREE / "include/connect" / header).read_text())
            body = re.search(r"typedef struct %s \{(.*?)\n\}" % struct, text, re.S).group(1)
            body = re.sub(r"/\*.*?\*/", "", body, flags=re.S)
            self.assertEqual(re.findall(r"(\w+);", body)[:len(names)], names)

    def test_client_takes_every_option_of_the_header(self):
        options = members_of("client.h", "connect_client_options")
        parameters = set(inspect.signature(libconnect.Client).parameters)
        beyond = {"size", "log_user", "transport", "clock", "random", "keep_json", "on_attempt_user"}
        self.assertGreater(len(options), 24)
        self.assertEqual(parameters, set(options) - beyond)

    def test_attempts_have_every_member_and_decision_of_the_header(self):
        fields = [field.name for field in dataclasses.fields(libconnect.Attempt)]
        self.assertEqual(fields, members_of("client.h", "connect_attempt")[1:])
        text = (TREE / "include/connect/client.h").read_text()
        names = re.findall(r"CONNECT_ATTEMPT_(\w+) = (\d+)", text)
        self.assertEqual([(name.lower(), int(number)) for name, number in names],
                         [(name, number) for number, name in enumerate(attempt.DECISIONS)])

    def test_pace_and_quota_have_every_member_of_the_header(self):
        for struct, declared in (("connect_pace", libconnect.Pace), ("connect_quota", libconnect.Quota)):
            members = set(members_of("client.h", struct)) - {"size", "quotas_count"}
            self.assertEqual(set(declared.__annotations__), members)

    def test_members_are_attributes_and_absent_ones_are_empty(self):
        instance = types.Instance(id="i", tags={"a": "b"})
        self.assertEqual((instance.id, instance.arn, instance.tags), ("i", None, {"a": "b"}))
        self.assertEqual(types.ListInstancesResponse().instance_summary_list, ())
        self.assertEqual(types.Instance().tags, {})
        with self.assertRaises(AttributeError):
            instance.id = "j"
        with self.assertRaisesRegex(TypeError, "Instance has no member 'Id'"):
            types.Instance(Id="i")

    def test_to_dict_has_the_names_and_forms_of_the_api(self):
        created = datetime(2026, 11, 21, 12, 0, tzinfo=timezone(timedelta(hours=2)))
        response = types.DescribeInstanceResponse(
            instance=types.Instance(id="i", created_time=created, inbound_calls_enabled=False))
        self.assertEqual(response.to_dict(), {"Instance": {
            "Id": "i", "CreatedTime": "2026-11-21T12:00:00+02:00", "InboundCallsEnabled": False}})
        json.dumps(response.to_dict())

    def test_unknown_members_of_a_response_are_kept(self):
        shape = libconnect.operations()["DescribeInstance"].output
        members = {"Instance": {"Id": "i", "Color": {"a": 1}}, "Next": [1]}
        found = decode(shape, members)
        self.assertEqual(found.to_dict(), members)
        self.assertEqual(found.instance.id, "i")
        self.assertEqual(found, decode(shape, members))
        self.assertNotEqual(found, decode(shape, {}))

    def test_representations_hide_what_is_sensitive(self):
        operations = libconnect.operations().values()
        sensitive = [(shape, member) for operation in operations
                     for shape in (operation.input, operation.output)
                     for member in shape.members
                     if member.is_sensitive and member.kind == Kind.STRING]
        self.assertTrue(sensitive)
        for shape, member in sensitive:
            text = repr(getattr(types, shape.name)(**{member.attribute: "hush"}))
            self.assertNotIn("hush", text)
            self.assertIn(member.attribute, text)
        credentials = libconnect.Credentials("AKID", "hush", "hush")
        self.assertNotIn("hush", repr(credentials))
        self.assertIn("i-1", repr(types.InstanceSummary(id="i-1")))


class Errors(unittest.TestCase):
    def test_each_status_has_a_class_named_after_it(self):
        names = {code: _library.status_name(code).decode() for code in range(1, 400)}
        known = {code: name for code, name in names.items() if not name.endswith("?")}
        self.assertEqual(set(known), set(errors.CLASSES))
        for code, name in known.items():
            words = name[len("CONNECT_E_"):].split("_")
            expected = "".join(word.capitalize() for word in words) + "Error"
            aliases = {"ServiceError": "OtherServiceError", "MemoryError": "OutOfMemoryError"}
            self.assertEqual(errors.CLASSES[code].__name__, aliases.get(expected, expected))
            base = errors.ServiceError if code < 200 else errors.ClientError
            self.assertTrue(issubclass(errors.CLASSES[code], base))

    def test_an_unknown_status_is_of_its_range(self):
        self.assertIs(errors.class_of(198), errors.ServiceError)
        self.assertIs(errors.class_of(299), errors.ClientError)

    def test_problems_are_listed_and_nothing_is_sent(self):
        client = libconnect.Client(region="us-east-1", endpoint_url="http://127.0.0.1:1")
        with self.assertRaises(errors.ArgumentError) as caught:
            client.create_task_template(instance_id="", name="", fields=[])
        self.assertGreaterEqual(len(caught.exception.problems), 2)
        self.assertEqual(caught.exception.attempts, 0)
        self.assertIsInstance(caught.exception, ValueError)

    def test_unknown_members_suggest_the_nearest(self):
        client = libconnect.Client(region="us-east-1")
        with self.assertRaisesRegex(errors.ArgumentError, 'did you mean "AliasArn"'):
            client.associate_bot(instance_id="i", lex_v2_bot={"AliasAm": "x"})

    def test_an_error_survives_pickling(self):
        client = libconnect.Client(region="us-east-1")
        with self.assertRaises(libconnect.Error) as caught:
            client.invoke("Nothing")
        copy = pickle.loads(pickle.dumps(caught.exception))
        self.assertIsInstance(copy, errors.ArgumentError)
        self.assertEqual((copy.name, str(copy)), (caught.exception.name, str(caught.exception)))


class Loading(unittest.TestCase):
    def load(self, **environment):
        code = "import libconnect; print(libconnect.version())"
        variables = {name: value for name, value in os.environ.items()
                     if name != "LIBCONNECT_PATH"}
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                              env={**variables, **environment}, check=False)

    def test_variables_name_the_file_or_its_directory(self):
        path = os.environ["LIBCONNECT_PATH"]
        for value in (path, os.path.dirname(path)):
            self.assertEqual(self.load(LIBCONNECT_PATH=value).stdout.strip(), libconnect.version())

    def test_a_missing_library_is_an_import_error(self):
        result = self.load(LIBCONNECT_PATH="/nowhere/libconnect.so")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("ImportError: libconnect cannot be loaded: /nowhere/libconnect.so", result.stderr)
        self.assertIn("LIBCONNECT_PATH", result.stderr)

    def test_another_library_is_an_import_error(self):
        import ctypes.util
        result = self.load(LIBCONNECT_PATH=ctypes.util.find_library("z") or "libz.so.1")
        self.assertIn("ImportError", result.stderr)


if __name__ == "__main__":
    unittest.main()
