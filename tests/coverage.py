#!/usr/bin/env python3
"""What the unit programs execute of lib/: a table of lines and branches for each room, which fails below the floors.

usage: coverage.py [--build DIR] [--jobs N] [--uncovered]

DIR is a configured and built tree (build/).  Everything else is made in DIR/coverage: the library as a shared object
with gcov's counters, the programs of tests/ linked to it, and reach.json: which program executes which lines, and how
long it takes.  tests/mutate.py uses that.  --uncovered lists the lines that nothing executes and the branches
that nothing takes.
"""
import argparse
import concurrent.futures
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import time

# Percent of lines and branches, of what the programs execute without the scripts.  Raise them, never lower them
# without stating the reason.  What --uncovered still lists is of these kinds:
#   - another version of libcurl, another TLS library, a kernel without MADV_WIPEONFORK, or another
#     system than Linux (the steps newer-curl and platforms of .ci/run execute these);
#   - a system call, OpenSSL or libcurl failing in a way that no test can cause (fstat(), close(), EINTR at one place);
#   - an allocation that fails inside another library (check_malloc causes these without the C library's own);
#   - the default of a switch over all values of an enum, and the second round of a compare-and-swap.
FLOORS = {
    "api": (100, 77),
    "aws": (99, 95),
    "call": (99, 94),
    "core": (99, 95),
    "http": (98, 92),
    "shape": (99, 95),
}

# Programs that tell nothing of the library: check_shape_work compiles lib/shape for itself, and check_local* and
# check_ctl* test the tools.
EXCLUDED = ("check_shape_work", "check_local", "check_ctl")

SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


# What belongs to the checks of ASSERT(): how its first line and its last line look.
CHECKS = [(r"^#ifdef CONNECT_CHECKS", r"^#(else|endif)"), (r"USED_BY_CHECKS", r"^}"),
          (r"^ *(ASSERT|CHECKS_ONLY)\(", r"\);( /\*.*)?$|;\)$")]

# See test_child_leave().
WRITE_COUNTERS = """
void __gcov_dump(void);
void test_write_counters(void);

void test_write_counters(void)
{
    __gcov_dump();
}
"""


def flags(*packages):
    return subprocess.run(["pkg-config", *packages], check=True, stdout=subprocess.PIPE, text=True).stdout.split()


class Tree:
    """The objects and the library of one kind of build, and the test programs, which several kinds may share."""

    def __init__(self, build, name, options, jobs, programs="coverage", program_options=("-O0",)):
        self.build, self.jobs, self.options = os.path.abspath(build), jobs, options
        self.program_options = program_options
        self.directory = os.path.join(self.build, name)
        self.tests = os.path.join(self.build, programs)
        self.compiler = os.environ.get("CC", "gcc")
        packages = ["libcurl", "libcrypto", "jansson", "check", "libssl", "libmicrohttpd"]
        self.includes = ["-std=c11", "-D_GNU_SOURCE", "-DCONNECT_CHECKS", "-pthread", "-fPIC", "-I" + self.build] + [
            "-I" + os.path.join(SOURCE, part) for part in ("include", "lib", "tests", "tools/connect-local")] + flags("--cflags", *packages)
        self.libraries = flags("--libs", *packages) + ["-pthread", "-ldl", "-lm"]
        self.sources = self.find("lib/*/*.c")
        self.programs = sorted(os.path.basename(path)[:-2] for path in self.find("tests/check_*.c")
                               if not os.path.basename(path).startswith(EXCLUDED))
        self.library = os.path.join(self.directory, "libunder_test.so")

    @staticmethod
    def find(pattern):
        return sorted(os.path.relpath(path, SOURCE) for path in glob.glob(os.path.join(SOURCE, pattern)))

    def object_of(self, source):
        return os.path.join(self.directory if source.startswith("lib/") else self.tests, source[:-2] + ".o")

    def compile(self, source, options, out=None, text_from=None):
        out = out or self.object_of(source)
        os.makedirs(os.path.dirname(out), exist_ok=True)
        command = [self.compiler, *self.includes, *options, "-w", "-c", text_from or os.path.join(SOURCE, source), "-o", out]
        return subprocess.run(command, cwd=SOURCE, stderr=subprocess.PIPE, text=True)

    def link_library(self, out, objects):
        subprocess.run([self.compiler, *self.options, "-shared", "-o", out, *objects, *self.libraries], check=True)

    def parts_of(self, program):
        """Its source, and those in the folder of its name: check_malloc has tests/malloc."""
        return ["tests/%s.c" % program, *self.find("tests/%s/*.c" % program.removeprefix("check_"))]

    def compile_all(self, paths, options):
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            for done in pool.map(lambda path: self.compile(path, options), paths):
                if done.returncode != 0:
                    sys.exit(done.stderr)

    def make_library(self):
        self.compile_all(self.sources, self.options)
        self.link_library(self.library, [self.object_of(path) for path in self.sources])

    def make_counting_library(self):
        """The library with a function for the children of tests, which end without the end of a program."""
        self.compile_all(self.sources, self.options)
        source = os.path.join(self.directory, "counters.c")
        with open(source, "w") as file:
            file.write(WRITE_COUNTERS)
        self.link_library(self.library, [source, *(self.object_of(path) for path in self.sources)])

    def make_programs(self, programs):
        support = self.find("tests/support/*.c")
        self.compile_all(support + [path for name in programs for path in self.parts_of(name)], self.program_options)
        subprocess.run(["ar", "cr", os.path.join(self.tests, "libsupport.a"),
                        *[self.object_of(path) for path in support]], check=True)
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            list(pool.map(self.link_program, programs))

    def link_program(self, program):
        objects = [self.object_of(path) for path in self.parts_of(program)]
        subprocess.run([self.compiler, *self.program_options, "-o", self.path_of(program), *objects, "-L" + self.tests,
                        "-lsupport", "-lunder_test", *self.libraries], check=True)

    def environment(self, library_directory):
        """That of "make check": nothing of the user's AWS settings, files or proxies."""
        env = {name: value for name, value in os.environ.items()
               if not name.startswith("AWS_") and not name.lower().endswith("_proxy")}
        env.update(AWS_CONFIG_FILE="/nonexistent", AWS_SHARED_CREDENTIALS_FILE="/nonexistent",
                   AWS_EC2_METADATA_DISABLED="true", top_srcdir=SOURCE, top_builddir=self.build,
                   LD_LIBRARY_PATH=library_directory, LC_ALL="C", CONNECT_ROUNDS="200", MALLOC_PERTURB_="165")
        env.setdefault("CK_DEFAULT_TIMEOUT", "120")
        return env

    def path_of(self, program):
        return os.path.join(self.tests, program)


def is_current(build):
    """Whether reach.json and the programs beside it are of the present sources."""
    reach = os.path.join(build, "coverage", "reach.json")
    sources = [path for folder in ("include", "lib", "tests", "tools/connect-local")
               for path in glob.glob(os.path.join(SOURCE, folder, "**", "*.[ch]"), recursive=True)]
    return os.path.exists(reach) and os.path.getmtime(reach) > max(map(os.path.getmtime, sources))


def lines_of_checks(name):
    """The numbers of the lines that only the checks need: what they execute is no behaviour."""
    found, end = set(), None
    with open(os.path.join(SOURCE, name)) as file:
        for number, line in enumerate(file, 1):
            if end is None:
                end = next((end for start, end in CHECKS if re.search(start, line)), None)
            if end is not None:
                found.add(number)
                end = None if re.search(end, line) else end
    return found


def run_counted(tree, program):
    """Runs one program with counters of its own; returns its seconds and the counts by file and line."""
    counters = os.path.join(tree.directory, "counters", program)
    shutil.rmtree(counters, ignore_errors=True)
    env = tree.environment(tree.directory)
    env.update(GCOV_PREFIX=counters, GCOV_PREFIX_STRIP=str(tree.directory.count("/")))
    began = time.monotonic()
    with open(tree.path_of(program) + ".log", "w") as log:
        status = subprocess.run([tree.path_of(program)], env=env, cwd=tree.build, stdout=log, stderr=log,
                                stdin=subprocess.DEVNULL).returncode
    took = time.monotonic() - began
    data = glob.glob(os.path.join(counters, "lib/*/*.gcda"))
    for path in data:
        notes = os.path.join(tree.directory, os.path.relpath(path, counters))[:-5] + ".gcno"
        shutil.copy(notes, path[:-5] + ".gcno")
    text = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", *data], cwd=counters, check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout if data else ""
    files = {}
    for document in text.splitlines():
        for file in json.loads(document)["files"]:
            name = os.path.relpath(os.path.join(SOURCE, file["file"]), SOURCE)
            if not name.startswith("lib/"):
                continue
            lines = files.setdefault(name, {})
            checks = lines_of_checks(name)
            for line in file["lines"]:
                if line["line_number"] in checks:
                    continue
                branches = [branch["count"] > 0 for branch in line["branches"] if not branch["throw"]]
                kept = lines.setdefault(line["line_number"], [0, branches])
                kept[0] += line["count"]
                if len(kept[1]) == len(branches):
                    kept[1] = [a or b for a, b in zip(kept[1], branches)]
    return program, status, took, files


def run_all(tree):
    """Runs all programs; one that fails runs once more, alone, as time limits may have been missed under load."""
    with concurrent.futures.ThreadPoolExecutor(tree.jobs) as pool:
        results = list(pool.map(lambda name: run_counted(tree, name), tree.programs))
    for result in results:
        if result[1] != 0:
            result = run_counted(tree, result[0])
            if result[1] != 0:
                sys.exit("%s fails; see %s.log" % (result[0], tree.path_of(result[0])))
        yield result


def measure(tree):
    """The lines and branches of all programs; writes reach.json."""
    reach = {"programs": {}, "lines": {}}
    total = {}
    for program, _, took, files in run_all(tree):
        reach["programs"][program] = took
        for name, lines in files.items():
            merged = total.setdefault(name, {})
            for number, (count, branches) in lines.items():
                kept = merged.setdefault(number, [0, branches])
                kept[0] += count
                if len(kept[1]) == len(branches):
                    kept[1] = [a or b for a, b in zip(kept[1], branches)]
                by = reach["lines"].setdefault(name, {}).setdefault(str(number), [])
                if count > 0:
                    by.append(program)
    with open(os.path.join(tree.directory, "reach.json"), "w") as out:
        json.dump(reach, out)
    return total


def percent(part, whole):
    return 100.0 * part / whole if whole else 100.0


def report(total):
    rooms, low = {}, []
    for name, lines in total.items():
        room = rooms.setdefault(name.split("/")[1], [0, 0, 0, 0])
        for count, branches in lines.values():
            room[0] += count > 0
            room[1] += 1
            room[2] += sum(branches)
            room[3] += len(branches)
    print("%-8s %16s %8s %16s %8s   floors" % ("room", "lines", "", "branches", ""))
    for room in sorted(rooms):
        hit, lines, taken, branches = rooms[room]
        shares = percent(hit, lines), percent(taken, branches)
        floors = FLOORS.get(room, (100, 100))
        print("%-8s %7d of %5d %7.1f%% %7d of %5d %7.1f%%   %d%%, %d%%" % (
            (room, hit, lines, shares[0], taken, branches, shares[1]) + floors))
        if shares[0] < floors[0] or shares[1] < floors[1]:
            low.append(room)
    return low


def print_uncovered(total):
    """Lines that nothing executes, and branches of executed lines that nothing takes, with the source."""
    for name in sorted(total):
        with open(os.path.join(SOURCE, name), encoding="utf-8") as file:
            source = file.read().splitlines()
        for number, (count, branches) in sorted(total[name].items()):
            missed = [str(i) for i, taken in enumerate(branches) if not taken]
            what = "line" if count == 0 else "branch %s of %d" % (",".join(missed), len(branches))
            if count == 0 or missed:
                print("%s:%d: %s: %s" % (name, number, what, source[number - 1].strip()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default=os.path.join(SOURCE, "build"))
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--uncovered", action="store_true")
    options = parser.parse_args()
    tree = Tree(options.build, "coverage", ["-O0", "-g", "--coverage"], options.jobs)
    shutil.rmtree(tree.directory, ignore_errors=True)
    tree.make_counting_library()
    tree.make_programs(tree.programs)
    total = measure(tree)
    if options.uncovered:
        print_uncovered(total)
    low = report(total)
    if low:
        sys.exit("below the floors of tests/coverage.py: " + ", ".join(low))


if __name__ == "__main__":
    main()
