/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_CONFIGURATION_H
#define LIBMANIFEST_CONFIGURATION_H
/**
 * @file
 * Resolution of the configuration: the settings that a release runs with in one deployment.
 *
 * A manifest gives every parameter a value. What a stage, a host or a person sets instead is handed over as layers of
 * overrides, the later ones over the earlier. The outcome is a document of its own, configuration/v1, that names the manifest by
 * its digest and holds nothing but the settings: two hosts whose configurations have one digest run the same settings of
 * the same release.
 */
#include <libmanifest/manifest.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Overrides: values for some parameters, from one source. Immutable, reference-counted. */
typedef struct mf_overrides mf_overrides;
/** A resolved configuration. Immutable, reference-counted; may be shared between threads. */
typedef struct mf_configuration mf_configuration;
/** One parameter of a resolved configuration; it lives as long as that. */
typedef struct mf_setting mf_setting;

/** Where a value comes from. It is told to people, and changes nothing: the order of the layers says which value counts. */
typedef int32_t mf_origin;
/** Not known: the configuration was read from a file. */
#define MF_ORIGIN_UNKNOWN 0
/** The manifest. */
#define MF_ORIGIN_MANIFEST 1
/** The file of a stage, such as staging or production. */
#define MF_ORIGIN_STAGE 2
/** The environment of the process that deploys. */
#define MF_ORIGIN_ENVIRONMENT 3
/** A person, in a command line. */
#define MF_ORIGIN_COMMAND_LINE 4

/** "manifest", "stage", "environment", "command-line"; "unknown" for another number. Static. Since 0.1. */
MF_API const char *mf_origin_name(mf_origin origin);

/**
 * Reads a file of overrides, `schema: overrides/v1`, in YAML or JSON. That its parameters exist and its values are good is
 * looked at when a configuration is resolved.
 *
 * @param data          the text: UTF-8, no byte order mark. It is not kept
 * @param size          its size in bytes, or #MF_ZERO_TERMINATED
 * @param options       NULL for the defaults; the profile is not used
 * @param origin        #MF_ORIGIN_STAGE, #MF_ORIGIN_ENVIRONMENT or #MF_ORIGIN_COMMAND_LINE
 * @param label         names the source to people, such as the name of the file; not empty. It is copied
 * @param ret_overrides receives the overrides; NULL if only the report is wanted
 * @param ret_report    receives the report, also of a text that is not good (#MF_ERROR_INVALID); NULL if it is not wanted
 * @return #MF_OK, #MF_ERROR_INVALID (a finding of severity error), #MF_ERROR_LIMIT, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY,
 *         #MF_ERROR_INTERNAL. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_overrides_read(const void *data, size_t size, const mf_read_options *options,
                                   mf_origin origin, const char *label, mf_overrides **ret_overrides,
                                   mf_report **ret_report, mf_error **reterr);

/**
 * Overrides from texts of the form NAME=VALUE, as in a command line. The type of the parameter decides what a value is:
 * nothing is quoted, and all behind the first `=` is the value.
 *
 * @param assignments   `count` zero-terminated texts; NULL if there is none
 * @param origin, label, ret_overrides, ret_report  as for mf_overrides_read()
 * @return as for mf_overrides_read(); #MF_ERROR_SYNTAX: a text is not NAME=VALUE. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_overrides_from_text(const char *const *assignments, size_t count, mf_origin origin,
                                        const char *label, mf_overrides **ret_overrides,
                                        mf_report **ret_report, mf_error **reterr);

/** Takes one more reference and returns `overrides`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_overrides *mf_overrides_ref(mf_overrides *overrides);

/** Gives one reference back. NULL does nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_overrides *mf_overrides_unref(mf_overrides *overrides);

/** Options of resolution. Call mf_resolve_options_init() first; 0 means the default. */
typedef struct mf_resolve_options {
    /** sizeof(mf_resolve_options) of the caller. */
    size_t size;
    /**
     * The settings that run now, for a change while they run: only parameters with `change: live` may then be different. NULL, the
     * default, for a deployment, in which all may but those with `change: never`. Must outlive the call.
     */
    const mf_configuration *running;
    /** Most findings in a report; default 100. The report counts the others. */
    uint32_t maximum_findings;
    /** Must be 0. */
    uint32_t reserved;
} mf_resolve_options;

/** Fills options with their defaults. `size` is sizeof(mf_resolve_options). Thread-safe. Since 0.1. */
MF_API void mf_resolve_options_init(mf_resolve_options *options, size_t size);

/**
 * Resolves the configuration of a manifest. Each value, also one that a later layer replaces, must be of its parameter's type,
 * within its range and among its choices, and the parameter one that may be changed; then the rules of the manifest must hold for
 * the values that are in force. A parameter that says nothing about `change`, as in a draft, may be changed by a deployment.
 *
 * @param manifest   a release or a draft. The configuration holds it
 * @param layers     `count` overrides, those that count less first; NULL if there is none. They are not kept
 * @param options    NULL for the defaults
 * @param ret_configuration receives the configuration; NULL if only the report is wanted
 * @param ret_report receives the report, also where it is not good (#MF_ERROR_INVALID); NULL if it is not wanted. Findings are
 *                   about the manifest or about a layer: mf_finding_source() says which
 * @return #MF_OK, #MF_ERROR_INVALID (a finding of severity error), #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY, #MF_ERROR_LIMIT,
 *         #MF_ERROR_CRYPTO. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_configuration_resolve(mf_manifest *manifest, const mf_overrides *const *layers,
                                          size_t count, const mf_resolve_options *options,
                                          mf_configuration **ret_configuration, mf_report **ret_report,
                                          mf_error **reterr);

/**
 * Reads a configuration that was written with mf_configuration_write() as YAML or JSON: to compare it, or as the settings
 * that run now. It knows neither where its values came from nor its manifest.
 *
 * Parameters, results and errors as for mf_overrides_read().
 */
MF_API mf_status mf_configuration_read(const void *data, size_t size, const mf_read_options *options,
                                       mf_configuration **ret_configuration, mf_report **ret_report,
                                       mf_error **reterr);

/** Takes one more reference and returns `configuration`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_configuration *mf_configuration_ref(mf_configuration *configuration);

/** Gives one reference back. NULL does nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_configuration *mf_configuration_unref(mf_configuration *configuration);

/** How a configuration is written. */
typedef int32_t mf_configuration_form;
/** The document, in block style. */
#define MF_CONFIGURATION_YAML 1
/** The document, indented. */
#define MF_CONFIGURATION_JSON 2
/**
 * The environment of the process, a line NAME=VALUE for each variable, sorted by name: those of the manifest that have a value,
 * and those of parameters. A value with any byte but letters, digits and `_ . / : @ % + = , -` stands in single quotes, as a POSIX
 * shell reads them: `set -a; . FILE; set +a`. Variables that are filled from secrets are left out: the secret manager has them.
 */
#define MF_CONFIGURATION_ENV 3
/**
 * The arguments of the process, one a line, none of which can hold a line break: the fixed ones of the manifest, then those
 * of parameters, sorted by name. A parameter's argument that ends in `=` gets the value behind it; so does one that begins with
 * `--`, with `=` between them; the value of any other is the argument that follows. A boolean's argument stands there alone where it
 * is true, and not at all where it is false, unless it ends in `=`.
 */
#define MF_CONFIGURATION_ARGS 4

/**
 * Writes a configuration.
 *
 * @param form      one of MF_CONFIGURATION_…; the last two need a configuration that was resolved, not read
 * @param ret_text  receives the text; the caller owns it
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_configuration_write(const mf_configuration *configuration, mf_configuration_form form,
                                        mf_bytes **ret_text, mf_error **reterr);

/**
 * The canonical form: RFC 8785 (JCS) of the document. No newline at the end.
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_configuration_canonical(const mf_configuration *configuration, mf_bytes **ret_bytes,
                                            mf_error **reterr);

/**
 * The digest: "sha256:" and the lower-case hexadecimal SHA-256 of the canonical form.
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY, #MF_ERROR_CRYPTO. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_configuration_digest(const mf_configuration *configuration, mf_bytes **ret_digest,
                                         mf_error **reterr);

/** Digest of the manifest whose settings these are; lives as long as the configuration. Since 0.1. */
MF_API const char *mf_configuration_manifest(const mf_configuration *configuration);

/** Id of the release, or "" where the manifest has none; lives as long as the configuration. Since 0.1. */
MF_API const char *mf_configuration_release(const mf_configuration *configuration);

/** Number of settings. Since 0.1. */
MF_API size_t mf_configuration_count(const mf_configuration *configuration);

/** Setting number `index`, from 0, in the order of names; NULL past the end. Since 0.1. */
MF_API const mf_setting *mf_configuration_setting(const mf_configuration *configuration, size_t index);

/** The setting with this name; NULL if there is none. Since 0.1. */
MF_API const mf_setting *mf_configuration_find(const mf_configuration *configuration, const char *name);

/** Name of the parameter. Since 0.1. */
MF_API const char *mf_setting_name(const mf_setting *setting);
/** Its type, as the format spells it, such as "int". Since 0.1. */
MF_API const char *mf_setting_type(const mf_setting *setting);
/** The value that is in force, in its canonical spelling. Since 0.1. */
MF_API const char *mf_setting_value(const mf_setting *setting);
/** Where that value comes from. Since 0.1. */
MF_API mf_origin mf_setting_origin(const mf_setting *setting);
/** Label of the overrides that it comes from; "" where that is the manifest or not known. Since 0.1. */
MF_API const char *mf_setting_label(const mf_setting *setting);

/**
 * The value as an integer.
 * @return #MF_OK, #MF_ERROR_TYPE (a parameter of another type), #MF_ERROR_ARGUMENT. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_setting_get_int(const mf_setting *setting, int64_t *ret_value, mf_error **reterr);
/** The value as a number: of an int or number the number, of a duration its seconds, of a quantity its cores or bytes,
 * rounded to the nearest double. As mf_setting_get_int(). Since 0.1. */
MF_API mf_status mf_setting_get_number(const mf_setting *setting, double *ret_value, mf_error **reterr);
/** The value of a boolean, as 0 or 1. As mf_setting_get_int(). Since 0.1. */
MF_API mf_status mf_setting_get_bool(const mf_setting *setting, int32_t *ret_value, mf_error **reterr);

/** How many values this one was put in place of: each layer that set the parameter, and the manifest. Since 0.1. */
MF_API size_t mf_setting_superseded_count(const mf_setting *setting);
/** The value it would be without what set it last (`index` 0), and without what set that (1), and so on; "" past the end. Since 0.1. */
MF_API const char *mf_setting_superseded_value(const mf_setting *setting, size_t index);
/** Where that value comes from. Since 0.1. */
MF_API mf_origin mf_setting_superseded_origin(const mf_setting *setting, size_t index);
/** Label of the overrides that it comes from; "" where that is the manifest. Since 0.1. */
MF_API const char *mf_setting_superseded_label(const mf_setting *setting, size_t index);

#ifdef __cplusplus
}
#endif
#endif
