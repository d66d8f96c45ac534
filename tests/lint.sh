#!/bin/sh
# Static checks: tests/lint.sh [CHECK...], or "all".  "make lint" runs all of them; "make check" runs
# those that take a moment.  A check whose tool is missing says SKIP and the others go on; with
# LINT_STRICT=1, as in CI, a missing tool is a finding.
#   format    clang-format 14 would change nothing
#   names     no file-scope name belongs to the C library or POSIX (lint/reserved.txt)
#   words     terms that the project does not use (lint/words.txt)
#   tidy      clang-tidy with the checks of .clang-tidy
#   cppcheck  cppcheck
#   analyzer  gcc -fanalyzer, on what is installed
#   optimized the warnings of the build at -O3, which sees more
#   shell     shellcheck
#   spelling  codespell, with lint/codespell.txt to ignore
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

lint=$top_srcdir/tests/lint
jobs=$(nproc 2>/dev/null || echo 1)
cd "$top_srcdir"

missing() {
    echo "SKIP: $1 is not installed"
    [ -z "${LINT_STRICT-}" ] || bad "$1 is not installed"
}

# first_of COMMAND...: the first of these commands that exists.
first_of() {
    for command; do
        if have "$command"; then
            echo "$command"
            return 0
        fi
    done
}

# findings CHECK: each line of standard input is a finding.
findings() {
    while read -r line; do bad "$1: $line"; done
}

# sources SUFFIXES DIRECTORY...: our own C files; tests/old holds a header that never changes, and make writes two.
sources() {
    suffixes=$1; shift
    find "$@" -name "*.[$suffixes]" ! -path 'tests/old/connect/*' ! -name enum_list.h ! -name page_html.h | sort
}
everything='include lib tools examples bench tests'

# has_headers: of the sources of standard input, those that can be compiled: event loops of others are not everywhere.
has_headers() {
    while read -r source; do
        for header in uv.h:libuv glib-unix.h:glib-2.0 ev.h:libev; do
            if grep -q "^#include <${header%:*}>" "$source"; then
                # shellcheck disable=SC2086 # a list of flags
                echo "#include <${header%:*}>" | ${CC:-cc} $flags -fsyntax-only -x c - 2>/dev/null || {
                    echo "$source is left out: ${header#*:} is not installed" >&2
                    continue 2
                }
            fi
        done
        echo "$source"
    done
}

# needs_tree CHECK: compilations need config.h and the flags of the libraries, which this sets.
needs_tree() {
    [ -f "$top_builddir/config.h" ] || { bad "$1 needs a configured tree: run ./bootstrap"; return 1; }
    flags="-std=c11 -D_GNU_SOURCE -I$top_builddir -Iinclude -Ilib -Itests -Itools/connect-local"
    flags="$flags -I$top_builddir/tools/connect-local/console"
    flags="$flags $($PKG_CONFIG --cflags libcurl libcrypto jansson check libmicrohttpd 2>/dev/null || true)"
    flags="$flags $(for name in libuv glib-2.0; do $PKG_CONFIG --cflags $name 2>/dev/null; done | sed 's/-I/-isystem /g')"
    consumer_flags="-Itools/connectctl $flags"
}

check_format() {
    command=$(first_of clang-format-14 clang-format)
    case $(${command:-true} --version 2>/dev/null) in
        *'version 14.'*) ;;
        *) missing "clang-format 14"; return 0 ;;
    esac
    # shellcheck disable=SC2086 # a list of folders
    sources ch $everything | xargs "$command" --dry-run 2>&1 |
        sed -n 's/^\(.*:[0-9]*\):[0-9]*: warning: .*/\1: clang-format 14 formats this otherwise/p' | sort -u | findings format
}

# Relies on the format: what has file scope begins in column 0, with its name on that line.
check_names() {
    # shellcheck disable=SC2046,SC2086 # lists of files and folders
    code_of $(sources ch $everything) | awk -v table="$lint/reserved.txt" '
        BEGIN { while ((getline line < table) > 0) if (line !~ /^#/) reserved[line] = 1 }
        # What a test replaces has the name of what it replaces.
        /^tests\/malloc\/allocator\.c:/ && /(alloc|free|memalign)\(/ { next }
        /^tests\/check_pace_file\.c:/ && /\*mmap\(/ { next }
        /^tests\/support\/work_names\.h:/ && /# *define / { next }
        { split($0, part, ":"); code = substr($0, length(part[1]) + length(part[2]) + 3); name = "" }
        code ~ /^(return|else|goto|case|extern 0|extern void (__|\*__))/ { next }
        code ~ /^# *define / { sub(/^# *define +/, "", code); match(code, /^[A-Za-z_0-9]+/); name = substr(code, 1, RLENGTH) }
        code ~ /^START_TEST\(/ { name = code; gsub(/START_TEST\(|\).*/, "", name) }
        code ~ /^(typedef|static) .*\(\*/ { next }
        code ~ /^(} )?[A-Za-z_][A-Za-z_0-9 *]*[ *][A-Za-z_0-9]+ *[(;=[,]/ || code ~ /^} [A-Za-z_0-9]+;/ {
            match(code, /[(;=[,]/); name = substr(code, 1, RSTART - 1); sub(/ *$/, "", name); sub(/.*[ *]/, "", name)
            if (code ~ /^extern /) next
        }
        name in reserved { print part[1] ":" part[2] ": " name " is a name of the C library or POSIX" }
    ' | findings names
}

# Terms in comments, strings, names and prose alike.
check_words() {
    find . -type f \( -name '*.[ch]' -o -name '*.md' -o -name '*.sh' -o -name '*.py' \) \
        ! -path './build*' ! -path './tests/fuzz/corpus/*' ! -path './tests/old/connect/*' ! -path './tests/lint/*' |
        sed 's|^\./||' | sort >"$tmp/files"
    grep -v '^#' "$lint/words.txt" | while read -r line; do
        term=${line%%  *}
        xargs grep -niwE -e "$term" <"$tmp/files" |
            awk -F : -v rule="${line#*  }" '{ print $1 ":" $2 ": use " rule ":" substr($0, length($1 $2) + 3) }'
    done | sort -t : -k 1,1 -k 2,2n >"$tmp/words"
    findings words <"$tmp/words"
}

# compile_each COMMAND: runs the script COMMAND with a file as $1 and the flags as $2, for each C file
# of standard input, and prints what it reports.
compile_each() {
    # shellcheck disable=SC2016 # the inner shell expands it
    xargs -P "$jobs" -I FILE sh -c 'case $1 in tools/connectctl/* | *check_ctl_* | *jmespath*) set -- "$1" "$3" ;; esac; '"$1" \
        lint FILE "$flags" "$consumer_flags" 2>&1 | grep -E ' (warning|error):' |
        sed "s|$top_srcdir/||" | sort -u || true
}

# shellcheck disable=SC2016 # expanded for each file
check_tidy() {
    command=$(first_of clang-tidy-14 clang-tidy)
    [ -n "$command" ] || { missing clang-tidy; return 0; }
    needs_tree tidy || return 0
    sources c lib tools examples bench tests | has_headers | compile_each "$command"' --quiet "$1" -- $2' | findings tidy
}

# The suppressed ones are matters of taste, or wrong about assignments within a condition.
check_cppcheck() {
    have cppcheck || { missing cppcheck; return 0; }
    cppcheck --quiet -j "$jobs" --std=c11 -D_GNU_SOURCE -Iinclude -Ilib -Itests -Itools/connectctl -Itools/connect-local \
        --library="$lint/cppcheck.cfg" --enable=warning,performance,portability,style --inline-suppr \
        --suppress=variableScope --suppress=constParameter --suppress=constVariable \
        --suppress=knownConditionTrueFalse --suppress=redundantContinue --suppress=shadowFunction \
        --suppress=redundantInitialization --suppress=missingInclude --suppress=unmatchedSuppression \
        --template='{file}:{line}: {message} [{id}]' lib tools examples bench 2>&1 | findings cppcheck
}

# gcc 12 cannot see that a status of CONNECT_OK means that an out parameter was set, nor that memcpy()
# of a scalar reads what was assigned to it, so that what it says of NULL and of uninitialized values
# is wrong every time.
# shellcheck disable=SC2016 # expanded for each file
check_analyzer() {
    have gcc || { missing gcc; return 0; }
    needs_tree analyzer || return 0
    off='-Wno-analyzer-null-dereference -Wno-analyzer-null-argument -Wno-analyzer-use-of-uninitialized-value'
    sources c lib tools examples | has_headers | compile_each "gcc -fanalyzer $off"' $2 -c -o /dev/null "$1"' | findings analyzer
}

# shellcheck disable=SC2016 # expanded for each file
check_optimized() {
    have gcc || { missing gcc; return 0; }
    needs_tree optimized || return 0
    warnings=$(sed -n 's/^WARN_CFLAGS = //p' "$top_builddir/Makefile")
    sources c lib tools examples bench | has_headers | compile_each "gcc $warnings"' -O3 $2 -c -o /dev/null "$1"' | findings optimized
}

check_shell() {
    have shellcheck || { missing shellcheck; return 0; }
    { find bootstrap .ci debian/tests tools/release-check -type f ! -name control 2>/dev/null
      find tests examples -name '*.sh'; } | sort |
        xargs shellcheck -x -f gcc 2>&1 | findings shell
}

check_spelling() {
    have codespell || { missing codespell; return 0; }
    # What tests feed to the library is misspelled on purpose.
    find . -type f \( -name '*.[ch]' -o -name '*.md' -o -name '*.sh' -o -name '*.py' -o -name '*.am' -o -name '*.ac' \) \
        ! -path './build*' ! -path './.git/*' ! -path './tests/fuzz/corpus/*' ! -path './tests/cases/*' |
        sort | xargs codespell -I "$lint/codespell.txt" | findings spelling
}

quick='format names words'
all="$quick tidy cppcheck analyzer optimized shell spelling"
[ "$*" = all ] && selected=$all || selected=${*:-$quick}
for check in $selected; do
    case " $all " in
        *" $check "*) ;;
        *) echo "usage: tests/lint.sh [all | CHECK...], of: $all" >&2; exit 2 ;;
    esac
    "check_$check" "$@"
done
finish
