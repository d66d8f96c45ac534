# shellcheck shell=sh
# shellcheck disable=SC2154 # common.sh sets tmp and top_builddir
# For the tests of connectctl, after common.sh: run it, and look at what it said.

connectctl=$top_builddir/connectctl
[ -x "$connectctl" ] || skip "connectctl is not built"
said=''

# ctl ARGUMENT...: its output in $tmp/out and $tmp/err, its exit code in $code.
ctl() {
    said="connectctl $*"
    code=0
    "$connectctl" "$@" >"$tmp/out" 2>"$tmp/err" || code=$?
}

# expect CODE
expect() {
    [ "$code" = "$1" ] || bad "$said: exit code $code, not $1: $(cat "$tmp/err")"
}

# expect_out TEXT, expect_err TEXT: a part of what was said.
expect_out() {
    grep -qF -e "$1" "$tmp/out" || bad "$said: \"$1\" is not in the output: $(cat "$tmp/out" "$tmp/err")"
}

expect_err() {
    grep -qF -e "$1" "$tmp/err" || bad "$said: \"$1\" is not on stderr: $(cat "$tmp/err")"
}

# expect_output: all of the output, from standard input.
expect_output() {
    diff -u - "$tmp/out" >"$tmp/diff" || bad "$said: not the expected output: $(cat "$tmp/diff" "$tmp/err")"
}

expect_silence() {
    [ ! -s "$tmp/out" ] || bad "$said: prints $(cat "$tmp/out")"
}
