/* See exchange_list.h. */
#include "http/exchange_list.h"

#include "core/assert.h"

#include <stdbool.h>

/* Its neighbours, or the ends of the list, refer to it.  Following the list would be quadratic. */
USED_BY_CHECKS static bool exchange_is_linked(const struct exchange_list *list,
                                              const struct carrier_exchange *exchange)
{
    const struct carrier_exchange *before =
        exchange->previous != NULL ? exchange->previous->next : list->first;
    const struct carrier_exchange *behind =
        exchange->next != NULL ? exchange->next->previous : list->last;
    return before == exchange && behind == exchange;
}

void exchange_append(struct exchange_list *list, struct carrier_exchange *exchange, int place)
{
    ASSERT(place == PLACE_QUEUED || place == PLACE_DONE);
    ASSERT((list->first == NULL) == (list->count == 0));
    exchange->place = place;
    exchange->next = NULL;
    exchange->previous = list->last;
    *(list->last != NULL ? &list->last->next : &list->first) = exchange;
    list->last = exchange;
    list->count++;
    ASSERT(exchange_is_linked(list, exchange));
}

void exchange_remove(struct exchange_list *list, struct carrier_exchange *exchange)
{
    ASSERT(exchange->place == PLACE_QUEUED || exchange->place == PLACE_DONE);
    ASSERT(list->count > 0 && exchange_is_linked(list, exchange));
    *(exchange->previous != NULL ? &exchange->previous->next : &list->first) = exchange->next;
    *(exchange->next != NULL ? &exchange->next->previous : &list->last) = exchange->previous;
    exchange->place = PLACE_NONE;
    list->count--;
}
