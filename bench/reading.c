/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading, checking, digesting and validating, against the bare libraries on the same text. `reading GROUP…` measures these groups
 * of rows.
 */
#include "documents.h"
#include "groups.h"
#include "measure.h"
#include "works.h"

#include "crypto/crypto.h"
#include "syntax/bind.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <yaml.h>

/* --- the others -------------------------------------------------------------------------------------------------------- */

/* libyaml alone: every event made and thrown away. */
static void parse_events(void *context)
{
    const struct subject *subject = context;
    yaml_parser_t parser;
    yaml_event_t event;
    bool more = true;

    if (!yaml_parser_initialize(&parser)) {
        give_up("libyaml", "out of memory");
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)subject->data, subject->size);
    while (more) {
        if (!yaml_parser_parse(&parser, &event)) {
            give_up("libyaml", "does not take the text");
        }
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
}

/* libcyaml alone, with the schema that the library uses and the allocator of its own. */
static void bind_events(void *context)
{
    const struct subject *subject = context;
    const cyaml_config_t config = {
        .mem_fn = cyaml_mem,
        .log_level = CYAML_LOG_ERROR,
        .flags = CYAML_CFG_NO_ALIAS,
    };
    cyaml_data_t *data = NULL;

    if (cyaml_load_data((const uint8_t *)subject->data, subject->size, &config, &mf_manifest_cyaml, &data,
                        NULL) != CYAML_OK ||
        cyaml_free(&config, &mf_manifest_cyaml, data, 0) != CYAML_OK) {
        give_up("libcyaml", "does not take the text");
    }
}

static void parse_tree(void *context)
{
    const struct subject *subject = context;
    cJSON *tree = cJSON_ParseWithLength(subject->data, subject->size);

    if (tree == NULL) {
        give_up("cJSON", "does not take the text");
    }
    cJSON_Delete(tree);
}

/* --- rows -------------------------------------------------------------------------------------------------------------- */

static void row(const char *group, const char *what, const char *name, size_t size, const char *peer,
                work ours, work other, struct subject *subject, double aim)
{
    struct comparison result = compare(ours, other, subject);
    char label[96];

    (void)snprintf(label, sizeof label, "%s %s of %zu KB", what, name, (size + 500) / 1000);
    comparison_row(&(struct row){ group, label, "s", aim }, peer, result);
}

static void yaml_rows(const char *name, mf_bytes *yaml)
{
    struct subject subject = subject_of(yaml);

    row("yaml", "read + check", name, subject.size, "libyaml's events", read_and_check, parse_events,
        &subject, 3);
    row("yaml", "read + check", name, subject.size, "libcyaml's binding", read_and_check, bind_events,
        &subject, 0);
    (void)mf_bytes_unref(yaml);
}

static void json_rows(const char *name, mf_bytes *json)
{
    struct subject subject = subject_of(json);

    row("json", "read + check", name, subject.size, "cJSON's parsing", read_and_check, parse_tree, &subject,
        1.3);
    (void)mf_bytes_unref(json);
}

static void digest_rows(const char *name, mf_bytes *json)
{
    struct subject subject = subject_of(json);

    subject.manifest = read_manifest(json, &subject.options);
    row("digest", "canonical form + digest,", name, subject.size, "cJSON's parsing", take_digest, parse_tree,
        &subject, MF_HAVE_LIBCRYPTO ? 0.8 : 1.7);
    (void)mf_manifest_unref(subject.manifest);
    (void)mf_bytes_unref(json);
}

/* What rules cost, beside the reading without which there is nothing to judge. */
static void rules_rows(const char *name, mf_bytes *yaml)
{
    struct subject subject = subject_of(yaml);

    subject.manifest = read_manifest(yaml, &subject.options);
    row("rules", "validate", name, subject.size, "reading it", validate, read_and_check, &subject, 0);
    (void)mf_manifest_unref(subject.manifest);
    (void)mf_bytes_unref(yaml);
}

/* --- groups ------------------------------------------------------------------------------------------------------------ */

static mf_bytes *indented_and_done(mf_bytes *yaml)
{
    mf_bytes *json = indented_json(yaml);

    (void)mf_bytes_unref(yaml);
    return json;
}

static mf_bytes *canonical_and_done(mf_bytes *yaml)
{
    mf_bytes *json = canonical_json(yaml);

    (void)mf_bytes_unref(yaml);
    return json;
}

static mf_bytes *ten_megabytes(void)
{
    return generated_yaml(packages_for(10 * 1000 * 1000));
}

static void yaml_group(void)
{
    yaml_rows("YAML (block)", real_yaml("tabular"));
    yaml_rows("YAML (flow)", real_yaml("llm"));
    yaml_rows("YAML", ten_megabytes());
}

static void json_group(void)
{
    json_rows("JSON (indented)", indented_and_done(real_yaml("tabular")));
    json_rows("JSON (canonical)", canonical_and_done(real_yaml("tabular")));
    json_rows("JSON (indented)", indented_and_done(real_yaml("llm")));
    json_rows("JSON (canonical)", canonical_and_done(real_yaml("llm")));
    json_rows("JSON (indented)", indented_and_done(ten_megabytes()));
}

static void digest_group(void)
{
    digest_rows("JSON (indented)", indented_and_done(real_yaml("tabular")));
    digest_rows("JSON (canonical)", canonical_and_done(real_yaml("tabular")));
    digest_rows("JSON (indented)", indented_and_done(real_yaml("llm")));
    digest_rows("JSON (canonical)", canonical_and_done(real_yaml("llm")));
    digest_rows("JSON (indented)", indented_and_done(ten_megabytes()));
}

static void rules_group(void)
{
    rules_rows("YAML (block)", real_yaml("tabular"));
    rules_rows("YAML (flow)", real_yaml("llm"));
    rules_rows("YAML", ten_megabytes());
}

static const struct group groups[] = {
    { "yaml", yaml_group },
    { "json", json_group },
    { "digest", digest_group },
    { "rules", rules_group },
};

int main(int argc, char **argv)
{
    return run_groups(groups, sizeof groups / sizeof groups[0], argc, argv);
}
