/*
 * Any two texts as the shared files.  What is parsed is well-formed; what is not is reported with
 * file and line.
 */
#include "aws/profile.h"
#include "core/text.h"
#include "fuzz/fuzz.h"
#include "support/profile_walk.h"

#include <string.h>

static const struct logger quiet = { CONNECT_LOG_OFF, NULL, NULL };

static void check_key(const char *key)
{
    PROMISE(key[0] != '\0');
    for (const char *c = key; *c != '\0'; c++) {
        PROMISE((text_is_alnum(*c) || strchr("-_/.%@+", *c) != NULL) && *c == text_lower(*c));
    }
}

/* A name may be anything that fits between the brackets of one line. */
static void check_name(const char *name)
{
    PROMISE(name[0] != '\0' && strchr(name, '\n') == NULL);
}

static void check_place(const char *message)
{
    PROMISE(strncmp(message, "CONFIG line ", 12) == 0 ||
            strncmp(message, "CREDENTIALS line ", 17) == 0);
}

static void check_section(const struct profile_files *files, const char *kind, const char *name)
{
    struct arena arena = { .chunks = NULL };
    const struct profile_property *property = NULL;
    const char *key;
    while ((key = profile_key_next(files, kind, name, &property)) != NULL) {
        const char *value = profile_section_get(files, kind, name, key);
        check_key(key);
        PROMISE(value != NULL);
        PROMISE(value[0] != ' ' && value[0] != '\t');
        PROMISE(profile_section_origin(files, kind, name, key) != NULL);
        /* Sub-properties are looked for in any value, as the endpoint URL of a service is. */
        const char *sub;
        PROMISE(profile_sub_property(&arena, value, "endpoint_url", &sub));
        PROMISE(sub == NULL || (value[0] == '\n' && strchr(sub, '\n') == NULL));
    }
    arena_release(&arena);
}

static void check_files(const struct profile_files *files)
{
    static const char *const kinds[] = { "profile", "sso-session", "services" };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct profile_section *section = NULL;
        const char *name;
        while ((name = profile_section_next(files, kinds[i], &section)) != NULL) {
            check_name(name);
            PROMISE(profile_section_exists(files, kinds[i], name));
            const char *fault = profile_section_fault(files, kinds[i], name);
            if (fault != NULL) {
                check_place(fault);
            }
            check_section(files, kinds[i], name);
        }
    }
}

/* The first zero byte parts the two files. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const uint8_t *zero = size > 0 ? memchr(bytes, 0, size) : NULL;
    size_t first = zero != NULL ? (size_t)(zero - bytes) : size;
    struct profile_text config = { (const char *)bytes, first, "CONFIG" };
    struct profile_text credentials = { NULL, 0, "CREDENTIALS" };
    struct profile_files *files;
    connect_error *error = NULL;
    if (zero != NULL) {
        credentials.text = (const char *)zero + 1;
        credentials.size = size - first - 1;
    }
    connect_status status = profile_files_parse(&config, &credentials, &quiet, &files, &error);
    if (status == CONNECT_OK) {
        check_files(files);
    } else {
        PROMISE(status == CONNECT_E_CONFIGURATION && files == NULL);
        check_place(connect_error_message(error));
    }
    connect_error_free(error);
    profile_files_free(files);
    return 0;
}
