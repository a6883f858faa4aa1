// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import (
	"sync"
	"unsafe"
)

// A Cursor walks over the entries of a list or the members of a mapping:
//
//	cursor, err := m.Walk("/artifacts")
//	…
//	defer cursor.Close()
//	for cursor.Next() {
//		size, err := cursor.GetInt("/size")
//		…
//	}
//
// It is for one goroutine.
type Cursor struct {
	handle *handle
	// one keeps the object whole if several goroutines use it all the same.
	one sync.Mutex
}

func newCursor(pointer *C.mf_cursor) *Cursor {
	end := func(p unsafe.Pointer) { C.mf_cursor_unref((*C.mf_cursor)(p)) }
	return &Cursor{handle: newHandle(unsafe.Pointer(pointer), end)}
}

// hold holds the cursor for one call of one goroutine.
func (c *Cursor) hold() (*C.mf_cursor, error) {
	if c == nil {
		return nil, ErrClosed
	}
	pointer, err := c.handle.hold()
	if err == nil {
		c.one.Lock()
	}
	return (*C.mf_cursor)(pointer), err
}

func (c *Cursor) release() {
	c.one.Unlock()
	c.handle.release()
}

// Walk goes over the list or mapping at a path. The cursor stands before the first entry, and needs the manifest no longer.
func (m *Manifest) Walk(path string) (*Cursor, error) {
	var cursor *C.mf_cursor
	err := m.ask(path, func(pointer *C.mf_manifest, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_manifest_walk(pointer, path, &cursor, failure)
	})
	if err != nil {
		return nil, err
	}
	return newCursor(cursor), nil
}

// Keys are those of the entries at a path: of a set their keys, of a sequence their indices, of a mapping the members' names.
func (m *Manifest) Keys(path string) ([]string, error) {
	cursor, err := m.Walk(path)
	if err != nil {
		return nil, err
	}
	defer cursor.Close()
	var keys []string
	for cursor.Next() {
		keys = append(keys, cursor.Key())
	}
	return keys, nil
}

// Close ends the cursor.
func (c *Cursor) Close() error {
	if c != nil {
		c.handle.close()
	}
	return nil
}

// Next goes to the next entry, and is false past the last and on a closed cursor. Sets come in canonical order, mappings in the order
// of the format.
func (c *Cursor) Next() bool {
	pointer, err := c.hold()
	if err != nil {
		return false
	}
	defer c.release()
	return C.mf_cursor_next(pointer) != 0
}

// Key is that of the entry; "" where the cursor stands on none.
func (c *Cursor) Key() string {
	pointer, err := c.hold()
	if err != nil {
		return ""
	}
	defer c.release()
	return C.GoString(C.mf_cursor_key(pointer))
}

// ask makes one call about a path below the entry.
func (c *Cursor) ask(path string, call func(*C.mf_cursor, *C.char, **C.mf_error) C.mf_status) error {
	pointer, err := c.hold()
	if err != nil {
		return err
	}
	defer c.release()
	terminated, err := zeroTerminated(path)
	if err != nil {
		return err
	}
	var failure *C.mf_error
	return failed(call(pointer, characters(terminated), &failure), &failure)
}

// GetKind is as that of Manifest, with a path below the entry: "" is the entry itself. So are the other getters.
func (c *Cursor) GetKind(path string) (Kind, error) {
	var kind C.mf_kind
	err := c.ask(path, func(pointer *C.mf_cursor, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_cursor_get_kind(pointer, path, &kind, failure)
	})
	return Kind(kind), err
}

// GetText is a scalar as text.
func (c *Cursor) GetText(path string) (string, error) {
	var text string
	err := c.ask(path, func(pointer *C.mf_cursor, path *C.char, failure **C.mf_error) C.mf_status {
		var data *C.char
		var count C.size_t
		status := C.mf_cursor_get_text(pointer, path, &data, &count, failure)
		if status == C.MF_OK {
			text = string(borrowed(unsafe.Pointer(data), count))
		}
		return status
	})
	return text, err
}

// GetInt is a number that is an integer.
func (c *Cursor) GetInt(path string) (int64, error) {
	var value C.int64_t
	err := c.ask(path, func(pointer *C.mf_cursor, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_cursor_get_int(pointer, path, &value, failure)
	})
	return int64(value), err
}

// GetNumber is a number.
func (c *Cursor) GetNumber(path string) (float64, error) {
	var value C.double
	err := c.ask(path, func(pointer *C.mf_cursor, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_cursor_get_number(pointer, path, &value, failure)
	})
	return float64(value), err
}

// GetBool is a boolean.
func (c *Cursor) GetBool(path string) (bool, error) {
	var value C.int32_t
	err := c.ask(path, func(pointer *C.mf_cursor, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_cursor_get_bool(pointer, path, &value, failure)
	})
	return value != 0, err
}

// Walk goes over the list or mapping below the entry, with a cursor that is independent of this one.
func (c *Cursor) Walk(path string) (*Cursor, error) {
	var cursor *C.mf_cursor
	err := c.ask(path, func(pointer *C.mf_cursor, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_cursor_walk(pointer, path, &cursor, failure)
	})
	if err != nil {
		return nil, err
	}
	return newCursor(cursor), nil
}
