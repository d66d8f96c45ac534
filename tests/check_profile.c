/* The shared files: each rule of their form, merging, malformed and hostile content. */
#include "aws/profile.h"
#include "aws/profile_files.h"
#include "support/guarded.h"
#include "support/memory.h"
#include "support/profile_walk.h"
#include "support/suite.h"
#include "support/vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct logger quiet = { CONNECT_LOG_OFF, NULL, NULL };

static connect_status parse(const char *config, const char *credentials, struct profile_files **out,
                            connect_error **error)
{
    struct profile_text texts[2] = { { config, config != NULL ? strlen(config) : 0, "CONFIG" },
                                     { credentials, credentials != NULL ? strlen(credentials) : 0,
                                       "CREDENTIALS" } };
    return profile_files_parse(&texts[0], &texts[1], &quiet, out, error);
}

/* All sections in one string: "kind name{key=value;key=value}", in the order of the files. */
static void print_all(const struct profile_files *files, char *out, size_t room)
{
    static const char *const kinds[] = { "profile", "sso-session", "services" };
    size_t size = 0;
    out[0] = '\0';
    for (size_t i = 0; i < COUNT(kinds); i++) {
        const struct profile_section *section = NULL;
        const char *name;
        while ((name = profile_section_next(files, kinds[i], &section)) != NULL) {
            size += (size_t)snprintf(out + size, room - size, "%s %s{", kinds[i], name);
            const struct profile_property *property = NULL;
            const char *key;
            while ((key = profile_key_next(files, kinds[i], name, &property)) != NULL) {
                size += (size_t)snprintf(out + size, room - size, "%s=%s;", key,
                                         profile_section_get(files, kinds[i], name, key));
            }
            size += (size_t)snprintf(out + size, room - size, "}");
        }
    }
}

static const struct {
    const char *config, *credentials, *result;
} good[] = {
    { NULL, NULL, "" },
    { "", "", "" },
    { "[default]\nregion=a\n", NULL, "profile default{region=a;}" },
    { "[default]\nregion=a\n[profile default]\noutput=b\n", NULL, "profile default{output=b;}" },
    { "[profile default]\noutput=b\n[default]\nregion=a\n", NULL, "profile default{output=b;}" },
    { "[profile\t x ]\r\nregion \t=\t a b \t\r\n", NULL, "profile x{region=a b;}" },
    { "[ profile x ]\na=1\n[profile y]\n[profile x]\nb=2\na=3\n", NULL,
      "profile x{b=2;a=3;}profile y{}" },
    { "[x]\na=1\n[profilex]\nb=2\n[profile]\nc=3\n[profile  ]\nd=4\n", NULL, "" },
    { "[profile a b]\nc=1\n[profile]\nd=1\n[profile '']\ne=1\n[profile 'open]\nf=1\n", NULL, "" },
    { "[profile 'my team']\na=1\n[profile \"d'ev\"]\nb=2\n[profile a\\ b]\nc=3\n", NULL,
      "profile my team{a=1;}profile d'ev{b=2;}profile a b{c=3;}" },
    { "[profile m\xc3\xbcller]\na=1\n[profile a#b]\nb=2\n[profile a!]\nc=3\n[profile d]e]\n", NULL,
      "profile m\xc3\xbcller{a=1;}profile a#b{b=2;}profile a!{c=3;}profile d]e{}" },
    { "[sso-session 'FOO BAR']\na=1\n[services \"x\"]\nb=2\n", NULL,
      "sso-session FOO BAR{a=1;}services x{b=2;}" },
    { "[profile x] # see [y]\n[profile z] and more\n", NULL, "profile x{}profile z{}" },
    { "[profile x]]\n[profile y]a\n[profile z];\n", "[x]]\n[w]#",
      "profile x]{}profile y{}profile z{}profile w{}" },
    { NULL, "[my team]\na=1\n[m\xc3\xbcller]\nb=2\n['q']\nc=3\n[profile d]\ne=1\n",
      "profile my team{a=1;}profile m\xc3\xbcller{b=2;}profile 'q'{c=3;}" },
    { "[profile x]\n  a = 1\n  b = 2\n    3\n  c =\n    d = 4\n", NULL,
      "profile x{a=1;b=2\n3;c=\nd = 4;}" },
    { "  [profile x]\n  a = 1\n  [profile y]\nb = 2\n [not a section]\n", NULL,
      "profile x{a=1;}profile y{b=2\n[not a section];}" },
    { "[profile x]\na: 1\nb :2\nc:d = 3\ne = f:4\n", NULL, "profile x{a=1;b=2;c=d = 3;e=f:4;}" },
    { "[profile x]\ns3 =\n  # no property\n  a = 1\n  ; b\nc = 1\n  # 2\n", NULL,
      "profile x{s3=\na = 1;c=1;}" },
    { "[profile x]\na = 1 # c\nb = 2# c\nc = 3 ;c\nd = 4;c\ne = #f\ng =#h\n", NULL,
      "profile x{a=1;b=2# c;c=3;d=4;c;e=;g=#h;}" },
    { "# a\n;b\n\n \t \n[profile x] # c\n[profile y];d\n", NULL, "profile x{}profile y{}" },
    { "[profile x]\nA_Key.With/All-%@+ = v\n", NULL, "profile x{a_key.with/all-%@+=v;}" },
    { "[profile x]\nwrong name = v\n -more\nright=w\n", NULL, "profile x{right=w;}" },
    { "[profile x]\na = 1\n 2 # kept\n\n\t3 \n", NULL, "profile x{a=1\n2 # kept\n3;}" },
    { "[profile x]\ns3 =\n a = 1\n\n  b=\nc = 2\n", NULL, "profile x{s3=\na = 1\nb=;c=2;}" },
    { "[profile x]\na==b=c\n", NULL, "profile x{a==b=c;}" },
    { "[profile x]\na=1", "[x]\na=2\nb=3\n", "profile x{a=2;b=3;}" },
    { "[profile x]\na=1\nc=1", "[x]\na=2\n[y]\nb=3\n", "profile x{c=1;a=2;}profile y{b=3;}" },
    { NULL, "[profile x]\na=1\n[sso-session y]\na=1\n[ default ]\na=1\n", "profile default{a=1;}" },
    { NULL, "[sso-sessionx]\na=1\n", "profile sso-sessionx{a=1;}" },
    { "[sso-session my]\nsso_region=r\n[services s]\nsts=\n endpoint_url = u\n", NULL,
      "sso-session my{sso_region=r;}services s{sts=\nendpoint_url = u;}" },
    { "[sso-sesion my]\na=1\n[Profile x]\na=1\n[service s]\na=1\n", NULL, "" },
    { "[profile x]\na=\xff\xfe\n", NULL, "profile x{a=\xff\xfe;}" },
    { "[]\na=1\n", "[ ]\na=1\n", "" },
    { "[profile x]\na=1\rb=2\n", NULL, "profile x{a=1\rb=2;}" },
    { "[default]\na=1\n[profile default]\nb=2\n", "[default]\nc=3\n", "profile default{b=2;c=3;}" },
};

START_TEST(files_are_parsed)
{
    struct profile_files *files;
    connect_error *error = NULL;
    ck_assert_msg(parse(good[_i].config, good[_i].credentials, &files, &error) == CONNECT_OK, "%s",
                  connect_error_message(error));
    char all[1000];
    print_all(files, all, sizeof all);
    ck_assert_str_eq(all, good[_i].result);
    profile_files_free(files);
}
END_TEST

/* The text ends before an inaccessible page, and without a zero byte, after each of its bytes. */
START_TEST(nothing_behind_the_text_is_read)
{
    for (size_t i = 0; i < COUNT(good); i++) {
        const char *text = good[i].config != NULL ? good[i].config : "";
        for (size_t size = 0; size <= strlen(text); size++) {
            struct guarded guarded;
            struct profile_text config = { guarded_copy(&guarded, text, size), size, "CONFIG" };
            struct profile_files *files;
            ck_assert_int_eq(profile_files_parse(&config, NULL, &quiet, &files, NULL), CONNECT_OK);
            profile_files_free(files);
            guarded_free(&guarded);
        }
    }
}
END_TEST

START_TEST(a_longer_header_than_1024_bytes_is_ignored)
{
    for (size_t i = 0; i < 4; i++) {
        static const char *const starts[] = { "", "profile " };
        struct profile_files *files;
        const struct profile_section *section = NULL;
        char text[1100];
        size_t size = i < 2 ? 1024 : 1025, start = strlen(starts[i % 2]);
        memset(text, 'x', sizeof text);
        text[0] = '[';
        memcpy(text + 1, starts[i % 2], start);
        strcpy(text + 1 + size, "]\na=1\n");
        ck_assert_int_eq(parse(i % 2 == 1 ? text : "", i % 2 == 0 ? text : "", &files, NULL),
                         CONNECT_OK);
        const char *name = profile_section_next(files, "profile", &section);
        ck_assert_int_eq(name != NULL, i < 2);
        ck_assert(name == NULL || strlen(name) == size - start);
        profile_files_free(files);
    }
}
END_TEST

static const struct {
    const char *config, *credentials, *place, *what;
} bad_files[] = {
    { "a=1\n", NULL, "CONFIG line 1:", "before the first section" },
    { " planted-secret\n", NULL, "CONFIG line 1:", "before the first section" },
    { "[default]\na=1\n", "\nplanted-secret=1\n[x]\n",
      "CREDENTIALS line 2:", "before the first section" },
};

START_TEST(a_line_outside_of_all_sections_makes_the_file_unusable)
{
    struct profile_files *files;
    connect_error *error = NULL;
    ck_assert_int_eq(parse(bad_files[_i].config, bad_files[_i].credentials, &files, &error),
                     CONNECT_E_CONFIGURATION);
    ck_assert_ptr_null(files);
    const char *message = connect_error_message(error);
    ck_assert_msg(strncmp(message, bad_files[_i].place, strlen(bad_files[_i].place)) == 0, "%s",
                  message);
    ck_assert_msg(strstr(message, bad_files[_i].what) != NULL, "%s", message);
    ck_assert_ptr_null(strstr(message, "planted-secret"));
    connect_error_free(error);
}
END_TEST

static const struct {
    const char *config, *credentials, *place, *what;
} bad_sections[] = {
    { "[profile x", NULL, "CONFIG line 1:", "]" },
    { "\n\n[profile x # y\n", NULL, "CONFIG line 3:", "]" },
    { "[profile x]\n b\n", NULL, "CONFIG line 2:", "= sign" },
    { "[profile x]\na=1\n[profile x]\n b\n", NULL, "CONFIG line 4:", "= sign" },
    { "[profile x]\nplanted-secret\n", NULL, "CONFIG line 2:", "= sign" },
    { "[profile x]\nplanted-secret # a = b\n", NULL, "CONFIG line 2:", "= sign" },
    { "[profile x]\n = v\n", NULL, "CONFIG line 2:", "name" },
    { "[profile x]\n= planted-secret\n", NULL, "CONFIG line 2:", "name" },
    { "[profile x]\na=\n planted-secret\n", NULL, "CONFIG line 3:", "sub-property" },
    { "[profile x]\na=\n = planted-secret\n", NULL, "CONFIG line 3:", "name" },
    { "[profile x]\na=1\n", "[x]\n\n\nplanted-secret\n", "CREDENTIALS line 4:", "= sign" },
    { "[profile x]\na\nb\nc\nd\n", NULL, "CONFIG line 2:", "; line 3: a property" },
};

/* The well-formed profile remains usable. */
START_TEST(a_malformed_section_is_reported_with_its_line_and_affects_no_other)
{
    char config[200];
    struct profile_files *files;
    snprintf(config, sizeof config, "[profile y]\na=1\n%s\n[profile z]\nb=2\n[ignored]\nbad\n",
             bad_sections[_i].config);
    ck_assert_int_eq(parse(config, bad_sections[_i].credentials, &files, NULL), CONNECT_OK);
    ck_assert_str_eq(profile_get(files, "y", "a"), "1");
    ck_assert_str_eq(profile_get(files, "z", "b"), "2");
    ck_assert_ptr_null(profile_fault(files, "y"));
    ck_assert_ptr_null(profile_fault(files, "z"));
    profile_files_free(files);
    ck_assert_int_eq(parse(bad_sections[_i].config, bad_sections[_i].credentials, &files, NULL),
                     CONNECT_OK);
    const char *fault = profile_fault(files, "x");
    ck_assert_ptr_nonnull(fault);
    ck_assert_msg(strncmp(fault, bad_sections[_i].place, strlen(bad_sections[_i].place)) == 0, "%s",
                  fault);
    ck_assert_msg(strstr(fault, bad_sections[_i].what) != NULL, "%s", fault);
    ck_assert_ptr_null(strstr(fault, "planted-secret"));
    profile_files_free(files);
}
END_TEST

START_TEST(a_zero_byte_is_refused)
{
    struct profile_text text = { "[profile x]\na=1\0b\n", 18, "CONFIG" };
    struct profile_files *files;
    connect_error *error = NULL;
    ck_assert_int_eq(profile_files_parse(&text, NULL, &quiet, &files, &error),
                     CONNECT_E_CONFIGURATION);
    ck_assert_ptr_nonnull(
        strstr(connect_error_message(error), "CONFIG line 2: contains a zero byte"));
    connect_error_free(error);
}
END_TEST

START_TEST(values_have_their_file_and_line)
{
    struct profile_files *files;
    ck_assert_int_eq(
        parse(
            "[profile x]\na=1\nb=\n\n[services s]\nsts =\n  endpoint_url = u = v \n  Endpoint_URL= w\n",
            "[x]\n\na=2\n", &files, NULL),
        CONNECT_OK);
    ck_assert_str_eq(profile_origin(files, "x", "a"), "CREDENTIALS line 3");
    ck_assert_str_eq(profile_origin(files, "x", "b"), "CONFIG line 3");
    ck_assert_ptr_null(profile_origin(files, "x", "c"));
    ck_assert_str_eq(profile_get(files, "x", "b"), "");
    ck_assert_ptr_null(profile_get(files, "x", "c"));
    ck_assert_ptr_null(profile_get(files, "y", "a"));
    ck_assert(profile_exists(files, "x"));
    ck_assert(!profile_exists(files, "X"));
    ck_assert(!profile_exists(files, "s"));
    ck_assert(profile_section_exists(files, "services", "s"));
    ck_assert_str_eq(profile_section_origin(files, "services", "s", "sts"), "CONFIG line 6");
    struct arena arena = { 0 };
    const char *sub = profile_section_get(files, "services", "s", "sts");
    const char *found;
    ck_assert(profile_sub_property(&arena, sub, "endpoint_url", &found));
    ck_assert_str_eq(found, "w");
    ck_assert(profile_sub_property(&arena, sub, "other", &found));
    ck_assert_ptr_null(found);
    ck_assert(profile_sub_property(&arena, "endpoint_url = u", "endpoint_url", &found));
    ck_assert_ptr_null(found);
    arena_release(&arena);
    profile_files_free(files);
}
END_TEST

START_TEST(a_large_file_takes_linear_time)
{
    size_t size = PROFILE_FILE_MAX;
    char *text = malloc(size + 2);
    static const char *const pieces[] = { "[profile x]\na=1\n", "[profile x]\na=1\n b\n",
                                          "[profile x]\na=\n b=\n" };
    for (size_t i = 0; i < COUNT(pieces); i++) {
        /* The last line of each piece is repeated: sections, continuations, sub-properties. */
        size_t head = strlen(pieces[i]);
        memcpy(text, pieces[i], head);
        const char *again = i == 0 ? pieces[0] : i == 1 ? " b\n" : " b=\n";
        size_t at = head;
        for (; at + strlen(again) <= size; at += strlen(again)) {
            memcpy(text + at, again, strlen(again));
        }
        struct profile_text config = { text, at, "CONFIG" };
        struct profile_files *files;
        ck_assert_int_eq(profile_files_parse(&config, NULL, &quiet, &files, NULL), CONNECT_OK);
        ck_assert_ptr_nonnull(profile_get(files, "x", "a"));
        profile_files_free(files);
    }
    struct profile_text config = { text, size + 1, "CONFIG" };
    struct profile_files *files;
    connect_error *error = NULL;
    ck_assert_int_eq(profile_files_parse(&config, NULL, &quiet, &files, &error),
                     CONNECT_E_CONFIGURATION);
    ck_assert_ptr_nonnull(strstr(connect_error_message(error), "CONFIG: larger than"));
    connect_error_free(error);
    free(text);
}
END_TEST

/* Splitting a header allocates as much as the rest of the line for each word. */
START_TEST(a_file_of_headers_with_many_words_takes_little_memory)
{
    static char text[PROFILE_FILE_MAX];
    struct profile_files *files;
    memset(text, ' ', sizeof text);
    for (size_t i = 0; i + 1024 <= sizeof text; i += 1024) {
        for (size_t j = 2; j < 1000; j += 4) {
            text[i + j] = 'a';
        }
        text[i] = '[';
        text[i + 1022] = ']';
        text[i + 1023] = '\n';
    }
    struct profile_text config = { text, sizeof text, "CONFIG" };
    ck_assert_int_eq(profile_files_parse(&config, NULL, &quiet, &files, NULL), CONNECT_OK);
    ck_assert_uint_lt(files->arena.total, PROFILE_FILE_MAX);
    profile_files_free(files);
}
END_TEST

/* ---- from disk ---- */

static char folder[40];

static void make_folder(void)
{
    strcpy(folder, "/tmp/check_profile.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void remove_folder(void)
{
    static const char *const names[] = { "config", "credentials", "huge" };
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[100];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

static const char *write_file(const char *name, const char *text, size_t size)
{
    static char path[100];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    ck_assert_uint_eq(fwrite(text, 1, size, file), size);
    fclose(file);
    return path;
}

struct noted {
    int lines;
    connect_log_level level;
    char line[300];
};

static void note(void *user, connect_log_level level, const char *line)
{
    struct noted *noted = user;
    noted->lines++;
    noted->level = level;
    snprintf(noted->line, sizeof noted->line, "%s", line);
}

START_TEST(a_missing_file_counts_as_empty)
{
    struct noted noted = { 0 };
    struct logger logger = { CONNECT_LOG_TRACE, note, &noted };
    struct profile_files *files;
    ck_assert_int_eq(profile_files_read(NULL, NULL, &logger, &files, NULL), CONNECT_OK);
    profile_files_free(files);
    ck_assert_int_eq(noted.lines, 0);
    ck_assert_int_eq(profile_files_read("/nonexistent/config", NULL, &logger, &files, NULL),
                     CONNECT_OK);
    profile_files_free(files);
    ck_assert_int_eq(noted.level, CONNECT_LOG_DEBUG);
    ck_assert_int_eq(profile_files_read(folder, NULL, &logger, &files, NULL), CONNECT_OK);
    profile_files_free(files);
    ck_assert_int_eq(noted.level, CONNECT_LOG_WARN);
    ck_assert_ptr_nonnull(strstr(noted.line, folder));
}
END_TEST

/* In a section of another program it is none of the user's business. */
START_TEST(a_malformed_line_of_a_known_section_is_a_warning)
{
    static const struct {
        const char *text;
        connect_log_level level;
    } cases[] = { { "[profile x]\nmalformed\n", CONNECT_LOG_WARN },
                  { "[plugins]\nmalformed\n", CONNECT_LOG_DEBUG } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = write_file("config", cases[i].text, strlen(cases[i].text));
        struct noted noted = { 0 };
        struct logger logger = { CONNECT_LOG_TRACE, note, &noted };
        struct profile_files *files;
        ck_assert_int_eq(profile_files_read(path, NULL, &logger, &files, NULL), CONNECT_OK);
        profile_files_free(files);
        ck_assert_int_eq(noted.level, cases[i].level);
        ck_assert_ptr_nonnull(strstr(noted.line, " line 2: "));
    }
}
END_TEST

START_TEST(files_are_read_from_disk)
{
    char config[100];
    snprintf(config, sizeof config, "%s", write_file("config", "[profile x]\na=1\n", 16));
    const char *credentials = write_file("credentials", "[x]\na=2\n", 8);
    struct noted noted = { 0 };
    struct logger logger = { CONNECT_LOG_TRACE, note, &noted };
    struct profile_files *files;
    ck_assert_int_eq(profile_files_read(config, credentials, &logger, &files, NULL), CONNECT_OK);
    ck_assert_str_eq(profile_get(files, "x", "a"), "2");
    ck_assert_int_eq(noted.lines, 0);
    profile_files_free(files);
    static char huge[PROFILE_FILE_MAX + 1];
    memset(huge, '\n', sizeof huge);
    connect_error *error = NULL;
    const char *path = write_file("huge", huge, sizeof huge);
    ck_assert_int_eq(profile_files_read(path, NULL, &quiet, &files, &error),
                     CONNECT_E_CONFIGURATION);
    ck_assert_ptr_nonnull(strstr(connect_error_message(error), path));
    connect_error_free(error);
}
END_TEST

/* ---- memory ---- */

#define LONG \
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"

/* The first character of a buffer is overwritten when it is cleared: the secret comes after it. */
static bool parse_once(void *user)
{
    (void)user;
    struct profile_files *files;
    connect_error *error = NULL;
    connect_status status =
        parse("[profile x]\na=1\n " LONG "\nwrong name=1\n[services y]\nsts=\n a=b\n"
              "[profile z]\nmalformed\n= malformed\n",
              "[x]\nk=a planted secret\n", &files, &error);
    ck_assert_int_eq(connect_error_code(error), status);
    memory_check_status(status, CONNECT_OK);
    connect_error_free(error);
    profile_files_free(files);
    return status == CONNECT_OK;
}

START_TEST(every_failed_allocation_is_an_error_and_no_leak)
{
    memory_watch();
    memory_fail_each(parse_once, NULL, 0);
    memory_unwatch();
}
END_TEST

START_TEST(no_value_is_left_in_freed_memory)
{
    memory_watch();
    memory_look_for("planted");
    ck_assert(parse_once(NULL));
    ck_assert_uint_eq(memory_found(), 0);
    memory_unwatch();
}
END_TEST

/* ---- published cases ---- */

static void check_sections(const struct profile_files *files, const char *kind,
                           const json_t *expected, const char *test)
{
    size_t sections = 0;
    const struct profile_section *section = NULL;
    const char *name;
    while ((name = profile_section_next(files, kind, &section)) != NULL) {
        const json_t *properties = json_object_get(expected, name);
        ck_assert_msg(properties != NULL, "%s: %s %s is too much", test, kind, name);
        size_t keys = 0;
        const struct profile_property *property = NULL;
        const char *key;
        while ((key = profile_key_next(files, kind, name, &property)) != NULL) {
            const char *value = json_string_value(json_object_get(properties, key));
            ck_assert_msg(value != NULL, "%s: key %s is too much", test, key);
            ck_assert_msg(strcmp(profile_section_get(files, kind, name, key), value) == 0, "%s: %s",
                          test, key);
            keys++;
        }
        ck_assert_msg(keys == json_object_size(properties), "%s: %zu keys", test, keys);
        sections++;
    }
    ck_assert_msg(sections == json_object_size(expected), "%s: %zu sections of kind %s", test,
                  sections, kind);
}

/* Cases that encode a rule of the other SDKs where the AWS CLI, which writes these files, accepts.
 */
static const struct {
    const char *name, *reason;
} other_rules[] = {
    { "Property definitions must contain an equals sign.", "the CLI accepts \"key : value\"" },
    { "Profile names support alphanumeric characters and - / . % @ _ : +",
      "the CLI accepts any name: foo!bar is one" },
    { "Invalid profile names are ignored.",
      "the CLI accepts [in valid 2] in the credentials file" },
};

static const char *other_rule(const char *name)
{
    for (size_t i = 0; i < COUNT(other_rules); i++) {
        if (strcmp(other_rules[i].name, name) == 0) {
            return other_rules[i].reason;
        }
    }
    return NULL;
}

/* The file is refused, or the section when it is used. */
static bool is_error(connect_status status, const struct profile_files *files)
{
    const struct profile_section *section = NULL;
    const char *name;
    if (status != CONNECT_OK) {
        return status == CONNECT_E_CONFIGURATION;
    }
    while ((name = profile_section_next(files, "profile", &section)) != NULL) {
        if (profile_fault(files, name) != NULL) {
            return true;
        }
    }
    return false;
}

START_TEST(published_cases_agree)
{
    size_t left_out = 0;
    json_t *file = vectors_load("profile-parser.json");
    if (file == NULL) {
        return;
    }
    const json_t *tests = json_object_get(file, "tests");
    ck_assert_uint_eq(json_array_size(tests), 65);
    for (size_t i = 0; i < json_array_size(tests); i++) {
        const json_t *test = json_array_get(tests, i);
        const char *name = json_string_value(json_object_get(test, "name"));
        const json_t *input = json_object_get(test, "input");
        const json_t *output = json_object_get(test, "output");
        struct profile_files *files;
        if (other_rule(name) != NULL) {
            vectors_leave_out("profile-parser.json", name, other_rule(name));
            left_out++;
            continue;
        }
        connect_status status =
            parse(json_string_value(json_object_get(input, "configFile")),
                  json_string_value(json_object_get(input, "credentialsFile")), &files, NULL);
        if (json_object_get(output, "errorContaining") != NULL) {
            ck_assert_msg(is_error(status, files), "%s", name);
            profile_files_free(files);
            continue;
        }
        ck_assert_msg(status == CONNECT_OK, "%s", name);
        const json_t *config = json_object_get(output, "config");
        check_sections(files, "profile", json_object_get(config, "profiles"), name);
        check_sections(files, "sso-session", json_object_get(config, "sso_sessions"), name);
        profile_files_free(files);
    }
    ck_assert_uint_eq(left_out, COUNT(other_rules));
    json_decref(file);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("profile");
    TCase *text = tcase_create("text");
    tcase_add_checked_fixture(text, memory_watch, memory_end);
    tcase_add_loop_test(text, files_are_parsed, 0, COUNT(good));
    tcase_add_test(text, nothing_behind_the_text_is_read);
    tcase_add_test(text, a_longer_header_than_1024_bytes_is_ignored);
    tcase_add_loop_test(text, a_line_outside_of_all_sections_makes_the_file_unusable, 0,
                        COUNT(bad_files));
    tcase_add_loop_test(text, a_malformed_section_is_reported_with_its_line_and_affects_no_other, 0,
                        COUNT(bad_sections));
    tcase_add_test(text, a_file_of_headers_with_many_words_takes_little_memory);
    tcase_add_test(text, a_zero_byte_is_refused);
    tcase_add_test(text, values_have_their_file_and_line);
    tcase_add_test(text, a_large_file_takes_linear_time);
    tcase_add_test(text, published_cases_agree);
    tcase_set_timeout(text, 30);
    suite_add_tcase(suite, text);
    TCase *disk = tcase_create("disk");
    tcase_add_checked_fixture(disk, memory_watch, memory_end);
    tcase_add_checked_fixture(disk, make_folder, remove_folder);
    tcase_add_test(disk, a_missing_file_counts_as_empty);
    tcase_add_test(disk, a_malformed_line_of_a_known_section_is_a_warning);
    tcase_add_test(disk, files_are_read_from_disk);
    suite_add_tcase(suite, disk);
    TCase *memory = tcase_create("memory");
    tcase_add_test(memory, every_failed_allocation_is_an_error_and_no_leak);
    tcase_add_test(memory, no_value_is_left_in_freed_memory);
    suite_add_tcase(suite, memory);
    return suite;
}
