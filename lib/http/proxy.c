/* See proxy.h. */
#include "http/proxy.h"

#include "core/error.h"
#include "core/mem.h"
#include "core/text.h"

#include <stdlib.h>
#include <string.h>

#define PROXY_MAX 2048

static bool proxy_is_valid(const char *url)
{
    static const char *const schemes[] = {
        "http", "https", "socks4", "socks4a", "socks5", "socks5h"
    };
    const char *mark = strstr(url, "://");
    size_t size = strlen(url);
    if (size > PROXY_MAX || text_find_control(url, size) >= 0 || strchr(url, ' ') != NULL) {
        return false;
    }
    for (size_t i = 0; mark != NULL && i < sizeof schemes / sizeof schemes[0]; i++) {
        if (text_equal_nocase_n(url, (size_t)(mark - url), schemes[i])) {
            return mark[3] != '\0';
        }
    }
    return mark == NULL;
}

/* The first of the variables that is set, as libcurl looks: an empty one counts as not set. */
static const char *first_variable(const char *const names[], const char **value)
{
    for (size_t i = 0; names[i] != NULL; i++) {
        *value = getenv(names[i]);
        if (!text_is_empty(*value)) {
            return names[i];
        }
    }
    *value = "";
    return NULL;
}

static bool choice_init(struct proxy_choice *choice, const char *option, const char *const names[])
{
    const char *value = option;
    if (option == NULL) {
        choice->variable = first_variable(names, &value);
    }
    choice->url = mem_strdup(value);
    choice->is_valid = proxy_is_valid(value);
    return choice->url != NULL;
}

/*
 * Rule: proxies come from http_proxy, https_proxy, all_proxy and no_proxy; HTTP_PROXY is not read.
 * Source: libcurl, environment variables; CVE-2016-5385.  Test: variables_are_those_of_libcurl.
 */
connect_status proxies_init(struct proxies *proxies, const char *option, connect_error **error)
{
    /* HTTP_PROXY is not read: a CGI program gets it from a header of its client. */
    static const char *const http[] = { "http_proxy", "all_proxy", "ALL_PROXY", NULL };
    static const char *const https[] = { "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                                         NULL };
    static const char *const none[] = { "no_proxy", "NO_PROXY", NULL };
    const char *exceptions = "";
    *proxies = (struct proxies){ 0 };
    (void)first_variable(none, &exceptions);
    proxies->exceptions = mem_strdup(exceptions);
    if (!choice_init(&proxies->for_http, option, http) ||
        !choice_init(&proxies->for_https, option, https) || proxies->exceptions == NULL) {
        return error_memory(error);
    }
    if (option != NULL && !proxies->for_https.is_valid) {
        return error_set(error, CONNECT_E_CONFIGURATION, "proxy: " PROXY_EXPECTED);
    }
    return CONNECT_OK;
}

void proxies_release(struct proxies *proxies)
{
    mem_free_secret_text(proxies->for_http.url);
    mem_free_secret_text(proxies->for_https.url);
    mem_free(proxies->exceptions);
}

const struct proxy_choice *proxies_for(const struct proxies *proxies, const char *url)
{
    return text_starts(url, "https:") ? &proxies->for_https : &proxies->for_http;
}

bool proxy_takes_urls(const struct proxy_choice *proxy)
{
    return proxy->url[0] != '\0' && !text_equal_nocase_n(proxy->url, 5, "socks");
}
