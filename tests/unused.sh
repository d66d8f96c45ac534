#!/bin/sh
# A function that a header of lib/ declares is used by another file of lib/ or tools/: what only tests need stands in
# tests/support.  The text says so, and the objects, where a member of the same name is no use.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

# Except these, which their own file uses and a test calls as well.
exceptions() {
    cat <<'END'
adaptive_measure        the published run of the limiter is in its parts
adaptive_set_rate       the same
client_json_read        the options themselves, which a client does not show
clock_wait              the wait of clock_system, without its interface
pace_file_open_in_boot  another boot of the machine
pace_slot_factor        how far refusals have slowed a quota down
retry_classify          the policy in its parts
retry_delay_ms          the same
retry_quota_take        the same
END
}

cd "$top_srcdir"
# shellcheck disable=SC2046 # a list of files
code_of $(find lib tools -name '*.[ch]' | sort) >"$tmp/code"
exceptions | sed 's/ .*//' >"$tmp/exceptions"

: >"$tmp/needed"
if have nm; then
    find "$top_builddir/lib" "$top_builddir/tools" -name '*.o' -exec nm -u {} + | awk '{ print $2 }' >"$tmp/needed"
fi

awk -F : -v excepted="$tmp/exceptions" -v needed="$tmp/needed" '
    BEGIN {
        while ((getline name < excepted) > 0) is_excepted[name] = 1
        while ((getline name < needed) > 0) { is_needed[name] = 1; has_objects = 1 }
    }
    {
        file = $1; code = substr($0, length($1) + length($2) + 3)
        is_header = file ~ /\.h$/
        begins = file ~ /^lib\/.*\.c$/ && code ~ /^[a-z]/ && code !~ /^(static|typedef|extern|struct [a-z_]+ *\{)/ && code !~ /;$/
        while (match(code, /[A-Za-z_][A-Za-z_0-9]*/)) {
            name = substr(code, RSTART, RLENGTH); code = substr(code, RSTART + RLENGTH)
            if (begins && code ~ /^\(/ && !(name in home)) { home[name] = file; begins = 0 }
            if (is_header) in_headers[name]++
            else if (!((name, file) in seen)) { seen[name, file] = 1; files[name]++ }
        }
    }
    END {
        for (name in home) {
            if (in_headers[name] != 1) continue
            checked++
            is_used = files[name] > 1 && (!has_objects || name in is_needed)
            if (is_used == (name in is_excepted))
                print home[name] ": " name "() is " (is_used ? "used: no exception" : "used by no other file of lib/ or tools/")
        }
        print checked " functions" >"/dev/stderr"
    }' "$tmp/code" | sort >"$tmp/found"
while read -r line; do bad "$line"; done <"$tmp/found"

finish
