/* SPDX-License-Identifier: Apache-2.0 */
/* The schema weighs fields; here is what depends on the entry. */
#include "comparison/weight.h"

#include "value/glob.h"
#include "value/purl.h"

/* doc/diff.md has the same list, and a test compares them. */
static const char *const computing[] = {
    "bitsandbytes", "catboost",         "cuda*",        "cudnn*",
    "deepspeed",    "flash-attn",       "jax",          "jaxlib",
    "keras",        "libcublas*",       "libcudnn*",    "libnccl*",
    "lightgbm",     "llama-cpp-python", "mxnet",        "nccl*",
    "numpy",        "nvidia-*",         "onnxruntime*", "pytorch*",
    "rocm*",        "safetensors",      "scikit-learn", "sglang",
    "tensorflow*",  "tensorrt*",        "tokenizers",   "torch",
    "torchvision",  "transformers",     "triton",       "vllm",
    "xformers",     "xgboost",
};

bool mf_package_computes(struct mf_view purl)
{
    struct mf_view name = mf_purl_split(purl).name;

    for (size_t i = 0; i < sizeof computing / sizeof computing[0]; i++) {
        if (mf_glob_match(mf_view_of(computing[i]), name)) {
            return true;
        }
    }
    return false;
}

static bool is_one_of(const struct mf_scalar *scalar, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (mf_view_is(mf_scalar_view(scalar), *words)) {
            return true;
        }
    }
    return false;
}

/* `entry` is the package itself, or a field of it. */
static enum mf_weight weigh_package(const struct model_dependencies_packages *package, bool entry,
                                    enum mf_weight weight)
{
    static const char *const apart[] = { "development", "test", NULL };

    if (is_one_of(&package->scope, apart)) {
        return MF_WEIGHT_LOW;
    }
    return entry && mf_package_computes(mf_scalar_view(&package->purl)) ? MF_WEIGHT_HIGH : weight;
}

static enum mf_weight weigh_artifact(const struct model_artifacts *artifact, enum mf_weight weight)
{
    static const char *const inert[] = { "dataset", "card", "other", NULL };

    return weight == MF_WEIGHT_HIGH && is_one_of(&artifact->kind, inert) ? MF_WEIGHT_MEDIUM : weight;
}

enum mf_weight mf_difference_weigh(const struct mf_difference *difference)
{
    /* A package that is needed at run time now, and was not, weighs as one that is. */
    const struct mf_node *node = difference->right.value == NULL ? &difference->left : &difference->right;
    const struct mf_record *record = mf_node_record(node);
    bool is_entry = node->is_entry && record != NULL;
    const void *holder = is_entry ? node->value : node->object;
    enum mf_weight weight = (enum mf_weight)node->field->weight;

    record = is_entry ? record : node->record;
    if (strcmp(record->name, "dependencies.packages") == 0) {
        return weigh_package(holder, is_entry, weight);
    }
    return strcmp(record->name, "artifacts") == 0 ? weigh_artifact(holder, weight) : weight;
}
