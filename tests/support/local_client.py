"""A server to talk to, and a client that signs by itself, with nothing but Python's standard library."""

import datetime
import hashlib
import hmac
import http.client
import json
import os
import re
import signal
import ssl
import subprocess
import urllib.parse

PROGRAM = os.path.join(os.environ.get("top_builddir", "build"), "connect-local")
ACCOUNT = "123456789012"


class Server:
    """connect-local with some flags; use it in a `with`."""

    def __init__(self, *flags):
        self.flags = flags
        self.preexec = None  # called in the new process before the program starts

    def __enter__(self):
        self.process = subprocess.Popen([PROGRAM, *self.flags], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, preexec_fn=self.preexec)
        self.line = self.process.stdout.readline()
        found = re.fullmatch(r"listening on (https?)://(\[?[0-9a-z.:]+\]?):([0-9]+)\n", self.line)
        if found is None:
            self.process.kill()
            raise AssertionError("no line, but: " + self.line + self.process.communicate()[1])
        self.scheme, self.host, self.port = found.group(1), found.group(2), int(found.group(3))
        return self

    def __exit__(self, *unused):
        self.stop()

    def stop(self, by=signal.SIGTERM):
        """Ends it and returns its exit status; what sanitizers say goes to the error."""
        if self.process.poll() is None:
            self.process.send_signal(by)
        text = self.process.communicate(timeout=30)[1]
        if self.process.returncode != 0:
            raise AssertionError("ended with %d: %s" % (self.process.returncode, text))
        return text


class Response:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode()
        self.type = (response.headers.get("x-amzn-errortype") or "").split(":")[0]

    @property
    def json(self):
        return json.loads(self.text)

    @property
    def message(self):
        body = self.json
        return body.get("Message", body.get("message"))


def quote(text):
    return urllib.parse.quote(text, safe="-._~")


def canonical_path(path):
    kept = []
    for piece in path.split("/"):
        if piece in ("", "."):
            continue
        if piece == "..":
            del kept[-1:]
        else:
            kept.append(quote(piece))
    tail = "/" if kept and path.endswith("/") else ""
    return "/" + "/".join(kept) + tail


class Client:
    """One connection, kept alive.  Members may be changed to sign wrongly."""

    def __init__(self, server, key="AKIDLOCAL", secret="local-secret", token=None, region="us-east-1",
                 service="connect", skew=0, cafile=None):
        self.server, self.key, self.secret, self.token = server, key, secret, token
        self.region, self.service, self.skew = region, service, skew
        host = server.host.strip("[]")
        if server.scheme == "https":
            context = ssl.create_default_context(cafile=cafile)
            self.wire = http.client.HTTPSConnection(host, server.port, timeout=30, context=context)
        else:
            self.wire = http.client.HTTPConnection(host, server.port, timeout=30)
        self.authority = "%s:%d" % (server.host, server.port)

    def close(self):
        self.wire.close()

    def signature(self, method, target, headers, names, body, stamp):
        path, _, query = target.partition("?")
        pairs = [piece.partition("=")[::2] for piece in query.split("&") if piece]
        pairs = sorted((quote(urllib.parse.unquote(n)), quote(urllib.parse.unquote(v))) for n, v in pairs)
        values = {}
        for name, value in headers:
            values.setdefault(name.lower(), []).append(" ".join(value.split()))
        canonical = "\n".join([
            method, canonical_path(path), "&".join(n + "=" + v for n, v in pairs),
            *(name + ":" + ",".join(values.get(name, [])) for name in names), "", ";".join(names),
            hashlib.sha256(body or b"").hexdigest()])
        scope = "/".join([stamp[:8], self.region, self.service, "aws4_request"])
        to_sign = "\n".join(["AWS4-HMAC-SHA256", stamp, scope,
                             hashlib.sha256(canonical.encode()).hexdigest()])
        key = b"AWS4" + self.secret.encode()
        for text in (stamp[:8], self.region, self.service, "aws4_request", to_sign):
            key = hmac.new(key, text.encode(), hashlib.sha256).digest()
        return scope, key.hex()

    def headers(self, method, target, body=None, extra=()):
        """Everything that goes with a request, signed."""
        now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=self.skew)
        stamp = now.strftime("%Y%m%dT%H%M%SZ")
        headers = [("Host", self.authority), ("X-Amz-Date", stamp), *extra]
        if self.token is not None:
            headers.append(("X-Amz-Security-Token", self.token))
        names = sorted({name.lower() for name, _ in headers})
        scope, signature = self.signature(method, target, headers, names, body, stamp)
        headers.append(("Authorization",
                        "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s" % (
            self.key, scope, ";".join(names), signature)))
        return headers

    def send(self, method, target, headers, body=None):
        """Exactly these headers; Content-Length is added."""
        self.wire.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            self.wire.putheader(name, value)
        if body is not None:
            self.wire.putheader("Content-Length", str(len(body)))
        self.wire.endheaders()
        if body:
            self.wire.send(body)
        return Response(self.wire.getresponse())

    def raw(self, method, target, body=None, extra=()):
        if isinstance(body, str):
            body = body.encode()
        return self.send(method, target, self.headers(method, target, body, extra), body)

    def call(self, method, path, members=None, **query):
        """A REST-JSON request: members in the body, the rest in the query."""
        pairs = [(n, v) for n, values in query.items()
                 for v in (values if isinstance(values, list) else [values])]
        target = path + ("?" + "&".join(quote(n) + "=" + quote(str(v)) for n, v in pairs) if pairs else "")
        if members is None:
            return self.raw(method, target)
        return self.raw(method, target, json.dumps(members), [("Content-Type", "application/json")])

    # What nearly every test needs.

    def create(self, alias, **more):
        return self.call("PUT", "/instance", dict({
            "InstanceAlias": alias, "IdentityManagementType": "CONNECT_MANAGED",
            "InboundCallsEnabled": True, "OutboundCallsEnabled": False}, **more))

    def describe(self, instance):
        return self.call("GET", "/instance/" + instance)

    def pages(self, path, key, **query):
        """All items, and the sizes of the pages."""
        items, sizes = [], []
        while True:
            response = self.call("GET", path, **query)
            assert response.status == 200, response.text
            items += response.json[key]
            sizes.append(len(response.json[key]))
            if not response.json.get("NextToken"):
                return items, sizes
            query["nextToken"] = response.json["NextToken"]
