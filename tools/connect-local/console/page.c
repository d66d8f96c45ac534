/*
 * See page.h. The build writes the bytes of page.html to page_html.h.
 */
#include "console/page.h"

static const unsigned char bytes[] = {
#include "page_html.h"
    0
};

const char *page_html(void)
{
    return (const char *)bytes;
}
