#!/bin/sh
# What no standard tool checks: the width of lines, and in lib/ the lengths of functions and files and
# the functions that are not to be called.  tests/lint.sh has the rest.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

# Rows are tables: a file of them may be long.
max_function=60
max_file=500
max_line=100

# What to use instead stands beside each.
banned() {
    cat <<'END'
malloc calloc realloc reallocarray free strdup strndup  core/mem.h, which has limits and the program's allocator
asprintf vasprintf sprintf vsprintf strcpy strcat strncpy strncat gets  core/buf.h, which has a limit
atoi atol atof strtol strtoll strtoul strtoull strtod sscanf scanf strtok  core/text.h, which knows errors and no locale
isalpha isdigit isalnum isspace isupper islower isxdigit isprint tolower toupper strcasecmp strncasecmp  core/text.h, which knows no locale
localtime localtime_r gmtime mktime strftime setlocale  core/clock.h, which knows no locale and no time zone
assert abort exit _exit atexit signal sigaction setenv putenv  an error, or ASSERT() of core/assert.h for an invariant
pthread_create fork vfork  the thread of the caller, or core/process.h
rand random srand srandom drand48  core/random.h
printf puts putchar perror  core/log.h
system popen  a call without a shell
END
}

cd "$top_srcdir"
find lib -name '*.[ch]' | sort >"$tmp/files"

# shellcheck disable=SC2046
code_of $(cat "$tmp/files") >"$tmp/code"

banned >"$tmp/banned"
awk -F '  ' -v table="$tmp/banned" '
    BEGIN {
        while ((getline line < table) > 0) {
            split(line, part, /  /); count = split(part[1], names, " ")
            for (i = 1; i <= count; i++) instead[names[i]] = part[2]
        }
    }
    { split($0, part, ":"); file = part[1]; code = substr($0, length(part[1]) + length(part[2]) + 3)
      while (match(code, /[A-Za-z_][A-Za-z_0-9]* *\(/)) {
          before = substr(code, RSTART - 1, 1)
          name = substr(code, RSTART, RLENGTH - 1); sub(/ *$/, "", name)
          member = RSTART > 1 && (before == "." || before == ">")
          code = substr(code, RSTART + RLENGTH)
          if (!(name in instead) || member) continue
          if (file ~ /^lib\/core\/mem\.c$/ && instead[name] ~ /^core\/mem\.h/) continue
          if (file ~ /^lib\/core\/assert\.c$/ && name == "abort") continue
          print file ":" part[2] ": " name "() is banned; use " instead[name]
      }
    }
' "$tmp/code" >"$tmp/found"

# shellcheck disable=SC2129 # each part writes what it finds
# A function begins with a brace in column 0 and ends with one.
awk -F : -v most="$max_function" '
    { code = substr($0, length($1) + length($2) + 3) }
    code == "{" { start = $2 }
    code ~ /^}/ && start { if ($2 - start - 1 > most) print $1 ":" start ": a function of " $2 - start - 1 " lines; at most " most; start = 0 }
' "$tmp/code" >>"$tmp/found"

while read -r file; do
    case $file in lib/api/*) continue ;; esac
    awk -v file="$file" -v most="$max_file" 'END { if (NR > most) print file ": " NR " lines; at most " most }' "$file"
done <"$tmp/files" >>"$tmp/found"

# A line may be longer when it would fit without its string literals, which are not broken, or without
# the alignment of the backslash of a macro.
# shellcheck disable=SC2016 # awk expands it
find include lib tools examples bench tests -name '*.[ch]' ! -path 'tests/old/connect/*' | sort |
    xargs awk -v most="$max_line" '
        length > most {
            rest = $0; gsub(/"([^"\\]|\\.)*"/, "\"\"", rest); sub(/ *\\$/, "", rest)
            if (length(rest) > most) print FILENAME ":" FNR ": a line of " length " bytes; at most " most
        }' >>"$tmp/found"

while read -r line; do bad "$line"; done <"$tmp/found"
finish
