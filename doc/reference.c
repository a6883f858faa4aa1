/* SPDX-License-Identifier: Apache-2.0 */
/* Prints the reference pages of the formats from their tables: doc/manifest-v1.md, or doc/files.md of all others. Run while building;
 * not installed. */
#include "schema/schema.h"

#include "configuration_v1.h"
#include "manifest_v1.h"
#include "overrides_v1.h"
#include "parity_v1.h"
#include "rules_v1.h"

#include <libmanifest/envelope.h>

#include <stdio.h>
#include <stdlib.h>

/* Where the scalar types are described, for links. */
static const char *types_page = "";

/* Text in a cell of a Markdown table: a bar would end it. */
static void print_cell(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '|') {
            (void)putchar('\\');
        }
        (void)putchar(*text);
    }
}

static void print_type(const struct mf_field *field)
{
    if (field->choice_count == 1) {
        printf("`%s`", field->choices[0]);
        return;
    }
    if (field->choice_count > 1) {
        for (size_t i = 0; i < field->choice_count; i++) {
            printf("%s`%s`", i == 0 ? "" : ", ", field->choices[i]);
        }
        return;
    }
    if (field->target_count > 0) {
        printf("reference to ");
        for (size_t i = 0; i < field->target_count; i++) {
            printf("%s`%s`", i == 0 ? "" : " or ", field->targets[i].name);
        }
        return;
    }
    printf("[%s](%s#scalar-types)", mf_type_info(field->type)->name, types_page);
    if (field->may_be_empty) {
        printf(", may be empty");
    }
    if (field->bounded) {
        static const int64_t open = INT64_C(9007199254740991);

        if (field->minimum > -open) {
            printf(", at least %lld", (long long)field->minimum);
        }
        if (field->maximum < open) {
            printf(", at most %lld", (long long)field->maximum);
        }
    }
}

static void print_shape(const struct mf_field *field)
{
    switch ((enum mf_shape)field->shape) {
    case MF_SHAPE_SCALAR:
        print_type(field);
        break;
    case MF_SHAPE_MAPPING:
        printf("mapping");
        break;
    case MF_SHAPE_SET:
        printf("set of mappings by `%s`", field->record->fields[field->record->key].name);
        break;
    case MF_SHAPE_SEQUENCE:
        printf("sequence of mappings");
        break;
    case MF_SHAPE_SCALAR_SET:
        printf("set of ");
        print_type(field);
        break;
    case MF_SHAPE_SCALAR_SEQUENCE:
        printf("sequence of ");
        print_type(field);
        break;
    }
}

static const char *need_name(const struct mf_record *record, size_t number)
{
    if (record->key == number) {
        return "key";
    }
    switch ((enum mf_need)record->fields[number].need) {
    case MF_NEED_RELEASE:
        return "release";
    case MF_NEED_ALWAYS:
        return "always";
    case MF_NEED_NONE:
        break;
    }
    return "";
}

static void print_alternatives(const struct mf_record *record, const struct mf_constraint *constraint)
{
    for (size_t i = 0; i < constraint->count; i++) {
        const struct mf_alternative *alternative = &constraint->alternatives[i];

        printf("%s`%s",
               i == 0                       ? ""
               : i + 1 == constraint->count ? " or "
                                            : ", ",
               record->fields[alternative->field].name);
        if (alternative->text != NULL) {
            printf(": %s", alternative->text);
        }
        printf("`");
    }
}

static void print_constraint(const struct mf_record *record, const struct mf_constraint *constraint)
{
    switch (constraint->kind) {
    case MF_EXACTLY_ONE:
        printf("- Exactly one of ");
        break;
    case MF_AT_MOST_ONE:
        printf("- At most one of ");
        break;
    case MF_WHEN:
        printf("- Where `%s` is `%s`: ", record->fields[constraint->condition.field].name,
               constraint->condition.text);
        break;
    }
    print_alternatives(record, constraint);
    printf(".\n");
}

static void print_record(const struct mf_record *record, const char *documentation)
{
    printf("\n%s\n\n| field | what it is | required | |\n| --- | --- | --- | --- |\n", documentation);
    for (size_t i = 0; i < record->field_count; i++) {
        const struct mf_field *field = &record->fields[i];

        printf("| `%s` | ", field->name);
        print_shape(field);
        printf(" | %s | ", need_name(record, i));
        print_cell(field->documentation);
        printf(" |\n");
    }
    for (size_t i = 0; i < record->constraint_count; i++) {
        printf("%s", i == 0 ? "\n" : "");
        print_constraint(record, &record->constraints[i]);
    }
}

/* A mapping and then those in it, in the order of the schema. */
static void print_all(const struct mf_record *record, int level)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct mf_field *field = &record->fields[i];

        if (field->record != NULL) {
            printf("\n%.*s `%s`\n", level, "######", field->record->name);
            print_record(field->record, field->documentation);
            print_all(field->record, level < 5 ? level + 1 : level);
        }
    }
}

static void print_types(void)
{
    printf("\n## Scalar types\n\nEach type has one spelling, so that equal documents have equal digests. "
           "Values are kept as they "
           "are written.\n\n| type | in JSON | grammar and limits |\n| --- | --- | --- |\n");
    for (int i = 0; i < MF_TYPE_COUNT; i++) {
        static const char *const kinds[] = { "string", "number", "boolean", "as its `type` says" };
        const struct mf_type_info *type = mf_type_info((enum mf_type)i);

        if (i == MF_TYPE_ENUM || i == MF_TYPE_REF) {
            continue; /* the fields themselves say what these are */
        }
        printf("| `%s` | %s | ", type->name, kinds[type->kind]);
        print_cell(type->grammar);
        printf(" |\n");
    }
}

static const char *weight_name(uint8_t weight)
{
    static const char *const names[] = { "", "low", "medium", "high" };

    return names[weight];
}

/* The fields whose changes weigh more or less than those of what holds them. */
static void print_weights(const struct mf_record *record, uint8_t weight)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct mf_field *field = &record->fields[i];

        if (field->weight != weight) {
            printf("| `%s%s%s` | %s |\n", record->name, *record->name == '\0' ? "" : ".", field->name,
                   weight_name(field->weight));
        }
        if (field->record != NULL) {
            print_weights(field->record, field->weight);
        }
    }
}

static const char weighing[] =
    "\n## What a change weighs\n\n"
    "How severe `manifest diff` calls a change from one release to the next ([diff.md](diff.md)). A field that is not listed is as\n"
    "severe as the nearest one around it that is, and *medium* if there is none.\n\n"
    "| field | severity |\n| --- | --- |\n";

static const char introduction[] =
    "# The manifest, version 1\n\n"
    "<!-- Generated from lib/schema/manifest-v1.schema by doc/reference.c. Do not edit: "
    "`scripts/generate-docs` writes it. -->\n\n"
    "A manifest is the contract between data science, software engineering and operations for one release of "
    "one model: what was\n"
    "built, from what, in which environment, with which dependencies and settings, how it is rolled out and "
    "rolled back, how it is\n"
    "watched, and who may do what to it. People and programs write it (YAML), machines move and sign it "
    "(canonical JSON), and once\n"
    "released it never changes.\n\n"
    "## Ground rules\n\n"
    "- One document, one mapping, `schema: manifest/v1`. YAML is a strict subset: no anchors, aliases, tags, "
    "directives, merge keys or\n"
    "  second documents. JSON is I-JSON (RFC 7493). Both carry the same data.\n"
    "- Unknown keys are errors. Free data has two places: `release.labels` and `extensions`.\n"
    "- In a *set* order means nothing, a repeated key is an error, and the canonical order is by the bytes "
    "of the key, the shorter\n"
    "  first where one is the beginning of the other. A *sequence* stays in its order.\n"
    "- Absent is absent: no default is ever written into a manifest. Empty lists and mappings are absent; "
    "`null` is an error, and so is\n"
    "  an empty text where nothing else is said.\n"
    "- The digest is `sha256:` and the SHA-256 of the canonical form: RFC 8785 of the normalised document.\n"
    "- A path names a value everywhere: RFC 6901, in which the token under a set is the entry's key and "
    "under a sequence its index:\n"
    "  `/configuration/parameters/max_model_len/maximum`.\n"
    "- Two profiles: `draft` (what is there must be well formed) and `release` (everything is there and "
    "consistent). Below, *release*\n"
    "  means: required in a release wherever the mapping around it is there; *always* and *key*: required in "
    "a draft too.\n"
    "- In YAML, `true`, `false` and numbers are written plain, and what stands in quotes is a text. A text "
    "that other readers take for\n"
    "  a number, a boolean or null (`3.10`, `no`, `1:30`) must stand in quotes; timestamps and quantities "
    "may stand plain.\n";

static const char meaning[] =
    "\n"
    "## What the fields mean together\n"
    "\n"
    "### Equality and identity\n"
    "\n"
    "- Values are kept as they are written: `1Gi` and `1024Mi`, `90s` and `1m30s` are equal in meaning, but two documents with two\n"
    "  digests. Only this is normalised: the order of sets, what is empty becomes absent, numbers are printed as ECMAScript does\n"
    "  (`-0` as `0`), and a quantity that is a bare number becomes that text.\n"
    "- The digest covers times and the id of the release: building the same thing twice makes two releases. A manifest holds neither\n"
    "  its own digest nor anything made after it (signatures, approvals, attestations, logs); those point at it by its digest.\n"
    "- `build.source.revision` is the commit that was built, so a manifest that lives in the same repository enters it by a later one.\n"
    "- Nothing from a clock, a random number, a locale or the environment enters a manifest unless somebody writes it there.\n"
    "- Stages such as staging and production are not in the document, since promoting a release must not change its digest. What\n"
    "  differs between them is handed to the configuration from outside.\n"
    "\n"
    "### Rollout\n"
    "\n"
    "A step sets its weight and holds it; then all its gates must pass and its approval be given before the next step begins. The\n"
    "gates of the last step are the criteria of promotion. With the strategy `shadow` the weight is the share of the traffic that is\n"
    "mirrored. Failures are watched all the time.\n"
    "\n"
    "### Expressions\n"
    "\n"
    "Expressions are one line of a part of the Common Expression Language (CEL) that ends and changes nothing:\n"
    "[expressions.md](expressions.md) describes it. They see only these variables:\n"
    "\n"
    "| in | variables |\n"
    "| --- | --- |\n"
    "| `configuration.rules` | every parameter by its name, and `environment.gpu_count` (int), `environment.gpu_memory` and `environment.memory_limit` (double, bytes), `environment.cpu_limit` (double, cores), `environment.architecture` (string) |\n"
    "| `rollout.gates`, `rollout.failures`, `observability.alerts` | every signal by its name (double); never raw metrics |\n"
    "| `governance.approvals` | `action`, `stage`, `classification`, `model` (string), `emergency` (bool) |\n"
    "\n"
    "A parameter of the type `int` is an int, `number` a double, `bool` a bool, `string` and `enum` a string, `duration` a double in\n"
    "seconds, and `quantity` a double in base units. Nothing is converted: beside a double one writes `2.0`, not `2`. Where a signal\n"
    "has no data, is NaN or infinite, or an expression errs, a gate does not pass, a failure does what its `missing` says, and an\n"
    "alert has no data.\n"
    "\n"
    "### Signing\n"
    "\n"
    "A signed release is an in-toto Statement v1 whose canonical bytes are the payload of a DSSE 1.0.2 envelope, with the payload type\n"
    "`" MF_PAYLOAD_TYPE "`, signed with Ed25519. Its `predicateType` is\n"
    "`" MF_PREDICATE_TYPE "` and its predicate the manifest. The subjects are, in this order,\n"
    "the manifest under the id of the release, the image, each sidecar, and each artifact, with their digests. What a manifest says of\n"
    "its own governance, keys included, is a statement: a verifier always brings its own trust.\n"
    "\n"
    "### Growth\n"
    "\n"
    "Fields are only ever added, as optional ones, and never renamed or given another type. An older reader refuses a key that it does\n"
    "not know, and says that the document may need a newer libmanifest. Anything else is `manifest/v2`.\n";

static void print_manifest(void)
{
    printf("%s\n## `manifest`\n", introduction);
    print_record(&mf_manifest_record, "The document.");
    for (size_t i = 0; i < mf_schema_manifest.distinct_count; i++) {
        printf("\n- `%s` and `%s` share one name space: no key stands in both.\n",
               mf_schema_manifest.distinct[i].first.name, mf_schema_manifest.distinct[i].second.name);
    }
    print_all(&mf_manifest_record, 2);
    print_types();
    printf("%s", weighing);
    print_weights(&mf_manifest_record, MF_WEIGHT_MEDIUM);
    printf("%s", meaning);
}

static const char files_introduction[] =
    "# Other files\n\n"
    "<!-- Generated from the .schema files of lib/schema by doc/reference.c. Do not edit: `scripts/generate-docs` writes it. -->\n\n"
    "Beside manifests there are four kinds of files. They are read as strictly as a manifest is, in YAML or JSON: unknown keys are errors,\n"
    "entries of a set are told apart by their key, text that looks like a number stands in quotes, and every mistake is named\n"
    "with its line and column. [manifest-v1.md](manifest-v1.md) has those ground rules. Below, *always* and *key* mean that a field must\n"
    "be there. Each kind has a JSON Schema, for editors: `manifest schema rules`, `overrides`, `parity` or `configuration`.\n";

static void print_file(const struct mf_schema *schema, const char *title, const char *documentation)
{
    printf("\n## %s: `%s`\n", title, schema->name);
    print_record(schema->record, documentation);
    print_all(schema->record, 3);
}

static void print_files(void)
{
    types_page = "manifest-v1.md";
    printf("%s", files_introduction);
    print_file(
        &mf_schema_rules, "Rules files",
        "Which rules of the [catalogue](rules.md) are off or have another severity, and the conventions of an "
        "organisation.\n`manifest validate --rules FILE` and `manifest sign --rules FILE` judge by one; it is never "
        "looked for. Only the\nrules are changed by it, MF2000 to MF3199; other findings stay as they are.\n\nIn a glob `*` is any run of characters without `/`, `**` any run at all, `?` one "
        "character that is not `/`; all others are\nthemselves. A glob covers the whole text.");
    print_file(&mf_schema_overrides, "Overrides",
               "Settings of a stage, a host or an incident that are not those of the manifest; see "
               "[configuration.md](configuration.md).");
    print_file(
        &mf_schema_parity, "Policies of parity",
        "Which differences between an expected and an actual environment are allowed, and how much others "
        "count; see\n[parity.md](parity.md). Globs are those of rules files.");
    print_file(
        &mf_schema_configuration, "Resolved configurations",
        "The settings that a release runs with, as `manifest resolve` writes them; see "
        "[configuration.md](configuration.md).\nThe digest is that of the canonical form, as of a manifest.");
}

int main(int count, char **arguments)
{
    (void)arguments;
    if (count > 1) {
        print_files();
    } else {
        print_manifest();
    }
    return ferror(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
