/*
 * Cache files of logins: read up to a limit, replaced atomically.
 * (botocore utils.py, JSONFileCache and SSOTokenLoader)
 */
#include "aws/token_file.h"

#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/file.h"
#include "shape/decode.h"
#include "shape/patch.h"
#include "shape/shape.h"

#include <errno.h>
#include <string.h>

#define TOKEN_FILE_MAX (256 * 1024)

connect_status token_file_read(struct token_file *file, const struct connect_shape *shape,
                               struct arena *arena, void *out, connect_error **error)
{
    ASSERT(file->path != NULL && file->advice != NULL);
    connect_error *problem = NULL;
    token_file_release(file);
    file->stamp = file_stamp_of(file->path);
    file->text = BUF_INIT(TOKEN_FILE_MAX);
    file->text.secret = true;
    int failure = file_read(file->path, &file->text);
    if (failure == ENOMEM) {
        return error_memory(error);
    }
    if (failure != 0) {
        return error_set(error, CONNECT_E_CREDENTIALS, "%s: %s; %s", file->path,
                         file_problem(failure), file->advice);
    }
    if (file->text.size == 0) {
        return error_set(error, CONNECT_E_CREDENTIALS, "%s is empty; %s", file->path, file->advice);
    }
    connect_status status = shape_decode(shape, buf_text(&file->text), file->text.size,
                                         DECODE_RESPONSE, arena, out, &problem);
    if (status == CONNECT_E_MEMORY) {
        status = error_memory(error);
    } else if (status != CONNECT_OK) {
        /* The message has no value in it; the excerpt, which could show a token, is not used. */
        status = error_set(error, CONNECT_E_CREDENTIALS, "%s is malformed: %s; %s", file->path,
                           connect_error_message(problem), file->advice);
    }
    connect_error_free(problem);
    return status;
}

static connect_status written(const struct token_file *file, int failure, connect_error **error)
{
    if (failure == ENOMEM) {
        return error_memory(error);
    }
    return failure == 0 ? CONNECT_OK
                        : error_set(error, CONNECT_E_CREDENTIALS, "%s could not be written: %s",
                                    file->path, file_problem(failure));
}

/*
 * Rule: the token file is replaced at once, readable by its owner only.  Source: botocore,
 * JSONFileCache.  Test: an_sso_token_near_expiry_is_renewed_and_saved.
 */
connect_status token_file_update(struct token_file *file, const connect_pair *pairs, size_t count,
                                 connect_error **error)
{
    struct buf changed = BUF_INIT(TOKEN_FILE_MAX);
    connect_status status = CONNECT_OK;
    changed.secret = true;
    switch (patch_texts(buf_text(&file->text), file->text.size, pairs, count, &changed)) {
    case PATCH_OK:
        status = written(file, file_replace(file->path, buf_text(&changed), changed.size), error);
        break;
    case PATCH_TOO_BIG: /* it could not be read again */
        status = written(file, EFBIG, error);
        break;
    case PATCH_NOT_JSON:
        status = error_set(error, CONNECT_E_CREDENTIALS, "%s is not a JSON object", file->path);
        break;
    case PATCH_NO_MEMORY:
        status = error_memory(error);
        break;
    }
    buf_free(&changed);
    ASSERT(error_fits(status, error));
    return status;
}

void token_file_release(struct token_file *file)
{
    buf_free(&file->text);
}

bool token_file_may_have_changed(const connect_error *refusal)
{
    int32_t http_status = connect_error_http_status(refusal);
    return http_status >= 400 && http_status < 500 && http_status != 429;
}

int64_t token_file_delay(int reads)
{
    ASSERT(reads > 0);
    static const int64_t delays[] = { 0, 250, 1000 };
    return reads < (int)(sizeof delays / sizeof *delays) ? delays[reads] : -1;
}
