#!/usr/bin/env python3
"""Makes case files out of the service model: requests, replies and errors, and what has to come of them.

usage: cases.py [--model MODEL] [OPERATION...]      writes tests/cases/OPERATION/model.json, of all operations by default
       cases.py [--model MODEL] --check             tells which files differ from what would be written

What is expected is made here, from the model and Python's own JSON and URL code, and from nothing of the library.
Cases of one's own go into other files of the same folder.  README.md there says what a case is.
"""
import argparse
import datetime
import json
import os
import sys
import urllib.parse
import zlib

import model as reader
from sample import fitting

CASES = os.path.join(reader.HERE, "..", "cases")
# The runner's random source gives zeros, which make this UUID of version 4.
TOKEN = "00000000-0000-4000-8000-000000000000"
INSTANCE = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
# Each modelled error of these stands in each of the three places; elsewhere the places take turns.
THOROUGH = ("CreateInstance", "DescribeInstance", "ListInstances", "DeleteInstance", "TagResource", "UntagResource",
            "ListTagsForResource")

CLASSES = {
    "AccessDeniedException": "CONNECT_E_ACCESS_DENIED",
    "DuplicateResourceException": "CONNECT_E_CONFLICT",
    "IdempotencyException": "CONNECT_E_CONFLICT",
    "InternalServiceException": "CONNECT_E_INTERNAL",
    "InvalidParameterException": "CONNECT_E_INVALID_REQUEST",
    "InvalidRequestException": "CONNECT_E_INVALID_REQUEST",
    "LimitExceededException": "CONNECT_E_LIMIT_EXCEEDED",
    "PropertyValidationException": "CONNECT_E_INVALID_REQUEST",
    "ResourceConflictException": "CONNECT_E_CONFLICT",
    "ResourceInUseException": "CONNECT_E_CONFLICT",
    "ResourceNotFoundException": "CONNECT_E_NOT_FOUND",
    "ResourceNotReadyException": "CONNECT_E_CONFLICT",
    "ServiceQuotaExceededException": "CONNECT_E_QUOTA_EXCEEDED",
    "ThrottlingException": "CONNECT_E_THROTTLED",
}
# What makes something new each time, unless a client token says that it is the same.
CREATES = ("Associate", "BatchAssociate", "Create", "Replicate", "Send")
# The class of an unknown error type, by its status.
BY_STATUS = {400: "CONNECT_E_INVALID_REQUEST", 401: "CONNECT_E_UNAUTHENTICATED", 402: "CONNECT_E_QUOTA_EXCEEDED",
             403: "CONNECT_E_ACCESS_DENIED", 404: "CONNECT_E_NOT_FOUND", 405: "CONNECT_E_METHOD_NOT_ALLOWED",
             409: "CONNECT_E_CONFLICT", 415: "CONNECT_E_UNSUPPORTED_MEDIA_TYPE", 418: "CONNECT_E_SERVICE",
             429: "CONNECT_E_THROTTLED", 500: "CONNECT_E_INTERNAL", 502: "CONNECT_E_INTERNAL",
             503: "CONNECT_E_INTERNAL"}

# Two values each of patterns where certain characters matter; sample.py makes those of the others.
FORMED = {
    "DIRECTORY_ALIAS": ("demo-Alias-7", "x"),
    "DIRECTORY_ID": ("d-0123456789", "d-abcdefabcd"),
    "TAG_KEY": ("Straße/Lager: 7_.=+-@", "日本"),
    "APPLICATION_NAME": ("My App_1-2", "a"),
    "EMAIL_ADDRESS": ("jane+tag@mail.example.com", "ø@ä.b"),
    "AWS_REGION": ("us-west-2", "us-gov-east-1"),
    "INSTANCE_ID_OR_ARN": ("arn:aws:connect:us-west-2:123456789012:instance/" + INSTANCE, INSTANCE),
}
# The forms a time may have in a reply, each with the milliseconds it means.
TIMES = (
    (1700000000, 1700000000000),
    (1576540098.123, 1576540098123),
    ("1700000001", 1700000001000),
    ("2026-11-21T23:59:18.525443+00:00", 1795305558525),
    ("2019-12-16T22:48:18-01:00", 1576540098000),
    ("2000-01-02T20:34:56.123Z", 946845296123),
    ("Tue, 29 Apr 2014 18:30:38 GMT", 1398796238000),
    (1.7e9, 1700000000000),
    (0, 0),
    (-1, -1000),
)


def iso(ms):
    moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(milliseconds=ms)
    return moment.isoformat()


def quoted(text):
    return urllib.parse.quote(text, safe="-._~")


class Sampler:
    """Values that the model allows, and what they are on the wire and in the library's JSON."""

    def __init__(self, model, unknown=False, is_reply=False):
        self.shapes = model["shapes"]
        self.unknown = unknown  # members and enum values that the model does not know
        self.is_reply = is_reply  # unknown members are passed on in replies, and cannot be given in input
        self.time = 0
        self.within = []  # a structure that holds itself ends where it would begin again

    def text(self, name, shape, turn, in_uri=False):
        if "enum" in shape:
            return "SOMETHING_NEW" if self.unknown else shape["enum"][turn % len(shape["enum"])]
        low, high = shape.get("min", 0), shape.get("max", 1 << 30)
        if "pattern" in shape:
            formed = FORMED.get(reader.PATTERNS.get(shape["pattern"]))
            return formed[turn % 2] if formed else fitting(shape["pattern"], low, high, turn)
        if low == high:
            return INSTANCE if low == 36 else "x" * low
        text = ("é/ %%:?#[]@!$&'()*+,;=\"\\日😹 %s%d" if in_uri else '%s "é" \\ 😹\t%d') % (name, turn)
        return text[:min(high, 60)].strip() or "x"

    def value(self, name, shape_name, turn=0, only_required=False, in_uri=False):
        """(as in the library's JSON, as on the wire)"""
        shape = self.shapes[shape_name]
        kind = shape["type"]
        if kind == "structure":
            if self.within.count(shape_name) > 1:
                return {}, {}
            self.within.append(shape_name)
            pair = self.structure(shape, turn, only_required)
            self.within.pop()
            return pair
        if kind == "list":
            pairs = [self.value(name, shape["member"], turn + i, only_required, in_uri) for i in range(2)]
            return [a for a, _ in pairs], [b for _, b in pairs]
        if kind == "map":
            entries = {self.text(name + " key", self.shapes[shape["key"]], turn + i):
                       self.text(name + " value", self.shapes[shape["value"]], turn + i) for i in range(2)}
            return entries, entries
        if kind == "boolean":
            return turn % 2 == 0, turn % 2 == 0
        if kind in ("integer", "long"):
            number = shape.get("max", 7) if turn % 2 == 0 else shape.get("min", 0)
            return number, number
        if kind in ("double", "float"):
            return 2.5 + turn, 2.5 + turn
        if kind == "timestamp":
            wire, ms = TIMES[(turn + self.time) % len(TIMES)]
            self.time += 1
            return iso(ms), wire
        text = self.text(name, shape, turn, in_uri)
        return text, text

    def structure(self, shape, turn=0, only_required=False):
        ours, wire = {}, {}
        for name, member in shape["members"].items():
            if only_required and name not in shape.get("required", []):
                continue
            ours[name], wire[name] = self.value(name, member["shape"], turn, only_required, "location" in member)
        if self.unknown:
            wire["SomethingNew"] = {"Nested": [1, 2.5, "x", None, {"Deep": True}]}
            if self.is_reply:
                ours["SomethingNew"] = wire["SomethingNew"]
        return ours, wire


class Maker:
    def __init__(self, model, name):
        self.model, self.name = model, name
        self.operation = model["operations"][name]
        self.input = reader.input_shape(model, self.operation)
        self.output = reader.output_shape(model, self.operation)
        self.cases = []
        # By the name, so that a new operation changes no other's cases.
        self.turn = zlib.crc32(name.encode()) % 60

    # ---- what is sent

    @staticmethod
    def sent(member, value):
        """Of the ARN of an instance, the id."""
        return value.rpartition("/")[2] if member["shape"] == "InstanceIdOrArn" else value

    def request_value(self, member, value):
        """A time travels as a number."""
        if self.model["shapes"][member["shape"]]["type"] == "timestamp":
            seconds = datetime.datetime.fromisoformat(value).timestamp()
            return int(seconds) if seconds == int(seconds) else seconds
        return value

    def request(self, given):
        path, query, body = self.operation["http"]["requestUri"], [], {}
        has_body = False
        for name, member in self.input["members"].items():
            place, wire = member.get("location"), reader.wire_name(name, member)
            has_body = has_body or place is None
            value = given.get(name)
            if value is None and member.get("idempotencyToken"):
                value = TOKEN
            if value is None:
                continue
            value = self.sent(member, value)
            if place == "uri":
                path = path.replace("{%s}" % wire, quoted(str(value)))
            elif place == "querystring":
                query += ["%s=%s" % (quoted(wire), quoted(str(each)))
                          for each in (value if isinstance(value, list) else [value])]
            else:
                body[wire] = self.request_value(member, value)
        uri = path + ("?" + "&".join(query) if query else "")
        return {"method": self.operation["http"]["method"], "uri": uri, "body": body if has_body else None}

    def required_input(self):
        """The least that can be sent; ids are plain ones."""
        given, _ = Sampler(self.model).structure(self.input, 0, only_required=True)
        if "InstanceId" in given:
            given["InstanceId"] = INSTANCE
        return given

    def add(self, description, given=None, status=200, headers=None, body="{}", output=None, error=None, sent=True,
            **more):
        case = {"description": description}
        if given is not None:
            case.update(input=given, request=self.request(given) if sent else None)
        if sent:
            case["response"] = {"status": status, "headers": headers or {}, "body": body}
        if error is None:
            case["output"] = {} if output is None else output
        else:
            case["error"] = error
        case.update(more)
        self.cases.append(case)

    # ---- requests

    def requests(self):
        everything, _ = Sampler(self.model).structure(self.input, self.turn)
        self.add("every member is sent", everything, check="strict")
        self.add("only what is required is sent, and a client token is made when there is none", check="strict")
        strange, _ = Sampler(self.model, unknown=True).structure(self.input, 1)
        if strange != Sampler(self.model).structure(self.input, 1)[0]:
            self.add("values that are newer than the library are sent as they are", strange)
        if self.input["members"].get("InstanceId", {}).get("shape") == "InstanceId":
            given = self.required_input()
            self.cases.append({
                "description": "the ARN of an instance serves in place of its id",
                "input": dict(given, InstanceId="arn:aws:connect:us-west-2:123456789012:instance/" + INSTANCE),
                "request": self.request(given),
                "response": {"status": 200, "headers": {}, "body": "{}"}, "output": {}})

    def refusals(self):
        """What is found out before anything is sent."""
        whole = self.required_input()
        for name in self.input.get("required", []):
            given = {key: value for key, value in whole.items() if key != name}
            self.refuse("without %s nothing is sent" % name, given, name)
            nested = self.model["shapes"][self.input["members"][name]["shape"]]
            if nested["type"] == "structure" and nested.get("required"):
                inner = nested["required"][0]
                less = {key: value for key, value in whole[name].items() if key != inner}
                self.refuse("without %s.%s nothing is sent" % (name, inner), dict(whole, **{name: less}),
                            name + "." + inner)
        for name, member in self.input["members"].items():
            if member.get("location") == "uri":
                self.refuse("an empty %s cannot be a part of a path" % name, dict(whole, **{name: ""}), name)
                if "enum" not in self.model["shapes"][member["shape"]]:
                    self.refuse('".." as %s would change the path' % name, dict(whole, **{name: ".."}), name)
        self.refuse("an unknown member is reported", dict(whole, NoSuchMember=1), "NoSuchMember")
        everything, _ = Sampler(self.model).structure(self.input, 0)
        for what, path, value in wrong_places(self.model, self.input, everything):
            self.refuse("input with a wrong type for %s" % what, value, path)

    def refuse(self, description, given, problem):
        self.add(description, given, sent=False,
                 error={"code": "CONNECT_E_ARGUMENT", "http_status": 0, "problem": problem})

    # ---- replies

    def replies(self):
        ours, wire = Sampler(self.model).structure(self.output, self.turn)
        self.add("a reply with every member is read", body=wire, output=ours)
        self.add("a reply with no member at all is fine")
        self.add("an empty body is a reply without members", body="")
        self.add("204 is a reply without members", status=204, body="")
        ours, wire = Sampler(self.model, unknown=True, is_reply=True).structure(self.output, self.turn)
        self.add("members and values that are newer than the library do no harm", body=wire, output=ours)
        self.add("null is absent", body=dict.fromkeys(self.output["members"]))
        nulls = {name: [None, value[0], None] for name, value in wire.items() if isinstance(value, list)}
        if nulls:
            self.add("null in a list is skipped", body=nulls,
                     output={name: [ours[name][0]] for name in nulls})
        if self.output["members"]:
            _, wire = Sampler(self.model).structure(self.output, 0)
            for what, _, value in wrong_places(self.model, self.output, wire):
                self.unreadable("a reply with a wrong type for %s" % what, value)
            self.unreadable("a page in place of JSON", "<html><body>Sorry</body></html>")
            self.unreadable("a reply that breaks off", '{"%s":' % next(iter(self.output["members"])))
            self.unreadable("a list in place of an object", "[]")

    def unreadable(self, description, body):
        self.add(description, body=body,
                 error={"code": "CONNECT_E_DECODE", "http_status": 200, "retryable": False})

    # ---- errors

    def placed(self, type_name, place, extra):
        """(headers, body): a type in one of its three places, in one of the forms it may have there."""
        forms = (type_name, type_name + ":http://internal.amazon.com/coral/com.amazonaws.connect/",
                 "com.amazonaws.connect#" + type_name,
                 "com.amazonaws.connect#%s:http://internal.amazon.com/coral/" % type_name)
        text = forms[(self.turn + len(self.cases)) % len(forms)]
        if place == 0:
            return {"x-amzn-ErrorType": text}, extra
        if place == 1:
            return {}, dict(extra, code=text, __type="NotThisException")
        return {}, dict(extra, __type=text)

    def errors(self):
        for number, type_name in enumerate(self.operation["errors"]):
            for place in range(3) if self.name in THOROUGH else [(self.turn + number) % 3]:
                self.error(type_name, place)
        if "ThrottlingException" not in self.operation["errors"]:
            self.error("ThrottlingException", self.turn % 3)
        statuses = sorted(BY_STATUS)
        status = statuses[self.turn % len(statuses)]
        self.add("an unknown error type is classified by its status", status=status,
                 headers={"x-amzn-errortype": "SomethingNewException"}, body={"message": "what is this"},
                 error=self.fault(BY_STATUS[status], status, "SomethingNewException", "what is this"))
        status = statuses[(self.turn + 5) % len(statuses)]
        self.add("a page in place of an error counts as its status says", status=status,
                 body="<html><body>Sorry</body></html>", error=self.fault(BY_STATUS[status], status, None))

    def fault(self, code, status, type_name, message=None):
        """A creation without a token may have happened although the service failed, so it is not sent again."""
        tokens = [member for member in self.input["members"].values() if member.get("idempotencyToken")]
        unsafe = not tokens and self.name.startswith(CREATES)
        error = {"code": code, "http_status": status, "type": type_name,
                 "retryable": code == "CONNECT_E_THROTTLED" or (code == "CONNECT_E_INTERNAL" and not unsafe),
                 "throttle": code == "CONNECT_E_THROTTLED"}
        if message is not None:
            error["message"] = message
        return error

    def error(self, type_name, place):
        shape = self.model["shapes"][type_name]
        status = shape["error"]["httpStatusCode"]
        extra, _ = Sampler(self.model).structure(shape, self.turn + place)
        extra["Message"] = "about %s: „%s“" % (self.name, type_name)
        headers, body = self.placed(type_name, place, extra)
        error = self.fault(CLASSES.get(type_name) or BY_STATUS.get(status, "CONNECT_E_SERVICE"), status, type_name, extra["Message"])
        error["detail"] = extra
        if isinstance(extra.get("Reason"), dict):
            error["reason"] = next(iter(extra["Reason"].values()))
        self.add("%s with its type %s" % (type_name, ("in the header", "as code", "as __type")[place]),
                 status=status, headers=headers, body=body, error=error)


WRONG = {
    "string": (7, [], {}),
    "enum": (1.5, True, []),
    "boolean": ("true", 1, {}),
    "integer": ("many", 1.5, True),
    "double": ("much", True, []),
    "timestamp": ("yesterday", True, []),
    "structure": ("text", [], 3),
    "list": ({}, "text", 0),
    "map": ([], "text", 1),
}


def wrong_places(model, shape, value):
    """(what, path, the value with one wrong type in it), once for each kind of place there is."""
    done = set()

    def kind_of(target):
        return "enum" if "enum" in target else {"long": "integer", "float": "double"}.get(target["type"], target["type"])

    def of_value(name, path, target, below, rebuild):
        kind = kind_of(target)
        where = (kind, path.count(".") > 0)
        if where not in done:
            done.add(where)
            yield ("%s %s %s" % ("an" if kind[0] in "aei" else "a", kind, "within" if where[1] else "at the top"), path,
                   rebuild(WRONG[kind][len(done) % 3]))
        if kind == "structure":
            yield from of_structure(target, below, path + ".", rebuild)
        elif kind == "list":
            child = model["shapes"][target["member"]]
            what = "an element, a " + kind_of(child)
            if what not in done:
                done.add(what)
                yield what, path, rebuild([below[0], 7])
            if child["type"] == "structure":
                yield from of_structure(child, below[0], path + ".", lambda new: rebuild([new]))
        elif kind == "map" and "value of a map" not in done:
            done.add("value of a map")
            yield "a value of a map", path, rebuild(dict(below, key=7))

    def of_structure(target, below, path, rebuild):
        for name, member in target["members"].items():
            if name not in below:
                continue
            yield from of_value(name, path + name, model["shapes"][member["shape"]], below[name],
                                lambda new, name=name: rebuild(dict(below, **{name: new})))

    for what, path, wrong in of_structure(shape, value, "", lambda new: new):
        yield what, path.split(".")[0], wrong


def of_operation(model, name):
    """What a case does not say is taken from the file: the least that can be sent."""
    maker = Maker(model, name)
    plain = maker.required_input()
    maker.requests()
    maker.refusals()
    maker.replies()
    maker.errors()
    return {"input": plain, "request": maker.request(plain), "cases": maker.cases}


def text(file):
    def compact(value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    return '{"input":%s,\n"request":%s,\n"cases":[\n%s\n]}\n' % (
        compact(file["input"]), compact(file["request"]), ",\n".join(map(compact, file["cases"])))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--model")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("operation", nargs="*")
    options = parser.parse_args()
    model = reader.load(options.model)
    stale = 0
    for name in options.operation or sorted(model["operations"]):
        path = os.path.join(CASES, name, "model.json")
        wanted = text(of_operation(model, name))
        if options.check:
            try:
                with open(path, encoding="utf-8") as file:
                    same = file.read() == wanted
            except FileNotFoundError:
                same = False
            if not same:
                stale += 1
                print("%s is not what cases.py makes of the model" % os.path.normpath(path))
        else:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(wanted)
    sys.exit(1 if stale else 0)


if __name__ == "__main__":
    main()
