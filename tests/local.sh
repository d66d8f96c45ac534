#!/bin/sh
# connect-local from outside, with a client that shares no code with libconnect.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

[ -x "$top_builddir/connect-local" ] || skip "connect-local was not built"
have python3 || skip "no python3"

export top_builddir
for part in signature instances family replication flags services hostile control; do
    echo "--- $part"
    python3 -B "$top_srcdir/tests/support/local_$part.py" || bad "local_$part.py failed"
done
finish
