#!/bin/sh
# More than a hundred command lines of connectctl print what is recorded in connectctl_lines.txt.
# UPDATE=1 tests/connectctl_lines.sh records anew; tests/connectctl_aws.sh compares the same lines with the AWS CLI.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/ctl.sh
. "$top_srcdir/tests/support/ctl.sh"
# shellcheck source=tests/support/local.sh
. "$top_srcdir/tests/support/local.sh"
# shellcheck source=tests/support/ctl_world.sh
. "$top_srcdir/tests/support/ctl_world.sh"

have python3 || skip "no python3 here"
ctl list-instances --output yaml --generate-cli-skeleton output
[ "$code" = 0 ] || skip "connectctl is built without YAML"
start_world
mode=check
[ -z "${UPDATE-}" ] || mode=update
python3 "$top_srcdir/tests/support/ctl_lines.py" "$connectctl" "$top_srcdir/tests/connectctl_lines.txt" "$mode"
