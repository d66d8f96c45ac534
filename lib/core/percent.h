/*
 * Percent-encoding (RFC 3986) as Signature Version 4 and the REST protocols want it.
 */
#ifndef CORE_PERCENT_H
#define CORE_PERCENT_H

#include "core/buf.h"

/* How many bytes at the start are unreserved (RFC 3986, 2.3): A-Z a-z 0-9 - . _ ~. */
size_t text_unreserved_span(const char *text, size_t size);

/* Percent-encodes everything but A-Z a-z 0-9 - . _ ~ and the bytes of `keep` (NULL for none). */
bool text_percent_encode(struct buf *out, const char *text, size_t size, const char *keep);

#endif
