#!/bin/sh
# Every program and command of docs/cookbook.md, taken from the page, compiles against an installed
# libconnect and prints what the page shows.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/page.sh
. "$top_srcdir/tests/support/page.sh"

install_for_pages
run_page docs/cookbook.md --port 8080 --port 3128
finish
