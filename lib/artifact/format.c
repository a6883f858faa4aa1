/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One table of formats, and one of names. Pickles and archives are told by their contents, whatever they are called: a pickle that is
 * named like a harmless file is just what must not be overlooked.
 */
#include "artifact/format.h"

#include "value/ascii.h"

enum number {
    UNKNOWN,
    SAFETENSORS,
    ONNX,
    GGUF,
    PYTORCH,
    PICKLE,
    JOBLIB,
    NPY,
    NPZ,
    HDF5,
    KERAS,
    TFLITE,
    TENSORFLOW,
    ENGINE,
    TOKENIZER,
    VOCABULARY,
    TEMPLATE,
    SENTENCEPIECE,
    CONFIGURATION,
    SETTINGS,
    PREPROCESSOR,
    JSON_SCHEMA,
    SCHEMA,
    CARD,
    CODE,
    PYTHON,
    LIBRARY,
    CSV,
    PARQUET,
    JSON_LINES,
    ARROW,
    JSON,
    MARKDOWN,
    TEXT,
    ZIP,
};

static const struct mf_file_format formats[] = {
    [UNKNOWN] = { "unknown", "other", "", MF_HEADER_NONE, false },
    [SAFETENSORS] = { "safetensors", "weights", "application/vnd.safetensors", MF_HEADER_SAFETENSORS, false },
    [ONNX] = { "onnx", "weights", "application/onnx", MF_HEADER_ONNX, false },
    [GGUF] = { "gguf", "weights", "application/vnd.gguf", MF_HEADER_GGUF, false },
    [PYTORCH] = { "pytorch", "weights", "application/zip", MF_HEADER_NONE, true },
    [PICKLE] = { "pickle", "weights", "application/x-python-pickle", MF_HEADER_NONE, true },
    [JOBLIB] = { "joblib", "weights", "application/x-python-pickle", MF_HEADER_NONE, true },
    [NPY] = { "npy", "weights", "", MF_HEADER_NONE, false },
    [NPZ] = { "npz", "weights", "application/zip", MF_HEADER_NONE, false },
    [HDF5] = { "hdf5", "weights", "application/x-hdf5", MF_HEADER_NONE, false },
    [KERAS] = { "keras", "weights", "application/zip", MF_HEADER_NONE, true },
    [TFLITE] = { "tflite", "weights", "", MF_HEADER_NONE, false },
    [TENSORFLOW] = { "tensorflow", "weights", "application/x-protobuf", MF_HEADER_NONE, false },
    [ENGINE] = { "tensorrt", "weights", "", MF_HEADER_NONE, true },
    [TOKENIZER] = { "tokenizer", "tokenizer", "application/json", MF_HEADER_NONE, false },
    [VOCABULARY] = { "vocabulary", "tokenizer", "text/plain", MF_HEADER_NONE, false },
    [TEMPLATE] = { "template", "tokenizer", "text/plain", MF_HEADER_NONE, false },
    [SENTENCEPIECE] = { "sentencepiece", "tokenizer", "", MF_HEADER_NONE, false },
    [CONFIGURATION] = { "configuration", "configuration", "application/json", MF_HEADER_NONE, false },
    [SETTINGS] = { "settings", "configuration", "text/plain", MF_HEADER_NONE, false },
    [PREPROCESSOR] = { "preprocessor", "preprocessor", "application/json", MF_HEADER_NONE, false },
    [JSON_SCHEMA] = { "json-schema", "schema", "application/schema+json", MF_HEADER_NONE, false },
    [SCHEMA] = { "schema", "schema", "text/plain", MF_HEADER_NONE, false },
    [CARD] = { "card", "card", "text/markdown", MF_HEADER_NONE, false },
    [CODE] = { "code", "code", "text/plain", MF_HEADER_NONE, false },
    [PYTHON] = { "python", "code", "text/x-python", MF_HEADER_NONE, false },
    [LIBRARY] = { "library", "code", "", MF_HEADER_NONE, false },
    [CSV] = { "csv", "dataset", "text/csv", MF_HEADER_NONE, false },
    [PARQUET] = { "parquet", "dataset", "application/vnd.apache.parquet", MF_HEADER_NONE, false },
    [JSON_LINES] = { "json-lines", "dataset", "application/jsonl", MF_HEADER_NONE, false },
    [ARROW] = { "arrow", "dataset", "application/vnd.apache.arrow.file", MF_HEADER_NONE, false },
    [JSON] = { "json", "other", "application/json", MF_HEADER_NONE, false },
    [MARKDOWN] = { "markdown", "other", "text/markdown", MF_HEADER_NONE, false },
    [TEXT] = { "text", "other", "text/plain", MF_HEADER_NONE, false },
    [ZIP] = { "zip", "other", "application/zip", MF_HEADER_NONE, false },
};

struct known_name {
    const char *name; /* in lower case */
    enum number format;
};

static const struct known_name whole_names[] = {
    { "adapter_config.json", CONFIGURATION },
    { "added_tokens.json", TOKENIZER },
    { "chat_template.jinja", TEMPLATE },
    { "chat_template.json", TOKENIZER },
    { "config.json", CONFIGURATION },
    { "feature_extractor_config.json", PREPROCESSOR },
    { "generation_config.json", CONFIGURATION },
    { "merges.txt", VOCABULARY },
    { "model_card.json", CARD },
    { "model_card.md", CARD },
    { "modelcard.md", CARD },
    { "params.json", CONFIGURATION },
    { "preprocessor.json", PREPROCESSOR },
    { "preprocessor_config.json", PREPROCESSOR },
    { "processor_config.json", PREPROCESSOR },
    { "readme.md", CARD },
    { "saved_model.pb", TENSORFLOW },
    { "special_tokens_map.json", TOKENIZER },
    { "tokenizer.json", TOKENIZER },
    { "tokenizer.model", SENTENCEPIECE },
    { "tokenizer_config.json", TOKENIZER },
    { "vocab.json", TOKENIZER },
    { "vocab.txt", VOCABULARY },
};

static const struct known_name endings[] = {
    { ".schema.json", JSON_SCHEMA },
    { ".safetensors", SAFETENSORS },
    { ".onnx", ONNX },
    { ".gguf", GGUF },
    { ".pt", PYTORCH },
    { ".pth", PYTORCH },
    { ".ckpt", PYTORCH },
    { ".pkl", PICKLE },
    { ".pickle", PICKLE },
    { ".dill", PICKLE },
    { ".cloudpickle", PICKLE },
    { ".joblib", JOBLIB },
    { ".joblib.gz", JOBLIB },
    { ".joblib.z", JOBLIB },
    { ".npy", NPY },
    { ".npz", NPZ },
    { ".h5", HDF5 },
    { ".hdf5", HDF5 },
    { ".keras", KERAS },
    { ".tflite", TFLITE },
    { ".pb", TENSORFLOW },
    { ".engine", ENGINE },
    { ".plan", ENGINE },
    { ".spm", SENTENCEPIECE },
    { ".bpe.model", SENTENCEPIECE },
    { ".spiece.model", SENTENCEPIECE },
    { ".jinja", TEMPLATE },
    { ".toml", SETTINGS },
    { ".ini", SETTINGS },
    { ".yaml", SETTINGS },
    { ".yml", SETTINGS },
    { ".proto", SCHEMA },
    { ".avsc", SCHEMA },
    { ".py", PYTHON },
    { ".sh", CODE },
    { ".js", CODE },
    { ".ipynb", CODE },
    { ".c", CODE },
    { ".cpp", CODE },
    { ".cu", CODE },
    { ".sql", CODE },
    { ".so", LIBRARY },
    { ".dll", LIBRARY },
    { ".dylib", LIBRARY },
    { ".whl", LIBRARY },
    { ".csv", CSV },
    { ".parquet", PARQUET },
    { ".jsonl", JSON_LINES },
    { ".arrow", ARROW },
    { ".json", JSON },
    { ".md", MARKDOWN },
    { ".txt", TEXT },
    { ".zip", ZIP },
};

/* --- by name ----------------------------------------------------------------------------------------------------------- */

static bool ends_with(struct mf_view name, const char *ending)
{
    size_t size = strlen(ending);

    if (name.size < size) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        char byte = name.data[name.size - size + i];

        if ((mf_ascii_is_upper(byte) ? (char)(byte - 'A' + 'a') : byte) != ending[i]) {
            return false;
        }
    }
    return true;
}

static enum number by_name(struct mf_view path)
{
    struct mf_view name = path;

    for (size_t i = 0; i < path.size; i++) {
        if (path.data[i] == '/') {
            name = mf_view_make(path.data + i + 1, path.size - i - 1);
        }
    }
    for (size_t i = 0; i < sizeof whole_names / sizeof whole_names[0]; i++) {
        if (name.size == strlen(whole_names[i].name) && ends_with(name, whole_names[i].name)) {
            return whole_names[i].format;
        }
    }
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (ends_with(name, endings[i].name)) {
            return endings[i].format;
        }
    }
    return UNKNOWN;
}

/* --- by contents ------------------------------------------------------------------------------------------------------- */

static bool has_prefix(struct mf_view head, const char *bytes, size_t size)
{
    return head.size >= size && memcmp(head.data, bytes, size) == 0;
}

static bool holds(struct mf_view text, const char *part)
{
    size_t size = strlen(part);

    for (size_t i = 0; i + size <= text.size; i++) {
        if (memcmp(text.data + i, part, size) == 0) {
            return true;
        }
    }
    return false;
}

/* An archive: the name of its first file tells what made it. */
static enum number archive(struct mf_view head, enum number named)
{
    struct mf_view first;
    size_t size;

    if (head.size < 30) {
        return named == PYTORCH || named == KERAS || named == NPZ ? named : ZIP;
    }
    size = (unsigned char)head.data[26] + 256u * (unsigned char)head.data[27];
    first = mf_view_make(head.data + 30, size <= head.size - 30 ? size : 0);
    if (holds(first, "/data.pkl") || holds(first, "/byteorder") || holds(first, "/.format_version")) {
        return PYTORCH;
    }
    if (named == PYTORCH || named == KERAS || named == NPZ || named == LIBRARY) {
        return named;
    }
    return ends_with(first, ".pkl") || ends_with(first, ".pickle") ? PICKLE : ZIP;
}

/* Protocols 2 to 5 begin with their number, and all end with a stop. What follows the stop of an old file of PyTorch are its numbers. */
static bool is_pickle(const struct mf_file_sample *sample)
{
    static const char torch[] = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";
    struct mf_view head = sample->head;

    if (has_prefix(head, torch, sizeof torch - 1)) {
        return true;
    }
    return head.size >= 2 && (unsigned char)head.data[0] == 0x80 && head.data[1] >= 2 && head.data[1] <= 5 &&
           sample->last == '.';
}

/* Eight bytes of length, and the brace that begins the header. */
static bool is_safetensors(const struct mf_file_sample *sample)
{
    uint64_t size = 0;

    if (sample->head.size < 10 || sample->head.data[8] != '{') {
        return false;
    }
    for (size_t i = 8; i > 0; i--) {
        size = size << 8 | (unsigned char)sample->head.data[i - 1];
    }
    return size >= 2 && size <= sample->size - 8 &&
           (sample->head.data[9] == '"' || sample->head.data[9] == '}');
}

static enum number by_contents(const struct mf_file_sample *sample, enum number named)
{
    struct mf_view head = sample->head;

    if (has_prefix(head, "GGUF", 4)) {
        return GGUF;
    }
    if (has_prefix(head, "PK\x03\x04", 4)) {
        return archive(head, named);
    }
    if (has_prefix(head, "\x89HDF\r\n\x1a\n", 8)) {
        return HDF5;
    }
    if (has_prefix(head, "\x93NUMPY", 6)) {
        return NPY;
    }
    if (head.size >= 8 && memcmp(head.data + 4, "TFL3", 4) == 0) {
        return TFLITE;
    }
    if (has_prefix(head, "PAR1", 4)) {
        return PARQUET;
    }
    if (has_prefix(head, "ARROW1", 6)) {
        return ARROW;
    }
    if (has_prefix(head,
                   "\x7f"
                   "ELF",
                   4)) {
        return LIBRARY;
    }
    if (is_pickle(sample)) {
        return named == JOBLIB ? JOBLIB : named == PYTORCH ? PYTORCH : PICKLE;
    }
    return is_safetensors(sample) ? SAFETENSORS : UNKNOWN;
}

const struct mf_file_format *mf_file_format_guess(const struct mf_file_sample *sample, bool *ret_other)
{
    enum number named = by_name(sample->name);
    enum number found = by_contents(sample, named);

    *ret_other = found != UNKNOWN && named != UNKNOWN && found != named && named != ZIP;
    return &formats[found != UNKNOWN ? found : named];
}
