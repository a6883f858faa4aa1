/* SPDX-License-Identifier: Apache-2.0 */
/* The names in a condition are found by its tokens alone, so that they are known of one that cannot be compiled, too. */
#include "rules/signals.h"

#include "expression/parser.h"
#include "rules/expressions.h"
#include "value/check.h"

#include <stdlib.h>

/* Between two names stands a byte at least. */
enum { MOST_NAMES = MF_SOURCE_MAXIMUM / 2 + 1 };

bool mf_signals_init(struct mf_signals *signals, const struct mf_rules_run *run)
{
    const struct model_observability *observability = run->root->observability;

    *signals = (struct mf_signals){ .items = observability == NULL ? NULL : observability->signals.items };
    signals->names = mf_arena_alloc_array(run->scratch, MOST_NAMES, sizeof *signals->names);
    signals->used = mf_arena_alloc_array(run->scratch, MOST_NAMES, sizeof *signals->used);
    return mf_context_declare(MF_CONTEXT_SIGNALS, run->root, run->scratch, &signals->declared) &&
           signals->names != NULL && signals->used != NULL;
}

/* By name; the same name as it stands in the text. */
static int compare(const void *left, const void *right)
{
    const struct mf_view *a = &((const struct mf_declaration *)left)->name;
    const struct mf_view *b = &((const struct mf_declaration *)right)->name;
    int order = mf_view_compare(*a, *b);

    return order != 0 ? order : (a->data > b->data) - (a->data < b->data);
}

/* A name that could be that of a signal. Words that belong to the language, or to another one, are for the compiler. */
static bool is_name(const struct mf_token *token)
{
    return token->kind == MF_TOKEN_NAME && !mf_identifier_is_reserved(token->text) &&
           mf_word_advice(token->text) == NULL;
}

/* Functions and fields are no variables. */
static void collect(struct mf_signals *signals, struct mf_view source)
{
    struct mf_lexer lexer = { .source = source };
    struct mf_token token = mf_lexer_next(&lexer);
    enum mf_token_kind before = MF_TOKEN_END;

    while (token.kind != MF_TOKEN_END && token.kind != MF_TOKEN_WRONG && signals->name_count < MOST_NAMES) {
        struct mf_token next = mf_lexer_next(&lexer);

        if (is_name(&token) && before != MF_TOKEN_DOT && next.kind != MF_TOKEN_OPEN) {
            signals->names[signals->name_count++] =
                (struct mf_declaration){ token.text, MF_EXPRESSION_DOUBLE };
        }
        before = token.kind;
        token = next;
    }
}

void mf_signals_read(struct mf_signals *signals, const struct mf_scalar *condition)
{
    uint32_t count = 0;

    signals->name_count = 0;
    signals->count = 0;
    if (condition->text == NULL || condition->size > MF_SOURCE_MAXIMUM) {
        return;
    }
    collect(signals, mf_scalar_view(condition));
    qsort(signals->names, signals->name_count, sizeof *signals->names, compare);
    for (uint32_t i = 0; i < signals->name_count; i++) {
        const struct mf_declaration *declaration;

        if (count > 0 && mf_view_equal(signals->names[count - 1].name, signals->names[i].name)) {
            continue;
        }
        signals->names[count++] = signals->names[i];
        declaration = mf_declarations_find(&signals->declared, signals->names[i].name);
        if (declaration != NULL) {
            signals->used[signals->count++] = (uint32_t)(declaration - signals->declared.sorted);
        }
    }
    signals->name_count = count;
}

static void add_unknown(const struct mf_signals *signals, struct mf_rules_run *run, enum mf_finding_code code,
                        const struct mf_scalar *condition, struct mf_view name)
{
    size_t offset = (size_t)(name.data - condition->text);
    struct mf_view nearest;

    /* What is not shown need not be looked for. */
    if (mf_report_counts_only(run->report, code)) {
        return;
    }
    nearest = mf_declarations_nearest(&signals->declared, name);
    if (nearest.data == NULL) {
        mf_rules_add_inside(run, code, condition, offset,
                            "there is no signal '%.*s': declare it in observability.signals", MF_SHOWN(name));
    } else {
        mf_rules_add_inside(run, code, condition, offset, "there is no signal '%.*s': did you mean '%.*s'?",
                            MF_SHOWN(name), MF_SHOWN(nearest));
    }
}

void mf_signals_judge(struct mf_signals *signals, struct mf_rules_run *run,
                      const struct mf_signal_codes *codes, const struct mf_scalar *condition)
{
    struct mf_declarations names;
    mf_expression *compiled;

    mf_signals_read(signals, condition);
    /* Every signal is a double; an undeclared one will be, and must not hide what else is wrong. */
    names = (struct mf_declarations){ signals->names, signals->name_count };
    compiled = mf_rules_compile(run, codes->wrong, &names, condition);
    if (compiled != NULL && signals->name_count == 0) {
        mf_rules_add(run, codes->without, condition, "the condition looks at no signal, %s", codes->advice);
    }
    (void)mf_expression_unref(compiled);
    for (uint32_t i = 0; i < signals->name_count; i++) {
        if (mf_declarations_find(&signals->declared, signals->names[i].name) == NULL) {
            add_unknown(signals, run, codes->unknown, condition, signals->names[i].name);
        }
    }
}

const struct model_observability_signals *mf_signals_stable(const struct mf_signals *signals)
{
    for (uint32_t i = 0; i < signals->count; i++) {
        const struct model_observability_signals *signal = &signals->items[signals->used[i]];

        if (mf_scalar_is(&signal->variant, "stable")) {
            return signal;
        }
    }
    return NULL;
}
