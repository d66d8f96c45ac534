#!/bin/sh
# The diagram of a call in HACKING.md is made from the transition table in lib/call/transition.c.
# UPDATE=1 tests/states.sh writes it anew.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

cd "$top_srcdir"
begin='<!-- states of a call: made by UPDATE=1 tests/states.sh -->'
end='<!-- end of states -->'

{
    echo "$begin"
    echo '```mermaid'
    echo 'stateDiagram-v2'
    echo '    [*] --> CREDENTIALS'
    # Events that lead from one state to the same next one share an arrow.
    sed -n 's/^ *\[CALL_\([A-Z_]*\)\]\[EVENT_\([A-Z_]*\)\] *= *CALL_\([A-Z_]*\),$/\1 \3 \2/p' lib/call/transition.c |
        awk '{ arrow = $1 " --> " $2
               if (!(arrow in events)) order[++count] = arrow
               events[arrow] = events[arrow] (arrow in events && events[arrow] != "" ? ", " : "") $3 }
             END { for (i = 1; i <= count; i++) print "    " order[i] ": " events[order[i]] }'
    echo '    DONE --> [*]'
    echo '```'
    echo "$end"
} >"$tmp/made"

[ "$(grep -c -- '-->' "$tmp/made")" -gt 8 ] || bad "the transition table in lib/call/transition.c could not be read"

awk -v begin="$begin" -v end="$end" '$0 == begin { on = 1 } on { print } $0 == end { on = 0 }' HACKING.md >"$tmp/shown"
if ! cmp -s "$tmp/made" "$tmp/shown"; then
    if [ "${UPDATE-}" = 1 ]; then
        awk -v begin="$begin" -v end="$end" -v made="$tmp/made" '
            $0 == begin { while ((getline line < made) > 0) print line; on = 1 }
            !on { print }
            $0 == end { on = 0 }' HACKING.md >"$tmp/new"
        cat "$tmp/new" >HACKING.md
    else
        diff "$tmp/shown" "$tmp/made" || true
        bad "HACKING.md shows other transitions than lib/call/transition.c has: UPDATE=1 tests/states.sh"
    fi
fi
finish
