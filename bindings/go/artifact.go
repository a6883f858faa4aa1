// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import (
	"context"
	"runtime/cgo"
)

// An Algorithm says how a digest is computed.
type Algorithm int32

const (
	// SHA256 is the default.
	SHA256 Algorithm = C.MF_HASH_SHA256
	SHA512 Algorithm = C.MF_HASH_SHA512
	// BLAKE2b256 is BLAKE2b with a digest of 32 bytes.
	BLAKE2b256 Algorithm = C.MF_HASH_BLAKE2B_256
)

// String is the name, as digests begin.
func (a Algorithm) String() string {
	return C.GoString(C.mf_hash_algorithm_name(C.mf_hash_algorithm(a)))
}

// Progress is how far long work is.
type Progress struct {
	// File was worked on last, relative to where the work began.
	File string
	// FilesDone of Files are finished, BytesDone of Bytes were read.
	FilesDone, Files uint64
	BytesDone, Bytes uint64
}

// HashOptions say how files are hashed.
type HashOptions struct {
	Algorithm Algorithm
	// Threads is how many files are read at a time; default: the CPUs that the process may use. At most 64.
	Threads uint32
	// Progress is called about every 8 MiB and at the end, never by two goroutines at once. An error, or a panic, ends the work: it is
	// then the cause of ErrCancelled.
	Progress func(Progress) error
}

// watching is the progress of one call, and why it was cancelled.
type watching struct {
	ctx  context.Context
	tell func(Progress) error
	err  error
}

// watch makes the options of C for hashing; end must follow.
func watch(ctx context.Context, o *HashOptions, memory *scratch) (options *C.mf_hash_options, w *watching, end func()) {
	options = (*C.mf_hash_options)(memory.alloc(C.sizeof_mf_hash_options))
	C.mf_hash_options_init(options, C.sizeof_mf_hash_options)
	w = &watching{ctx: ctx}
	if o != nil {
		options.algorithm = C.mf_hash_algorithm(o.Algorithm)
		options.threads = C.uint32_t(o.Threads)
		w.tell = o.Progress
	}
	if w.tell == nil && ctx.Done() == nil {
		return options, w, func() {}
	}
	handle := cgo.NewHandle(w)
	C.manifest_go_set_progress(options, C.uintptr_t(handle))
	return options, w, handle.Delete
}

// cause adds what cancelled the work.
func (w *watching) cause(err error) error {
	if failure, ok := err.(*Error); ok && failure.Code == ErrCancelled {
		failure.Cause = w.err
	}
	return err
}

func cancelled(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return &Error{Code: ErrCancelled, Message: "the work was cancelled before it began", Cause: err}
	}
	return nil
}

// HashFile is the digest and size of one regular file. When the context ends, so does the work, within some 8 MiB.
func HashFile(ctx context.Context, path string, options *HashOptions) (Digest, uint64, error) {
	if wrongVersion != nil {
		return "", 0, wrongVersion
	}
	if err := cancelled(ctx); err != nil {
		return "", 0, err
	}
	name, err := zeroTerminated(path)
	if err != nil {
		return "", 0, err
	}
	var memory scratch
	defer memory.free()
	inC, w, end := watch(ctx, options, &memory)
	defer end()
	var digest *C.mf_bytes
	var bytes C.uint64_t
	var failure *C.mf_error
	if err := failed(C.mf_file_hash(characters(name), inC, &digest, &bytes, &failure), &failure); err != nil {
		return "", 0, w.cause(err)
	}
	return Digest(tookText(digest)), uint64(bytes), nil
}

// TreeOptions say how a directory is looked at.
type TreeOptions struct {
	// FollowLinks follows symbolic links as long as they lead to files below the root; else they are errors.
	FollowLinks bool
	// AllowUnexpected allows files that belong to no artifact.
	AllowUnexpected bool
	// MaximumFiles defaults to 1,000,000.
	MaximumFiles uint32
	Hash         *HashOptions
	// Excluded are paths below the root that are passed over, with all that is below them. nil: those of ExcludedByDefault.
	Excluded []string
	// MaximumFindings is that of a report; default 100.
	MaximumFindings uint32
}

// ExcludedByDefault is what is passed over in a directory: .git and its like.
func ExcludedByDefault() []string {
	var excluded []string
	for i := C.size_t(0); ; i++ {
		path := C.mf_tree_excluded(i)
		if path == nil {
			return excluded
		}
		excluded = append(excluded, C.GoString(path))
	}
}

func (o *TreeOptions) inC(ctx context.Context, memory *scratch) (*C.mf_tree_options, *watching, func(), error) {
	if o == nil {
		o = &TreeOptions{}
	}
	options := (*C.mf_tree_options)(memory.alloc(C.sizeof_mf_tree_options))
	C.mf_tree_options_init(options, C.sizeof_mf_tree_options)
	if o.FollowLinks {
		options.flags |= C.MF_TREE_FOLLOW_LINKS
	}
	if o.AllowUnexpected {
		options.flags |= C.MF_TREE_ALLOW_UNEXPECTED
	}
	options.maximum_files = C.uint32_t(o.MaximumFiles)
	options.maximum_findings = C.uint32_t(o.MaximumFindings)
	if o.Excluded != nil {
		// An empty list is not the default, so it needs an address.
		excluded, err := memory.texts(append(o.Excluded[:len(o.Excluded):len(o.Excluded)], ""))
		if err != nil {
			return nil, nil, nil, err
		}
		options.excluded = excluded
		options.excluded_count = C.size_t(len(o.Excluded))
	}
	hash, w, end := watch(ctx, o.Hash, memory)
	options.hash = hash
	return options, w, end, nil
}

// A TreeFile is one file below a directory.
type TreeFile struct {
	Path   string `json:"path"`
	Size   uint64 `json:"size"`
	Digest Digest `json:"digest"`
}

// A Tree is the files below a directory, with size and digest of each, in the order of the bytes of their paths.
type Tree struct {
	Files []TreeFile `json:"files"`
	// Size is the sum of the sizes.
	Size uint64 `json:"size"`
	// Digest is that of the directory as a whole (OMS 1.0, serialization method "files"); "" where there is no file.
	Digest Digest `json:"digest"`
}

// ReadTree hashes all files below a directory. Nothing outside of it is opened, nor anything in it but directories and regular files.
// What cannot be hashed is in the report of an ErrInvalid.
func ReadTree(ctx context.Context, root string, options *TreeOptions) (*Tree, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	if err := cancelled(ctx); err != nil {
		return nil, err
	}
	name, err := zeroTerminated(root)
	if err != nil {
		return nil, err
	}
	var memory scratch
	defer memory.free()
	inC, w, end, err := options.inC(ctx, &memory)
	if err != nil {
		return nil, err
	}
	defer end()
	var pointer *C.mf_tree
	var found *C.mf_report
	var failure *C.mf_error
	status := C.mf_tree_read(characters(name), inC, &pointer, &found, &failure)
	if _, err := judged(status, &failure, found); err != nil {
		return nil, w.cause(err)
	}
	defer C.mf_tree_unref(pointer)
	tree := &Tree{Files: make([]TreeFile, int(C.mf_tree_count(pointer)))}
	for i := range tree.Files {
		index := C.size_t(i)
		tree.Files[i] = TreeFile{
			Path:   C.GoString(C.mf_tree_path(pointer, index)),
			Size:   uint64(C.mf_tree_size(pointer, index)),
			Digest: Digest(C.GoString(C.mf_tree_digest(pointer, index))),
		}
	}
	tree.Size = uint64(C.mf_tree_total_size(pointer))
	tree.Digest = Digest(C.GoString(C.mf_tree_root_digest(pointer)))
	return tree, nil
}

// VerifyArtifacts holds the artifacts of the manifest against the files below a directory. The report is there whether or not they
// are as the manifest says; the error is ErrInvalid if they are not.
func (m *Manifest) VerifyArtifacts(ctx context.Context, root string, options *TreeOptions) (*Report, error) {
	pointer, err := m.hold()
	if err != nil {
		return nil, err
	}
	defer m.handle.release()
	if err := cancelled(ctx); err != nil {
		return nil, err
	}
	name, err := zeroTerminated(root)
	if err != nil {
		return nil, err
	}
	var memory scratch
	defer memory.free()
	inC, w, end, err := options.inC(ctx, &memory)
	if err != nil {
		return nil, err
	}
	defer end()
	var found *C.mf_report
	var failure *C.mf_error
	status := C.mf_artifacts_verify(pointer, characters(name), inC, &found, &failure)
	report, err := judged(status, &failure, found)
	return report, w.cause(err)
}
