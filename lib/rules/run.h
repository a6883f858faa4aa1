/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One run of the rules over one document. A rule looks at the generated structs and says which value is wrong by its address; path,
 * position and text of the value are found from that.
 */
#ifndef MF_RULES_RUN_H
#define MF_RULES_RUN_H

#include "model/locate.h"
#include "model/manifest.h"
#include "rules/settings.h"

struct mf_rules_run {
    const struct model_manifest *root;
    const struct mf_places *places;
    const struct mf_rules *rules; /* NULL: no rules file */
    int64_t time;                 /* seconds since 1970; 0: none given */
    mf_report *report;
    struct mf_arena *scratch;          /* for what rules need while they run; freed after the last of them */
    uint8_t severities[MF_RULE_COUNT]; /* what findings get in this run; 0: off, or not in this profile */
};

/* False if the rule is off, so that its work need not be done. */
bool mf_rules_wants(const struct mf_rules_run *run, enum mf_finding_code code);

/*
 * Adds a finding about a value of the document: a scalar, list, mapping or entry, present or absent, given by its address as in
 * mf_locate(). The message is made as by printf(); text from the document goes into it as `"%.*s", MF_SHOWN(view)`.
 */
void mf_rules_add(struct mf_rules_run *run, enum mf_finding_code code, const void *value, const char *format,
                  ...) __attribute__((format(printf, 4, 5)));

/* As mf_rules_add(), but what the document says there is not repeated in the report: it may be a secret. */
void mf_rules_add_concealed(struct mf_rules_run *run, enum mf_finding_code code, const void *value,
                            const char *format, ...) __attribute__((format(printf, 4, 5)));

/*
 * As mf_rules_add(), about what stands in the text of a scalar from this byte on. Its position is known where the document spells the
 * text as it is, without escapes and folded lines; else the finding is about the beginning of the scalar, and the message says where.
 */
void mf_rules_add_inside(struct mf_rules_run *run, enum mf_finding_code code, const struct mf_scalar *scalar,
                         size_t offset, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Names another value that is involved in the finding that was added last. */
void mf_rules_relate(struct mf_rules_run *run, const void *value, const char *note);

/* For "%.*s": a text of the document, cut where it is long. The report makes it printable. */
#define MF_SHOWN(view) mf_shown_size(view), mf_shown_data(view)

enum { MF_LONGEST_SHOWN = 80 };

static inline int mf_shown_size(struct mf_view view)
{
    return (int)(view.size < MF_LONGEST_SHOWN ? view.size : MF_LONGEST_SHOWN);
}

static inline const char *mf_shown_data(struct mf_view view)
{
    return view.data == NULL ? "" : view.data;
}

/* The number of a scalar of type int; `absent` where there is none. */
int64_t mf_scalar_integer(const struct mf_scalar *scalar, int64_t absent);

/* The milliseconds of a scalar of type duration; `absent` where there is none. */
int64_t mf_scalar_duration(const struct mf_scalar *scalar, int64_t absent);

/*
 * The entry of a set with this key, by binary search; NULL if there is none.
 *
 * @param size  of an entry
 * @param key   offset of the key in it
 */
const void *mf_list_find(const struct mf_list *list, size_t size, size_t key, struct mf_view wanted);

/* All the rules of a topic. */
void mf_rules_acceptance(struct mf_rules_run *run);
void mf_rules_alerts(struct mf_rules_run *run);
void mf_rules_compatibility(struct mf_rules_run *run);
void mf_rules_conditions(struct mf_rules_run *run);
void mf_rules_configuration(struct mf_rules_run *run);
void mf_rules_conventions(struct mf_rules_run *run);
void mf_rules_dependencies(struct mf_rules_run *run);
void mf_rules_environment(struct mf_rules_run *run);
void mf_rules_governance(struct mf_rules_run *run);
void mf_rules_immutable(struct mf_rules_run *run);
void mf_rules_licenses(struct mf_rules_run *run);
void mf_rules_observability(struct mf_rules_run *run);
void mf_rules_placement(struct mf_rules_run *run);
void mf_rules_process(struct mf_rules_run *run);
void mf_rules_rollback(struct mf_rules_run *run);
void mf_rules_rollout(struct mf_rules_run *run);
void mf_rules_secrets(struct mf_rules_run *run);
void mf_rules_services(struct mf_rules_run *run);
void mf_rules_text(struct mf_rules_run *run);

#endif
