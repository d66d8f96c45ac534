# shellcheck shell=sh
# What every shell test starts with: where things are, a folder that goes away, and words for the outcome.
# Under make the variables are set; by hand, a test looks into build/.
set -eu
LC_ALL=C
export LC_ALL
: "${top_srcdir:=$(cd "$(dirname "$0")/.." && pwd)}"
: "${top_builddir:=$top_srcdir/build}"
: "${CC:=cc}"
: "${MAKE:=make}"
: "${PKG_CONFIG:=pkg-config}"

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# The test cannot run here.
skip() {
    echo "SKIP: $*"
    exit 77
}

# A finding; the test goes on, and finish() fails it. It may be called in a pipe.
bad() {
    echo "error: $*"
    echo "$*" >>"$tmp/findings"
}

finish() {
    if [ -f "$tmp/findings" ]; then
        echo "$(wc -l <"$tmp/findings") findings"
        exit 1
    fi
}

have() { command -v "$1" >/dev/null 2>&1; }

# Nothing when there is none.
find_cxx() {
    for cxx in ${CXX-} c++ g++ clang++; do
        if have "$cxx"; then
            echo "$cxx"
            break
        fi
    done
}

# code_of FILE...: the sources without comments, each literal as 0, as "file:line:code".
code_of() {
    awk '
        FNR == 1 { comment = 0 }
        { code = ""; rest = $0
          while (rest != "") {
              if (comment) {
                  end = index(rest, "*/")
                  if (!end) break
                  rest = substr(rest, end + 2); comment = 0
              } else if (match(rest, /\/\*|\/\/|"([^"\\]|\\.)*"|\047([^\047\\]|\\.)*\047/)) {
                  token = substr(rest, RSTART, 2); code = code substr(rest, 1, RSTART - 1)
                  rest = substr(rest, RSTART + (token == "/*" ? 2 : RLENGTH))
                  if (token == "/*") comment = 1
                  else if (token == "//") rest = ""
                  else code = code "0"
              } else { code = code rest; rest = "" }
          }
          print FILENAME ":" FNR ":" code }
    ' "$@"
}
