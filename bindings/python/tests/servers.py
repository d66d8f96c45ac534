"""Servers for tests: loopback only, on free ports, stopped by the test."""
import http.server
import socket
import threading


def silent(test):
    """The URL of a server that accepts connections and never responds."""
    listener = socket.create_server(("127.0.0.1", 0))
    test.addCleanup(listener.close)
    return "http://127.0.0.1:%d" % listener.getsockname()[1]


def scripted(test, status=200, body="{}", headers=()):
    """A server with one response: its URL, and the list of (path, headers) of its requests."""
    requests = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def respond(self):
            requests.append((self.path, dict(self.headers.items())))
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        do_GET = do_POST = do_PUT = do_DELETE = respond

        def log_message(self, *unused):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    test.addCleanup(thread.join)
    test.addCleanup(server.server_close)
    test.addCleanup(server.shutdown)
    return "http://127.0.0.1:%d" % server.server_address[1], requests
