/* Lists the instances of the account: one line each, all pages, a page in memory at a time. */
#include <connect/connect.h>

#include <stdio.h>

int main(void)
{
    connect_client *client = NULL;
    const connect_instance_summary *instance;

    /* Region, keys and endpoint come from where the AWS CLI takes them. */
    if (connect_client_new(NULL, &client, NULL) != CONNECT_OK) {
        return 1;
    }
    connect_pager *pager = connect_list_instances_pages(client, NULL);
    while ((instance = connect_list_instances_next(pager)) != NULL) {
        printf("%s  %s\n", instance->id, instance->instance_alias ? instance->instance_alias : "-");
    }

    const connect_error *error = connect_pager_error(pager);
    int failed = error != NULL;
    if (failed) {
        fprintf(stderr, "%s\n", connect_error_message(error));
    }
    connect_pager_free(pager);
    connect_client_free(client);
    return failed;
}
