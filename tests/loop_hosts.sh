#!/bin/sh
# A loop works in any host that watches its descriptor, without a timer of the host: each program of tests/hosts makes
# the same calls at a service with faults.  tests/bindings_python.sh has asyncio.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/local.sh
. "$top_srcdir/tests/support/local.sh"

# Some hundreds are expected; a host that spins makes more.
most_steps=5000

# host PROGRAM ARGUMENT...; the instance that is created may be listed.
host() {
    name="$*"
    if [ ! -x "$top_builddir/tests/hosts/$1" ]; then
        echo "no $1 here: its part is left out"
        return 0
    fi
    program=$top_builddir/tests/hosts/$1; shift
    start_local --seed-instances 200 --creation-delay-ms 300 --seed 1 --fault 'DescribeInstance=503:0.05' \
        --fault 'ListInstances=500:0.2'
    timeout 100 "$program" "$@" >"$tmp/out" 2>"$tmp/err" || bad "$name: exit code $?: $(cat "$tmp/err")"
    grep -Eq '^20[01] described, 1 created, 1 cancelled, 0 failed$' "$tmp/out" || bad "$name: $(cat "$tmp/out" "$tmp/err")"
    steps=$(sed -n 's/ steps$//p' "$tmp/out")
    [ "${steps:-$most_steps}" -lt "$most_steps" ] || bad "$name: $steps steps, which should be fewer than $most_steps"
    echo "$name: $steps steps"
}

host posix poll
host posix select
host posix epoll
host posix edge-triggered
host libuv
host libev
host glib

finish
