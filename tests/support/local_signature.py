"""Every way in which a signature can be invalid, and the error for it."""

import unittest

from local_client import Client, Server


class Signatures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("--seed-instances", "1").__enter__()
        cls.addClassCleanup(cls.server.stop)

    def setUp(self):
        self.client = Client(self.server)
        self.addCleanup(self.client.close)

    def refused(self, response, status, kind, words):
        self.assertEqual((response.status, response.type), (status, kind), response.text)
        self.assertIn(words, response.message)
        self.assertRegex(response.headers["x-amzn-errortype"],
                         r"^[A-Za-z]+:http://internal\.amazon\.com/coral/")
        self.assertRegex(response.headers["x-amzn-requestid"], r"^[0-9a-f-]{36}$")

    def changed(self, change, **how):
        """A signed request whose Authorization header was changed on the way."""
        headers = self.client.headers("GET", "/instance", **how)
        headers = [(name, change(value) if name == "Authorization" else value) for name, value in headers]
        return self.client.send("GET", "/instance", headers)

    def test_valid_signature_is_accepted(self):
        self.assertEqual(self.client.call("GET", "/instance").status, 200)

    def test_path_and_query_are_verified_as_sent(self):
        for target in ("/instance?maxResults=10&nextToken=", "/instance?&maxResults=1&&",
                       "/instance?zzz&aaa=b%3Dc&aaa=",
                       "/instance?a-b=1&a=2&%E1%88%B4=3", "/instance?maxResults=%31"):
            self.assertEqual(self.client.raw("GET", target).status, 200, target)
        for target in ("/instance/a%2Fb%20c~", "/instance/%E2%82%AC", "/instance/100%25", "/instance/a+b"):
            response = self.client.raw("GET", target)
            self.assertEqual((response.status, response.type), (404, "ResourceNotFoundException"), target)

    def test_header_values_are_normalized(self):
        for extra in ([("My-Header", "  two   spaces ")], [("A", "1"), ("B", "x"), ("A", "2")],
                      [("X-Empty", "")],
                      [("User-Agent", "signed all the same")], [("X-Tab", "a\tb")]):
            self.assertEqual(self.client.raw("GET", "/instance", extra=extra).status, 200, extra)

    def test_unsigned_headers_are_allowed(self):
        headers = self.client.headers("GET", "/instance")
        headers += [("amz-sdk-request", "attempt=1"), ("User-Agent", "x")]
        self.assertEqual(self.client.send("GET", "/instance", headers).status, 200)

    def test_missing_authorization(self):
        response = self.client.send("GET", "/instance", [("Host", self.client.authority)])
        self.refused(response, 403, "MissingAuthenticationTokenException", "Missing Authentication Token")

    def test_unknown_key(self):
        self.client.key = "AKIDOTHER"
        self.refused(self.client.call("GET", "/instance"), 403, "UnrecognizedClientException", "token")

    def test_wrong_secret(self):
        self.client.secret += "x"
        self.refused(self.client.call("GET", "/instance"), 403, "InvalidSignatureException", "does not match")

    def test_wrong_region_and_service(self):
        self.client.region = "us-west-2"
        self.refused(self.client.call("GET", "/instance"), 403, "InvalidSignatureException", "'us-west-2'")
        self.client.region, self.client.service = "us-east-1", "s3"
        self.refused(self.client.call("GET", "/instance"), 403, "InvalidSignatureException", "'connect'")

    def test_skewed_clock(self):
        for skew in (-240, 240):
            self.client.skew = skew
            self.assertEqual(self.client.call("GET", "/instance").status, 200, skew)
        self.client.skew = -360
        self.refused(self.client.call("GET", "/instance"), 403, "InvalidSignatureException",
                     "Signature expired")
        self.client.skew = 360
        self.refused(self.client.call("GET", "/instance"), 403, "InvalidSignatureException",
                     "Signature not yet current")

    def test_unexpected_session_token(self):
        self.client.token = "token"
        self.refused(self.client.call("GET", "/instance"), 403, "UnrecognizedClientException", "token")

    def test_incomplete_authorization(self):
        for change, words in (
                (lambda value: value.split(" ", 1)[1], "algorithm"),
                (lambda value: "Bearer abc", "algorithm"),
                (lambda value: "AWS4-HMAC-SHA256 Version=4",
                 "'Credential' parameter. Authorization header requires 'Signature'"),
                (lambda value: value.replace("Credential=", "Credentials="), "'Credential'"),
                (lambda value: value.replace("SignedHeaders=", "Signed="), "'SignedHeaders'"),
                (lambda value: value.split(", Signature=")[0], "'Signature'"),
                (lambda value: value.replace("/aws4_request", ""), "5 slash-delimited"),
                (lambda value: value.replace("/aws4_request", "/aws4_request/x"), "5 slash-delimited")):
            self.refused(self.changed(change), 400, "IncompleteSignatureException", words)

    def test_date_missing_or_malformed(self):
        headers = [pair for pair in self.client.headers("GET", "/instance") if pair[0] != "X-Amz-Date"]
        self.refused(self.client.send("GET", "/instance", headers), 400, "IncompleteSignatureException",
                     "X-Amz-Date")
        for date in ("2026-11-21T12:34:56Z", "20261121", "2026112xT123456Z", "20261321T123456Z", ""):
            self.refused(self.client.send("GET", "/instance", headers + [("X-Amz-Date", date)]),
                         400, "IncompleteSignatureException", "basic format")

    def test_scope_of_another_day_or_terminator(self):
        response = self.changed(lambda value: value.replace("AKIDLOCAL/20", "AKIDLOCAL/19"))
        self.refused(response, 403, "InvalidSignatureException", "Date in Credential scope")
        response = self.changed(lambda value: value.replace("aws4_request", "aws5_request"))
        self.refused(response, 403, "InvalidSignatureException", "terminator")

    def test_host_and_date_must_be_signed(self):
        for name in ("host;", ";x-amz-date"):
            response = self.changed(lambda value, name=name: value.replace(name, ""))
            self.refused(response, 403, "InvalidSignatureException", "must be a 'SignedHeader'")

    def test_any_change_invalidates_the_signature(self):
        body = b'{"InstanceAlias":"way"}'
        good = self.client.headers("PUT", "/instance", body, [("Content-Type", "application/json")])
        other_type = [(name, "text/plain" if name == "Content-Type" else value) for name, value in good]
        other_host = [(name, "other:80" if name == "Host" else value) for name, value in good]
        no_type = [pair for pair in good if pair[0] != "Content-Type"]
        for method, target, headers, sent in (
                ("PUT", "/instance", good, body + b" "), ("PUT", "/instance?a=b", good, body),
                ("PUT", "/instance", other_type, body), ("PUT", "/instance", other_host, body),
                ("PUT", "/instance", no_type, body),
                ("PUT", "/instance", good + [("Content-Type", "x")], body)):
            self.refused(self.client.send(method, target, headers, sent), 403, "InvalidSignatureException",
                         "does not match")
        response = self.client.send("PUT", "/instance", good, body)
        self.assertEqual((response.status, response.type), (400, "InvalidRequestException"))

    def test_unknown_operation(self):
        for method, target in (("GET", "/"), ("GET", "/instances"), ("POST", "/instance"),
                               ("GET", "/instance/"),
                               ("GET", "/instance/x/y/z"), ("HEAD", "/instance"), ("PATCH", "/instance/x"),
                               ("GET", "//instance")):
            response = self.client.raw(method, target)
            self.assertEqual((response.status, response.type), (404, "UnknownOperationException"),
                             (method, target))
        # Newer libmicrohttpd refuses these before connect-local sees them.
        for target in "/instance/%zz", "/instance/%00":
            response = self.client.raw("GET", target)
            self.assertIn((response.status, response.type), ((404, "UnknownOperationException"), (400, "")), target)


class Tokens(unittest.TestCase):
    def test_session_token_is_required(self):
        with Server("--access-key", "K", "--secret-key", "S/+=", "--session-token", "TOKEN==", "--region",
                    "eu-central-1") as server:
            def status(**how):
                client = Client(server, key="K", secret="S/+=", region="eu-central-1", **how)
                response = client.call("GET", "/instance")
                client.close()
                return response.status, response.type

            self.assertEqual(status(token="TOKEN=="), (200, ""))
            self.assertEqual(status(), (403, "UnrecognizedClientException"))
            self.assertEqual(status(token="TOKEN="), (403, "UnrecognizedClientException"))

    def test_clock_offset(self):
        with Server("--clock-offset", "-3600") as server:
            client = Client(server)
            self.assertIn("not yet current", client.call("GET", "/instance").message)
            client.skew = -3600
            response = client.create("behind")
            self.assertEqual(response.status, 200)
            client.close()


if __name__ == "__main__":
    unittest.main()
