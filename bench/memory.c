/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory: the most bytes that a call holds at once, counted in malloc() itself. A program of its own, for the counting would
 * slow down what bench.c measures. It takes the same arguments; its group is memory.
 */
#include "documents.h"
#include "table.h"

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

static const char *show_size(size_t size, char text[16])
{
    (void)snprintf(text, 16, "%.1f KiB", (double)size / 1024);
    return text;
}

/* Peak against 8 times the input and 1 MiB. */
static void reading_row(const char *name, mf_bytes *text)
{
    mf_read_options options = large_options();
    size_t size = mf_bytes_size(text);
    size_t peak = peak_of_reading(text, &options, MF_OK);
    char label[96];
    char left[16];
    char right[16];

    (void)snprintf(label, sizeof label, "read + check, %s of %zu KB : input", name, (size + 500) / 1000);
    table_row(label, show_size(peak, left), show_size(size, right), (double)peak / (double)size,
              8 + 1024.0 * 1024 / (double)size);
    (void)mf_bytes_unref(text);
}

/* The peak under each of many limits, against the limit; the worst counts. */
static void limit_row(const char *name, mf_bytes *text)
{
    mf_read_options options = large_options();
    double worst = 0;
    size_t worst_peak = 0;
    size_t worst_limit = 0;
    char label[96];
    char left[16];
    char right[16];

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
    (void)snprintf(label, sizeof label, "read + check, %s of %zu KB : maximum_memory", name,
                   (mf_bytes_size(text) + 500) / 1000);
    table_row(label, show_size(worst_peak, left), show_size(worst_limit, right), worst, 1);
    (void)mf_bytes_unref(text);
}

static mf_bytes *json_of(mf_bytes *yaml)
{
    mf_bytes *json = indented_json(yaml);

    (void)mf_bytes_unref(yaml);
    return json;
}

static bool is_wanted(int count, char **groups)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(groups[i], "memory") == 0) {
            return true;
        }
    }
    return count == 0;
}

int main(int argc, char **argv)
{
    unsigned many = packages_for(10 * 1000 * 1000);

    if (!is_wanted(argc - 1, argv + 1)) {
        return 0;
    }
    if (!CAN_COUNT) {
        printf("memory is not measured: malloc() cannot be counted here\n");
        return 0;
    }
    table_begin("most held", "other");
    reading_row("YAML (block)", real_yaml("tabular"));
    reading_row("YAML (flow)", real_yaml("llm"));
    reading_row("JSON (indented)", json_of(real_yaml("tabular")));
    reading_row("YAML", generated_yaml(many));
    reading_row("JSON (indented)", json_of(generated_yaml(many)));
    limit_row("YAML", generated_yaml(many));
    limit_row("JSON (indented)", json_of(generated_yaml(many)));
    return 0;
}
