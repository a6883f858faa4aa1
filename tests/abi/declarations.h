/* SPDX-License-Identifier: Apache-2.0 */
/* What the public headers declared when this was recorded, by scripts/record-abi. Included by released.c. */
#define MF_ABSENT 1
#define MF_ARTIFACT_EACH 1u
#define MF_ARTIFACT_INTERFACE 2u
#define MF_CAPTURE_IMAGE 1u
#define MF_CONFIGURATION_ARGS 4
#define MF_CONFIGURATION_ENV 3
#define MF_CONFIGURATION_JSON 2
#define MF_CONFIGURATION_YAML 1
#define MF_DIFF_ADDED 1
#define MF_DIFF_CHANGED 3
#define MF_DIFF_HIGH 3
#define MF_DIFF_LOW 1
#define MF_DIFF_MEDIUM 2
#define MF_DIFF_MOVED 4
#define MF_DIFF_REMOVED 2
#define MF_EXPRESSION_ANY 0
#define MF_EXPRESSION_BOOL 3
#define MF_EXPRESSION_DOUBLE 2
#define MF_EXPRESSION_INT 1
#define MF_EXPRESSION_LIST 16
#define MF_EXPRESSION_LIST_BOOL 19
#define MF_EXPRESSION_LIST_DOUBLE 18
#define MF_EXPRESSION_LIST_INT 17
#define MF_EXPRESSION_LIST_STRING 20
#define MF_EXPRESSION_STRING 4
#define MF_FORMAT_AUTO 0
#define MF_FORMAT_JSON 2
#define MF_FORMAT_YAML 1
#define MF_HASH_BLAKE2B_256 3
#define MF_HASH_SHA256 1
#define MF_HASH_SHA512 2
#define MF_KEY_PUBLIC_SIZE 32
#define MF_KEY_SIGNATURE_SIZE 64
#define MF_KIND_BOOL 3
#define MF_KIND_MAPPING 4
#define MF_KIND_NUMBER 2
#define MF_KIND_SEQUENCE 6
#define MF_KIND_SET 5
#define MF_KIND_STRING 1
#define MF_MODEL_EXTERNAL_DATA 4u
#define MF_MODEL_HEADER 2u
#define MF_MODEL_OTHER_NAME 8u
#define MF_MODEL_RUNS_CODE 1u
#define MF_OK 0
#define MF_ORIGIN_COMMAND_LINE 4
#define MF_ORIGIN_ENVIRONMENT 3
#define MF_ORIGIN_MANIFEST 1
#define MF_ORIGIN_STAGE 2
#define MF_ORIGIN_UNKNOWN 0
#define MF_PARITY_DIFFERENT 2
#define MF_PARITY_EXTRA 4
#define MF_PARITY_MISSING 3
#define MF_PARITY_SAME 1
#define MF_PARITY_UNKNOWN 5
#define MF_PAYLOAD_TYPE "application/vnd.in-toto+json"
#define MF_PREDICATE_TYPE "https://libmanifest.github.io/deployment-manifest/v1"
#define MF_PROFILE_DRAFT 1
#define MF_PROFILE_RELEASE 2
#define MF_SEVERITY_ERROR 3
#define MF_SEVERITY_NOTE 1
#define MF_SEVERITY_WARNING 2
#define MF_TREE_ALLOW_UNEXPECTED 2u
#define MF_TREE_FOLLOW_LINKS 1u
#define MF_ZERO_TERMINATED SIZE_MAX
#define MF_ERROR_ARGUMENT (-2)
#define MF_ERROR_CANCELLED (-18)
#define MF_ERROR_CRYPTO (-14)
#define MF_ERROR_EVALUATION (-17)
#define MF_ERROR_EXPIRED (-12)
#define MF_ERROR_EXPRESSION (-16)
#define MF_ERROR_INTERNAL (-15)
#define MF_ERROR_INVALID (-6)
#define MF_ERROR_IO (-4)
#define MF_ERROR_KEY (-9)
#define MF_ERROR_LIMIT (-3)
#define MF_ERROR_MEMORY (-1)
#define MF_ERROR_PATH (-7)
#define MF_ERROR_PAYLOAD (-11)
#define MF_ERROR_SIGNATURE (-10)
#define MF_ERROR_SIGNER (-13)
#define MF_ERROR_SYNTAX (-5)
#define MF_ERROR_TYPE (-8)
typedef int32_t mf_configuration_form;
typedef int32_t mf_diff_kind;
typedef int32_t mf_diff_severity;
typedef int32_t mf_expression_type;
typedef int32_t mf_format;
typedef int32_t mf_hash_algorithm;
typedef int32_t mf_kind;
typedef int32_t mf_origin;
typedef int32_t mf_parity_outcome;
typedef int32_t mf_profile;
typedef int32_t mf_severity;
typedef int32_t mf_status;
typedef struct mf_builder mf_builder;
typedef struct mf_bytes mf_bytes;
typedef struct mf_change mf_change;
typedef struct mf_configuration mf_configuration;
typedef struct mf_cursor mf_cursor;
typedef struct mf_diff mf_diff;
typedef struct mf_error mf_error;
typedef struct mf_expression mf_expression;
typedef struct mf_expression_values mf_expression_values;
typedef struct mf_expression_variables mf_expression_variables;
typedef struct mf_file_digests mf_file_digests;
typedef struct mf_finding mf_finding;
typedef struct mf_key mf_key;
typedef struct mf_lock mf_lock;
typedef struct mf_lock_package mf_lock_package;
typedef struct mf_manifest mf_manifest;
typedef struct mf_model mf_model;
typedef struct mf_model_tensor mf_model_tensor;
typedef struct mf_overrides mf_overrides;
typedef struct mf_parity mf_parity;
typedef struct mf_parity_item mf_parity_item;
typedef struct mf_parity_policy mf_parity_policy;
typedef struct mf_report mf_report;
typedef struct mf_rule mf_rule;
typedef struct mf_rules mf_rules;
typedef struct mf_setting mf_setting;
typedef struct mf_tree mf_tree;
typedef struct mf_verified mf_verified;
typedef int32_t (*mf_progress_function)(void *context, const char *file, uint64_t files_done, uint64_t files, uint64_t bytes_done, uint64_t bytes);
typedef int32_t (*mf_signer_callback)(void *user_data, const uint8_t *message, size_t size, uint8_t *signature);
const char *mf_change_after(const mf_change *change);
const char *mf_change_before(const mf_change *change);
const char *mf_change_label(const mf_change *change);
const char *mf_change_message(const mf_change *change);
const char *mf_change_path(const mf_change *change);
const char *mf_change_section(const mf_change *change);
const char *mf_configuration_manifest(const mf_configuration *configuration);
const char *mf_configuration_release(const mf_configuration *configuration);
const char *mf_cursor_key(const mf_cursor *cursor);
const char *mf_diff_kind_name(mf_diff_kind kind);
const char *mf_diff_severity_name(mf_diff_severity severity);
const char *mf_error_message(const mf_error *error);
const char *mf_error_path(const mf_error *error);
const char *mf_expression_source(const mf_expression *expression);
const char *mf_expression_type_name(mf_expression_type type);
const char *mf_expression_variable_name(const mf_expression *expression, size_t index);
const char *mf_file_digests_digest(const mf_file_digests *digests, size_t index);
const char *mf_file_digests_problem(const mf_file_digests *digests, size_t index);
const char *mf_finding_code(const mf_finding *finding);
const char *mf_finding_expected(const mf_finding *finding);
const char *mf_finding_found(const mf_finding *finding);
const char *mf_finding_message(const mf_finding *finding);
const char *mf_finding_path(const mf_finding *finding);
const char *mf_finding_related_note(const mf_finding *finding, size_t index);
const char *mf_finding_related_path(const mf_finding *finding, size_t index);
const char *mf_finding_related_source(const mf_finding *finding, size_t index);
const char *mf_finding_source(const mf_finding *finding);
const char *mf_finding_suggestion(const mf_finding *finding);
const char *mf_hash_algorithm_name(mf_hash_algorithm algorithm);
const char *mf_key_id(const mf_key *key);
const char *mf_lock_format(const mf_lock *lock);
const char *mf_lock_package_dependency(const mf_lock_package *package, size_t index);
const char *mf_lock_package_digest(const mf_lock_package *package, size_t index);
const char *mf_lock_package_ecosystem(const mf_lock_package *package);
const char *mf_lock_package_hash(const mf_lock_package *package, size_t index);
const char *mf_lock_package_kind(const mf_lock_package *package);
const char *mf_lock_package_marker(const mf_lock_package *package);
const char *mf_lock_package_name(const mf_lock_package *package);
const char *mf_lock_package_purl(const mf_lock_package *package);
const char *mf_lock_package_source(const mf_lock_package *package);
const char *mf_lock_package_version(const mf_lock_package *package);
const char *mf_lock_package_written_name(const mf_lock_package *package);
const char *mf_model_format(const mf_model *model);
const char *mf_model_kind(const mf_model *model);
const char *mf_model_media_type(const mf_model *model);
const char *mf_model_property_name(const mf_model *model, size_t index);
const char *mf_model_property_value(const mf_model *model, size_t index);
const char *mf_model_tensor_name(const mf_model_tensor *tensor);
const char *mf_model_tensor_type(const mf_model_tensor *tensor);
const char *mf_model_type(const mf_model *model, size_t index);
const char *mf_origin_name(mf_origin origin);
const char *mf_parity_item_actual(const mf_parity_item *item);
const char *mf_parity_item_code(const mf_parity_item *item);
const char *mf_parity_item_compared(const mf_parity_item *item);
const char *mf_parity_item_expected(const mf_parity_item *item);
const char *mf_parity_item_kind(const mf_parity_item *item);
const char *mf_parity_item_message(const mf_parity_item *item);
const char *mf_parity_item_name(const mf_parity_item *item);
const char *mf_parity_item_path(const mf_parity_item *item);
const char *mf_parity_item_reason(const mf_parity_item *item);
const char *mf_parity_outcome_name(mf_parity_outcome outcome);
const char *mf_rule_code(const mf_rule *rule);
const char *mf_rule_profile(const mf_rule *rule);
const char *mf_rule_section(const mf_rule *rule);
const char *mf_rule_title(const mf_rule *rule);
const char *mf_setting_label(const mf_setting *setting);
const char *mf_setting_name(const mf_setting *setting);
const char *mf_setting_superseded_label(const mf_setting *setting, size_t index);
const char *mf_setting_superseded_value(const mf_setting *setting, size_t index);
const char *mf_setting_type(const mf_setting *setting);
const char *mf_setting_value(const mf_setting *setting);
const char *mf_severity_name(mf_severity severity);
const char *mf_status_name(mf_status status);
const char *mf_tree_digest(const mf_tree *tree, size_t index);
const char *mf_tree_excluded(size_t index);
const char *mf_tree_path(const mf_tree *tree, size_t index);
const char *mf_tree_root_digest(const mf_tree *tree);
const char *mf_verified_digest(const mf_verified *verified);
const char *mf_verified_payload_type(const mf_verified *verified);
const char *mf_verified_signer(const mf_verified *verified, size_t index);
const mf_change *mf_diff_change(const mf_diff *diff, size_t index);
const mf_finding *mf_report_finding(const mf_report *report, size_t index);
const mf_lock_package *mf_lock_package_at(const mf_lock *lock, size_t index);
const mf_lock_package *mf_lock_package_dependency_package(const mf_lock_package *package, size_t index);
const mf_model_tensor *mf_model_input_at(const mf_model *model, size_t index);
const mf_model_tensor *mf_model_output_at(const mf_model *model, size_t index);
const mf_model_tensor *mf_model_tensor_at(const mf_model *model, size_t index);
const mf_parity_item *mf_parity_item_at(const mf_parity *parity, size_t index);
const mf_rule *mf_rule_at(size_t index);
const mf_setting *mf_configuration_find(const mf_configuration *configuration, const char *name);
const mf_setting *mf_configuration_setting(const mf_configuration *configuration, size_t index);
const uint8_t *mf_key_public(const mf_key *key);
const void *mf_bytes_data(const mf_bytes *bytes);
int32_t mf_cursor_next(mf_cursor *cursor);
int32_t mf_finding_is_concealed(const mf_finding *finding);
int32_t mf_key_can_sign(const mf_key *key);
int32_t mf_model_tensor_rank(const mf_model_tensor *tensor);
int64_t mf_model_tensor_dimension(const mf_model_tensor *tensor, size_t index);
mf_builder *mf_builder_unref(mf_builder *builder);
mf_bytes *mf_bytes_ref(mf_bytes *bytes);
mf_bytes *mf_bytes_unref(mf_bytes *bytes);
mf_bytes *mf_verified_payload(const mf_verified *verified);
mf_configuration *mf_configuration_ref(mf_configuration *configuration);
mf_configuration *mf_configuration_unref(mf_configuration *configuration);
mf_cursor *mf_cursor_unref(mf_cursor *cursor);
mf_diff *mf_diff_ref(mf_diff *diff);
mf_diff *mf_diff_unref(mf_diff *diff);
mf_diff_kind mf_change_kind(const mf_change *change);
mf_diff_severity mf_change_severity(const mf_change *change);
mf_error *mf_error_unref(mf_error *error);
mf_expression *mf_expression_ref(mf_expression *expression);
mf_expression *mf_expression_unref(mf_expression *expression);
mf_expression_type mf_expression_result_type(const mf_expression *expression);
mf_expression_type mf_expression_values_result_type(const mf_expression_values *values);
mf_expression_type mf_expression_variable_type(const mf_expression *expression, size_t index);
mf_expression_values *mf_expression_values_unref(mf_expression_values *values);
mf_expression_variables *mf_expression_variables_ref(mf_expression_variables *variables);
mf_expression_variables *mf_expression_variables_unref(mf_expression_variables *variables);
mf_file_digests *mf_file_digests_ref(mf_file_digests *digests);
mf_file_digests *mf_file_digests_unref(mf_file_digests *digests);
mf_hash_algorithm mf_hash_algorithm_find(const char *name);
mf_key *mf_key_ref(mf_key *key);
mf_key *mf_key_unref(mf_key *key);
mf_lock *mf_lock_ref(mf_lock *lock);
mf_lock *mf_lock_unref(mf_lock *lock);
mf_manifest *mf_manifest_ref(mf_manifest *manifest);
mf_manifest *mf_manifest_unref(mf_manifest *manifest);
mf_manifest *mf_verified_manifest(const mf_verified *verified);
mf_model *mf_model_ref(mf_model *model);
mf_model *mf_model_unref(mf_model *model);
mf_origin mf_setting_origin(const mf_setting *setting);
mf_origin mf_setting_superseded_origin(const mf_setting *setting, size_t index);
mf_overrides *mf_overrides_ref(mf_overrides *overrides);
mf_overrides *mf_overrides_unref(mf_overrides *overrides);
mf_parity *mf_parity_ref(mf_parity *parity);
mf_parity *mf_parity_unref(mf_parity *parity);
mf_parity_outcome mf_parity_item_outcome(const mf_parity_item *item);
mf_parity_policy *mf_parity_policy_ref(mf_parity_policy *policy);
mf_parity_policy *mf_parity_policy_unref(mf_parity_policy *policy);
mf_report *mf_report_ref(mf_report *report);
mf_report *mf_report_unref(mf_report *report);
mf_rules *mf_rules_ref(mf_rules *rules);
mf_rules *mf_rules_unref(mf_rules *rules);
mf_severity mf_finding_severity(const mf_finding *finding);
mf_severity mf_parity_item_severity(const mf_parity_item *item);
mf_severity mf_rule_severity(const mf_rule *rule);
mf_status mf_artifact_add_known(mf_builder *builder, const char *path, const mf_known_file *files, size_t count, const mf_artifact_options *options, mf_error **reterr);
mf_status mf_artifacts_add(mf_builder *builder, const char *root, const char *path, const mf_artifact_options *options, mf_report **ret_report, mf_error **reterr);
mf_status mf_artifacts_verify(const mf_manifest *manifest, const char *root, const mf_tree_options *options, mf_report **ret_report, mf_error **reterr);
mf_status mf_builder_append_json(mf_builder *builder, const char *path, const char *json, size_t size, mf_error **reterr);
mf_status mf_builder_append_text(mf_builder *builder, const char *path, const char *text, size_t size, mf_error **reterr);
mf_status mf_builder_build(const mf_builder *builder, mf_profile profile, mf_manifest **ret_manifest, mf_report **ret_report, mf_error **reterr);
mf_status mf_builder_new(const mf_read_options *options, mf_builder **ret_builder, mf_error **reterr);
mf_status mf_builder_new_from(const mf_manifest *manifest, const mf_read_options *options, mf_builder **ret_builder, mf_error **reterr);
mf_status mf_builder_remove(mf_builder *builder, const char *path, mf_error **reterr);
mf_status mf_builder_set_bool(mf_builder *builder, const char *path, int32_t value, mf_error **reterr);
mf_status mf_builder_set_int(mf_builder *builder, const char *path, int64_t value, mf_error **reterr);
mf_status mf_builder_set_json(mf_builder *builder, const char *path, const char *json, size_t size, mf_error **reterr);
mf_status mf_builder_set_number(mf_builder *builder, const char *path, double value, mf_error **reterr);
mf_status mf_builder_set_text(mf_builder *builder, const char *path, const char *text, size_t size, mf_error **reterr);
mf_status mf_bytes_read_file(const char *path, size_t limit, mf_bytes **ret_bytes, mf_error **reterr);
mf_status mf_configuration_canonical(const mf_configuration *configuration, mf_bytes **ret_bytes, mf_error **reterr);
mf_status mf_configuration_digest(const mf_configuration *configuration, mf_bytes **ret_digest, mf_error **reterr);
mf_status mf_configuration_read(const void *data, size_t size, const mf_read_options *options, mf_configuration **ret_configuration, mf_report **ret_report, mf_error **reterr);
mf_status mf_configuration_resolve(mf_manifest *manifest, const mf_overrides *const *layers, size_t count, const mf_resolve_options *options, mf_configuration **ret_configuration, mf_report **ret_report, mf_error **reterr);
mf_status mf_configuration_write(const mf_configuration *configuration, mf_configuration_form form, mf_bytes **ret_text, mf_error **reterr);
mf_status mf_cursor_get_bool(const mf_cursor *cursor, const char *path, int32_t *ret_value, mf_error **reterr);
mf_status mf_cursor_get_int(const mf_cursor *cursor, const char *path, int64_t *ret_value, mf_error **reterr);
mf_status mf_cursor_get_kind(const mf_cursor *cursor, const char *path, mf_kind *ret_kind, mf_error **reterr);
mf_status mf_cursor_get_number(const mf_cursor *cursor, const char *path, double *ret_value, mf_error **reterr);
mf_status mf_cursor_get_text(const mf_cursor *cursor, const char *path, const char **ret_text, size_t *ret_size, mf_error **reterr);
mf_status mf_cursor_walk(const mf_cursor *cursor, const char *path, mf_cursor **ret_cursor, mf_error **reterr);
mf_status mf_diff_compare(const mf_manifest *before, const mf_manifest *after, const mf_diff_options *options, mf_diff **ret_diff, mf_error **reterr);
mf_status mf_diff_patch(const mf_diff *diff, mf_bytes **ret_json, mf_error **reterr);
mf_status mf_diff_to_json(const mf_diff *diff, mf_bytes **ret_json, mf_error **reterr);
mf_status mf_envelope_sign(const void *envelope, size_t size, mf_key *const *keys, size_t key_count, const mf_sign_options *options, mf_bytes **ret_envelope, mf_report **ret_report, mf_error **reterr);
mf_status mf_envelope_verify(const void *envelope, size_t size, mf_key *const *keys, size_t key_count, const mf_verify_options *options, mf_verified **ret_verified, mf_report **ret_report, mf_error **reterr);
mf_status mf_envelope_verify_any(const void *envelope, size_t size, mf_key *const *keys, size_t key_count, const mf_verify_options *options, mf_verified **ret_verified, mf_error **reterr);
mf_status mf_environment_capture(mf_builder *builder, const mf_capture_options *options, mf_report **ret_report, mf_error **reterr);
mf_status mf_error_code(const mf_error *error);
mf_status mf_expression_compile(const char *source, size_t size, mf_expression_variables *variables, mf_expression_type type, mf_expression **ret_expression, mf_error **reterr);
mf_status mf_expression_compile_at(const mf_manifest *manifest, const char *path, mf_expression **ret_expression, mf_error **reterr);
mf_status mf_expression_evaluate(mf_expression *expression, mf_expression_values *values, mf_error **reterr);
mf_status mf_expression_values_new(mf_expression_values **ret_values, mf_error **reterr);
mf_status mf_expression_values_result_bool(const mf_expression_values *values, size_t index, int32_t *ret_value, mf_error **reterr);
mf_status mf_expression_values_result_double(const mf_expression_values *values, size_t index, double *ret_value, mf_error **reterr);
mf_status mf_expression_values_result_int(const mf_expression_values *values, size_t index, int64_t *ret_value, mf_error **reterr);
mf_status mf_expression_values_result_text(const mf_expression_values *values, size_t index, const char **ret_text, size_t *ret_size, mf_error **reterr);
mf_status mf_expression_values_set_bool(mf_expression_values *values, const char *name, int32_t value, mf_error **reterr);
mf_status mf_expression_values_set_bools(mf_expression_values *values, const char *name, const int32_t *entries, size_t count, mf_error **reterr);
mf_status mf_expression_values_set_double(mf_expression_values *values, const char *name, double value, mf_error **reterr);
mf_status mf_expression_values_set_doubles(mf_expression_values *values, const char *name, const double *entries, size_t count, mf_error **reterr);
mf_status mf_expression_values_set_int(mf_expression_values *values, const char *name, int64_t value, mf_error **reterr);
mf_status mf_expression_values_set_ints(mf_expression_values *values, const char *name, const int64_t *entries, size_t count, mf_error **reterr);
mf_status mf_expression_values_set_text(mf_expression_values *values, const char *name, const char *text, size_t size, mf_error **reterr);
mf_status mf_expression_values_set_texts(mf_expression_values *values, const char *name, const char *const *entries, size_t count, mf_error **reterr);
mf_status mf_expression_values_unset(mf_expression_values *values, const char *name, mf_error **reterr);
mf_status mf_expression_variables_add(mf_expression_variables *variables, const char *name, mf_expression_type type, mf_error **reterr);
mf_status mf_expression_variables_new(mf_expression_variables **ret_variables, mf_error **reterr);
mf_status mf_file_hash(const char *path, const mf_hash_options *options, mf_bytes **ret_digest, uint64_t *ret_size, mf_error **reterr);
mf_status mf_file_write(const void *data, size_t size, const char *path, uint32_t mode, mf_error **reterr);
mf_status mf_files_hash(const char *const *paths, const mf_hash_algorithm *algorithms, size_t count, const mf_hash_options *options, mf_file_digests **ret_digests, mf_error **reterr);
mf_status mf_json_canonicalize(const void *data, size_t size, size_t maximum_memory, mf_bytes **ret_bytes, mf_error **reterr);
mf_status mf_key_generate(mf_key **ret_key, mf_error **reterr);
mf_status mf_key_new_public(const uint8_t *public_key, size_t size, mf_key **ret_key, mf_error **reterr);
mf_status mf_key_new_signer(const uint8_t *public_key, size_t size, mf_signer_callback callback, void *user_data, mf_key **ret_key, mf_error **reterr);
mf_status mf_key_read(const void *pem, size_t size, mf_key **ret_key, mf_error **reterr);
mf_status mf_key_read_file(const char *path, mf_key **ret_key, mf_error **reterr);
mf_status mf_key_write_public(const mf_key *key, mf_bytes **ret_pem, mf_error **reterr);
mf_status mf_key_write_secret(const mf_key *key, mf_bytes **ret_pem, mf_error **reterr);
mf_status mf_lock_import(const mf_lock *lock, const mf_lock_import_options *options, mf_builder *builder, mf_error **reterr);
mf_status mf_lock_json(const mf_lock *lock, mf_bytes **ret_json, mf_error **reterr);
mf_status mf_lock_read(const void *data, size_t size, const mf_lock_options *options, mf_lock **ret_lock, mf_report **ret_report, mf_error **reterr);
mf_status mf_lockfiles_check(const mf_manifest *manifest, const char *root, const mf_lock_options *options, size_t *ret_pinned, size_t *ret_verified, mf_report **ret_report, mf_error **reterr);
mf_status mf_manifest_canonical(const mf_manifest *manifest, mf_bytes **ret_bytes, mf_error **reterr);
mf_status mf_manifest_count(const mf_manifest *manifest, const char *path, size_t *ret_count, mf_error **reterr);
mf_status mf_manifest_digest(const mf_manifest *manifest, mf_bytes **ret_digest, mf_error **reterr);
mf_status mf_manifest_get_bool(const mf_manifest *manifest, const char *path, int32_t *ret_value, mf_error **reterr);
mf_status mf_manifest_get_int(const mf_manifest *manifest, const char *path, int64_t *ret_value, mf_error **reterr);
mf_status mf_manifest_get_json(const mf_manifest *manifest, const char *path, mf_bytes **ret_json, mf_error **reterr);
mf_status mf_manifest_get_kind(const mf_manifest *manifest, const char *path, mf_kind *ret_kind, mf_error **reterr);
mf_status mf_manifest_get_number(const mf_manifest *manifest, const char *path, double *ret_value, mf_error **reterr);
mf_status mf_manifest_get_text(const mf_manifest *manifest, const char *path, const char **ret_text, size_t *ret_size, mf_error **reterr);
mf_status mf_manifest_position(const mf_manifest *manifest, const char *path, size_t *ret_offset, size_t *ret_end, uint32_t *ret_line, uint32_t *ret_column, mf_error **reterr);
mf_status mf_manifest_read(const void *data, size_t size, const mf_read_options *options, mf_manifest **ret_manifest, mf_report **ret_report, mf_error **reterr);
mf_status mf_manifest_sign(const mf_manifest *manifest, mf_key *const *keys, size_t key_count, const mf_sign_options *options, mf_bytes **ret_envelope, mf_report **ret_report, mf_error **reterr);
mf_status mf_manifest_statement(const mf_manifest *manifest, mf_bytes **ret_statement, mf_error **reterr);
mf_status mf_manifest_validate(const mf_manifest *manifest, const mf_validate_options *options, mf_report **ret_report, mf_error **reterr);
mf_status mf_manifest_walk(mf_manifest *manifest, const char *path, mf_cursor **ret_cursor, mf_error **reterr);
mf_status mf_manifest_write(const mf_manifest *manifest, mf_format format, mf_bytes **ret_text, mf_error **reterr);
mf_status mf_model_read(const char *path, const mf_model_options *options, mf_model **ret_model, mf_error **reterr);
mf_status mf_overrides_from_text(const char *const *assignments, size_t count, mf_origin origin, const char *label, mf_overrides **ret_overrides, mf_report **ret_report, mf_error **reterr);
mf_status mf_overrides_read(const void *data, size_t size, const mf_read_options *options, mf_origin origin, const char *label, mf_overrides **ret_overrides, mf_report **ret_report, mf_error **reterr);
mf_status mf_parity_compare(const mf_manifest *expected, const mf_manifest *actual, const mf_parity_policy *policy, const mf_parity_options *options, mf_parity **ret_parity, mf_error **reterr);
mf_status mf_parity_json(const mf_parity *parity, mf_bytes **ret_json, mf_error **reterr);
mf_status mf_parity_policy_read(const void *data, size_t size, const mf_read_options *options, mf_parity_policy **ret_policy, mf_report **ret_report, mf_error **reterr);
mf_status mf_report_json(const mf_report *report, const char *file, mf_bytes **ret_json, mf_error **reterr);
mf_status mf_rules_read(const void *data, size_t size, const mf_read_options *options, mf_rules **ret_rules, mf_report **ret_report, mf_error **reterr);
mf_status mf_schema_json(const char *schema, mf_bytes **ret_json, mf_error **reterr);
mf_status mf_setting_get_bool(const mf_setting *setting, int32_t *ret_value, mf_error **reterr);
mf_status mf_setting_get_int(const mf_setting *setting, int64_t *ret_value, mf_error **reterr);
mf_status mf_setting_get_number(const mf_setting *setting, double *ret_value, mf_error **reterr);
mf_status mf_text_set(const void *data, size_t size, const mf_read_options *options, const char *path, const char *value, size_t value_size, mf_bytes **ret_text, mf_report **ret_report, mf_error **reterr);
mf_status mf_text_validate(const void *data, size_t size, const mf_read_options *read_options, const mf_validate_options *options, mf_manifest **ret_manifest, mf_report **ret_report, mf_error **reterr);
mf_status mf_tree_read(const char *root, const mf_tree_options *options, mf_tree **ret_tree, mf_report **ret_report, mf_error **reterr);
mf_tree *mf_tree_ref(mf_tree *tree);
mf_tree *mf_tree_unref(mf_tree *tree);
mf_verified *mf_verified_ref(mf_verified *verified);
mf_verified *mf_verified_unref(mf_verified *verified);
size_t mf_bytes_size(const mf_bytes *bytes);
size_t mf_configuration_count(const mf_configuration *configuration);
size_t mf_diff_count(const mf_diff *diff);
size_t mf_diff_count_severity(const mf_diff *diff, mf_diff_severity severity);
size_t mf_diff_respelled(const mf_diff *diff);
size_t mf_error_offset(const mf_error *error);
size_t mf_expression_values_result_count(const mf_expression_values *values);
size_t mf_expression_variable_count(const mf_expression *expression);
size_t mf_file_digests_count(const mf_file_digests *digests);
size_t mf_finding_offset(const mf_finding *finding);
size_t mf_finding_related_count(const mf_finding *finding);
size_t mf_finding_related_offset(const mf_finding *finding, size_t index);
size_t mf_lock_count(const mf_lock *lock);
size_t mf_lock_package_dependency_count(const mf_lock_package *package);
size_t mf_lock_package_digest_count(const mf_lock_package *package);
size_t mf_lock_package_hash_count(const mf_lock_package *package);
size_t mf_lock_package_offset(const mf_lock_package *package);
size_t mf_model_input_count(const mf_model *model);
size_t mf_model_output_count(const mf_model *model);
size_t mf_model_property_count(const mf_model *model);
size_t mf_model_tensor_count(const mf_model *model);
size_t mf_model_type_count(const mf_model *model);
size_t mf_parity_count(const mf_parity *parity);
size_t mf_parity_count_allowed(const mf_parity *parity);
size_t mf_parity_count_outcome(const mf_parity *parity, mf_parity_outcome outcome);
size_t mf_parity_count_severity(const mf_parity *parity, mf_severity severity);
size_t mf_report_count(const mf_report *report);
size_t mf_report_count_severity(const mf_report *report, mf_severity severity);
size_t mf_report_total(const mf_report *report);
size_t mf_rule_count(void);
size_t mf_setting_superseded_count(const mf_setting *setting);
size_t mf_tree_count(const mf_tree *tree);
size_t mf_verified_signer_count(const mf_verified *verified);
uint32_t mf_error_column(const mf_error *error);
uint32_t mf_error_line(const mf_error *error);
uint32_t mf_finding_column(const mf_finding *finding);
uint32_t mf_finding_line(const mf_finding *finding);
uint32_t mf_finding_related_column(const mf_finding *finding, size_t index);
uint32_t mf_finding_related_line(const mf_finding *finding, size_t index);
uint32_t mf_lock_package_column(const mf_lock_package *package);
uint32_t mf_lock_package_line(const mf_lock_package *package);
uint32_t mf_model_flags(const mf_model *model);
uint32_t mf_verified_threshold(const mf_verified *verified);
uint64_t mf_file_digests_size(const mf_file_digests *digests, size_t index);
uint64_t mf_model_parameters(const mf_model *model);
uint64_t mf_model_size(const mf_model *model);
uint64_t mf_model_type_parameters(const mf_model *model, size_t index);
uint64_t mf_model_type_tensors(const mf_model *model, size_t index);
uint64_t mf_tree_size(const mf_tree *tree, size_t index);
uint64_t mf_tree_total_size(const mf_tree *tree);
void mf_artifact_options_init(mf_artifact_options *options, size_t size);
void mf_capture_options_init(mf_capture_options *options, size_t size);
void mf_diff_options_init(mf_diff_options *options, size_t size);
void mf_expression_values_clear(mf_expression_values *values);
void mf_hash_options_init(mf_hash_options *options, size_t size);
void mf_lock_import_options_init(mf_lock_import_options *options, size_t size);
void mf_lock_options_init(mf_lock_options *options, size_t size);
void mf_model_options_init(mf_model_options *options, size_t size);
void mf_parity_options_init(mf_parity_options *options, size_t size);
void mf_read_options_init(mf_read_options *options, size_t size);
void mf_resolve_options_init(mf_resolve_options *options, size_t size);
void mf_sign_options_init(mf_sign_options *options, size_t size);
void mf_tree_options_init(mf_tree_options *options, size_t size);
void mf_validate_options_init(mf_validate_options *options, size_t size);
void mf_verify_options_init(mf_verify_options *options, size_t size);
