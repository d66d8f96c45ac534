#!/bin/sh
# The library's pattern matcher agrees with Python's on random strings, for every pattern of the service model.
# CONNECT_ROUNDS says how many strings a pattern gets (default 440), CONNECT_SEED which.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

have python3 || skip "python3 is needed as the second matcher"
program=$top_builddir/tests/pattern_match
[ -x "$program" ] || skip "tests/pattern_match is not built"
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE

python3 "$top_srcdir/tests/model/patterns.py" "$program" "${CONNECT_ROUNDS:-440}" "${CONNECT_SEED:-1}" ||
    bad "seed ${CONNECT_SEED:-1}"

finish
