/*
 * Any sequence of pages and tokens.  A naive second pager says beforehand which items a listing
 * gives, how many requests that takes and whether it ends in an error; so no token can make it go
 * round, and after the end or an error no item comes and no request is sent.
 *
 * The first byte chooses the pager, each pair after it is a page: its token or number of pages, and
 * its items.  The last page comes again for ever.
 */
#include "fuzz/client.h"

#include <stdio.h>
#include <string.h>

#define PAGES_MAX 40

enum token { TOKEN_ABSENT, TOKEN_NULL, TOKEN_EMPTY, TOKEN_WRONG, TOKEN_FAILS, TOKEN_FIRST };

struct page {
    int token; /* from TOKEN_FIRST on: "t5", "t6", ... */
    int items;
};

struct listing {
    struct page pages[PAGES_MAX];
    int count;
    char last_token[16];
};

static const struct page *page_at(const struct listing *listing, int number)
{
    return &listing->pages[number < listing->count ? number : listing->count - 1];
}

static void add(connect_http_response *response, const char *text)
{
    PROMISE(connect_http_response_add_body(response, text, strlen(text)));
}

static connect_status response(void *user, int number, const connect_http_request *request,
                               connect_http_response *response, connect_http_failure *failure)
{
    struct listing *listing = user;
    const struct page *page = page_at(listing, number);
    static const char *const odd[] = { "", "\"NextToken\":null,", "\"NextToken\":\"\",",
                                       "\"NextToken\":[]," };
    char text[64];

    (void)failure;
    /* The token is the one of the page before. */
    PROMISE(listing->last_token[0] == '\0' || strstr(request->url, listing->last_token) != NULL);
    connect_http_response_set_status(response, page->token == TOKEN_FAILS ? 403 : 200);
    add(response, "{");
    (void)snprintf(text, sizeof text, "\"NextToken\":\"t%d.\",", page->token);
    add(response, page->token < TOKEN_FAILS    ? odd[page->token]
                  : page->token == TOKEN_FAILS ? ""
                                               : text);
    add(response, "\"Origins\":[");
    for (int i = 0; i < page->items; i++) {
        add(response, i == 0 ? "\"o\"" : ",\"o\"");
    }
    add(response, "]}");
    (void)snprintf(listing->last_token, sizeof listing->last_token, "t%d.", page->token);
    if (page->token < TOKEN_FIRST) {
        listing->last_token[0] = '\0';
    }
    return CONNECT_OK;
}

/* What is to come of it. */
struct outcome {
    int requests, items;
    connect_status status;
};

static struct outcome foresee(const struct listing *listing)
{
    struct outcome out = { 0, 0, CONNECT_OK };
    bool seen[256] = { false };

    for (;;) {
        const struct page *page = page_at(listing, out.requests++);

        if (page->token == TOKEN_FAILS) {
            out.status = CONNECT_E_ACCESS_DENIED;
        } else if (page->token == TOKEN_WRONG) {
            out.status = CONNECT_E_DECODE;
        } else {
            out.items += page->items;
        }
        if (page->token < TOKEN_FIRST) {
            return out;
        }
        if (seen[page->token]) {
            out.status = CONNECT_E_PAGINATION;
            return out;
        }
        seen[page->token] = true;
    }
}

static void check_end(connect_pager *pager, const struct fuzz_client *fuzz,
                      const struct outcome *expected, int items)
{
    PROMISE(connect_error_code(connect_pager_error(pager)) == expected->status);
    PROMISE(items == expected->items && fuzz->sent == expected->requests);
    PROMISE(connect_pager_next_page_json(pager) == NULL);
    PROMISE(fuzz->sent == expected->requests);
}

static void list_items(struct fuzz_client *fuzz, const struct outcome *expected)
{
    const connect_list_approved_origins_request request = { .size = sizeof request,
                                                            .instance_id = "i" };
    connect_pager *pager = connect_list_approved_origins_pages(fuzz->client, &request);
    int items = 0;

    while (connect_list_approved_origins_next(pager) != NULL) {
        PROMISE(++items <= expected->items);
    }
    PROMISE(connect_list_approved_origins_next(pager) == NULL);
    check_end(pager, fuzz, expected, items);
    connect_pager_free(pager);
}

static void list_pages(struct fuzz_client *fuzz, const struct outcome *expected)
{
    connect_pager *pager = NULL;
    int items = 0, pages = 0;
    char *json;

    PROMISE(connect_pager_new(fuzz->client, "ListApprovedOrigins", "{\"InstanceId\":\"i\"}", &pager,
                              NULL) == CONNECT_OK);
    while ((json = connect_pager_next_page_json(pager)) != NULL) {
        for (const char *at = json; (at = strstr(at, "\"o\"")) != NULL; at++) {
            items++;
        }
        connect_free(json);
        PROMISE(++pages <= expected->requests);
    }
    check_end(pager, fuzz, expected, items);
    connect_pager_free(pager);
}

/* ---- by number: the token is the number of pages that a page tells, its items have ids that may
 * come again ---- */

#define STALE_MAX 101

static connect_status response_by_number(void *user, int number,
                                         const connect_http_request *request,
                                         connect_http_response *response,
                                         connect_http_failure *failure)
{
    const struct listing *listing = user;
    const struct page *page = page_at(listing, number);
    char text[64];

    (void)failure;
    (void)snprintf(text, sizeof text, "page=%d&", number + 1);
    PROMISE(strstr(request->url, text) != NULL);
    connect_http_response_set_status(response, 200);
    (void)snprintf(text, sizeof text, "{\"totalPage\":%d,\"content\":[", page->token);
    add(response, text);
    for (int i = 0; i < page->items; i++) {
        (void)snprintf(text, sizeof text, "%s{\"id\":\"%d\"}", i > 0 ? "," : "",
                       (page->token + i) % 64);
        add(response, text);
    }
    add(response, "]}");
    return CONNECT_OK;
}

static void list_by_number(struct fuzz_client *fuzz, const struct listing *listing)
{
    connect_pager *pager = connect_zapi_list_instances_pages(fuzz->zapi, NULL);
    const connect_zapi_instance *item;
    bool seen[64] = { false };
    int sent;

    while ((item = connect_zapi_list_instances_next(pager)) != NULL) {
        PROMISE(!seen[strtol(item->id, NULL, 10)]);
        seen[strtol(item->id, NULL, 10)] = true;
    }
    sent = fuzz->sent;
    PROMISE(sent <= listing->count + STALE_MAX);
    PROMISE(connect_pager_error(pager) == NULL ||
            connect_error_code(connect_pager_error(pager)) == CONNECT_E_PAGINATION);
    PROMISE(connect_zapi_list_instances_next(pager) == NULL && fuzz->sent == sent);
    connect_pager_free(pager);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct listing listing = { .count = 0 };
    struct fuzz_client fuzz = { .user = &listing };

    if (size < 3) {
        return 0;
    }
    for (size_t i = 1; i + 1 < size && listing.count < PAGES_MAX; i += 2) {
        listing.pages[listing.count++] = (struct page){ bytes[i], bytes[i + 1] % 20 };
    }
    fuzz.response = bytes[0] % 3 == 2 ? response_by_number : response;
    fuzz_client_open(&fuzz);
    struct outcome expected = foresee(&listing);
    if (bytes[0] % 3 == 0) {
        list_items(&fuzz, &expected);
    } else if (bytes[0] % 3 == 1) {
        list_pages(&fuzz, &expected);
    } else {
        list_by_number(&fuzz, &listing);
    }
    fuzz_client_close(&fuzz);
    return 0;
}
