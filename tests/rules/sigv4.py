#!/usr/bin/env python3
"""Signs the requests of sigv4.json with hashlib and hmac alone, and writes each stage beside its request.

usage: sigv4.py [--check]

A second implementation of Signature Version 4, in the words of its specification.  --check compares and writes nothing.
"""
import hashlib
import hmac
import json
import os
import re
import sys
import urllib.parse

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sigv4.json")
UNRESERVED = "-._~"


def encode(raw, keep=""):
    return urllib.parse.quote(raw, safe=UNRESERVED + keep)


def canonical_path(path, normalize):
    if normalize:
        kept = []
        for segment in path.split("/"):
            if segment == "..":
                kept = kept[:-1]
            elif segment not in ("", "."):
                kept.append(segment)
        path = "/" + "/".join(kept) + ("/" if kept and path.endswith("/") else "")
    return encode(path, "/")


def canonical_query(query):
    pairs = []
    for part in query.split("&") if query else []:
        name, _, value = part.partition("=")
        pairs.append((encode(urllib.parse.unquote_to_bytes(name)), encode(urllib.parse.unquote_to_bytes(value))))
    return "&".join("%s=%s" % pair for pair in sorted(pairs))


def stages(case):
    headers = [tuple(pair) for pair in case["headers"]]
    body = case.get("body", "").encode()
    payload = hashlib.sha256(body).hexdigest()
    if case.get("signs_body"):
        headers.append(("X-Amz-Content-Sha256", payload))
    payload = next((value for name, value in headers if name.lower() == "x-amz-content-sha256"), payload)
    headers.append(("X-Amz-Date", case["date"]))
    if "token" in case and not case.get("token_is_added_later"):
        headers.append(("X-Amz-Security-Token", case["token"]))
    values = {}
    for name, value in headers:
        values.setdefault(name.lower(), []).append(re.sub("[ \t\n]+", " ", value).strip())
    names = ";".join(sorted(values))
    path, _, query = case["target"].partition("?")
    request = "\n".join([case["method"], canonical_path(path, not case.get("keeps_path")), canonical_query(query),
                         *["%s:%s" % (name, ",".join(values[name])) for name in sorted(values)], "", names, payload])
    scope = "%s/%s/%s/aws4_request" % (case["date"][:8], case["region"], case["service"])
    to_sign = "\n".join(["AWS4-HMAC-SHA256", case["date"], scope, hashlib.sha256(request.encode()).hexdigest()])
    key = ("AWS4" + case["secret_key"]).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    return {"canonical_request": request, "string_to_sign": to_sign, "signature": signature,
            "authorization": "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s" % (
                case["access_key"], scope, names, signature)}


def main():
    with open(FILE, encoding="utf-8") as file:
        document = json.load(file)
    common = document["common"]
    for case in document["cases"]:
        found = stages({**common, **case})
        if sys.argv[1:] == ["--check"]:
            wrong = [name for name in found if case.get(name) != found[name]]
            if wrong:
                sys.exit("sigv4.json: %s: %s" % (case["name"], ", ".join(wrong)))
        case.update(found)
    if sys.argv[1:] != ["--check"]:
        with open(FILE, "w", encoding="utf-8") as file:
            file.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
