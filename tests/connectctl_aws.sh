#!/bin/sh
# The command lines of connectctl_lines.txt print the same and exit alike in connectctl and in the AWS CLI.  It takes
# minutes: it runs with CONNECT_AWS_CLI=1, as in CI, or with CONNECT_AWS_CLI=all for each version that a Python
# interpreter here has.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/ctl.sh
. "$top_srcdir/tests/support/ctl.sh"
# shellcheck source=tests/support/local.sh
. "$top_srcdir/tests/support/local.sh"
# shellcheck source=tests/support/ctl_world.sh
. "$top_srcdir/tests/support/ctl_world.sh"

[ -n "${CONNECT_AWS_CLI-}" ] || skip "set CONNECT_AWS_CLI=1 to compare with the AWS CLI"
have python3 || skip "no python3 here"
seen=''
for python in ${AWS_CLI_PYTHON-} python3 /usr/bin/python3; do
    have "$python" || continue
    version=$("$python" "$top_srcdir/tests/support/aws_lines.py" version 2>/dev/null) || continue
    case " $seen " in *" $version "*) continue ;; esac
    seen="$seen $version"
    start_world
    python3 "$top_srcdir/tests/support/ctl_lines.py" "$connectctl" "$top_srcdir/tests/connectctl_lines.txt" \
        compare "$python" || bad "the AWS CLI $version differs"
    [ "$CONNECT_AWS_CLI" = all ] || break
done
[ -n "$seen" ] || skip "no AWS CLI here"
finish
