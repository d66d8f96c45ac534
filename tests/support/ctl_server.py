"""A service that plays a script: ctl_server.py PORT_FILE LOG SCRIPT.

SCRIPT is a file of JSON objects, one a line: "status", "body" (any JSON) and "delay" in seconds.  Request N gets line N,
and every later one the last line.  Each request is a line "METHOD PATH" in the file LOG.
"""
import http.server
import json
import os
import sys
import time

port_file, log, script_path = sys.argv[1:4]
script = [json.loads(line) for line in open(script_path)]
served = 0


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        global served
        step = script[min(served, len(script) - 1)]
        served += 1
        with open(log, "a") as file:
            file.write("%s %s\n" % (self.command, self.path))
        time.sleep(step.get("delay", 0))
        body = json.dumps(step.get("body", {})).encode()
        self.send_response(step.get("status", 200))
        self.send_header("Content-Type", "application/json")
        self.send_header("x-amzn-RequestId", "an-id")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(port_file + ".new", "w") as file:
    file.write(str(server.server_port))
os.rename(port_file + ".new", port_file)
server.serve_forever()
