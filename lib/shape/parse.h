/*
 * The grammar of JSON.  It builds jansson's tree with jansson's constructors, which say when memory
 * is short; jansson's own reader of text then ends the process, writes beyond its buffers, or calls
 * the text malformed.
 */
#ifndef SHAPE_PARSE_H
#define SHAPE_PARSE_H

#include <jansson.h>

#include <stddef.h>

struct parse_problem {
    const char *what; /* static text; NULL: memory is short */
    size_t line, column;
};

/*
 * One value out of a text that scan_json() has let pass, with blanks around it; NULL with *problem.
 * An object has no key twice.  The only NUL in a text is the scan's mark at its beginning.
 */
json_t *parse_json(const char *text, size_t size, struct parse_problem *problem);

#endif
