/*
 * The page under /_/, which is page.html.
 */
#ifndef LOCAL_CONSOLE_PAGE_H
#define LOCAL_CONSOLE_PAGE_H

const char *page_html(void);

#endif
