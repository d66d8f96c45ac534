#!/usr/bin/env python3
"""Writes lib/shape/unicode_table.c: the characters of Unicode's categories L (letters), Z (separators) and N (numbers).

usage: unicode_ranges.py > lib/shape/unicode_table.c

The table is committed.  Run this again with a newer Python for a newer Unicode; a service that knows fewer characters
than the table refuses what the strict check lets pass, never the other way round.
"""
import sys
import unicodedata


def runs():
    first = None
    for point in range(sys.maxunicode + 2):
        inside = point <= sys.maxunicode and unicodedata.category(chr(point))[0] in "LZN"
        if inside and first is None:
            first = point
        elif not inside and first is not None:
            yield first, point - 1
            first = None


def main():
    print("/*")
    print(" * Characters of the categories L, Z and N in Unicode %s, written by" % unicodedata.unidata_version)
    print(" * tests/model/unicode_ranges.py.")
    print(" */")
    print('#include "shape/pattern.h"')
    print()
    print("/* clang-format off */")
    print("const struct unicode_run unicode_runs[] = {")
    line = "   "
    for first, last in runs():
        item = " { 0x%x, 0x%x }," % (first, last)
        if len(line) + len(item) > 100:
            print(line)
            line = "   "
        line += item
    print(line)
    print("};")
    print("/* clang-format on */")
    print("const size_t unicode_runs_count = sizeof unicode_runs / sizeof unicode_runs[0];")


main()
