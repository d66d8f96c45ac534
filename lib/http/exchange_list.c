/* See exchange_list.h. */
#include "http/exchange_list.h"

void exchange_append(struct exchange_list *list, struct carrier_exchange *exchange, int place)
{
    exchange->place = place;
    exchange->next = NULL;
    exchange->previous = list->last;
    *(list->last != NULL ? &list->last->next : &list->first) = exchange;
    list->last = exchange;
    list->count++;
}

void exchange_remove(struct exchange_list *list, struct carrier_exchange *exchange)
{
    *(exchange->previous != NULL ? &exchange->previous->next : &list->first) = exchange->next;
    *(exchange->next != NULL ? &exchange->next->previous : &list->last) = exchange->previous;
    exchange->previous = NULL;
    exchange->next = NULL;
    exchange->place = PLACE_NONE;
    list->count--;
}
