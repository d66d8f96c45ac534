#!/usr/bin/env python3
"""Runs the parts of the benchmark and prints each result beside its target; bench/README.md explains the rows.

usage: table.py BUILD_DIRECTORY

BENCH_QUICK=1 leaves out the calls against a server that throttles, which take half a minute.
"""
import glob
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

BUILD = os.path.abspath(sys.argv[1])
RUNS = 9
INSTANCES_PAGES = 200


def program(name):
    """The binary itself: the script of libtool would be measured too."""
    hidden = os.path.join(BUILD, os.path.dirname(name), ".libs", os.path.basename(name))
    return hidden if os.path.exists(hidden) else os.path.join(BUILD, name)


BENCH, PARTS, CTL = program("bench/connect-bench"), program("bench/connect-bench-parts"), program("connectctl")
ENVIRONMENT = {name: value for name, value in os.environ.items()
               if not re.search("^AWS_|_CA_BUNDLE$|^SSL_CERT_|_proxy$", name, re.IGNORECASE)}
# A path of the caller stays: it may name another libcurl.
ENVIRONMENT.update(LD_LIBRARY_PATH=":".join(filter(None, (os.path.join(BUILD, ".libs"), os.environ.get("LD_LIBRARY_PATH")))),
                   AWS_CONFIG_FILE="/nonexistent",
                   AWS_SHARED_CREDENTIALS_FILE="/nonexistent", AWS_EC2_METADATA_DISABLED="true",
                   AWS_ACCESS_KEY_ID="AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY="secret", AWS_REGION="us-west-2")


def run(command, **environment):
    done = subprocess.run(command, env={**ENVIRONMENT, **environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit("%s: %s" % (" ".join(command), done.stderr.strip()[-500:]))
    return done


def output(command, **environment):
    return run(command, **environment).stdout


class Server:
    """connect-bench serve, and the certificates that its clients verify it with."""

    def __init__(self, directory):
        self.process = subprocess.Popen([BENCH, "serve"], env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        port, tls_port, self.bundle = self.process.stdout.readline().split()
        self.plain, self.tls = "http://127.0.0.1:" + port, "https://127.0.0.1:" + tls_port
        self.all_roots = os.path.join(directory, "roots.pem")
        self.folder = os.path.join(directory, "roots")
        self.has_system_roots = self.collect_roots()

    def collect_roots(self):
        """The system's certificates and the server's authority, as a file and as a folder with hashed links."""
        system_file, system_folder = "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/certs"
        if not os.path.exists(system_file) or not glob.glob(system_folder + "/*.0"):
            return False
        with open(self.all_roots, "w", encoding="ascii") as out:
            for path in system_file, self.bundle:
                with open(path, encoding="utf-8") as file:
                    out.write(file.read())
        os.mkdir(self.folder)
        for link in glob.glob(system_folder + "/*.[0-9]"):
            os.symlink(os.path.realpath(link), os.path.join(self.folder, os.path.basename(link)))
        name = output(["openssl", "x509", "-noout", "-hash", "-in", self.bundle]).strip()
        shutil.copy(self.bundle, os.path.join(self.folder, name + ".0"))
        return True

    def system_roots(self):
        """For a program that uses the defaults of libcurl."""
        return {"LD_PRELOAD": os.path.join(BUILD, "bench/roots.so"), "BENCH_CAINFO": self.all_roots,
                "BENCH_CAPATH": self.folder}

    def stop(self):
        self.process.communicate()


# ---- what is measured

def instructions(command, count, times=1):
    """User instructions of one of `count` repetitions: the difference between two runs, the median of so many."""
    def whole(repetitions):
        done = run(["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
                    *command(str(repetitions))])
        return int(re.search(r"I\s+refs:\s+([\d,]+)", done.stderr).group(1).replace(",", ""))
    return statistics.median((whole(2 * count) - whole(count)) / count for _ in range(times))


def system_calls(command, count, directory):
    def whole(repetitions):
        path = os.path.join(directory, "strace")
        run(["strace", "-f", "-c", "-o", path, *command(str(repetitions))])
        with open(path, encoding="utf-8") as file:
            return int(re.search(r"(\d+)\s+(?:\d+\s+)?total", file.read()).group(1))
    return (whole(2 * count) - whole(count)) / count


def cpu_of_process(command, **environment):
    """Milliseconds of CPU of a whole process: the median of several."""
    def once():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run(command, **environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000
    return statistics.median(once() for _ in range(RUNS))


def first_calls(server, bundle, **environment):
    """Milliseconds of CPU of the first calls of eight threads: the median of several processes."""
    return statistics.median(int(output([BENCH, "first", server.tls, bundle], **environment)) / 1000 for _ in range(RUNS))


# ---- the table

def heading(text):
    print("\n%-62s %10s %10s" % (text, "result", "target"))


def row(text, value, form="%.0f", target=None, suffix=""):
    verdict = ""
    if target is not None:
        verdict = "" if value <= target * 1.005 else "   missed"
    print("  %-60s %10s %10s%s" % (text, form % value + suffix, "" if target is None else form % target + suffix, verdict))
    sys.stdout.flush()


def skip(text, why):
    print("  %-60s %10s   SKIP: %s" % (text, "", why))


def clients():
    """Name and description of each, libconnect last; without cJSON there is one less."""
    names = [("floor", "libcurl, not signed, not parsed"), ("own+cjson", "libcurl, own signature, cJSON"),
             ("own+jansson", "libcurl, own signature, jansson"), ("F", "F: libcurl, its signature, jansson"),
             ("libconnect", "libconnect")]
    return [pair for pair in names if subprocess.run(
        [BENCH, "work", pair[0], "describe", "0", "http://127.0.0.1:9"], env=ENVIRONMENT, check=False,
        stderr=subprocess.DEVNULL).returncode == 0]


def work(client, kind, origin, *bundle):
    return lambda count: [BENCH, "work", client, kind, count, origin, *bundle]


def curl_version():
    text = output([BENCH, "version"])
    return tuple(int(part) for part in text.split(".")[:2]), text.strip()


def print_instructions(server, version):
    if shutil.which("valgrind") is None:
        skip("instructions", "valgrind is not installed")
        return
    wears_out = (7, 83) <= version <= (8, 0)
    for kind, title, target in (("describe", "Instructions of a DescribeInstance, plain", 190 if wears_out else 165),
                                ("page", "Instructions of a page of ListInstances, plain", 310)):
        heading(title)
        for client, text in clients():
            value = instructions(work(client, kind, server.plain), 100, 3 if client == "libconnect" else 1) / 1000
            row(text, value, "%.0f", target if client == "libconnect" else None, " k")
    heading("Instructions of a DescribeInstance over TLS")
    for client, text in clients():
        row(text, instructions(work(client, "describe", server.tls, server.bundle), 100) / 1000, "%.0f", None, " k")
    for kind, title, target in (("page", "Instructions to decode a page, beside jansson's", 0.08),
                                ("describe", "Instructions to decode an instance, beside jansson's", None)):
        heading(title)
        reference = instructions(lambda count, kind=kind: [PARTS, "jansson", kind, count], 100)
        for decoder, text in ("jansson", "jansson, a tree"), ("cjson", "cJSON, a tree"), ("decode", "libconnect, the struct"):
            command = lambda count, kind=kind, decoder=decoder: [PARTS, decoder, kind, count]
            if subprocess.run(command("0"), env=ENVIRONMENT, check=False, stderr=subprocess.DEVNULL).returncode == 0:
                row("%s (%.1f k)" % (text, instructions(command, 100) / 1000), instructions(command, 100) / reference, "%.3f",
                    target if decoder == "decode" else None)


def print_system_calls(server, version, directory):
    if shutil.which("strace") is None or subprocess.run(["strace", "-o", "/dev/null", "true"], check=False,
                                                        stderr=subprocess.DEVNULL).returncode != 0:
        skip("system calls", "strace is not installed, or not allowed to trace")
        return
    for origin, name in (server.plain, "plain"), (server.tls, "over TLS"):
        heading("System calls of a warm DescribeInstance, " + name)
        bundle = [server.bundle] if origin == server.tls else []
        floor = system_calls(work("floor", "describe", origin, *bundle), 200, directory)
        row("libcurl, not signed, not parsed", floor, "%.1f")
        value = system_calls(work("libconnect", "describe", origin, *bundle), 200, directory)
        row("libconnect", value, "%.1f", floor + (1 if version < (8, 0) else 0))


def print_cpu(server):
    for origin, name, targets in ((server.plain, "plain", {"describe": 0.5, "page": 0.3}), (server.tls, "over TLS", {})):
        command = [BENCH, "race", origin] + ([server.bundle] if origin == server.tls else ["-"])
        times = {}
        for line in output(command).splitlines():
            kind, client, value = line.split()
            times[kind, client] = float(value)
        for kind, title in ("describe", "DescribeInstance"), ("page", "page of ListInstances"):
            heading("CPU time of a %s, %s" % (title, name))
            for client, text in clients():
                value = times[kind, client]
                row("%s (%.1f us) / F" % (text, value), value / times[kind, "F"], "%.2f",
                    targets.get(kind) if client == "libconnect" else None)
        if origin == server.tls:
            row("libconnect's DescribeInstance / libcurl, not signed, not parsed",
                times["describe", "libconnect"] / times["describe", "floor"], "%.2f", 1.5)
        else:
            heading("2,000 instances listed in pages of ten, plain")
            for client, text in clients():
                row(text, times["page", client] * INSTANCES_PAGES / 1000, "%.1f", None, " ms")
    heading("Signing a GET with a cached key")
    library, floor = (float(value) for value in output([PARTS, "sign"]).split())
    row("libconnect (%.2f us) / SHA-256 and HMAC (%.2f us)" % (library, floor), library / floor, "%.2f", 2)


def print_first_calls(server):
    heading("CPU time of the first calls of eight threads over TLS")
    one = first_calls(server, server.bundle)
    row("a bundle of one certificate", one, "%.1f", None, " ms")
    if not server.has_system_roots:
        skip("the system's roots", "no hashed certificates in /etc/ssl/certs")
        return
    roots = first_calls(server, "-", **server.system_roots())
    row("the system's roots", roots, "%.1f", None, " ms")
    row("the system's roots / a bundle of one certificate", roots / one, "%.2f", 1.5)
    row("all the system's roots in one bundle", first_calls(server, server.all_roots), "%.1f", None, " ms")


def print_cold_start(server):
    heading("CPU time of a process that lists one page")
    plain = cpu_of_process([BENCH, "work", "F", "page", "1", server.plain])
    row("F: libcurl, its signature, jansson, plain", plain, "%.1f", None, " ms")
    row("libconnect, plain", cpu_of_process([BENCH, "work", "libconnect", "page", "1", server.plain]), "%.1f", None, " ms")
    if not server.has_system_roots:
        skip("over TLS", "no hashed certificates in /etc/ssl/certs")
        return
    hand = cpu_of_process([BENCH, "work", "F", "page", "1", server.tls, server.all_roots, server.folder])
    row("F: libcurl, its signature, jansson, over TLS", hand, "%.1f", None, " ms")
    row("libconnect, over TLS", cpu_of_process([BENCH, "work", "libconnect", "page", "1", server.tls, "-"],
                                               **server.system_roots()), "%.1f", None, " ms")
    if not os.path.exists(CTL):
        skip("connectctl list-instances", "configured with --disable-tools")
        return
    ctl = cpu_of_process([CTL, "list-instances", "--no-paginate", "--max-results", "10", "--endpoint-url", server.tls],
                         **server.system_roots())
    row("connectctl list-instances, over TLS", ctl, "%.1f", None, " ms")
    row("connectctl list-instances / F, over TLS", ctl / hand, "%.2f", 0.6)


LOOP_FILES = 1100  # a descriptor for each connection, and some


def loop_figures(*command):
    return {name: float(value) for name, value in (line.split() for line in output([BENCH, *command]).splitlines())}


def print_loop_rows(figures, rows):
    for name, text, pattern, target, unit in rows:
        row(text, figures[name], pattern, target, unit)


def print_loop():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard != resource.RLIM_INFINITY and hard < LOOP_FILES:
        skip("a thousand calls in flight on one thread", "at most %d open files are allowed" % hard)
        return
    heading("A thousand calls in flight on one thread, new connections")
    plain = loop_figures("loop", "plain")
    print_loop_rows(plain, (
        ("new.seconds", "all have ended after", "%.2f", 4, " s"),
        ("new.cpu", "CPU time of a call", "%.3f", 0.2, " ms"),
        ("new.queued", "memory of a call that waits for its turn", "%.1f", 4, " KiB"),
        ("new.on_wire", "memory of a call on the wire", "%.1f", 20, " KiB"),
        ("new.threads", "threads of the process", "%.0f", 1, ""),
        ("new.sending", "longest step while requests are sent, CPU time", "%.1f", 10, " ms"),
        ("new.receiving", "longest step while responses come, CPU time", "%.1f", 10, " ms"),
        ("new.held", "steps a second while all responses are held", "%.1f", 2, ""),
        ("idle", "wake-ups a minute without calls", "%.0f", 0, "")))
    heading("A thousand calls in flight, kept connections")
    print_kept(plain)
    heading("A thousand calls in flight, new TLS connections")
    tls = loop_figures("loop", "tls")
    print_loop_rows(tls, (
        ("new.cpu", "CPU time of a call", "%.3f", 1.5, " ms"),
        ("new.on_wire", "memory of a call on the wire", "%.1f", 80, " KiB"),
        ("new.sending", "longest step while handshakes are made, CPU time", "%.1f", None, " ms"),
        ("new.receiving", "longest step while responses come, CPU time", "%.1f", 10, " ms")))
    heading("A thousand calls in flight, kept TLS connections")
    print_kept(tls)
    heading("A thousand calls on a loop without options")
    print_loop_rows(loop_figures("loop", "default"), (
        ("default.connections", "connections", "%.0f", 64, ""),
        ("default.displaced", "a callback is out of the order of the starts by at most", "%.0f", 64, "")))


def print_fairness():
    heading("A loop beside slow work")
    print_loop_rows(loop_figures("fair"), (
        ("fair", "10 calls among 500 paced ones have ended after", "%.0f", 50, " ms"),
        ("beat", "latest beat beside sources that take 5 s", "%.0f", 25, " ms")))


def print_kept(figures):
    print_loop_rows(figures, (
        ("kept.connections", "new connections", "%.0f", 0, ""),
        ("kept.cpu", "CPU time of a call", "%.3f", 0.2, " ms"),
        ("kept.on_wire", "memory of a call on the wire", "%.1f", 10, " KiB"),
        ("kept.receiving", "longest step while responses come, CPU time", "%.1f", 10, " ms")))


def print_size(server):
    heading("Size")
    row("a pager over 2,000 instances holds at most", int(output([BENCH, "memory", server.plain])) / 1024, "%.1f", None, " KiB")
    row("the shared object, stripped", os.path.getsize(os.path.join(BUILD, "bench/stripped.so")) / 1024, "%.0f", None, " KiB")


def main():
    # One core for client and server: their ratio does not depend on how the kernel places them.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    version, text = curl_version()
    began = time.monotonic()
    print("libconnect beside clients that are written by hand, with libcurl " + text)
    with tempfile.TemporaryDirectory() as directory:
        server = Server(directory)
        try:
            print_instructions(server, version)
            print_system_calls(server, version, directory)
            print_cpu(server)
            print_first_calls(server)
            print_cold_start(server)
            print_loop()
            print_fairness()
            print_size(server)
        finally:
            server.stop()
    if "BENCH_QUICK" not in os.environ:
        print("\nA server that throttles")
        sys.stdout.write(output([BENCH, "throttled"]))
    row("a turn that is due, from the file that processes share", float(output([PARTS, "turn"])), "%.2f", 1.0, " us")
    print("\n%.0f s; CPU times are for information, instructions and system calls repeat" % (time.monotonic() - began))


if __name__ == "__main__":
    main()
