#!/usr/bin/env python3
"""The characters of Unicode's categories L (letters), Z (separators) and N (numbers), for lib/shape/unicode_table.c.

usage: unicode_ranges.py table > lib/shape/unicode_table.c
       unicode_ranges.py assigned > tests/model/unicode_assigned.txt
       unicode_ranges.py check lib/shape/unicode_table.c tests/model/unicode_assigned.txt

Both files are committed.  Write both again with a newer Python for a newer Unicode; a service that knows fewer
characters than the table refuses what the strict check lets pass, never the other way round.  "check" works with any
Python: it compares the characters that both its Unicode and that of the table have assigned.
"""
import re
import sys
import unicodedata

POINTS = range(sys.maxunicode + 1)


def matches(point):
    return unicodedata.category(chr(point))[0] in "LZN"


def is_assigned(point):
    return unicodedata.category(chr(point)) != "Cn"


def runs(is_member):
    first = None
    for point in range(sys.maxunicode + 2):
        inside = point <= sys.maxunicode and is_member(point)
        if inside and first is None:
            first = point
        elif not inside and first is not None:
            yield first, point - 1
            first = None


def write_table():
    print("/*")
    print(" * Characters of the categories L, Z and N in Unicode %s, written by" % unicodedata.unidata_version)
    print(" * tests/model/unicode_ranges.py.")
    print(" */")
    print('#include "shape/unicode_table.h"')
    print()
    print("/* clang-format off */")
    print("const struct unicode_run unicode_runs[] = {")
    line = "   "
    for first, last in runs(matches):
        item = " { 0x%x, 0x%x }," % (first, last)
        if len(line) + len(item) > 100:
            print(line)
            line = "   "
        line += item
    print(line)
    print("};")
    print("/* clang-format on */")
    print("const size_t unicode_runs_count = sizeof unicode_runs / sizeof unicode_runs[0];")


def write_assigned():
    print("# Code points that Unicode %s assigns, written by unicode_ranges.py." % unicodedata.unidata_version)
    for first, last in runs(is_assigned):
        print("%x-%x" % (first, last))


def members(file, pattern):
    found = set()
    with open(file, encoding="ascii") as text:
        for first, last in re.findall(pattern, text.read(), re.M):
            found.update(range(int(first, 16), int(last, 16) + 1))
    return found


def check(table_file, assigned_file):
    table = members(table_file, r"\{ 0x([0-9a-f]+), 0x([0-9a-f]+) \}")
    assigned = members(assigned_file, r"^([0-9a-f]+)-([0-9a-f]+)$")
    compared = [point for point in POINTS if point in assigned and is_assigned(point)]
    wrong = [point for point in compared if (point in table) != matches(point)]
    wrong += [point for point in table if point not in assigned]
    if len(compared) < 100000 or not table:
        sys.exit("only %d characters could be compared" % len(compared))
    for point in wrong[:20]:
        print("U+%04X is %sin the table" % (point, "" if point in table else "not "))
    if wrong:
        sys.exit("%d characters differ from Unicode %s" % (len(wrong), unicodedata.unidata_version))
    print("%d characters are as in Unicode %s" % (len(compared), unicodedata.unidata_version))


def main(arguments):
    if arguments[:1] == ["table"]:
        write_table()
    elif arguments[:1] == ["assigned"]:
        write_assigned()
    elif arguments[:1] == ["check"] and len(arguments) == 3:
        check(*arguments[1:])
    else:
        sys.exit(__doc__)


main(sys.argv[1:])
