/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory: the most bytes that a call holds at once, counted in malloc() itself. A program of its own, for the counting would
 * slow down what other programs measure.
 */
#include "documents.h"
#include "row.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sanitizers bring an allocator of their own. */
#if defined(__SANITIZE_ADDRESS__)
#define CAN_COUNT 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CAN_COUNT 0
#endif
#endif
#if !defined(CAN_COUNT) && defined(__GLIBC__)
#define CAN_COUNT 1
#elif !defined(CAN_COUNT)
#define CAN_COUNT 0
#endif

#if CAN_COUNT
#include <malloc.h>

/* What malloc() and its kind are called inside of glibc. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void __libc_free(void *memory);

static size_t held;
static size_t most;

static void *count_in(void *memory)
{
    held += memory == NULL ? 0 : malloc_usable_size(memory);
    most = held > most ? held : most;
    return memory;
}

static void count_out(void *memory)
{
    held -= memory == NULL ? 0 : malloc_usable_size(memory);
}

void *malloc(size_t size)
{
    return count_in(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return count_in(__libc_calloc(count, size));
}

/* Counted as one block that changes its size, which is what happens where pages are moved. */
void *realloc(void *memory, size_t size)
{
    size_t before = memory == NULL ? 0 : malloc_usable_size(memory);
    void *moved = __libc_realloc(memory, size);

    if (moved != NULL || size == 0) {
        held -= before;
    }
    return count_in(moved);
}

void free(void *memory)
{
    count_out(memory);
    __libc_free(memory);
}
#else
static size_t held;
static size_t most;
#endif

/* Most bytes held at once while a text is read, above those held before. */
static size_t peak_of_reading(const mf_bytes *text, const mf_read_options *options, mf_status expected)
{
    size_t before = held;
    mf_manifest *manifest = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status;

    most = held;
    status = mf_manifest_read(mf_bytes_data(text), mf_bytes_size(text), options, &manifest, &report, &error);
    if (status != MF_OK && status != expected) {
        give_up(mf_error_path(error), mf_error_message(error));
    }
    (void)mf_error_unref(error);
    (void)mf_report_unref(report);
    (void)mf_manifest_unref(manifest);
    return most - before;
}

static void row(const char *name, const mf_bytes *text, const char *peer, double peak, double other,
                double aim)
{
    const struct comparison result = { peak, other, peak / other };
    char what[96];

    (void)snprintf(what, sizeof what, "most held to read + check %s of %zu KB", name,
                   (mf_bytes_size(text) + 500) / 1000);
    comparison_row(&(struct row){ "memory", what, "B", aim }, peer, result);
}

/* Peak against 8 times the input and 1 MiB. */
static void reading_row(const char *name, mf_bytes *text)
{
    mf_read_options options = large_options();
    size_t size = mf_bytes_size(text);
    size_t peak = peak_of_reading(text, &options, MF_OK);

    row(name, text, "the input", (double)peak, (double)size, 8 + 1024.0 * 1024 / (double)size);
    (void)mf_bytes_unref(text);
}

/* The peak under each of many limits, against the limit; the worst counts. */
static void limit_row(const char *name, mf_bytes *text)
{
    mf_read_options options = large_options();
    double worst = 0;
    size_t worst_peak = 0;
    size_t worst_limit = 1;

    for (size_t limit = 64 * 1024; limit <= 256 * 1024 * 1024; limit += limit / 2) {
        size_t peak;

        options.maximum_memory = limit;
        peak = peak_of_reading(text, &options, MF_ERROR_LIMIT);
        if ((double)peak / (double)limit > worst) {
            worst = (double)peak / (double)limit;
            worst_peak = peak;
            worst_limit = limit;
        }
    }
    row(name, text, "the worst maximum_memory", (double)worst_peak, (double)worst_limit, 1);
    (void)mf_bytes_unref(text);
}

static mf_bytes *json_of(mf_bytes *yaml)
{
    mf_bytes *json = indented_json(yaml);

    (void)mf_bytes_unref(yaml);
    return json;
}

int main(void)
{
    unsigned many = packages_for(10 * 1000 * 1000);

    if (!CAN_COUNT) {
        (void)fprintf(stderr, "memory is not measured: malloc() cannot be counted here\n");
        return 0;
    }
    reading_row("YAML (block)", real_yaml("tabular"));
    reading_row("YAML (flow)", real_yaml("llm"));
    reading_row("JSON (indented)", json_of(real_yaml("tabular")));
    reading_row("YAML", generated_yaml(many));
    reading_row("JSON (indented)", json_of(generated_yaml(many)));
    limit_row("YAML", generated_yaml(many));
    limit_row("JSON (indented)", json_of(generated_yaml(many)));
    return 0;
}
