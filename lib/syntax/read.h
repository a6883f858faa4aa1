/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a text as a document of any kind. mf_manifest_read() and the readers of other kinds are callers of this; so is
 * whoever wants a document together with what it lacks.
 */
#ifndef MF_SYNTAX_READ_H
#define MF_SYNTAX_READ_H

#include "base/view.h"
#include "model/manifest.h"

#include <libmanifest/manifest.h>

/* What is to be read, and how. */
struct mf_read_request {
    const struct mf_schema *schema;
    struct mf_view text;
    struct mf_limits limits;
    mf_format format;   /* YAML or JSON */
    mf_profile profile; /* whose requirements are looked at. Kinds that have no profiles are read as drafts */
};

/* A document that was read. */
struct mf_document {
    struct mf_arena *arena; /* holds everything below; freed by whoever has the document */
    void *root;             /* the struct of schema->record */
    struct mf_places places;
};

/*
 * Fills a request from the arguments of a public function. `size` may be MF_ZERO_TERMINATED, `options` NULL.
 * @return MF_OK, MF_ERROR_ARGUMENT, MF_ERROR_LIMIT (the text is longer than the options allow)
 */
mf_status mf_read_request_init(struct mf_read_request *request, const struct mf_schema *schema,
                               const void *data, size_t size, const mf_read_options *options,
                               mf_error **reterr);

/*
 * Reads a text: what is wrong with its form, and what it lacks for the profile, is added to the report, which is neither sorted
 * nor judged here, so that a caller can add to it: mf_report_sort() and mf_report_verdict() come last.
 *
 * A document is handed out where the form is sound (no finding but those of MF13xx), also if it lacks something: it is then
 * normalised and safe to walk over, but fields that are required may be absent, references may lead nowhere, and fields
 * that exclude each other may both be there. An entry of a set may lack its key (its text is NULL).
 *
 * @param ret_document  zeroed where there is none: arena is NULL
 * @return MF_OK, also for a document full of findings; MF_ERROR_MEMORY, MF_ERROR_LIMIT, MF_ERROR_INTERNAL
 */
mf_status mf_document_read(const struct mf_read_request *request, mf_report *report,
                           struct mf_document *ret_document, mf_error **reterr);

/*
 * As mf_document_read(), with a report that is made, sorted and judged here, for those who have nothing to add to it.
 *
 * @param ret_document  receives the document on MF_OK; else its arena is NULL
 * @param ret_report    receives the report on MF_OK and MF_ERROR_INVALID; else NULL. mf_report_deliver() passes it on
 */
mf_status mf_document_judge(const struct mf_read_request *request, struct mf_document *ret_document,
                            mf_report **ret_report, mf_error **reterr);

/* What MF_FORMAT_AUTO makes of a text. */
mf_format mf_guess_format(struct mf_view text);

#endif
