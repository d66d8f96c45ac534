"""Runs command lines of the AWS CLI in this interpreter: aws_lines.py VERSION|RUN.

With "version" it prints the version, or exits with 1 when this interpreter has no AWS CLI.  Otherwise it reads one JSON
array of arguments a line and prints one JSON object a line: exit code and standard output.  Each line runs in a child
that is forked after everything was imported and the model was loaded, which takes most of the time of a call.
"""
import json
import os
import sys
import tempfile

try:
    import awscli
    import awscli.clidriver
except ImportError:
    sys.exit(1)
try:
    import awscli.botocore.loaders as loaders  # version 2 has botocore inside
except ImportError:
    import botocore.loaders as loaders


def preload():
    """Loads the model once for all children, without running a command: version 2 would start threads."""
    loader, files = loaders.JSONFileLoader, {}
    load = loader.load_file

    def load_once(self, path):
        if path not in files:
            files[path] = load(self, path)
        return files[path]

    loader.load_file = load_once
    path = os.path.join(os.path.dirname(loaders.__file__), "data")
    models = loaders.Loader(extra_search_paths=[path])
    for kind in "service-2", "paginators-1", "waiters-2", "examples-1":
        try:
            models.load_service_model("connect", kind)
        except Exception:
            pass


def run(arguments):
    with tempfile.TemporaryFile() as out, open(os.devnull, "r+b") as null:
        child = os.fork()
        if child == 0:
            code = 255
            try:
                os.dup2(null.fileno(), 0)
                os.dup2(out.fileno(), 1)
                os.dup2(null.fileno(), 2)
                sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
                sys.stderr = open(2, "w", encoding="utf-8", closefd=False)
                sys.argv = ["aws"] + arguments
                driver = awscli.clidriver.create_clidriver()
                code = driver.main(arguments)
            except SystemExit as stop:
                code = stop.code
            except BaseException:
                pass
            finally:
                try:
                    sys.stdout.flush()
                finally:
                    os._exit(code if isinstance(code, int) else 255)
        status = os.waitpid(child, 0)[1]
        out.seek(0)
        return {"code": os.waitstatus_to_exitcode(status), "stdout": out.read().decode("utf-8", "replace")}


if sys.argv[1] == "version":
    print(awscli.__version__)
    sys.exit(0)
preload()
for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
