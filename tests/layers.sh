#!/bin/sh
# Who may see whom in lib/ (HACKING.md): once by the #include lines, once by what the objects really call.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

# Each file is judged by the first row that it matches: a pattern of paths under lib/, and one of what it may include
# beside <connect/...> and the system's headers.
include_rules() {
    cat <<'END'
^core/(random|cleanse)\.   ^(core|openssl)/
^core/                     ^core/
^shape/document\.          ^(core|shape)/|^jansson\.h$
^shape/                    ^(core|shape)/
^aws/(sigv4|hash|digest|dpop|openssl_problem)\. ^(core|aws|openssl)/
^aws/(bearer|credentials|provider|signin|sso|sts|token_file) ^(core|aws|shape)/|^http/(transport|response)\.h$
^aws/                      ^(core|aws)/
^http/(connection|transport_curl|carrier|lookups) ^(core|http|curl)/
^http/trust\.             ^(core|http|openssl)/
^http/                     ^(core|http)/
^call/operations\.c        ^(core|shape|aws|call)/|^http/(transport|response)\.h$|^api/registry\.h$
^call/loop                 ^(core|shape|aws|call)/|^http/(transport|response|carrier|watch_set)\.h$
^call/                     ^(core|shape|aws|call)/|^http/(transport|response)\.h$
^api/registry\.c           ^api/registry\.h$|^shape/(shape|operation)\.h$
^api/                      ^shape/(shape|operation)\.h$|^call/entry\.h$
END
}

cd "$top_srcdir/lib"
find . -name '*.[ch]' | sed 's|^\./||' | sort >"$tmp/files"
while read -r file; do
    sed -n 's/^ *# *include *[<"]\([^>"]*\)[>"].*/\1/p' "$file" | sed "s|^|$file |"
done <"$tmp/files" >"$tmp/includes"

include_rules >"$tmp/rules"
awk -v rules="$tmp/rules" '
    BEGIN { while ((getline line < rules) > 0) { split(line, part, / +/); path[++n] = part[1]; may[n] = part[2] } }
    $2 ~ /^connect\// || $2 == "config.h" { next }
    $2 !~ /\// && $2 !~ /^jansson/ { next }
    $2 ~ /^(sys|arpa|netinet)\// { next }
    { for (i = 1; i <= n && $1 !~ path[i]; i++) ;
      if (i > n) print "lib/" $1 " is in no known room"
      else if ($2 !~ may[i]) print "lib/" $1 " may not include " $2 }
' "$tmp/includes" >"$tmp/wrong"
while read -r line; do bad "$line"; done <"$tmp/wrong"

tsort "$tmp/includes" >/dev/null 2>"$tmp/loops" || bad "files that include each other: $(tr '\n' ' ' <"$tmp/loops")"

# --- by object

[ -n "${lib_objects-}" ] || skip "the objects are known under make only"
cd "$top_builddir"
library=.libs/libconnect.so
if ! [ -f "$library" ] || ! have ldd; then
    echo "no ELF shared library here: the objects are not looked at"
    finish
    exit 0
fi

for object in $lib_objects; do
    file=${object%.lo}
    echo "${file%/*}/.libs/${file##*/}.o"
done >"$tmp/objects"

# "room/name symbol" for all that an object needs, and for all that it defines.
named() { sed -e 's|/libconnect_hot_la-|/|' -e 's|^lib/\(.*\)/\.libs/\([^:]*\)\.o:.* |\1/\2 |'; }
xargs nm -A -u <"$tmp/objects" | named | sort -u >"$tmp/needs"
xargs nm -A -g --defined-only <"$tmp/objects" | named >"$tmp/defines"

# only LIBRARY PATTERN: no other object calls what LIBRARY exports.
only() {
    path=$(ldd "$library" | sed -n "s/.*$1\.so.* => \(.*\) (.*/\1/p")
    [ -n "$path" ] || { bad "libconnect.so is not linked to $1"; return 0; }
    nm -D --defined-only "$path" | sed 's/.* //; s/@.*//' | sort -u >"$tmp/theirs"
    awk -v mine="$2" 'NR == FNR { theirs[$1] = 1; next } $2 in theirs && $1 !~ mine { print $1 ": " $2 }' \
        "$tmp/theirs" "$tmp/needs" | while read -r line; do bad "$1 is called by $line"; done
}
only libcurl '^http/(connection|connection_events|connection_options|connection_outcome|transport_curl|carrier|carrier_wire)$'
only libssl '^http/trust$'
only libcrypto '^(core/(random|cleanse)|http/trust|aws/(sigv4|hash|digest|dpop|openssl_problem))$'
only libjansson '^shape/document$'

# Rows call nothing but the entry points and the shapes; only call/operations sees the registry, and the registry the
# rows.  The description of the service itself is data that refers to no row.
awk 'NR == FNR { where[$2] = $1; next }
     $1 ~ /^api\// && ($2 in where ? where[$2] !~ /^(shape|call|api)\// : $2 !~ /^_/) { print $1 " calls " $2 }
     $2 in where && where[$2] ~ /^api\// && $1 !~ /^api\// && $2 != "connect_service" && !(where[$2] == "api/registry" && $1 == "call/operations") { print $1 " sees " $2 " of " where[$2] }
' "$tmp/defines" "$tmp/needs" | while read -r line; do bad "$line"; done

# Nothing waits but the drivers and what they call: the clock, processes, and the blocking form of the transport.  Files
# with a function that can wait or merely look (poll() and epoll_wait() with a timeout of 0) are listed beside it.
waits() {
    cat <<'END'
^(nanosleep|clock_nanosleep|usleep|sleep|select|pselect|ppoll|epoll_pwait|sem_wait|sem_timedwait|pause|sigwait.*) ^$
^poll$                     ^(core/(cancel|clock|process)|http/(transport_curl|carrier_sockets)|call/loop_wait)$
^epoll_wait$               ^http/watch_set$
^pthread_cond_(wait|timedwait|clockwait)$ ^(call/driver|http/pool)$
^(wait|wait4|waitid|waitpid)$ ^core/process$
^curl_(easy_perform|multi_wait|multi_poll)$ ^http/transport_curl$
^(cancel_wait|process_run)$ ^(core/(clock|cancel|process)|call/driver)$
^driver_run$               ^call/(driver|run|pager|wait_instance|warm_up)$
END
}
waits >"$tmp/waits"
sed 's/@.*//; s/__poll_chk$/poll/' "$tmp/needs" | awk -v rules="$tmp/waits" '
    BEGIN { while ((getline line < rules) > 0) { split(line, part, / +/); name[++n] = part[1]; may[n] = part[2] } }
    { for (i = 1; i <= n; i++)
          if ($2 ~ name[i]) { seen[i] = 1; if ($1 !~ may[i]) print $1 " calls " $2 "(), and may not wait" } }
    END { if (!seen[2]) print "no object is known to call poll(): the rules about waiting are not applied" }
' >"$tmp/wrong"
while read -r line; do bad "$line"; done <"$tmp/wrong"

# The wait() of a clock is a member of a struct, which no symbol shows.
cd "$top_srcdir/lib"
grep -nE '(->|\.)(wait|perform)\(' -r . --include='*.c' | grep -vE '^\./call/(driver|loop_wait)\.c:' |
    while read -r line; do bad "waits below a driver: $line"; done
cd "$top_builddir"

# No two files need each other, directly or through others.  Rows count as well: they call the entry points.
awk 'NR == FNR { where[$2] = $1; next } $2 in where && where[$2] != $1 { print $1, where[$2] }
' "$tmp/defines" "$tmp/needs" | sort -u >"$tmp/edges"
[ -s "$tmp/edges" ] || bad "nothing is known of what the objects need"
tsort <"$tmp/edges" >/dev/null 2>"$tmp/loops" ||
    bad "files that need each other: $(tr '\n' ' ' <"$tmp/loops")"

finish
