#!/bin/sh
# Random inputs and outputs of every operation, over a transport that keeps them, judged by a reader of its own.
# CONNECT_ROUNDS says how many (default: ten of each operation), CONNECT_SEED which.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

have python3 || skip "python3 is needed to read what was sent"
program=$top_builddir/tests/roundtrip
[ -x "$program" ] || skip "tests/roundtrip is not built"

"$program" "${CONNECT_ROUNDS:-0}" "${CONNECT_SEED:-1}" >"$tmp/lines" || bad "the program failed"
python3 "$top_srcdir/tests/roundtrip.py" "$top_srcdir/tests/model/facts.json" <"$tmp/lines" || bad "seed ${CONNECT_SEED:-1}"

finish
