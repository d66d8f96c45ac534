/*
 * The grammar of JSON.  It builds jansson's tree with jansson's constructors, which say when memory
 * is short; jansson's own reader of text then ends the process, writes beyond its buffers, or calls
 * the text malformed.
 */
#ifndef TESTS_TREE_DECODER_PARSE_H
#define TESTS_TREE_DECODER_PARSE_H

#include <jansson.h>

#include <stddef.h>

struct parse_problem {
    const char *what; /* static string; NULL: out of memory */
    size_t line, column;
};

/*
 * One value out of a string that old_scan_json() accepts, with whitespace around it; NULL with
 * *problem. An object has no key twice.  The only NUL in a text is the scan's mark at its
 * beginning.
 */
json_t *old_parse_json(const char *text, size_t size, struct parse_problem *problem);

#endif
