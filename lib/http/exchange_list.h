/* Queues of exchanges, linked through the exchanges themselves. */
#ifndef HTTP_EXCHANGE_LIST_H
#define HTTP_EXCHANGE_LIST_H

#include "http/carrier.h"

/* Where an exchange is: its `place`. */
enum { PLACE_NONE, PLACE_QUEUED, PLACE_ON_WIRE, PLACE_DONE };

struct exchange_list {
    struct carrier_exchange *first, *last;
    size_t count;
};

/* At the end; sets the exchange's place. */
void exchange_append(struct exchange_list *list, struct carrier_exchange *exchange, int place);
void exchange_remove(struct exchange_list *list, struct carrier_exchange *exchange);

#endif
