/*
 * The help page of the program as a whole.
 */
#ifndef CTL_OVERVIEW_H
#define CTL_OVERVIEW_H

int help_all(void);

#endif
