/* SPDX-License-Identifier: Apache-2.0 */
/* manifest sign: a manifest becomes a signed release; an envelope gets one more signature. */
#include "command.h"
#include "complain.h"
#include "findings.h"
#include "input.h"
#include "keys.h"
#include "memory.h"
#include "output.h"
#include "place.h"
#include "rules_file.h"

#include <libmanifest/envelope.h>

#include <stdlib.h>
#include <string.h>

static const struct cli_option options[] = {
    { .name = "key",
      .value = "FILE",
      .repeats = true,
      .help = "secret key in PEM; '-' is standard input; may be\n"
              "given several times" },
    { .name = "profile", .value = "draft|release", .help = "what the manifest must pass; default: release" },
    { .name = "rules", .value = "FILE", .help = "rules file that the manifest is judged by too" },
    { .name = "output",
      .letter = 'o',
      .value = "FILE",
      .help = "write FILE; default: see above, and standard\n"
              "output where standard input is signed" },
    { .name = NULL },
};

static int sign_manifest(const struct cli_input *input, const struct cli_keys *keys,
                         const mf_sign_options *sign_options, mf_bytes **ret_envelope)
{
    mf_manifest *manifest = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    /* Read with the profile, so that its findings have positions. */
    int result = cli_input_manifest(input, sign_options->profile, &manifest);

    if (result == CLI_GOOD) {
        mf_status status =
            mf_manifest_sign(manifest, keys->keys, keys->count, sign_options, ret_envelope, &report, &error);

        result = cli_findings_failure(input->name, input->data, input->size, status, report, error);
    }
    (void)mf_report_unref(report);
    (void)mf_manifest_unref(manifest);
    return result;
}

static int sign_envelope(const struct cli_input *input, const struct cli_keys *keys,
                         const mf_sign_options *sign_options, mf_bytes **ret_envelope)
{
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_envelope_sign(input->data, input->size, keys->keys, keys->count, sign_options,
                                        ret_envelope, &report, &error);
    int result = cli_findings_failure_inside(input->name, status, report, error);

    (void)mf_report_unref(report);
    return result;
}

static int sign(const struct cli_input *input, const struct cli_keys *keys,
                const mf_sign_options *sign_options, const char *output)
{
    bool is_envelope = cli_input_is_envelope(input);
    mf_bytes *envelope = NULL;
    char *name = NULL;
    int result = is_envelope ? sign_envelope(input, keys, sign_options, &envelope)
                             : sign_manifest(input, keys, sign_options, &envelope);

    if (output == NULL && (is_envelope || cli_is_standard(input->path))) {
        output = input->path;
    } else if (output == NULL) {
        output = name = cli_place_envelope(input->path);
    }
    if (result == CLI_GOOD) {
        result = cli_output_bytes(output, envelope);
    }
    free(name);
    (void)mf_bytes_unref(envelope);
    return result;
}

/* Everything that is needed is there, and at most one of the files is standard input. */
static bool check_usage(const struct cli_arguments *arguments)
{
    bool file = cli_is_standard(arguments->operands[0]);
    bool key = cli_keys_use_standard(arguments);
    bool rules = cli_rules_use_standard(arguments);

    if (!cli_arguments_has(arguments, "key")) {
        return cli_complain_usage("sign", "--key is needed");
    }
    if ((int)file + (int)key + (int)rules > 1) {
        return cli_complain_usage("sign", "%s and %s cannot both be standard input", file ? "FILE" : "a key",
                                  file && key ? "a key" : "the rules file");
    }
    return true;
}

static int run(const struct cli_arguments *arguments)
{
    struct cli_input input = { 0 };
    struct cli_keys keys = { 0 };
    mf_sign_options sign_options;
    mf_rules *rules = NULL;
    int result;

    if (!check_usage(arguments) || !cli_rules_read(arguments, &rules)) {
        return CLI_TROUBLE;
    }
    mf_sign_options_init(&sign_options, sizeof sign_options);
    sign_options.profile = cli_profile(cli_arguments_value(arguments, "profile"), MF_PROFILE_RELEASE);
    sign_options.rules = rules;
    result = cli_keys_read(&keys, arguments);
    if (result == CLI_GOOD) {
        result = cli_input_read(&input, arguments->operands[0], CLI_ENVELOPE_LIMIT);
    }
    if (result == CLI_GOOD) {
        result = sign(&input, &keys, &sign_options, cli_arguments_value(arguments, "output"));
    }
    cli_input_release(&input);
    cli_keys_release(&keys);
    (void)mf_rules_unref(rules);
    return result;
}

const struct cli_command cli_sign = {
    .name = "sign",
    .summary = "sign a manifest, or add a signature to an envelope",
    .usage = "--key KEY [--key KEY]... [OPTION]... FILE",
    .description = "Signs a manifest: an in-toto statement about it in a DSSE envelope. The\n"
                   "envelope of release.yaml is written to release.dsse.json: .dsse.json in place\n"
                   "of .yaml, .yml or .json. Where FILE is an envelope already, its payload is\n"
                   "checked, the signatures of the keys are added to those it has, and it is\n"
                   "replaced; so a threshold of signers needs no machine that holds all their\n"
                   "keys.",
    .example = "  manifest sign --key alice.key manifest.yaml\n"
               "  manifest sign --key bob.key manifest.dsse.json",
    .options = options,
    .least_operands = 1,
    .most_operands = 1,
    .run = run,
};
