// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import (
	"crypto"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime/cgo"
	"runtime/debug"
	"unsafe"
)

// protect runs code of the caller on a goroutine of its own, so that neither a panic nor runtime.Goexit, which t.FailNow uses,
// unwinds through the frames of C that wait for it.
func protect(work func() error) error {
	done := make(chan error, 1)
	go func() {
		err := errors.New("a callback ended its goroutine")
		defer func() {
			if value := recover(); value != nil {
				err = &PanicError{Value: value, Stack: debug.Stack()}
			}
			done <- err
		}()
		err = work()
	}()
	return <-done
}

// signing is a signer during one call.
type signing struct {
	signer crypto.Signer
	err    error
}

func (s *signing) sign(message []byte) (signature []byte, err error) {
	err = protect(func() (err error) {
		signature, err = s.signer.Sign(rand.Reader, message, crypto.Hash(0))
		if err == nil && len(signature) != C.MF_KEY_SIGNATURE_SIZE {
			err = fmt.Errorf("the signer made %d bytes, and a signature with Ed25519 has %d", len(signature), C.MF_KEY_SIGNATURE_SIZE)
		}
		return err
	})
	return signature, err
}

//export manifestGoSign
func manifestGoSign(context C.uintptr_t, message *C.uint8_t, size C.size_t, signature *C.uint8_t) C.int32_t {
	s := cgo.Handle(context).Value().(*signing)
	made, err := s.sign(borrowed(unsafe.Pointer(message), size))
	if err != nil {
		s.err = err
		return 1
	}
	copy(unsafe.Slice((*byte)(unsafe.Pointer(signature)), C.MF_KEY_SIGNATURE_SIZE), made)
	return 0
}

//export manifestGoProgress
func manifestGoProgress(context C.uintptr_t, file *C.char, filesDone, files, bytesDone, bytes C.uint64_t) C.int32_t {
	w := cgo.Handle(context).Value().(*watching)
	if w.err != nil {
		return 1
	}
	if w.err = w.ctx.Err(); w.err == nil && w.tell != nil {
		state := Progress{C.GoString(file), uint64(filesDone), uint64(files), uint64(bytesDone), uint64(bytes)}
		w.err = protect(func() error { return w.tell(state) })
	}
	if w.err != nil {
		return 1
	}
	return 0
}
