"""The other services of connect-local, and that the credentials they issue are required."""

import base64
import calendar
import json
import re
import time
import unittest
import urllib.parse
import xml.etree.ElementTree as tree

from local_client import ACCOUNT, Client, Server

NS = "{https://sts.amazonaws.com/doc/2011-06-15/}"
ROLE = "arn:aws:iam::%s:role/path/Admin" % ACCOUNT


class Services(unittest.TestCase):
    flags = ()

    def setUp(self):
        self.server = Server(*self.flags).__enter__()
        self.addCleanup(self.server.stop)
        self.client = Client(self.server)
        self.addCleanup(self.client.close)

    def plain(self, method, target, body=None, **headers):
        """An unsigned request; underscores in header names replace hyphens."""
        named = [(name.replace("_", "-"), value) for name, value in headers.items()]
        return self.client.send(method, target, [("Host", self.client.authority)] + named,
                                body.encode() if isinstance(body, str) else body)

    def check_required(self, key, secret, token):
        """The credentials work, and no part of them works without the others."""
        for how, status in (({}, 200), ({"token": None}, 403), ({"token": token[1:]}, 403),
                            ({"secret": secret + "x"}, 403)):
            client = Client(self.server, **dict({"key": key, "secret": secret, "token": token}, **how))
            self.assertEqual(client.call("GET", "/instance").status, status, how)
            client.close()

    def check_in_an_hour(self, text):
        self.assertRegex(text, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        left = calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ")) - time.time()
        self.assertTrue(3500 < left < 3700, text)


class Disabled(Services):
    def test_without_an_option_there_is_no_service(self):
        for method, target in (("PUT", "/latest/api/token"), ("GET", "/v2/credentials/connect-local"),
                               ("POST", "/"), ("GET", "/federation/credentials"), ("POST", "/token"),
                               ("GET", "/instances")):
            response = self.plain(method, target)
            self.assertEqual((response.status, response.type), (404, "UnknownOperationException"), target)


class Imds(Services):
    flags = ("--imds", "--region", "eu-west-2")
    ROLES = "/latest/meta-data/iam/security-credentials/"

    def setUp(self):
        super().setUp()
        self.client.region = "eu-west-2"

    def check_required(self, key, secret, token):
        client = Client(self.server, key, secret, token, "eu-west-2")
        self.assertEqual(client.call("GET", "/instance").status, 200)
        client.close()

    def test_token_then_role_then_credentials(self):
        response = self.plain("PUT", "/latest/api/token", x_aws_ec2_metadata_token_ttl_seconds="21600")
        self.assertEqual((response.status, response.headers["x-aws-ec2-metadata-token-ttl-seconds"]),
                         (200, "21600"))
        token = response.text
        role = self.plain("GET", self.ROLES, x_aws_ec2_metadata_token=token).text
        self.assertEqual(role, "connect-local-role")
        response = self.plain("GET", self.ROLES + role, x_aws_ec2_metadata_token=token)
        self.assertEqual((response.status, response.json["Code"]), (200, "Success"))
        self.check_in_an_hour(response.json["Expiration"])
        self.check_required(response.json["AccessKeyId"], response.json["SecretAccessKey"], response.json["Token"])
        for path, text in (("region", "eu-west-2"), ("availability-zone", "eu-west-2a"),
                           ("availability-zone/", "eu-west-2a")):
            self.assertEqual(self.plain("GET", "/latest/meta-data/placement/" + path,
                                        x_aws_ec2_metadata_token=token).text, text)
        self.assertEqual(self.plain("GET", self.ROLES + "other", x_aws_ec2_metadata_token=token).status, 404)

    def test_version_1_and_forwarded_requests_are_rejected(self):
        self.assertEqual(self.plain("GET", self.ROLES).status, 401)
        self.assertEqual(self.plain("GET", self.ROLES, x_aws_ec2_metadata_token="x").status, 401)
        for ttl in ({}, {"x_aws_ec2_metadata_token_ttl_seconds": "0"},
                    {"x_aws_ec2_metadata_token_ttl_seconds": "21601"}):
            self.assertEqual(self.plain("PUT", "/latest/api/token", **ttl).status, 400)
        self.assertEqual(self.plain("PUT", "/latest/api/token", x_aws_ec2_metadata_token_ttl_seconds="60",
                                    X_Forwarded_For="1.2.3.4").status, 403)
        self.assertEqual(self.plain("POST", "/latest/api/token").status, 405)

    def test_token_expires(self):
        token = self.plain("PUT", "/latest/api/token", x_aws_ec2_metadata_token_ttl_seconds="2").text
        self.assertEqual(self.plain("GET", self.ROLES, x_aws_ec2_metadata_token=token).status, 200)
        time.sleep(2.1)
        self.assertEqual(self.plain("GET", self.ROLES, x_aws_ec2_metadata_token=token).status, 401)


class Container(Services):
    flags = ("--container=secret token",)

    def test_credentials_for_the_token(self):
        for headers in ({}, {"Authorization": "secret"}, {"Authorization": "Bearer secret token"}):
            self.assertEqual(self.plain("GET", "/v2/credentials/connect-local", **headers).status, 401)
        response = self.plain("GET", "/v2/credentials/connect-local", Authorization="secret token").json
        self.assertEqual((response["AccountId"], response["RoleArn"]),
                         (ACCOUNT, "arn:aws:iam::%s:role/connect-local-role" % ACCOUNT))
        self.check_in_an_hour(response["Expiration"])
        self.check_required(response["AccessKeyId"], response["SecretAccessKey"], response["Token"])
        self.assertEqual(self.plain("POST", "/v2/credentials/connect-local",
                                    Authorization="secret token").status, 405)


class Lifetime(Services):
    flags = ("--container", "--session-seconds", "2")

    def test_credentials_expire_with_an_error_of_their_own(self):
        response = self.plain("GET", "/v2/credentials/connect-local").json
        client = Client(self.server, response["AccessKeyId"], response["SecretAccessKey"], response["Token"])
        self.assertEqual(client.call("GET", "/instance").status, 200)
        time.sleep(2.1)
        late = client.call("GET", "/instance")
        self.assertEqual((late.status, late.type), (403, "ExpiredTokenException"))
        client.close()


def jwt(**claims):
    parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)] + [b"signature"]
    return b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts).decode()


class Sts(Services):
    flags = ("--sts",)
    FORM = ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")

    def ask(self, client, action, **members):
        body = urllib.parse.urlencode(dict({"Action": action, "Version": "2011-06-15"}, **members)).encode()
        if client is None:
            return self.plain("POST", "/", body, Content_Type=self.FORM[1])
        return client.raw("POST", "/", body, [self.FORM])

    def signer(self, **how):
        client = Client(self.server, service="sts", **how)
        self.addCleanup(client.close)
        return client

    def assumed(self, response, action):
        self.assertEqual(response.status, 200, response.text)
        result = tree.fromstring(response.text).find(NS + action + "Result")
        keys = {part.tag[len(NS):]: part.text for part in result.find(NS + "Credentials")}
        self.check_in_an_hour(keys["Expiration"])
        return result, keys

    def refused(self, response, status, code):
        error = tree.fromstring(response.text).find(NS + "Error")
        self.assertEqual((response.status, error.find(NS + "Code").text), (status, code), response.text)
        return error.find(NS + "Message").text

    def test_assumed_role_is_the_caller_identity(self):
        signer = self.signer()
        result, keys = self.assumed(self.ask(signer, "AssumeRole", RoleArn=ROLE, RoleSessionName="me@here",
                                             ExternalId="x/y"), "AssumeRole")
        arn = "arn:aws:sts::%s:assumed-role/Admin/me@here" % ACCOUNT
        self.assertEqual(result.find(NS + "AssumedRoleUser").find(NS + "Arn").text, arn)
        self.check_required(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        second = self.signer(key=keys["AccessKeyId"], secret=keys["SecretAccessKey"],
                             token=keys["SessionToken"])
        self.assertIn("<Arn>%s</Arn>" % arn, self.ask(second, "GetCallerIdentity").text)
        self.assumed(self.ask(second, "AssumeRole", RoleArn=ROLE, RoleSessionName="chain"), "AssumeRole")
        response = self.ask(second, "AssumeRole", RoleArn=ROLE, RoleSessionName="chain", DurationSeconds="3601")
        self.assertIn("chaining", self.refused(response, 400, "ValidationError"))

    def test_parameters_are_validated(self):
        signer, good = self.signer(), {"RoleArn": ROLE, "RoleSessionName": "me"}
        for wrong in ({"RoleArn": "Admin"}, {"RoleArn": "arn:" + "x" * 2048}, {"RoleSessionName": "m"},
                      {"RoleSessionName": "a b"}, {"RoleSessionName": "x" * 65}, {"DurationSeconds": "899"},
                      {"DurationSeconds": "43201"}, {"DurationSeconds": "x"}, {"ExternalId": "x"},
                      {"SerialNumber": "arn:aws:iam::1:mfa/x"}, {"SerialNumber": "s", "TokenCode": "12345"}):
            self.refused(self.ask(signer, "AssumeRole", **dict(good, **wrong)), 400, "ValidationError")
        self.refused(self.ask(signer, "AssumeRole", RoleArn=ROLE.replace(ACCOUNT, "210987654321"),
                              RoleSessionName="me"), 403, "AccessDenied")
        response = self.ask(signer, "AssumeRole", RoleArn="arn:aws:iam::1:role/<&>\"'", RoleSessionName="me")
        self.assertIn("role/&lt;&amp;&gt;", response.text)
        self.assertIn("role/<&>\"'", self.refused(response, 403, "AccessDenied"))
        self.refused(self.ask(signer, "AssumeRoleWithSAML"), 400, "InvalidAction")
        self.refused(self.ask(signer, "AssumeRole", **dict(good, Version="2011-06-16")), 400, "InvalidAction")
        self.refused(self.plain("POST", "/", "Action=AssumeRole"), 400, "MalformedQueryString")

    def test_signature_errors_have_the_names_of_the_query_protocol(self):
        members = {"RoleArn": ROLE, "RoleSessionName": "me"}
        self.refused(self.ask(None, "AssumeRole", **members), 403, "MissingAuthenticationToken")
        self.refused(self.ask(self.signer(secret="x"), "AssumeRole", **members), 403, "SignatureDoesNotMatch")
        self.refused(self.ask(self.signer(key="x"), "AssumeRole", **members), 403, "InvalidClientTokenId")
        self.refused(self.ask(self.client, "AssumeRole", **members), 403, "SignatureDoesNotMatch")

    def test_web_identity_is_not_signed(self):
        members = {"RoleArn": ROLE, "RoleSessionName": "me"}
        token = jwt(sub="pod", exp=time.time() + 60)
        result, keys = self.assumed(self.ask(None, "AssumeRoleWithWebIdentity", WebIdentityToken=token,
                                             **members), "AssumeRoleWithWebIdentity")
        self.assertEqual(result.find(NS + "SubjectFromWebIdentityToken").text, "pod")
        self.check_required(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        for token, code in ((jwt(exp=1), "ExpiredTokenException"), ("aa.b", "InvalidIdentityToken"),
                            ("a.%.c", "InvalidIdentityToken"), ("e30.W10.x", "InvalidIdentityToken"),
                            ("e30..x", "InvalidIdentityToken"), ("x", "ValidationError"),
                            ("x" * 20001, "ValidationError")):
            self.refused(self.ask(None, "AssumeRoleWithWebIdentity", WebIdentityToken=token, **members), 400,
                         code)


class Sso(Services):
    flags = ("--sso",)
    TARGET = "/federation/credentials?role_name=Admin&account_id=" + ACCOUNT

    def test_role_credentials(self):
        response = self.client.send("GET", self.TARGET,
                                  [("Host", "x"), ("x-amz-sso_bearer_token", "connect-local-access-token")])
        keys = response.json["roleCredentials"]
        self.assertTrue(3500e3 < keys["expiration"] - time.time() * 1000 < 3700e3)
        self.check_required(keys["accessKeyId"], keys["secretAccessKey"], keys["sessionToken"])

    def status(self, target, token):
        response = self.client.send("GET", target, [("Host", "x"), ("x-amz-sso_bearer_token", token)])
        return response.status, response.type

    def token(self, **change):
        body = {"grantType": "refresh_token", "clientId": "connect-local-client",
                "clientSecret": "connect-local-client-secret",
                "refreshToken": "connect-local-refresh-token"}
        body.update(change)
        return self.plain("POST", "/token", json.dumps(body), Content_Type="application/json")

    def test_parameters_are_validated(self):
        self.assertEqual(self.status(self.TARGET, "other"), (401, "UnauthorizedException"))
        self.assertEqual(self.status("/federation/credentials?role_name=x", "connect-local-access-token"),
                         (400, "InvalidRequestException"))
        self.assertEqual(self.status(self.TARGET.replace(ACCOUNT, "1"), "connect-local-access-token"),
                         (403, "ForbiddenException"))
        for change, status, kind in (({"clientId": "x"}, 401, "InvalidClientException"),
                                     ({"clientSecret": "x"}, 401, "InvalidClientException"),
                                     ({"grantType": "device"}, 400, "UnsupportedGrantTypeException"),
                                     ({"refreshToken": "x"}, 400, "InvalidGrantException"),
                                     ({"refreshToken": None}, 400, "InvalidGrantException"),
                                     ({"clientId": None}, 400, "InvalidRequestException")):
            response = self.token(**change)
            self.assertEqual((response.status, response.type), (status, kind))
            self.assertRegex(response.json["error"], "^[a-z_]+$")
        self.assertEqual(self.plain("POST", "/token", "{").status, 400)

    def test_refresh_token_is_rotated(self):
        first = self.token().json
        self.assertEqual((first["tokenType"], first["expiresIn"]), ("Bearer", 3600))
        self.assertEqual(self.status(self.TARGET, first["accessToken"])[0], 200)
        self.assertEqual(self.token().status, 400)
        second = self.token(refreshToken=first["refreshToken"]).json
        self.assertNotEqual(second["accessToken"], first["accessToken"])


class Zapi(Services):
    flags = ("--zapi-token", "bearer", "--zapi-instances", "23")

    def ask(self, target, method="GET", token="Bearer bearer", kind="application/json"):
        headers = {"Authorization": token, "Content_Type": kind}
        return self.plain(method, target, **{n: value for n, value in headers.items() if value is not None})

    def test_pages(self):
        response = self.ask("/instances?page=3&pageSize=10")
        self.assertEqual(response.status, 201)
        page = response.json
        self.assertEqual((page["total"], page["totalPage"], page["pageSize"], page["page"],
                          len(page["content"])), (23, 3, 10, 3, 3))
        self.assertEqual(set(page["content"][0]), {
            "token", "tenant", "created", "due", "paymentStatus", "deliveryCallbackUrl",
            "receivedCallbackUrl", "disconnectedCallbackUrl", "messageStatusCallbackUrl",
            "receivedAndDeliveryCallbackUrl", "presenceChatCallbackUrl", "connectedCallbackUrl",
            "receivedStatusCallbackUrl", "phoneConnected", "whatsappConnected", "middleware", "name", "id"})
        everything = self.ask("/instances?page=1&pageSize=1000").json["content"]
        self.assertEqual(len({one["id"] for one in everything} | {one["token"] for one in everything}), 46)
        self.assertEqual({type(one["created"]) for one in everything}, {int, str})
        self.assertEqual(self.ask("/instances?page=4&pageSize=10").json["content"], [])

    def test_filters(self):
        found = self.ask("/instances?page=1&pageSize=10&query=zapi-0007").json
        self.assertEqual([one["name"] for one in found["content"]], ["zapi-0007"])
        mobile = self.ask("/instances?page=1&pageSize=100&middleware=mobile").json
        self.assertEqual({one["middleware"] for one in mobile["content"]}, {"mobile"})
        web = self.ask("/instances?page=1&pageSize=1&middleware=web").json
        self.assertEqual(mobile["total"] + web["total"], 23)

    def test_errors(self):
        target = "/instances?page=1&pageSize=10"
        for response, status in ((self.ask(target, token=None), 401),
                               (self.ask(target, token="Bearer other"), 401),
                               (self.ask(target, token="bearer"), 401),
                               (self.ask(target, method="POST"), 405), (self.ask(target, kind=None), 415),
                               (self.ask(target, kind="text/plain"), 415), (self.ask("/instances"), 400),
                               (self.ask("/instances?page=0&pageSize=1"), 400),
                               (self.ask("/instances?page=1&pageSize=1001"), 400),
                               (self.ask(target + "&middleware=x"), 400),
                               (self.ask("/instances?page=x&pageSize=1"), 400)):
            self.assertEqual(response.status, status, response.text)
            self.assertTrue(re.match(r'^\{"error":"[^"]+"\}$', response.text))


del Services

if __name__ == "__main__":
    unittest.main()
