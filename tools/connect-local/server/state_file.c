/*
 * See state_file.h.
 */
#include "server/state_file.h"

#include "base/json.h"
#include "core/file.h"
#include "operations/document.h"

#include <errno.h>
#include <string.h>

#define FILE_MAX ((size_t)256 * 1024 * 1024)

struct state_file {
    struct local *local;
    const char *path;
    pthread_mutex_t lock; /* guards saved and failed; taken before the lock of the state */
    uint64_t saved;       /* the version of the state that the file has */
    bool failed;          /* a message was printed */
};

static bool report_problem(const char *path, const char *reason)
{
    fprintf(stderr, "connect-local: --state %s: %s\n", path, reason);
    return false;
}

static bool load_text(struct local *local, const char *path, const struct buf *text)
{
    json_error_t error;
    json_t *document = json_loadb(buf_text(text), text->size, JSON_REJECT_DUPLICATES, &error);
    char *problem, place[300];

    if (document == NULL) {
        snprintf(place, sizeof place, "line %d, column %d: %s", error.line, error.column,
                 error.text);
        return report_problem(path, place);
    }
    problem = document_load(local, document);
    local->initial = document;
    if (problem == NULL) {
        return true;
    }
    (void)report_problem(path, problem);
    mem_free(problem);
    return false;
}

static bool load_state(struct local *local, const char *path)
{
    struct buf text = BUF_INIT(FILE_MAX);
    int error = file_read(path, &text);
    bool loaded = error == ENOENT;

    if (error == 0) {
        loaded = load_text(local, path, &text);
    } else if (error != ENOENT) {
        (void)report_problem(path, strerror(error));
    }
    buf_free(&text);
    return loaded;
}

struct state_file *state_file_open(struct local *local, const char *path)
{
    if (!load_state(local, path)) {
        return NULL;
    }

    struct state_file *file = check_alloc(mem_calloc(1, sizeof *file));

    file->local = local;
    file->path = path;
    check_system(pthread_mutex_init(&file->lock, NULL) == 0, "creating a mutex");
    local->file = file;
    return file;
}

/* Under the lock of the file. */
static void write_state(struct state_file *file)
{
    pthread_mutex_lock(&file->local->lock);

    uint64_t version = file->local->version;
    json_t *document = document_save(file->local);
    char *text = check_alloc(json_dumps(document, JSON_INDENT(2) | JSON_REAL_PRECISION(13)));

    json_decref(document);
    pthread_mutex_unlock(&file->local->lock);

    int error = file_replace(file->path, text, strlen(text));

    free(text);
    if (error == 0) {
        file->saved = version;
    } else if (!file->failed) {
        (void)report_problem(file->path, strerror(error));
    }
    file->failed = error != 0;
}

void state_file_save(struct state_file *file)
{
    pthread_mutex_lock(&file->local->lock);

    uint64_t version = file->local->version;

    pthread_mutex_unlock(&file->local->lock);
    pthread_mutex_lock(&file->lock);
    if (file->saved < version) {
        write_state(file);
    }
    pthread_mutex_unlock(&file->lock);
}

void state_file_close(struct state_file *file)
{
    if (file == NULL) {
        return;
    }
    write_state(file);
    file->local->file = NULL;
    pthread_mutex_destroy(&file->lock);
    mem_free(file);
}
