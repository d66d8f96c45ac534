#!/bin/sh
# The page of connect-local in Chromium.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

[ -x "$top_builddir/connect-local" ] || skip "connect-local was not built"
have python3 || skip "no python3"
(cd "$top_srcdir/tests/support" && python3 -B -c 'import browser, sys; sys.exit(browser.find() is None)') ||
    skip "no Chromium"

export top_builddir
python3 -B "$top_srcdir/tests/support/local_page.py" || bad "local_page.py failed"
finish
