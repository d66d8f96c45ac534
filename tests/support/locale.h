/* A host with a decimal comma. */
#ifndef TESTS_SUPPORT_LOCALE_H
#define TESTS_SUPPORT_LOCALE_H

#include <stdbool.h>

/*
 * Sets a locale of the process in which printf() writes 1,5; false, with a word, where there is
 * none and none can be made.
 */
bool locale_use_decimal_comma(void);
/* Back to "C"; what was made for it is removed. */
void locale_restore(void);

#endif
