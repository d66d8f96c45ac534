/*
 * Preloaded, it makes libcurl report other default certificates: BENCH_CAINFO and BENCH_CAPATH. The
 * server of the benchmark can so be verified with all the roots of the system and one more.
 */
#include <curl/curl.h>

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

curl_version_info_data *curl_version_info(CURLversion version)
{
    static curl_version_info_data data;
    void *found = dlsym(RTLD_NEXT, "curl_version_info");
    curl_version_info_data *(*original)(CURLversion);

    memcpy(&original, &found, sizeof original);
    data = *original(version);
    data.cainfo = getenv("BENCH_CAINFO");
    data.capath = getenv("BENCH_CAPATH");
    return &data;
}
