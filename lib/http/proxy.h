/*
 * Which proxy a request goes through: the option, or the variables of the environment that libcurl
 * would read itself.  They are read here once, so that they can be validated like the option.
 */
#ifndef HTTP_PROXY_H
#define HTTP_PROXY_H

#include <connect/error.h>

struct proxy_choice {
    char *url;            /* "" for none; may hold a password */
    const char *variable; /* where it is from; NULL for the option */
    bool is_valid;
};

struct proxies {
    struct proxy_choice for_http, for_https;
    char *exceptions; /* the value of no_proxy, "" for none */
};

/*
 * option: a URL, "" for no proxy, or NULL to use the environment; copied.  An option that is not
 * valid is CONNECT_E_CONFIGURATION; a variable that is not is an error of the requests that would
 * use it.  Release in both cases.
 */
connect_status proxies_init(struct proxies *proxies, const char *option, connect_error **error);
void proxies_release(struct proxies *proxies);

const struct proxy_choice *proxies_for(const struct proxies *proxies, const char *url);
/* Whether the proxy gets requests for plain http in the form that has the whole URL. */
bool proxy_takes_urls(const struct proxy_choice *proxy);

/* What an invalid proxy URL should look like: the end of an error message. */
#define PROXY_EXPECTED                                                                      \
    "not a usable URL (expected [SCHEME://]host[:port] with http, https, socks4, socks4a, " \
    "socks5 or socks5h as SCHEME)"

#endif
