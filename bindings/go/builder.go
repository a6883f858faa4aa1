// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import (
	"encoding/json"
	"fmt"
	"math"
	"sync"
	"unsafe"
)

// A Builder makes a manifest from values that are set by path. Setting below a key of a set that is not there creates the entry; the
// token - under a sequence appends one. Values are checked when the manifest is built, all at once. It is for one goroutine.
type Builder struct {
	handle *handle
	// one keeps the object whole if several goroutines use it all the same.
	one sync.Mutex
}

// NewBuilder is a builder that holds only the schema. Format and profile of the options are not used.
func NewBuilder(options *ReadOptions) (*Builder, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	var memory scratch
	defer memory.free()
	var pointer *C.mf_builder
	var failure *C.mf_error
	if err := failed(C.mf_builder_new(options.inC(&memory), &pointer, &failure), &failure); err != nil {
		return nil, err
	}
	return newBuilder(pointer), nil
}

// Edit is a builder that begins with the values of the manifest.
func (m *Manifest) Edit(options *ReadOptions) (*Builder, error) {
	from, err := m.hold()
	if err != nil {
		return nil, err
	}
	defer m.handle.release()
	var memory scratch
	defer memory.free()
	var pointer *C.mf_builder
	var failure *C.mf_error
	if err := failed(C.mf_builder_new_from(from, options.inC(&memory), &pointer, &failure), &failure); err != nil {
		return nil, err
	}
	return newBuilder(pointer), nil
}

func newBuilder(pointer *C.mf_builder) *Builder {
	end := func(p unsafe.Pointer) { C.mf_builder_unref((*C.mf_builder)(p)) }
	return &Builder{handle: newHandle(unsafe.Pointer(pointer), end)}
}

// Close ends the builder.
func (b *Builder) Close() error {
	if b != nil {
		b.handle.close()
	}
	return nil
}

func (b *Builder) hold() (*C.mf_builder, error) {
	if b == nil {
		return nil, ErrClosed
	}
	pointer, err := b.handle.hold()
	if err == nil {
		b.one.Lock()
	}
	return (*C.mf_builder)(pointer), err
}

func (b *Builder) release() {
	b.one.Unlock()
	b.handle.release()
}

// ask makes one call about a path.
func (b *Builder) ask(path string, call func(*C.mf_builder, *C.char, **C.mf_error) C.mf_status) error {
	pointer, err := b.hold()
	if err != nil {
		return err
	}
	defer b.release()
	terminated, err := zeroTerminated(path)
	if err != nil {
		return err
	}
	var failure *C.mf_error
	return failed(call(pointer, characters(terminated), &failure), &failure)
}

// Set gives the value at a path: a string, a boolean, a number of any size, or anything that encoding/json makes the shape of that the
// path calls for.
func (b *Builder) Set(path string, value interface{}) error {
	switch value := value.(type) {
	case string:
		return b.SetText(path, value)
	case bool:
		return b.SetBool(path, value)
	case int:
		return b.SetInt(path, int64(value))
	case int32:
		return b.SetInt(path, int64(value))
	case int64:
		return b.SetInt(path, value)
	case uint32:
		return b.SetInt(path, int64(value))
	case uint64:
		if value > math.MaxInt64 {
			return b.SetInt(path, math.MaxInt64)
		}
		return b.SetInt(path, int64(value))
	case float64:
		return b.SetNumber(path, value)
	}
	text, err := json.Marshal(value)
	if err != nil {
		return &Error{Code: ErrArgument, Message: fmt.Sprintf("a %T cannot be written as JSON", value), Path: path, Cause: err}
	}
	return b.SetJSON(path, text)
}

// SetText sets a scalar from its text: the type of the field says what it becomes.
func (b *Builder) SetText(path, text string) error {
	return b.ask(path, func(pointer *C.mf_builder, path *C.char, failure **C.mf_error) C.mf_status {
		data, count := solid([]byte(text))
		return C.mf_builder_set_text(pointer, path, characters(data), count, failure)
	})
}

// SetInt sets an integer within ±(2⁵³ − 1).
func (b *Builder) SetInt(path string, value int64) error {
	return b.ask(path, func(pointer *C.mf_builder, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_builder_set_int(pointer, path, C.int64_t(value), failure)
	})
}

// SetNumber sets a finite number.
func (b *Builder) SetNumber(path string, value float64) error {
	return b.ask(path, func(pointer *C.mf_builder, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_builder_set_number(pointer, path, C.double(value), failure)
	})
}

// SetBool sets a boolean.
func (b *Builder) SetBool(path string, value bool) error {
	return b.ask(path, func(pointer *C.mf_builder, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_builder_set_bool(pointer, path, truth(value), failure)
	})
}

func truth(value bool) C.int32_t {
	if value {
		return 1
	}
	return 0
}

// SetJSON replaces a value, with all that is below it, by one given as JSON.
func (b *Builder) SetJSON(path string, text []byte) error {
	return b.ask(path, func(pointer *C.mf_builder, path *C.char, failure **C.mf_error) C.mf_status {
		data, count := solid(text)
		return C.mf_builder_set_json(pointer, path, characters(data), count, failure)
	})
}

// Append appends an entry to the list at a path: a string, or anything that encoding/json makes the shape of that the list calls for.
func (b *Builder) Append(path string, value interface{}) error {
	if text, ok := value.(string); ok {
		return b.ask(path, func(pointer *C.mf_builder, path *C.char, failure **C.mf_error) C.mf_status {
			data, count := solid([]byte(text))
			return C.mf_builder_append_text(pointer, path, characters(data), count, failure)
		})
	}
	text, err := json.Marshal(value)
	if err != nil {
		return &Error{Code: ErrArgument, Message: fmt.Sprintf("a %T cannot be written as JSON", value), Path: path, Cause: err}
	}
	return b.AppendJSON(path, text)
}

// AppendJSON appends an entry, given as JSON, to the list at a path.
func (b *Builder) AppendJSON(path string, text []byte) error {
	return b.ask(path, func(pointer *C.mf_builder, path *C.char, failure **C.mf_error) C.mf_status {
		data, count := solid(text)
		return C.mf_builder_append_json(pointer, path, characters(data), count, failure)
	})
}

// Remove takes a value away with all that is below it; ErrAbsent if there was none.
func (b *Builder) Remove(path string) error {
	return b.ask(path, func(pointer *C.mf_builder, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_builder_remove(pointer, path, failure)
	})
}

// Build makes a manifest of the values as they are now. The builder stays usable.
func (b *Builder) Build(profile Profile) (*Manifest, error) {
	pointer, err := b.hold()
	if err != nil {
		return nil, err
	}
	defer b.release()
	var built *C.mf_manifest
	var found *C.mf_report
	var failure *C.mf_error
	status := C.mf_builder_build(pointer, C.mf_profile(profile), &built, &found, &failure)
	report, err := judged(status, &failure, found)
	if err != nil {
		return nil, err
	}
	return newManifest(built, report), nil
}
