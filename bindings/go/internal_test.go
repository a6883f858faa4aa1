// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"
)

func TestHandlesEndOnce(t *testing.T) {
	var ended atomic.Int32
	h := newHandle(nil, func(unsafe.Pointer) { ended.Add(1) })
	var group sync.WaitGroup
	for i := 0; i < 8; i++ {
		group.Add(1)
		go func(i int) {
			defer group.Done()
			for n := 0; n < 1000; n++ {
				if _, err := h.hold(); err != nil {
					return
				}
				if ended.Load() != 0 {
					t.Error("an object ends while it is held")
				}
				h.release()
				if i == 0 && n == 500 {
					h.close()
				}
				if i == 1 && n == 700 {
					h.close()
				}
			}
		}(i)
	}
	group.Wait()
	h.close()
	if ended.Load() != 1 {
		t.Errorf("ended %d times", ended.Load())
	}
	if _, err := h.hold(); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}

func TestHandlesThatAreHeldEndLater(t *testing.T) {
	ended := false
	h := newHandle(nil, func(unsafe.Pointer) { ended = true })
	if _, err := h.hold(); err != nil {
		t.Fatal(err)
	}
	h.close()
	if ended {
		t.Error("ended while it is held")
	}
	h.release()
	if !ended {
		t.Error("never ended")
	}
}

func TestHandlesEndWithTheGarbage(t *testing.T) {
	var ended atomic.Int32
	func() {
		for i := 0; i < 10; i++ {
			newHandle(nil, func(unsafe.Pointer) { ended.Add(1) })
		}
	}()
	for i := 0; i < 100 && ended.Load() < 9; i++ {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	if ended.Load() < 9 {
		t.Errorf("%d of 10 ended", ended.Load())
	}
}

func TestVersions(t *testing.T) {
	if err := compareVersions(1000, 1000); err != nil {
		t.Error(err)
	}
	if err := compareVersions(1001, 1000); err != nil {
		t.Error(err)
	}
	err := compareVersions(1000, 1002003)
	if !errors.Is(err, ErrArgument) || !strings.Contains(err.Error(), "0.1.0 is older than 1.2.3") {
		t.Error(err)
	}
}

// Nothing is done with a library that is too old: every way in says so.
func TestWrongVersion(t *testing.T) {
	defer func(before error) { wrongVersion = before }(wrongVersion)
	wrongVersion = compareVersions(1000, 1002003)
	for i, way := range waysIn() {
		if err := way(); !errors.Is(err, wrongVersion) {
			t.Error(i, err)
		}
	}
}

// Objects that were never opened are closed: no call on them gets to C.
func TestZeroValues(t *testing.T) {
	for i, call := range []func() error{
		func() error { _, err := (*Manifest)(nil).Digest(); return err },
		func() error { _, err := (&Manifest{}).Canonical(); return err },
		func() error { _, err := (&Manifest{}).GetText("/release/id"); return err },
		func() error { _, err := (&Manifest{}).Validate(nil); return err },
		func() error { _, err := (&Manifest{}).Edit(nil); return err },
		func() error { return (&Builder{}).Set("/release/id", "x") },
		func() error { return (*Builder)(nil).Set("/release/id", "x") },
		func() error { _, err := (&Cursor{}).GetText(""); return err },
		func() error { _, err := (*Report)(nil).JSON(""); return err },
		func() error { _, err := (&Report{}).JSON(""); return err },
		func() error { _, err := (&Key{}).SecretPEM(); return err },
		func() error { _, err := Sign(nil, nil, nil); return err },
		func() error { _, err := Verify(nil, []*Key{{}}, nil); return err },
		func() error { _, err := (&Manifest{}).Validate(&ValidateOptions{Rules: &Rules{}}); return err },
		func() error { _, err := Resolve(nil, nil, nil); return err },
		func() error { _, err := Compare(nil, nil, nil); return err },
		func() error { _, err := (&Diff{}).Patch(); return err },
		func() error { _, err := CompareEnvironments(nil, nil, nil); return err },
		func() error { _, err := (&Parity{}).MarshalJSON(); return err },
		func() error { _, err := (&Builder{}).Capture(nil); return err },
		func() error { _, err := (&Configuration{}).Find("x"); return err },
		func() error { _, err := (Setting{}).Int(); return err },
		func() error { _, err := (*Expression)(nil).Evaluate(nil); return err },
		func() error { _, err := (&Expression{}).Evaluate(nil); return err },
		func() error { _, err := (&Lockfile{}).MarshalJSON(); return err },
	} {
		if err := call(); !errors.Is(err, ErrClosed) {
			t.Error(i, err)
		}
	}
	for _, closer := range []interface{ Close() error }{(*Manifest)(nil), &Manifest{}, (*Builder)(nil), &Builder{}, (*Key)(nil), &Key{},
		(*Report)(nil), &Report{}, (*Rules)(nil), &Rules{}, (*Verified)(nil), &Verified{}, (*Cursor)(nil), &Cursor{}, (*Lockfile)(nil), &Lockfile{}, (*Overrides)(nil),
		&Overrides{}, (*Configuration)(nil), &Configuration{}, (*Expression)(nil), &Expression{}, (*Diff)(nil), &Diff{},
		(*Parity)(nil), &Parity{}, (*ParityPolicy)(nil), &ParityPolicy{}} {
		if err := closer.Close(); err != nil {
			t.Error(err)
		}
	}
	text := fmt.Sprint((*Manifest)(nil), &Manifest{}, (*Key)(nil), &Report{}, (*Report)(nil), &Verified{})
	if !strings.Contains(text, "closed") {
		t.Error(text)
	}
}

// Close while others use the object: a call ends as it would have, or says that the object is closed.
func TestCloseInTheMidst(t *testing.T) {
	for round := 0; round < 50; round++ {
		m, err := Parse([]byte("schema: manifest/v1\nrelease: {id: x}\n"), nil)
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for i := 0; i < 4; i++ {
			group.Add(1)
			go func() {
				defer group.Done()
				for {
					id, err := m.GetText("/release/id")
					if errors.Is(err, ErrClosed) {
						return
					}
					if err != nil || id != "x" {
						t.Error(id, err)
						return
					}
				}
			}()
		}
		runtime.Gosched()
		m.Close()
		group.Wait()
	}
}

func TestProtect(t *testing.T) {
	if err := protect(func() error { return nil }); err != nil {
		t.Error(err)
	}
	if err := protect(func() error { return ErrIO }); !errors.Is(err, ErrIO) {
		t.Error(err)
	}
	var panicked *PanicError
	if err := protect(func() error { panic(ErrIO) }); !errors.As(err, &panicked) || !errors.Is(err, ErrIO) {
		t.Error(err)
	}
	if err := protect(func() error { runtime.Goexit(); return nil }); err == nil {
		t.Error("the end of a goroutine is no success")
	}
}
