/*
 * The rate limiter of the adaptive mode: learns from throttling how much a service bears (CUBIC).
 * Pure and without a lock; times are seconds on any clock that does not jump.
 */
#ifndef CALL_ADAPTIVE_H
#define CALL_ADAPTIVE_H

#include <stdbool.h>

struct adaptive {
    bool enabled;     /* from the first throttling response on */
    double fill_rate; /* requests a second */
    double capacity;
    double tokens;
    double refilled;   /* when */
    double best;       /* the rate at which throttling began (W max) */
    double inflection; /* seconds until that rate is reached again (K) */
    double throttled;  /* when last */
    double measured;   /* requests a second, smoothed */
    double bucket;     /* start of the half second that is being counted */
    int count;
};

void adaptive_init(struct adaptive *adaptive, double now);
/* Takes a token: 0, or the seconds after which to ask again. */
double adaptive_take(struct adaptive *adaptive, double now);
/* For every response, good or bad. */
void adaptive_note_response(struct adaptive *adaptive, double now, bool throttled);
/* The parts, for the test. */
void adaptive_set_rate(struct adaptive *adaptive, double now, double rate);
void adaptive_measure(struct adaptive *adaptive, double now);

#endif
