#!/bin/sh
# The gate of binary compatibility: what abidiff(1) finds between two builds, and which of it is a break.  By the size
# rule a struct may grow behind all it had, and there may be more functions and more values of an enum; anything else
# is refused unless tests/abi.suppr says why it is meant.
#
#   tests/abidiff.sh compare OLD.so OLD-HEADERS NEW.so NEW-HEADERS
#   tests/abidiff.sh prove     that the gate holds: on copies of this tree, each broken in one way
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

have abidiff || skip "abidiff is not installed"
usage() {
    sed -n 's/^#   //p' "$0" >&2
    exit 2
}

# Each change in the report begins in column 0; what it consists of is indented.  Prints "break: ..." or "grown: ...".
judge() {
    awk '
        function verdict() {
            if (what == "") return
            print (broken ? "break: " : "grown: ") what (broken ? why : "")
            what = ""
        }
        /^'\''.*'\'' changed:$/ { verdict(); what = $0; sub(/ changed:$/, "", what); broken = 0; why = ""; size = 0; next }
        /^[^ ]/ { verdict(); next }
        /^ *\[D\]/ { print "break: removed " $0; next }
        /^ *\[C\]/ { print "break: changed " $0; next }
        /^ *\[A\]/ { print "grown: added " $0; next }
        what == "" || /^ *$/ { next }
        /^  type size hasn.t changed/ { next }
        /^  type size changed from [0-9]+ to [0-9]+/ { size = $5 + 0; if ($7 + 0 < size) { broken = 1; why = why "; it shrank" } next }
        /^  [0-9]+ (data member|enumerator) insertions?:$/ { next }
        /^    .*, at offset [0-9]+ \(in bits\)/ {
            offset = $0; sub(/.*, at offset /, "", offset)
            if (offset + 0 >= size && size > 0) next
        }
        /^    .* value .-?[0-9]+.$/ && what ~ /^.enum / && !broken { next }
        { broken = 1; text = $0; sub(/^ */, "", text); why = why "; " text }
        END { verdict() }
    '
}

# abidiff tells public headers by their last name alone, and some rooms of lib/ have a header of the same name: what is
# not defined in a public header is private.
public_types() {
    names=$(sed -n 's/^typedef \(struct\|enum\) \([a-z_0-9]*\) {.*/\2/p' "$1"/connect/*.h "$2"/connect/*.h | sort -u | paste -sd '|' -)
    for kind in struct enum union; do
        printf '[suppress_type]\n  type_kind = %s\n  name_not_regexp = ^(%s)$\n' "$kind" "$names"
    done
}

# compare OLD OLD-HEADERS NEW NEW-HEADERS SUPPRESSIONS: says what it compared and what it found; false for a break.
compare() {
    for file in "$1" "$3"; do
        nm -D --defined-only "$file" | grep -c ' T connect_' >"$tmp/count" || { echo "$file exports nothing"; return 2; }
        readelf -S "$file" | grep -q debug_info || { echo "$file has no debug information: nothing to compare"; return 2; }
    done
    echo "comparing $1 ($(nm -D --defined-only "$1" | grep -c ' T connect_') functions) with $3 ($(cat "$tmp/count")), overrides from $5"
    public_types "$2" "$4" >"$tmp/private.suppr"
    result=0
    abidiff --leaf-changes-only --suppressions "$5" --suppressions "$tmp/private.suppr" --headers-dir1 "$2" --headers-dir2 "$4" "$1" "$3" >"$tmp/report" 2>&1 ||
        result=$?
    judge <"$tmp/report" >"$tmp/verdict"
    cat "$tmp/verdict"
    case $result in
        0) [ -s "$tmp/verdict" ] || { echo "no change"; return 0; } ;;
        4 | 8 | 12) ;;
        *) cat "$tmp/report"; echo "abidiff failed ($result)"; return 2 ;;
    esac
    if grep '^break: ' "$tmp/verdict" >/dev/null; then
        cat "$tmp/report"
        return 1
    fi
    [ -s "$tmp/verdict" ] || { cat "$tmp/report"; echo "a report that is not understood"; return 2; }
}

# --- the proof

# build COPY: the library of that copy, without its optimiser.  What reads no file that was changed has the object of
# the tree as it is.
build() {
    # shellcheck disable=SC2016,SC2086 # the inner shell expands its own; compiler and flags are lists of words
    (
        cd "$tmp/$1" || exit 1
        export CC flags
        diff -rq ../as-is/include include | sed -n 's/^Files .* and \(.*\) differ$/\1/p' >changed
        diff -rq ../as-is/lib lib | sed -n 's/^Files .* and \(.*\) differ$/\1/p' >>changed
        find lib -name '*.c' -print0 | xargs -0 -P 2 -n 30 sh -c '
            for file; do
                object=$(echo "$file" | tr / _).o
                if [ -f "../as-is/$object" ] && ! grep -qF -f changed "../as-is/$object.d"; then
                    [ -f "$object" ] || ln "../as-is/$object" .
                    continue
                fi
                $CC $flags -MD -MF "$object.d" -c "$file" -o "$object" || exit 255
            done' build &&
            $CC -shared -Wl,--version-script=lib/libconnect.map ./*.o -o libconnect.so $libs
    ) || { bad "the copy $1 does not build"; return 1; }
}

copy() {
    mkdir -p "$tmp/$1/tests"
    cp -R "$top_srcdir/include" "$top_srcdir/lib" "$tmp/$1"
    cp "$top_srcdir/tests/abi-lp64.txt" "$tmp/$1/tests"
    chmod -R u+w "$tmp/$1"
}

# change COPY FILE SED-SCRIPT: and says so when the script has nothing to do there.
change() {
    sed "$3" "$tmp/$1/$2" >"$tmp/changed"
    if cmp -s "$tmp/changed" "$tmp/$1/$2"; then bad "$1: nothing to change in $2"; fi
    cp "$tmp/changed" "$tmp/$1/$2"
}

# outcome COPY SUPPRESSIONS: compares the copy with the tree as it is.
outcome() {
    status=0
    compare "$tmp/as-is/libconnect.so" "$tmp/as-is/include" "$tmp/$1/libconnect.so" "$tmp/$1/include" "$2" >"$tmp/$1.out" ||
        status=$?
    echo "$1: $status"
    grep -E '^(break|grown|no change)' "$tmp/$1.out" | cut -c 1-150 | sed 's/^/    /'
}

# refused COPY PART: and the name is in what it says.
refused() {
    if build "$1"; then
        outcome "$1" "$none"
        [ "$status" = 1 ] || { bad "$1 is not refused"; cat "$tmp/$1.out"; }
        grep "^break: .*$2" "$tmp/$1.out" >/dev/null || bad "$1 is refused without a word of $2"
    fi
}

accepted() {
    if [ -f "$tmp/$1/libconnect.so" ] || build "$1"; then
        outcome "$1" "$2"
        [ "$status" = 0 ] || { bad "$1 is not accepted"; cat "$tmp/$1.out"; }
    fi
}

# frozen COPY yes|no: what the list of frozen layouts has to say of the same copy.
frozen() {
    said=no
    if top_srcdir=$tmp/$1 sh "$here/abi.sh" >"$tmp/$1.frozen" 2>&1; then said=yes; fi
    [ "$said" = "$2" ] || { bad "abi.sh on $1: $said, not $2"; cat "$tmp/$1.frozen"; }
}

prove() {
    here=$(cd "$(dirname "$0")" && pwd)
    none=$tmp/none.suppr
    echo '# nothing is meant' >"$none"
    flags="-std=c11 -D_GNU_SOURCE -fvisibility=hidden -fPIC -g -O0 -w -I$top_builddir -Iinclude -Ilib"
    flags="$flags $($PKG_CONFIG --cflags libcurl libcrypto jansson)"
    libs="$($PKG_CONFIG --libs libcurl libcrypto jansson) -lpthread"
    header=include/connect/instance.h

    copy as-is
    build as-is || finish
    copy the-same
    accepted the-same "$none"
    frozen the-same yes

    copy appended
    change appended $header 's/^} connect_instance;/    const char *at_the_end;\n&/'
    accepted appended "$none"
    frozen appended yes

    copy more-of-an-enum
    change more-of-an-enum include/connect/client.h 's/^\( *CONNECT_CHECK_STRICT = 2\)/    CONNECT_CHECK_MORE = 3,\n\1/'
    accepted more-of-an-enum "$none"
    frozen more-of-an-enum yes

    # A private struct may change as it likes, also one that holds a public one that grew.
    copy private
    change private lib/call/client.h 's/^struct connect_client {/&\n    int before;/; s/^struct client_core {/&\n    int before;/'
    change private include/connect/client.h 's/^} connect_pace;/    double at_the_end;\n&/'
    accepted private "$none"
    frozen private yes

    copy inserted
    change inserted $header 's/^    const char  *\*service_role;.*/    const char *in_between;\n&/'
    refused inserted connect_instance
    frozen inserted no

    copy reordered
    change reordered $header 's/^\( *const char  *\*\)id;/\1swap;/; s/^\( *const char  *\*\)arn;/\1id;/; s/\*swap;/*arn;/'
    refused reordered connect_instance
    frozen reordered no

    copy removed
    change removed $header '/ \*service_role;/d'
    change removed lib/api/instance.c '/FIELD(service_role,/d'
    refused removed service_role
    frozen removed no

    copy retyped
    change retyped include/connect/client.h 's/^    double burst;/    float  burst;/'
    refused retyped connect_pace
    frozen retyped no

    copy shortened
    change shortened include/connect/transport.h 's/ message\[256\];/ message[128];/'
    refused shortened connect_http_failure
    frozen shortened no

    copy renumbered
    change renumbered include/connect/client.h 's/CONNECT_CHECK_STRICT = 2/CONNECT_CHECK_STRICT = 5/'
    refused renumbered CONNECT_CHECK_STRICT
    frozen renumbered no

    copy dropped
    change dropped include/connect/client.h 's/^CONNECT_API \(connect_status connect_client_warm_up\)/\1/'
    refused dropped connect_client_warm_up

    copy other-parameters
    change other-parameters include/connect/client.h 's/connect_client_warm_up(connect_client \*client, /&int32_t how, /'
    change other-parameters lib/call/warm_up.c 's/connect_client_warm_up(connect_client \*client, /&int32_t how, /'
    refused other-parameters connect_client_warm_up

    # What is meant is written down, with its reason, and then it passes; and nothing else does.
    printf '%s\n' '# It was never filled.' '[suppress_type]' '  name_regexp = ^connect_instance(_summary)?$' >"$tmp/type.suppr"
    printf '%s\n' '# It was never called.' '[suppress_function]' '  name = connect_client_warm_up' >"$tmp/function.suppr"
    accepted removed "$tmp/type.suppr"
    accepted dropped "$tmp/function.suppr"
    outcome dropped "$tmp/type.suppr"
    [ "$status" = 1 ] || bad "an override of one thing lets another pass"
    finish
    echo "the gate refuses what breaks and lets pass what does not"
}

case ${1-prove} in
    prove) prove ;;
    compare)
        [ $# = 5 ] || usage
        compare "$2" "$3" "$4" "$5" "$top_srcdir/tests/abi.suppr" ;;
    *) usage ;;
esac
