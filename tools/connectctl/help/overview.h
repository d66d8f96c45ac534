/*
 * The help page of the program.
 */
#ifndef CTL_HELP_OVERVIEW_H
#define CTL_HELP_OVERVIEW_H

int help_all(void);

#endif
