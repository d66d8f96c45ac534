/*
 * Just enough XML for the responses of STS: elements and their text, no attributes, no entities of
 * a document's own.  Nothing is allocated but unescaped text; a document type, a broken tag or too
 * deep a nest ends the reading.
 */
#ifndef SHAPE_XML_H
#define SHAPE_XML_H

#include "core/mem.h"

#define XML_SIZE_MAX (64 * 1024)
#define XML_DEPTH_MAX 16

struct xml_text {
    const char *at;
    size_t size;
};

enum xml_found { XML_ELEMENT, XML_END, XML_BROKEN };

/*
 * The next element in *rest, which moves behind it; *name and *inner get its name and what it
 * encloses.
 */
enum xml_found xml_next(struct xml_text *rest, struct xml_text *name, struct xml_text *inner);
/* The first element of that name in `in`; false when there is none. */
bool xml_find(struct xml_text in, const char *name, struct xml_text *inner);
bool xml_is(struct xml_text text, const char *name);
/*
 * The text of an element, without outer whitespace, the five named entities and character
 * references resolved.  NULL without memory, and with *valid false when it has elements or
 * references that are none.
 */
char *xml_content(struct arena *arena, struct xml_text inner, bool *valid);

#endif
