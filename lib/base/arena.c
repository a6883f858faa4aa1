/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chunks from malloc(), cut from the front; chunks grow with the arena up to a bound that keeps the waste small. A block that grows
 * large gets a chunk to itself, which realloc() then grows, so that no old copies of it are left behind.
 */
#include "base/arena.h"

#include "base/error.h"

#include <stdint.h>
#include <stdlib.h>

enum {
    ALIGNMENT = 8,
    FIRST_CHUNK = 4096,
    LARGEST_CHUNK = 256 * 1024,
    ALONE = LARGEST_CHUNK / 2, /* blocks of at least this capacity are alone in their chunk */
};

struct chunk {
    struct chunk *next;
    struct chunk *previous;
    size_t capacity;
    size_t used;
    /* Bytes follow: sizeof(struct chunk) is a multiple of ALIGNMENT on every platform we build for. */
};

_Static_assert(sizeof(struct chunk) % ALIGNMENT == 0 || sizeof(void *) == 4,
               "chunk header breaks the alignment");

struct mf_arena {
    struct chunk *chunks; /* the newest first: the one that is cut from */
    size_t limit;
    size_t used;
    mf_status status;
};

/* Stands before every block of mf_arena_resize(). From ALONE on the chunk's header stands right before it. */
struct block {
    uint64_t capacity;
};

/* From the beginning of a chunk to its bytes. */
static size_t header_size(void)
{
    return (sizeof(struct chunk) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static char *chunk_bytes(struct chunk *chunk)
{
    return (char *)chunk + header_size();
}

struct mf_arena *mf_arena_new(size_t limit)
{
    struct mf_arena *arena = calloc(1, sizeof *arena);

    if (arena != NULL) {
        arena->limit = limit == 0 ? SIZE_MAX : limit;
    }
    return arena;
}

void mf_arena_free(struct mf_arena *arena)
{
    if (arena == NULL) {
        return;
    }
    while (arena->chunks != NULL) {
        struct chunk *next = arena->chunks->next;
        free(arena->chunks);
        arena->chunks = next;
    }
    free(arena);
}

static void fail(struct mf_arena *arena, mf_status status)
{
    if (arena->status == MF_OK) {
        arena->status = status;
    }
}

bool mf_arena_charge(struct mf_arena *arena, size_t size)
{
    if (size > arena->limit - arena->used) {
        fail(arena, MF_ERROR_LIMIT);
        return false;
    }
    arena->used += size;
    return true;
}

void mf_arena_discharge(struct mf_arena *arena, size_t size)
{
    arena->used -= size;
}

static size_t chunk_capacity(const struct mf_arena *arena, size_t size)
{
    size_t capacity = arena->used < FIRST_CHUNK ? FIRST_CHUNK : arena->used;
    size_t left = arena->limit - arena->used;

    if (size >= ALONE) {
        return size;
    }
    capacity = capacity > LARGEST_CHUNK ? LARGEST_CHUNK : capacity;
    if (capacity > left && left >= 2 * sizeof(struct chunk)) {
        capacity = (left - 2 * sizeof(struct chunk)) / ALIGNMENT * ALIGNMENT;
    }
    return capacity < size ? size : capacity;
}

/* A chunk from the system that is not in the list yet, or with `old` that one, perhaps moved. On failure NULL, and nothing has
 * changed. */
static struct chunk *take_chunk(struct mf_arena *arena, struct chunk *old, size_t capacity)
{
    size_t more = old == NULL ? header_size() + capacity : capacity - old->capacity;
    struct chunk *chunk;

    if (capacity > SIZE_MAX - header_size() || !mf_arena_charge(arena, more)) {
        fail(arena, MF_ERROR_LIMIT);
        return NULL;
    }
    chunk = realloc(old, header_size() + capacity);
    if (chunk == NULL) {
        mf_arena_discharge(arena, more);
        fail(arena, MF_ERROR_MEMORY);
        return NULL;
    }
    chunk->capacity = capacity;
    return chunk;
}

/* Lets the neighbours of a chunk know where it is. */
static void link_chunk(struct mf_arena *arena, struct chunk *chunk)
{
    if (chunk->next != NULL) {
        chunk->next->previous = chunk;
    }
    if (chunk->previous != NULL) {
        chunk->previous->next = chunk;
    } else {
        arena->chunks = chunk;
    }
}

/* Adds a chunk that has room for `size` bytes. One for a block alone goes behind the newest, which keeps the room it still
 * has. */
static struct chunk *add_chunk(struct mf_arena *arena, size_t size)
{
    struct chunk *chunk = take_chunk(arena, NULL, chunk_capacity(arena, size));

    if (chunk == NULL) {
        return NULL;
    }
    chunk->used = 0;
    chunk->previous = size >= ALONE ? arena->chunks : NULL;
    chunk->next = chunk->previous == NULL ? arena->chunks : chunk->previous->next;
    link_chunk(arena, chunk);
    return chunk;
}

static void *cut(struct mf_arena *arena, size_t size)
{
    struct chunk *chunk = arena->chunks;
    char *bytes;

    if (size > SIZE_MAX - ALIGNMENT) {
        fail(arena, MF_ERROR_LIMIT);
        return NULL;
    }
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (chunk == NULL || size >= ALONE || chunk->capacity - chunk->used < size) {
        chunk = add_chunk(arena, size);
        if (chunk == NULL) {
            return NULL;
        }
    }
    bytes = chunk_bytes(chunk) + chunk->used;
    chunk->used += size;
    return bytes;
}

void *mf_arena_alloc(struct mf_arena *arena, size_t size)
{
    void *memory = cut(arena, size);

    return memory == NULL ? NULL : memset(memory, 0, size);
}

void *mf_arena_alloc_array(struct mf_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        fail(arena, MF_ERROR_LIMIT);
        return NULL;
    }
    return mf_arena_alloc(arena, count * size);
}

char *mf_arena_copy(struct mf_arena *arena, struct mf_view view)
{
    char *copy = view.size == SIZE_MAX ? NULL : cut(arena, view.size + 1);

    if (copy == NULL) {
        return NULL;
    }
    if (view.size > 0) {
        memcpy(copy, view.data, view.size);
    }
    copy[view.size] = '\0';
    return copy;
}

/* True if the block ends where the newest chunk is used up to: it can then grow or shrink where it is. */
static bool is_last(const struct mf_arena *arena, const struct block *block)
{
    struct chunk *chunk = arena->chunks;

    return chunk != NULL && (const char *)(block + 1) + block->capacity == chunk_bytes(chunk) + chunk->used;
}

static bool grow_in_place(struct mf_arena *arena, struct block *block, size_t capacity)
{
    struct chunk *chunk = arena->chunks;
    size_t more = capacity - (size_t)block->capacity;

    if (!is_last(arena, block) || chunk->capacity - chunk->used < more) {
        return false;
    }
    chunk->used += more;
    block->capacity = capacity;
    return true;
}

/* Grows a block that is alone in its chunk. */
static struct block *grow_alone(struct mf_arena *arena, struct block *block, size_t capacity)
{
    struct chunk *chunk = (void *)((char *)block - header_size());

    chunk = take_chunk(arena, chunk, sizeof *block + capacity);
    if (chunk == NULL) {
        return NULL;
    }
    link_chunk(arena, chunk);
    chunk->used = chunk->capacity;
    block = (void *)chunk_bytes(chunk);
    block->capacity = capacity;
    return block;
}

/* A block with the contents of an old one, which stays behind unused. */
static struct block *copy_block(struct mf_arena *arena, const struct block *old, size_t capacity)
{
    struct block *block = cut(arena, sizeof *block + capacity);

    if (block != NULL) {
        block->capacity = capacity;
        if (old != NULL) {
            memcpy(block + 1, old + 1, (size_t)old->capacity);
        }
    }
    return block;
}

static void *free_block(struct mf_arena *arena, const struct block *block)
{
    if (block != NULL && is_last(arena, block)) {
        arena->chunks->used -= (size_t)block->capacity + sizeof *block;
    }
    return NULL;
}

/* What a block grows to: large ones, which no copies of are left behind, by half. */
static size_t next_capacity(const struct block *old, size_t size)
{
    size_t capacity = old == NULL ? 0 : (size_t)old->capacity;

    capacity += capacity < ALONE ? capacity : capacity / 2;
    capacity = capacity < size ? size : capacity;
    return (capacity + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void *mf_arena_resize(struct mf_arena *arena, void *pointer, size_t size)
{
    struct block *block = pointer == NULL ? NULL : (struct block *)pointer - 1;
    size_t capacity;

    if (size == 0) {
        return free_block(arena, block);
    }
    if (block != NULL && size <= block->capacity) {
        return pointer;
    }
    if (size > SIZE_MAX / 4) {
        fail(arena, MF_ERROR_LIMIT);
        return NULL;
    }
    capacity = next_capacity(block, size);
    if (block != NULL && block->capacity >= ALONE) {
        block = grow_alone(arena, block, capacity);
    } else if (block == NULL || capacity >= ALONE || !grow_in_place(arena, block, capacity)) {
        block = copy_block(arena, block, capacity);
    }
    return block == NULL ? NULL : block + 1;
}

mf_status mf_arena_status(const struct mf_arena *arena)
{
    return arena->status;
}

mf_status mf_arena_error(const struct mf_arena *arena, mf_error **reterr)
{
    if (arena->status == MF_ERROR_LIMIT) {
        return mf_error_set(reterr, MF_ERROR_LIMIT,
                            "the document needs more memory than the limit of %zu bytes", arena->limit);
    }
    return mf_error_memory(reterr);
}

size_t mf_arena_used(const struct mf_arena *arena)
{
    return arena->used;
}
