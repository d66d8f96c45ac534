"""Command lines and what they print: ctl_lines.py CONNECTCTL LINES MODE, against the service of AWS_ENDPOINT_URL_CONNECT.

LINES holds blocks that are separated by empty lines: "$ ARGUMENTS", then the output, each line behind "| ", and last
"= EXIT CODE".  Marks before "$" restrict the comparison with the AWS CLI: "2" to its version 2, "n" to versions whose
model is as new as ours, "-" excludes the line, with the reason in a comment above.  @ID1@ and @ARN1@ in arguments are
those of the first instance.  Ids, tokens and times in outputs are replaced by placeholders.

MODE "check" compares connectctl with what is recorded, "update" records anew, and "compare INTERPRETER" compares the
lines with the AWS CLI of that Python interpreter.
"""
import json
import os
import re
import shlex
import subprocess
import sys

connectctl, lines_path, mode = sys.argv[1:4]
endpoint = os.environ["AWS_ENDPOINT_URL_CONNECT"]


def placeholders(text):
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>", text)
    text = re.sub(r"AmazonConnect_[A-Z0-9]+", "AmazonConnect_<id>", text)
    text = re.sub(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00", "<time>", text)
    return re.sub(r"[A-Za-z0-9+/]{30,}={0,2}", "<token>", text)


class Block:
    def __init__(self, comments, marks, arguments):
        self.comments, self.marks, self.arguments = comments, marks, arguments
        self.output, self.code = [], None


def read_blocks():
    blocks, comments = [], []
    for line in open(lines_path, encoding="utf-8"):
        line = line.rstrip("\n")
        found = re.match(r"([2n-]*)\$ (.*)", line)
        if line.startswith("#"):
            comments.append(line)
        elif found:
            blocks.append(Block(comments, found.group(1), found.group(2)))
            comments = []
        elif line.startswith("|"):
            blocks[-1].output.append(line[2:])
        elif line.startswith("= "):
            blocks[-1].code = int(line[2:])
    return blocks


def write_blocks(blocks):
    with open(lines_path, "w", encoding="utf-8") as out:
        for number, block in enumerate(blocks):
            out.write("\n" if number else "")
            for comment in block.comments:
                out.write(comment + "\n")
            out.write("%s$ %s\n" % (block.marks, block.arguments))
            out.write("".join("| %s\n" % line if line else "|\n" for line in block.output))
            out.write("= %d\n" % block.code)


def call(arguments):
    done = subprocess.run([connectctl] + arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          stdin=subprocess.DEVNULL)
    return done.returncode, placeholders(done.stdout.decode("utf-8", "replace"))


def resolve_names():
    names = {}
    done = subprocess.run([connectctl, "list-instances", "--output", "json", "--endpoint-url", endpoint],
                          stdout=subprocess.PIPE, check=True)
    for number, instance in enumerate(json.loads(done.stdout)["InstanceSummaryList"], 1):
        names["@ID%d@" % number] = instance["Id"]
        names["@ARN%d@" % number] = instance["Arn"]
    return names


def arguments_of(block, names):
    text = block.arguments
    for name, value in names.items():
        text = text.replace(name, value)
    return shlex.split(text)


def report(block, what):
    print("error: connectctl %s: %s" % (block.arguments, what))


def as_lines(text):
    return text.split("\n")[:-1] if text.endswith("\n") else text.split("\n") if text else []


def check(blocks, names):
    findings = 0
    for block in blocks:
        code, text = call(arguments_of(block, names) + ["--endpoint-url", endpoint])
        if mode == "update":
            block.code, block.output = code, as_lines(text)
        elif code != block.code:
            findings += 1
            report(block, "exit code %d, not %s" % (code, block.code))
        elif as_lines(text) != block.output:
            findings += 1
            report(block, "prints\n%s\nnot\n%s" % (text, "\n".join(block.output)))
    return findings


def compare(blocks, names, interpreter):
    program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "aws_lines.py")
    version = subprocess.run([interpreter, program, "version"], stdout=subprocess.PIPE, check=True,
                             universal_newlines=True).stdout.strip()
    server = subprocess.Popen([interpreter, program, "run"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              universal_newlines=True)

    def ask(arguments):
        server.stdin.write(json.dumps(["connect"] + arguments + ["--endpoint-url", endpoint]) + "\n")
        server.stdin.flush()
        return json.loads(server.stdout.readline())

    skeleton = ask(["list-instances", "--generate-cli-skeleton", "output", "--output", "json"])
    is_new = "InstanceAccessUrl" in skeleton["stdout"]
    findings = compared = 0
    for block in blocks:
        if "-" in block.marks or ("2" in block.marks and not version.startswith("2.")) or \
                ("n" in block.marks and not is_new):
            continue
        arguments = arguments_of(block, names)
        theirs = ask(arguments)
        code, text = call(arguments + ["--endpoint-url", endpoint])
        compared += 1
        # Version 1 has one exit code for all failures.
        is_alike = code == theirs["code"] if version.startswith("2.") else bool(code) == bool(theirs["code"])
        if not is_alike or text != placeholders(theirs["stdout"]):
            findings += 1
            report(block, "exit code %d, with the AWS CLI %d; prints\n%s\nthe AWS CLI\n%s" %
                   (code, theirs["code"], text, placeholders(theirs["stdout"])))
    server.stdin.close()
    server.wait()
    print("%d lines compared with the AWS CLI %s, %d differ" % (compared, version, findings))
    return findings


def main():
    blocks, names = read_blocks(), resolve_names()
    if mode == "compare":
        return compare(blocks, names, sys.argv[4])
    findings = check(blocks, names)
    if mode == "update":
        write_blocks(blocks)
    elif len(blocks) < 100:
        print("error: %d lines; there should be at least 100" % len(blocks))
        findings += 1
    return findings


sys.exit(1 if main() else 0)
