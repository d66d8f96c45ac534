"""
A forward proxy for plain http on loopback, which logs the line of each request.

usage: proxy.py PORT LOG
"""

import http.client
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Proxy(BaseHTTPRequestHandler):
    log_path = ""

    def forward(self):
        target = urllib.parse.urlsplit(self.path)
        with open(self.log_path, "a", encoding="utf-8") as log:
            log.write("%s %s\n" % (self.command, self.path))
        server = http.client.HTTPConnection(target.netloc, timeout=30)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: value for name, value in self.headers.items() if not name.lower().startswith("proxy-")}
        path = target.path + ("?" + target.query if target.query else "")
        server.request(self.command, path, body or None, headers)
        response = server.getresponse()
        content = response.read()
        self.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() not in ("connection", "content-length", "transfer-encoding", "server", "date"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_PUT = do_POST = do_DELETE = forward

    def log_message(self, *unused):
        pass


def main():
    Proxy.log_path = sys.argv[2]
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Proxy)
    print("proxy on %s" % sys.argv[1], flush=True)
    server.serve_forever()


main()
