#!/usr/bin/env python3
"""Judges what the roundtrip program prints: reads each request and reply by the service model and Python's own JSON,
URL and date code, and compares with what was meant and with what came back.

usage: roundtrip.py FACTS <LINES
"""
import datetime
import email.utils
import json
import re
import sys
import urllib.parse

TOKEN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")
ENCODED = re.compile(r"(?:[A-Za-z0-9\-._~]|%[0-9A-F]{2})*\Z")
ARN = re.compile(r"arn:[^/]*:instance/([^/]+)")


class Wrong(Exception):
    pass


def unique(pairs):
    result = dict(pairs)
    if len(result) != len(pairs):
        raise Wrong("a key occurs twice")
    return result


def milliseconds(value):
    if isinstance(value, (int, float)):
        return round(value * 1000)
    try:
        return round(float(value) * 1000)
    except ValueError:
        pass
    if value.endswith("GMT"):
        moment = email.utils.parsedate_to_datetime(value)
    else:
        moment = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return (moment - epoch) // datetime.timedelta(milliseconds=1)


class Judge:
    def __init__(self, facts):
        self.operations, self.shapes = facts["operations"], facts["shapes"]

    def read(self, name, value):
        """A value off the wire, as a tree of ours."""
        shape = self.shapes[name]
        kind = shape["type"]
        if kind == "structure":
            return {key: self.read(member["shape"], value[key]) for key, member in shape["members"].items()
                    if value.get(key) is not None}
        if kind == "list":
            return [self.read(shape["member"]["shape"], each) for each in value if each is not None]
        if kind == "timestamp":
            return milliseconds(value)
        if kind == "integer":
            if value != int(value):
                raise Wrong("%r is no integer" % value)
            return int(value)
        return value

    def members(self, key, operation):
        shape = self.operations[operation].get(key)
        return self.shapes[shape]["members"] if shape else {}

    def request(self, line):
        """The input that a request stands for."""
        operation = self.operations[line["operation"]]
        members = self.members("input", line["operation"])
        path, _, query = line["uri"].partition("?")
        found = {}

        template = re.escape(operation["http"]["requestUri"]).replace(r"\{", "{").replace(r"\}", "}")
        match = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]*)", template), path)
        if not match:
            raise Wrong("the path does not fit " + operation["http"]["requestUri"])
        for name, text in match.groupdict().items():
            found[name] = self.decoded(text)
        for pair in query.split("&") if query else []:
            wire, equals, text = pair.partition("=")
            if not equals:
                raise Wrong("a parameter without =")
            names = [name for name, member in members.items() if member.get("location") == "querystring" and
                     member.get("locationName", name) == self.decoded(wire)]
            if len(names) != 1:
                raise Wrong("what is the parameter " + wire)
            shape = self.shapes[members[names[0]]["shape"]]
            if shape["type"] == "list":
                found.setdefault(names[0], []).append(self.decoded(text))
            elif names[0] in found:
                raise Wrong("the parameter %s occurs twice" % wire)
            else:
                found[names[0]] = int(self.decoded(text)) if shape["type"] == "integer" else self.decoded(text)
        in_body = {name: member for name, member in members.items() if "location" not in member}
        if bool(in_body) != (line["body"] is not None):
            raise Wrong("a body, or none, against the model")
        if in_body:
            body = json.loads(line["body"], object_pairs_hook=unique)
            if not set(body) <= set(in_body):
                raise Wrong("the body has %s" % (set(body) - set(in_body)))
            found.update({name: self.read(in_body[name]["shape"], value) for name, value in body.items()})
        return found

    @staticmethod
    def decoded(text):
        if not ENCODED.match(text):
            raise Wrong("not encoded as it should be: " + text)
        return urllib.parse.unquote(text, errors="strict")

    def judge(self, line):
        operation, meant = line["operation"], dict(line["input"])
        if line["method"] != self.operations[operation]["http"]["method"]:
            raise Wrong("the method is " + line["method"])
        found = self.request(line)
        for name, member in self.members("input", operation).items():
            if member.get("idempotencyToken") and name not in meant:
                if not TOKEN.match(found.pop(name, "")):
                    raise Wrong("no token was made")
            if member["shape"] in ("InstanceId", "InstanceIdOrArn") and name in meant:
                arn = ARN.match(meant[name])
                meant[name] = arn.group(1) if arn else meant[name]
        # An empty list in the query has no pair to stand for it.
        for name, member in self.members("input", operation).items():
            if member.get("location") == "querystring" and meant.get(name) == []:
                del meant[name]
        if found != meant:
            raise Wrong("sent\n  %s\nin place of\n  %s" % (found, meant))

        reply = json.loads(line["reply"], object_pairs_hook=unique)
        shape = self.operations[operation].get("output")
        expected = self.read(shape, reply) if shape else {}
        got = self.read(shape, line["output"]) if line["invoked"] and shape else line["output"]
        if got != expected:
            raise Wrong("read\n  %s\nin place of\n  %s" % (got, expected))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        judge = Judge(json.load(file))
    count = 0
    for text in sys.stdin.buffer:
        line = json.loads(text)
        try:
            judge.judge(line)
        except (Wrong, ValueError, KeyError, TypeError) as error:
            sys.exit("round %d, %s: %s: %s\n%s" % (count, line["operation"], type(error).__name__, error,
                                                   text.decode()[:4000]))
        count += 1
    if count == 0:
        sys.exit("no round was run")
    print("%d rounds of random inputs and outputs came back equal" % count)


main()
