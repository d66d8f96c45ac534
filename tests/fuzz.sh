#!/bin/sh
# Each fuzz target over the inputs that are kept of it. Built with --enable-fuzz, a target finds new ones:
#   build/tests/fuzz/fuzz_decode -dict=tests/fuzz/decode.dict NEW_INPUTS tests/fuzz/corpus/fuzz_decode
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

[ -n "${fuzz_targets-}" ] || skip "the targets are known under make only"
for target in $fuzz_targets; do
    corpus=$top_srcdir/tests/fuzz/corpus/${target##*/}
    # By name: a folder would make libFuzzer go on by itself.
    "$top_builddir/$target" "$corpus"/* >"$tmp/log" 2>&1 || bad "$target: $(tail -n 5 "$tmp/log")"
done
finish
