"""connect-local under hostile requests: none of them ends the process or loses its state."""

import os
import random
import socket
import unittest

from local_client import Client, Server

# Each is a connection of its own: 10,000 of them, as CI asks the unit tests for, would take minutes.
ROUNDS = min(int(os.environ.get("CONNECT_ROUNDS", "400")), 2000)
SEED = int(os.environ.get("CONNECT_SEED", random.SystemRandom().randrange(2 ** 32)))
PIECES = (b"\xff", b"\x80", b"\0", b"\r\n", b"%ff", b"%00", b"\xed\xa0\x80", b"\\u\xc3\xa9", b"{", b"[" * 70, b"'",
          b"9" * 30, b"-1", b"/", b"=", b",", b";" * 50, b"\"", b"&" * 20, b" " * 20, b"arn:", b"%n%s")


def send_raw(port, request, timeout=30):
    """What the server sent before it closed the connection."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                received += piece
        except OSError:
            pass
    return received


def to_bytes(method, target, headers, body=b""):
    lines = [b"%s %s HTTP/1.1" % (method.encode(), target if isinstance(target, bytes) else target.encode())]
    lines += [name.encode("latin-1") + b": " + value.encode("latin-1") for name, value in headers]
    if body:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\nConnection: close\r\n\r\n" + body


def mutate(dice, request):
    request = bytearray(request)
    for _ in range(dice.choice((1, 1, 1, 2, 3, 8))):
        at = dice.randrange(len(request) + 1)
        how = dice.randrange(5)
        if how == 0:
            request[at:at] = dice.choice(PIECES)
        elif how == 1:
            request[at:at + 1] = bytes([dice.randrange(256)])
        elif how == 2:
            del request[at:at + dice.randrange(1, 9)]
        elif how == 3:
            end = at + dice.randrange(1, 40)
            request[at:at] = request[at:end]
        else:
            request[at:at + 4] = dice.choice(PIECES)
    return bytes(request)


class Hostile(unittest.TestCase):
    def setUp(self):
        self.server = Server("--imds", "--sts", "--sso", "--container", "--zapi-token", "zapi", "--verbose").__enter__()
        self.addCleanup(self.server.stop)
        self.client = Client(self.server)
        self.addCleanup(self.client.close)
        self.id = self.client.create("survivor").json["Id"]

    def check_alive(self):
        self.assertIsNone(self.server.process.poll())
        client = Client(self.server)
        self.assertEqual(client.describe(self.id).json["Instance"]["InstanceAlias"], "survivor")
        client.close()

    def check_status(self, request, status):
        self.assertRegex(send_raw(self.server.port, request), rb"^HTTP/1\.1 %d " % status, request[:200])
        self.check_alive()

    def test_header_bytes_that_are_not_utf8(self):
        host = ("Host", self.client.authority)
        claim = "AWS4-HMAC-SHA256 Credential=%s, SignedHeaders=a, Signature=b"
        self.check_status(to_bytes("GET", "/instance", [host, ("Authorization", claim % "\xff")]), 400)
        self.check_status(to_bytes("GET", "/instance", [host, ("Authorization", claim % "a/b/c/d/e"),
                                                        ("X-Amz-Date", "\xff")]), 400)

    def test_signed_body_with_a_cut_escape(self):
        body = b'{"a":"\\u\xc3\xa9"}'
        self.check_status(to_bytes("PUT", "/instance", self.client.headers("PUT", "/instance", body), body), 400)

    def test_signed_headers_that_name_a_large_header_many_times(self):
        headers = [("Host", self.client.authority), ("X-Amz-Date", "20261121T123456Z"), ("a", "a" * 12000)]
        stamp = dict(self.client.headers("GET", "/instance"))["X-Amz-Date"]
        headers[1] = ("X-Amz-Date", stamp)
        headers.append(("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDLOCAL/%s/us-east-1/connect/aws4_request, "
                        "SignedHeaders=host;x-amz-date;%s, Signature=b" % (stamp[:8], ";".join("a" * 5000))))
        self.check_status(to_bytes("GET", "/instance", headers), 403)

    def test_form_of_a_million_pairs(self):
        body = b"a&" * 1000000
        self.check_status(to_bytes("POST", "/", [("Host", "x"), ("Content-Type", "application/x-www-form-urlencoded")],
                                   body), 400)

    def test_mutated_requests(self):
        print("CONNECT_SEED=%d CONNECT_ROUNDS=%d" % (SEED, ROUNDS))
        dice = random.Random(SEED)
        create = (b'{"InstanceAlias":"m","IdentityManagementType":"SAML","InboundCallsEnabled":true,'
                  b'"OutboundCallsEnabled":true,"ClientToken":"t","Tags":{"a":"b"}}')
        form = b"Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::123456789012:role/A&RoleSessionName=ab"
        valid = []
        for method, target, body, extra in (
                ("PUT", "/instance", create, [("Content-Type", "application/json")]),
                ("GET", "/instance?maxResults=1&nextToken=a", b"", []),
                ("GET", "/instance/%s/attributes" % self.id, b"", [("My-Header", "\xe9 \xff")]),
                ("POST", "/tags/arn%3Aaws", b'{"tags":{"a":"b"}}', []),
                ("DELETE", "/tags/arn%3Aaws?tagKeys=a&tagKeys=b", b"", [])):
            valid.append(to_bytes(method, target, self.client.headers(method, target, body or None, extra), body))
        host = ("Host", self.client.authority)
        valid += [
            to_bytes("POST", "/", [host, ("Content-Type", "application/x-www-form-urlencoded")], form),
            to_bytes("PUT", "/latest/api/token", [host, ("x-aws-ec2-metadata-token-ttl-seconds", "60")]),
            to_bytes("GET", "/federation/credentials?role_name=a&account_id=b", [host, ("x-amz-sso_bearer_token", "a")]),
            to_bytes("POST", "/token", [host], b'{"grantType":"refresh_token","clientId":"a","clientSecret":"b"}'),
            to_bytes("GET", "/instances?page=1&pageSize=2", [host, ("Authorization", "Bearer zapi"),
                                                             ("Content-Type", "application/json")])]
        for number in range(ROUNDS):
            request = mutate(dice, dice.choice(valid))
            send_raw(self.server.port, request, 0.3)
            self.assertIsNone(self.server.process.poll(), "round %d: %r" % (number, request))
        self.check_alive()


if __name__ == "__main__":
    unittest.main()
