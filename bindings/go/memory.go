// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import (
	"fmt"
	"math"
	"strings"
	"unsafe"
)

// scratch is memory of C for one call: options that point at each other cannot be in memory of Go.
type scratch struct {
	blocks []unsafe.Pointer
}

func (s *scratch) alloc(size uintptr) unsafe.Pointer {
	block := C.malloc(C.size_t(size))
	s.blocks = append(s.blocks, block)
	return block
}

// text is a zero-terminated copy.
func (s *scratch) text(text string) (*C.char, error) {
	if err := withoutNUL(text); err != nil {
		return nil, err
	}
	block := C.CString(text)
	s.blocks = append(s.blocks, unsafe.Pointer(block))
	return block, nil
}

// texts is an array of zero-terminated copies; nil if there is none.
func (s *scratch) texts(texts []string) (**C.char, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	array := (**C.char)(s.alloc(uintptr(len(texts)) * unsafe.Sizeof((*C.char)(nil))))
	for i, entry := range unsafe.Slice(array, len(texts)) {
		var err error
		if entry, err = s.text(texts[i]); err != nil {
			return nil, err
		}
		unsafe.Slice(array, len(texts))[i] = entry
	}
	return array, nil
}

func (s *scratch) free() {
	for _, block := range s.blocks {
		C.free(block)
	}
	s.blocks = nil
}

func withoutNUL(text string) error {
	if at := strings.IndexByte(text, 0); at >= 0 {
		return &Error{Code: ErrArgument, Message: fmt.Sprintf("a text has a NUL at byte %d, where C would take it for its end", at)}
	}
	return nil
}

// zeroTerminated is a copy of a text that C may read until its end.
func zeroTerminated(text string) ([]byte, error) {
	if err := withoutNUL(text); err != nil {
		return nil, err
	}
	terminated := make([]byte, len(text)+1)
	copy(terminated, text)
	return terminated, nil
}

func characters(bytes []byte) *C.char {
	return (*C.char)(unsafe.Pointer(&bytes[0]))
}

// solid gives bytes that have an address, and how many of them count. Only what is written as &bytes[0] in the call itself is
// looked at by the checks of cgo as bytes alone, not as a part of whatever they stand in.
func solid(data []byte) ([]byte, C.size_t) {
	if len(data) == 0 {
		return []byte{0}, 0
	}
	return data, C.size_t(len(data))
}

// size is a number as C has it: what cannot be one becomes the greatest, which the library then judges.
func size(number uint64) C.size_t {
	if number > math.MaxInt {
		return C.size_t(math.MaxInt)
	}
	return C.size_t(number)
}

// took copies bytes of the library and gives them back.
func took(bytes *C.mf_bytes) []byte {
	defer C.mf_bytes_unref(bytes)
	return borrowed(C.mf_bytes_data(bytes), C.mf_bytes_size(bytes))
}

func tookText(bytes *C.mf_bytes) string {
	return string(took(bytes))
}

// borrowed copies memory of C. C.GoBytes would take an int of 32 bits.
func borrowed(data unsafe.Pointer, size C.size_t) []byte {
	copied := make([]byte, int(size))
	if size > 0 {
		copy(copied, unsafe.Slice((*byte)(data), int(size)))
	}
	return copied
}
