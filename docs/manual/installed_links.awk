# Makes the links of a page in Markdown plain text where their target is not installed.
# usage: awk -f installed_links.awk -v installed='FILE...' PAGE    the page and the files lie in the same directory

function is_installed(target) {
    if (target ~ /^(https?:|#)/) return 1
    sub(/#.*/, "", target)
    return index(" " installed, " " target " ") || index(" " installed, " " target "/")
}

BEGIN { installed = installed " " }
{
    rest = $0
    line = ""
    while (match(rest, /\[[^]]*\]\([^)]*\)/)) {
        link = substr(rest, RSTART, RLENGTH)
        middle = index(link, "](")
        target = substr(link, middle + 2, length(link) - middle - 2)
        line = line substr(rest, 1, RSTART - 1) (is_installed(target) ? link : substr(link, 2, middle - 2))
        rest = substr(rest, RSTART + RLENGTH)
    }
    print line rest
}
