/*
 * Lists the WhatsApp instances of a Z-API partner, all pages.  The token comes from ZAPI_TOKEN;
 * ZAPI_URL names another server than Z-API's own.
 */
#include <connect/connect.h>

#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    connect_zapi_client_options options = { .size = sizeof options };
    connect_zapi_client *client = NULL;
    const connect_zapi_instance *instance;
    connect_error *error = NULL;
    int failed;

    options.token = getenv("ZAPI_TOKEN");
    options.endpoint_url = getenv("ZAPI_URL");
    if (connect_zapi_client_new(&options, &client, &error) != CONNECT_OK) {
        fprintf(stderr, "%s\n", connect_error_message(error));
        connect_error_free(error);
        return 1;
    }
    connect_pager *pager = connect_zapi_list_instances_pages(client, NULL);
    while ((instance = connect_zapi_list_instances_next(pager)) != NULL) {
        printf("%s  %-20s  %s\n", instance->id != NULL ? instance->id : "-",
               instance->name != NULL ? instance->name : "-",
               instance->whatsapp_connected.value ? "connected" : "not connected");
    }

    failed = connect_pager_error(pager) != NULL;
    if (failed) {
        fprintf(stderr, "%s\n", connect_error_message(connect_pager_error(pager)));
    }
    connect_pager_free(pager);
    connect_zapi_client_free(client);
    return failed;
}
