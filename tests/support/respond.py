"""A server with one response to all requests: respond.py PORT-FILE STATUS BODY-FILE. It runs until it is killed."""
import http.server
import os
import sys

port_file, status, body_file = sys.argv[1:]
with open(body_file, "rb") as file:
    body = file.read()


class Response(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(status))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("x-amzn-RequestId", "an-id")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *unused):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Response)
with open(port_file + ".new", "w") as file:
    file.write(str(server.server_address[1]))
os.rename(port_file + ".new", port_file)
server.serve_forever()
