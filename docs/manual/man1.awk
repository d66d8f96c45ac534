# Writes a man page of section 1 from a template and from the tables in C that the tool's help is
# printed from.  It needs no other tool and does not run the program, so it works when cross compiling.
#
# usage: awk -f man1.awk -v srcdir=DIRECTORY -v sources=FILES -v version=0.1.0 -v date=2026-11-26 TEMPLATE
#
# FILES are the sources of the library, of which those below lib/api/ hold the operations.
# The template is mdoc.  @DATE@ and @VERSION@ are replaced; a line of one of these forms is replaced
# by items of a list:
#
#   @options FILE TABLE@      rows of options: name, placeholder or NULL, text.  Rows that begin with
#                             HIDDEN or REFUSED are left out.  A row without a text is a subsection,
#                             one without a name is a paragraph; each subsection is a list of its own.
#   @terms FILE TABLE I J@    rows of other things: the I-th string is the term, the J-th the text
#   @operations@              the OPERATION() rows of lib/api/, as commands, in alphabetical order
#
# TABLE is the name of an array in FILE.  A table that is not found or is empty is an error.

function fail(message) {
    printf "man1.awk: %s:%d: %s\n", FILENAME, FNR, message | "cat >&2"
    failed = 1
    exit 1
}

# ---- C ----

function read_file(path,    text, line, status) {
    text = ""
    while ((status = (getline line < path)) > 0)
        text = text line "\n"
    close(path)
    if (status < 0)
        fail("cannot read " path)
    return text
}

# Cuts the next token off `source`: a word, a string with its quotes, or one character; "" at the end.
function next_token(    token) {
    while (match(source, /^([ \t\n]+|\/\*([^*]|\*+[^*\/])*\*+\/)/))
        source = substr(source, RLENGTH + 1)
    if (source == "")
        return ""
    if (!match(source, /^("([^"\\]|\\.)*"|[A-Za-z_0-9]+)/))
        RLENGTH = 1
    token = substr(source, 1, RLENGTH)
    source = substr(source, RLENGTH + 1)
    return token
}

# The value of a C string.
function unquote(token) {
    token = substr(token, 2, length(token) - 2)
    gsub(/\\"/, "\"", token)
    gsub(/\\\\/, "\\", token)
    return token
}

# The cells of a row up to its closing bracket, in cell[1..count]; kind[i] is "string", "null" or
# "word".  Adjacent strings are one.  Cells of inner brackets are left out.
function read_row(    token, depth, after_string) {
    count = depth = after_string = 0
    while ((token = next_token()) != "") {
        if (token ~ /^[({]$/) {
            depth++
        } else if (token ~ /^[)}]$/) {
            if (depth-- == 0)
                return 1
        } else if (depth == 0 && token ~ /^"/) {
            if (!after_string)
                cell[++count] = ""
            cell[count] = cell[count] unquote(token)
            kind[count] = "string"
            after_string = 1
            continue
        } else if (depth == 0 && token ~ /^[A-Za-z_0-9]/) {
            cell[++count] = token
            kind[count] = token == "NULL" ? "null" : "word"
        }
        after_string = 0
    }
    return 0
}

# Places `source` behind the bracket that opens the array.
function open_table(path, name) {
    source = read_file(srcdir "/" path)
    if (!match(source, "[ }]" name "(\\[[A-Z_0-9]*\\])+ = \\{"))
        fail(path " has no table " name)
    source = substr(source, RSTART + RLENGTH)
}

# Whether there is one more row, which read_row() then reads.
function next_row(    token) {
    while ((token = next_token()) != "" && token != "}") {
        if (token == "{")
            return read_row()
    }
    return 0
}

# ---- mdoc ----

# Lines of at most 78 characters.
function print_wrapped(text,    word, n, i, line) {
    gsub(/\\/, "\\e", text)
    n = split(text, word, " ")
    line = ""
    for (i = 1; i <= n; i++) {
        if (line != "" && length(line) + 1 + length(word[i]) > 78) {
            print line
            line = ""
        }
        line = line (line != "" ? " " : word[i] ~ /^[.']/ ? "\\&" : "") word[i]
    }
    print line
}

# A line for each sentence.
function print_text(text,    end) {
    text = toupper(substr(text, 1, 1)) substr(text, 2)
    if (text !~ /[.!?]$/)
        text = text "."
    while (match(text, /[^.][.] +[A-Z]/)) {
        end = RSTART + 1
        print_wrapped(substr(text, 1, end))
        text = substr(text, RSTART + RLENGTH - 1)
    }
    print_wrapped(text)
}

# "--name VALUE" as macros.
function print_option(name, value) {
    sub(/^--/, "", name)
    gsub(/\|/, " | ", value)
    print ".It Fl -" name (value == "" ? "" : (value ~ /^\[=/ ? " Ns Ar " : " Ar ") value)
}

function open_list() {
    if (!in_list)
        print ".Bl -tag -width Ds"
    in_list = 1
}

function close_list() {
    if (in_list)
        print ".El"
    in_list = 0
}

function option_row(    i, first, value) {
    if (cell[1] == "HIDDEN" || cell[1] == "REFUSED")
        return
    for (first = 1; kind[first] == "word"; first++) {
    }
    if (kind[count] == "null") {
        close_list()
        print ".Ss " cell[first]
    } else if (kind[first] == "null") {
        close_list()
        print_text(cell[count])
    } else {
        value = ""
        for (i = first + 1; i < count; i++)
            if (kind[i] == "string")
                value = cell[i]
        if (match(cell[first], /[ \[]/)) {
            value = substr(cell[first], RSTART + (substr(cell[first], RSTART, 1) == " "))
            cell[first] = substr(cell[first], 1, RSTART - 1)
        }
        open_list()
        print_option(cell[first], value)
        print_text(cell[count])
    }
}

function options(path, name,    rows) {
    open_table(path, name)
    for (rows = 0; next_row(); rows++)
        option_row()
    close_list()
    if (rows == 0)
        fail(path ": the table " name " is empty")
}

function terms(path, name, term, text,    rows, i, strings, at) {
    open_table(path, name)
    open_list()
    for (rows = 0; next_row(); rows++) {
        strings = 0
        for (i = 1; i <= count; i++)
            if (kind[i] == "string")
                at[++strings] = cell[i]
        if (strings < term || strings < text)
            fail(path ": a row of " name " has too few strings")
        print ".It Cm " at[term]
        print_text(at[text])
    }
    close_list()
    if (rows == 0)
        fail(path ": the table " name " is empty")
}

# "ListInstances" is the command list-instances.
function kebab(name) {
    while (match(name, /[a-z0-9][A-Z]/))
        name = substr(name, 1, RSTART) "-" tolower(substr(name, RSTART + 1, 1)) substr(name, RSTART + 2)
    return tolower(name)
}

function operations(    i, j, n, path, names, summary, rows, name) {
    n = split(sources, path, " ")
    rows = 0
    for (i = 1; i <= n; i++) {
        if (path[i] !~ /^lib\/api\/.*\.c$/)
            continue
        source = read_file(srcdir "/" path[i])
        while (match(source, /\nOPERATION\(/)) {
            source = substr(source, RSTART + RLENGTH)
            read_row()
            name = kebab(cell[2])
            summary[name] = cell[5]
            for (j = ++rows; j > 1 && names[j - 1] > name; j--)
                names[j] = names[j - 1]
            names[j] = name
        }
    }
    if (rows == 0)
        fail("no operations in " sources)
    open_list()
    for (i = 1; i <= rows; i++) {
        print ".It Cm " names[i]
        print_text(summary[names[i]])
    }
    close_list()
}

function long_date(text,    part, month) {
    split("January February March April May June July August September October November December", month, " ")
    split(text, part, "-")
    return month[part[2] + 0] " " (part[3] + 0) ", " part[1]
}

/^@operations@$/ {
    operations()
    next
}

/^@(options|terms) .*@$/ {
    gsub(/@/, "")
    if ($1 == "options")
        options($2, $3)
    else
        terms($2, $3, $4, $5)
    next
}

{
    gsub(/@DATE@/, long_date(date))
    gsub(/@VERSION@/, version)
    print
}
