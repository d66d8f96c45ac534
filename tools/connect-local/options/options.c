/*
 * See options.h.
 */
#include "options/options.h"

#include "core/mem.h"

#include <string.h>

void options_default(struct options *options)
{
    *options = (struct options){
        .bind = "127.0.0.1",
        .access_key = "AKIDLOCAL",
        .secret_key = "local-secret",
        .region = "us-east-1",
        .account_id = "123456789012",
        .burst = 1,
        .zapi_instances = 25,
    };
}

void options_free(struct options *options)
{
    if (options->has_fail_alias) {
        regfree(&options->fail_alias);
    }
    for (size_t i = 0; i < options->accounts_count; i++) {
        mem_free_secret_text(options->accounts[i].copy);
    }
    options->has_fail_alias = false;
    options->accounts_count = 0;
}

bool options_serve_region(const struct options *options, const char *region)
{
    for (size_t i = 0; i < options->regions_count; i++) {
        if (strcmp(options->regions[i], region) == 0) {
            return true;
        }
    }
    return options->any_region || strcmp(options->region, region) == 0;
}

bool options_serve_account(const struct options *options, const char *account_id)
{
    for (size_t i = 0; i < options->accounts_count; i++) {
        if (strcmp(options->accounts[i].account_id, account_id) == 0) {
            return true;
        }
    }
    return strcmp(options->account_id, account_id) == 0;
}

bool options_is_account_id(const char *string)
{
    return strlen(string) == 12 && strspn(string, "0123456789") == 12;
}
