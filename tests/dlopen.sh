#!/bin/sh
# A host loads the library, uses it and unloads it a hundred times, and nothing grows: alone, when libcurl comes and goes
# with it, and in a host that has libcurl itself.  A fork and the end of a thread after that find nothing of it to call.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

library=$top_builddir/.libs/libconnect.so
[ -f "$library" ] || skip "there is no shared library"
[ -r /proc/self/statm ] || skip "there is no /proc to look at"
echo '#include <malloc.h>
long f(void) { return (long)mallinfo2().uordblks; }' >"$tmp/glibc.c"
$CC -D_GNU_SOURCE -c "$tmp/glibc.c" -o "$tmp/glibc.o" 2>/dev/null || skip "the C library does not report what its heap holds"
sanitizers=$(sed -n 's/^SANITIZE_FLAGS = //p' "$top_builddir/Makefile")

# shellcheck disable=SC2086 # compiler and flags are lists of words
$CC -std=c11 -Wall -Wextra -Werror -g $sanitizers -I"$top_srcdir/include" "$top_srcdir/tests/dlopen.c" -o "$tmp/host" \
    -pthread -ldl || { bad "the host does not compile"; finish; }

# What the allocator keeps for each thread would count as held.
GLIBC_TUNABLES=glibc.malloc.tcache_count=0:glibc.malloc.mxfast=0
export GLIBC_TUNABLES
"$tmp/host" "$library" 100 || bad "a host without libcurl"
held=$(ldd "$library" | awk '/libcurl|libcrypto/ { print $3 }')
# shellcheck disable=SC2086 # a list of files
"$tmp/host" "$library" 100 $held || bad "a host with libcurl"

finish
