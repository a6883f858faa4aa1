// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"fmt"
	"io/fs"
	"runtime"
	"sync/atomic"
	"unsafe"
)

// ErrClosed is returned by every call on an object that was closed, or never opened. It is also fs.ErrClosed.
var ErrClosed = fmt.Errorf("manifest: use of a closed object: %w", fs.ErrClosed)

// closedBit marks a handle as closed; the bits below count the calls that are using it.
const closedBit = 1 << 62

// A handle owns one reference to an object of C. The object ends when the handle is closed and no call uses it any more, so that
// neither Close nor the finaliser can pull it away under a call: whoever holds it gives it back after the call, and keeps it alive
// by that.
type handle struct {
	state   atomic.Int64
	pointer unsafe.Pointer
	free    func(unsafe.Pointer)
}

func newHandle(pointer unsafe.Pointer, free func(unsafe.Pointer)) *handle {
	h := &handle{pointer: pointer, free: free}
	runtime.SetFinalizer(h, (*handle).close)
	return h
}

// hold returns the object for one call. If there is no error, release must follow.
func (h *handle) hold() (unsafe.Pointer, error) {
	if h == nil {
		return nil, ErrClosed
	}
	for {
		state := h.state.Load()
		if state&closedBit != 0 {
			return nil, ErrClosed
		}
		if h.state.CompareAndSwap(state, state+1) {
			return h.pointer, nil
		}
	}
}

func (h *handle) release() {
	if h.state.Add(-1) == closedBit {
		h.free(h.pointer)
	}
}

func (h *handle) close() {
	if h == nil {
		return
	}
	for {
		state := h.state.Load()
		if state&closedBit != 0 {
			return
		}
		if h.state.CompareAndSwap(state, state|closedBit) {
			runtime.SetFinalizer(h, nil)
			if state == 0 {
				h.free(h.pointer)
			}
			return
		}
	}
}
