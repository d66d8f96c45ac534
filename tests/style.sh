#!/bin/sh
# The rules of HACKING.md that a machine can hold in lib/: lengths, and functions that are not to be called.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

# Rows are tables: a file of them may be long.
max_function=80
max_file=500
max_line=120

# What to use instead stands beside each.
banned() {
    cat <<'END'
malloc calloc realloc reallocarray free strdup strndup  core/mem.h, which has limits and the program's allocator
asprintf vasprintf sprintf vsprintf strcpy strcat strncpy strncat gets  core/buf.h, which has a ceiling
atoi atol atof strtol strtoll strtoul strtoull strtod sscanf scanf strtok  core/text.h, which knows errors and no locale
isalpha isdigit isalnum isspace isupper islower isxdigit isprint tolower toupper strcasecmp strncasecmp  core/text.h, which knows no locale
localtime localtime_r gmtime mktime strftime setlocale  core/clock.h, which knows no locale and no time zone
assert abort exit _exit atexit signal sigaction setenv putenv  an error: the process belongs to somebody else
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
          print file ":" part[2] ": " name "() is banned; use " instead[name]
      }
    }
' "$tmp/code" >"$tmp/found"

# A function begins with a brace in column 0 and ends with one.
awk -F : -v most="$max_function" '
    { code = substr($0, length($1) + length($2) + 3) }
    code == "{" { start = $2 }
    code ~ /^}/ && start { if ($2 - start - 1 > most) print $1 ":" start ": a function of " $2 - start - 1 " lines; at most " most; start = 0 }
' "$tmp/code" >>"$tmp/found"

while read -r file; do
    case $file in lib/api/*) continue ;; esac
    awk -v file="$file" -v most="$max_file" -v width="$max_line" '
        length > width { print file ":" FNR ": a line of " length " bytes; at most " width }
        /\t/ { print file ":" FNR ": a tab" }
        / $/ { print file ":" FNR ": a blank at the end" }
        END { if (NR > most) print file ": " NR " lines; at most " most }
    ' "$file"
done <"$tmp/files" >>"$tmp/found"

while read -r line; do bad "$line"; done <"$tmp/found"
finish
