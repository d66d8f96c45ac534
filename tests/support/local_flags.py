"""connect-local as a program: options, output, exit, HTTP and TLS."""

import os
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.parse
import xml.etree.ElementTree as tree

from local_client import PROGRAM, Client, Server


def run(*flags):
    done = subprocess.run([PROGRAM, *flags], capture_output=True, text=True, timeout=30)
    return done.returncode, done.stdout, done.stderr


class Flags(unittest.TestCase):
    def test_help_and_version(self):
        code, out, err = run("--help")
        self.assertEqual((code, err), (0, ""))
        for flag in ("port", "port-file", "bind", "access-key", "secret-key", "session-token", "region",
                     "account-id", "creation-delay-ms", "fail-alias", "max-instances", "rate", "burst",
                     "seed-instances", "latency-ms", "tls-cert", "tls-key", "help", "version", "imds",
                     "container", "sts", "sso", "zapi-token", "zapi-instances", "any-key", "account", "cors", "fault",
                     "log", "seed", "session-seconds", "state", "verbose", "clock-offset"):
            self.assertIn("--" + flag, out)
        self.assertLessEqual(max(len(line) for line in out.splitlines()), 80)
        self.assertRegex(run("--version")[1], r"^connect-local [0-9]+\.[0-9]+\.[0-9]+\n$")

    def test_invalid_options_are_named(self):
        for flags, words in ((("--port", "65536"), "--port 65536"), (("--port", "x"), "--port x"),
                             (("--port", ""), "--port"),
                             (("--nonsense",), "nonsense"), (("extra",), "unexpected argument: extra"),
                             (("--fail-alias", "["), "--fail-alias ["), (("--rate", "-1"), "--rate -1"),
                             (("--rate", "nan"), "--rate nan"),
                             (("--burst", "5"), "--burst needs --rate"),
                             (("--account-id", "12"), "12 digits"),
                             (("--region", "us_east"), "--region us_east"),
                             (("--access-key", ""), "--access-key"),
                             (("--seed-instances", "-1"), "--seed-instances -1"),
                             (("--tls-cert", "x"), "belong together"),
                             (("--latency-ms", "99999999999999999999"), "--latency-ms"),
                             (("--port",), "port")):
            code, out, err = run(*flags)
            self.assertEqual((code, out), (2, ""), flags)
            self.assertIn(words, err)

    def test_startup_failures_are_reported(self):
        for flags, words in ((("--bind", "999.1.1.1"), "--bind 999.1.1.1"),
                             (("--port-file", "/nowhere/file"), "/nowhere/file"),
                             (("--tls-cert", "/nowhere/cert", "--tls-key", "/nowhere/key"), "/nowhere/cert"),
                             (("--tls-cert", PROGRAM, "--tls-key", os.devnull), "--tls-")):
            code, out, err = run(*flags)
            self.assertEqual((code, out), (1, ""), flags)
            self.assertIn(words, err)
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            code, out, err = run("--port", port)
            self.assertEqual((code, out), (1, ""))
            self.assertIn("Address already in use", err)

    def test_port_file_is_complete_and_removed(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "port")
            with Server("--port-file", path) as server:
                with open(path) as file:
                    self.assertEqual(file.read(), "%d\n" % server.port)
                self.assertEqual(os.listdir(folder), ["port"])
            self.assertEqual(os.listdir(folder), [])

    def test_stale_port_file_is_gone_when_the_port_is_taken(self):
        with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as taken:
            path = os.path.join(folder, "port")
            with open(path, "w") as file:
                file.write("1\n")
            self.assertEqual(run("--port-file", path, "--port", str(taken.getsockname()[1]))[0], 1)
            self.assertFalse(os.path.exists(path))

    def test_port_file_of_another_process_stays(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "port")
            with Server("--port-file", path):
                os.unlink(path)
                with open(path, "w") as file:
                    file.write("other\n")
            with open(path) as file:
                self.assertEqual(file.read(), "other\n")

    def test_port_file_that_is_a_link_is_followed(self):
        with tempfile.TemporaryDirectory() as folder:
            link, target = os.path.join(folder, "link"), os.path.join(folder, "target")
            os.symlink("target", link)
            for _ in range(2):
                with Server("--port-file", link) as server:
                    self.assertTrue(os.path.islink(link))
                    with open(target) as file:
                        self.assertEqual(file.read(), "%d\n" % server.port)
                self.assertEqual(os.listdir(folder), ["link"])

    def test_port_file_that_is_a_fifo_or_device_is_written_in_place(self):
        with tempfile.TemporaryDirectory() as folder:
            fifo = os.path.join(folder, "fifo")
            os.mkfifo(fifo)
            with Server("--port-file", fifo) as server:
                with open(fifo) as file:
                    self.assertEqual(file.read(), "%d\n" % server.port)
            self.assertEqual(os.listdir(folder), ["fifo"])
            server = Server("--port-file", fifo).__enter__()
            self.assertEqual(server.stop(), "")
        with Server("--port-file", os.devnull) as server:
            client = Client(server)
            self.assertEqual(client.call("GET", "/instance").status, 200)
            client.close()
        self.assertFalse(os.path.isfile(os.devnull))

    def test_help_that_cannot_be_written_fails(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full here")
        for flag in ("--help", "--version"):
            with open("/dev/full", "w") as full:
                done = subprocess.run([PROGRAM, flag], stdout=full, stderr=subprocess.PIPE, text=True, timeout=30)
            self.assertEqual(done.returncode, 1)
            self.assertIn("standard output", done.stderr)

    def test_signals_end_it_with_status_0(self):
        for end in (signal.SIGTERM, signal.SIGINT):
            server = Server().__enter__()
            client = Client(server)
            self.assertEqual(client.call("GET", "/instance").status, 200)
            self.assertEqual(server.stop(end), "")
            client.close()
            with self.assertRaises(OSError):
                socket.create_connection(("127.0.0.1", server.port), timeout=5)

    def test_ipv6(self):
        try:
            socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        except OSError:
            self.skipTest("no IPv6 here")
        with Server("--bind", "::1") as server:
            self.assertEqual(server.host, "[::1]")
            client = Client(server)
            self.assertEqual(client.call("GET", "/instance").status, 200)
            client.close()

    def test_verbose_has_operations_and_no_secret(self):
        server = Server("--verbose", "--session-token", "hidden-token").__enter__()
        client = Client(server, token="hidden-token")
        client.create("x")
        client.close()
        text = server.stop()
        self.assertRegex(text, r"^PUT /instance CreateInstance 200 [0-9a-f-]{36} "
                               r"arn:aws:iam::123456789012:user/connect-local\n$")

    def test_verbose_escapes_what_came_from_outside(self):
        server = Server("--verbose", "--sts").__enter__()
        client = Client(server, service="sts")
        role = "arn:aws:iam::123456789012:role/a\nGET - 200"
        form = urllib.parse.urlencode({"Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": role,
                                       "RoleSessionName": "name"})
        response = client.raw("POST", "/", form, [("Content-Type", "application/x-www-form-urlencoded")])
        element = "{https://sts.amazonaws.com/doc/2011-06-15/}"
        found = {node.tag.replace(element, ""): node.text for node in tree.fromstring(response.text).iter()}
        other = Client(server, found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
        self.assertEqual(other.call("GET", "/instance").status, 200)
        client.close()
        other.close()
        lines = server.stop().splitlines()
        self.assertEqual(len(lines), 2)
        self.assertIn("a\\x0aGET - 200/name", lines[1])

    def test_latency_delays_each_response_only(self):
        with Server("--latency-ms", "400") as server:
            clients = [Client(server) for _ in range(8)]
            start = time.monotonic()
            for client in clients:
                client.wire.request("GET", "/", headers={"Host": client.authority})
            for client in clients:
                client.wire.getresponse().read()
                client.close()
            taken = time.monotonic() - start
            self.assertGreaterEqual(taken, 0.399)  # the server counts whole milliseconds
            self.assertLess(taken, 0.4 * 8)

    def test_exit_does_not_wait_for_latency(self):
        server = Server("--latency-ms", "60000").__enter__()
        client = Client(server)
        client.wire.request("GET", "/", headers={"Host": client.authority})
        time.sleep(0.2)
        start = time.monotonic()
        server.stop()
        self.assertLess(time.monotonic() - start, 5)
        client.close()


class Http(unittest.TestCase):
    def test_connection_is_kept(self):
        with Server() as server:
            client = Client(server)
            client.call("GET", "/instance")
            before = client.wire.sock
            for _ in range(20):
                self.assertEqual(client.create("x").status // 100 in (2, 4), True)
                self.assertIs(client.wire.sock, before)
            client.close()

    def test_body_has_a_limit(self):
        with Server() as server:
            client = Client(server)
            response = client.raw("PUT", "/instance", b"[" * (16 * 1024 * 1024 + 1))
            self.assertEqual((response.status, response.type), (413, "RequestEntityTooLargeException"))
            client.close()

    def test_body_in_chunks(self):
        with Server() as server:
            client = Client(server)
            body = (b'{"InstanceAlias":"chunks","IdentityManagementType":"SAML",'
                    b'"InboundCallsEnabled":true,"OutboundCallsEnabled":true}')
            headers = client.headers("PUT", "/instance", body)
            client.wire.request("PUT", "/instance", (body[i:i + 7] for i in range(0, len(body), 7)),
                                dict(headers), encode_chunked=True)
            self.assertEqual(client.wire.getresponse().status, 200)
            client.close()

    def test_malformed_requests(self):
        with Server() as server:
            for garbage in (b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
                            b"\x16\x03\x01" + b"\0" * 100,
                            b"GET /" + b"a" * 200000, b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20000 + b"\r\n",
                            b"PUT /instance HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc",
                            b"GET /instance?%ff HTTP/1.1\r\nHost: x\r\n"
                            b"Authorization: AWS4-HMAC-SHA256 Credential=////,"
                            b"SignedHeaders=;,Signature=\r\nX-Amz-Date: \xff\r\n\r\n"):
                with socket.create_connection(("127.0.0.1", server.port), timeout=0.3) as wire:
                    try:
                        wire.sendall(garbage)
                        wire.shutdown(socket.SHUT_WR)
                        while wire.recv(65536):
                            pass
                    except OSError:
                        pass
            client = Client(server)
            self.assertEqual(client.call("GET", "/instance").status, 200)
            client.close()


class Tls(unittest.TestCase):
    def test_tls(self):
        folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tls")
        cert = os.path.join(folder, "loopback.pem")
        with Server("--tls-cert", cert, "--tls-key", os.path.join(folder, "loopback.key")) as server:
            self.assertTrue(server.line.startswith("listening on https://127.0.0.1:"))
            client = Client(server, cafile=cert)
            self.assertEqual(client.create("tls").status, 200)
            self.assertIn(client.wire.sock.version(), ("TLSv1.2", "TLSv1.3"))
            client.secret = "other"
            self.assertEqual(client.call("GET", "/instance").status, 403)
            client.close()

    def test_key_of_another_certificate(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "key"), "w") as file:
                file.write("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
            cert = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tls", "loopback.pem")
            code, out, err = run("--tls-cert", cert, "--tls-key", os.path.join(folder, "key"))
            self.assertEqual((code, out), (1, ""))
            self.assertIn("certificate", err)


if __name__ == "__main__":
    unittest.main()
