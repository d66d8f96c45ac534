/*
 * The cases of tests/rules: JSON files whose format and rules tests/rules/README.md lists.
 */
#ifndef TESTS_SUPPORT_RULES_H
#define TESTS_SUPPORT_RULES_H

#include <check.h>
#include <jansson.h>

/* Parses tests/rules/FILE; the test fails when it is missing or malformed. json_decref() it. */
json_t *rules_load(const char *file);
/* Calls `run` for each case of the file. */
void rules_run_all(const char *file, void (*run)(const json_t *one));
/* The rule and the name of the case that is running. */
const char *rules_current(void);
/* A string member, or NULL. */
const char *rules_text(const json_t *object, const char *key);
/* An object member, or NULL; for json_object_foreach(). */
json_t *rules_object(const json_t *object, const char *key);

/* Assertions that name the case. */
#define rules_assert(condition, format, ...) \
    ck_assert_msg((condition), "%s: " format, rules_current(), __VA_ARGS__)
void rules_assert_equal(const char *what, const char *got, const char *expected);
void rules_assert_contains(const char *text, const char *part);

#endif
