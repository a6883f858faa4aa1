// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import "unsafe"

// LockOptions are limits for a lock file. 0 stands for the default.
type LockOptions struct {
	// Format is what the file is: requirements, pylock, uv, poetry, pipfile, conda-lock, conda-explicit, npm, cargo or go. "": found
	// from the text.
	Format string
	// MaximumInput is in bytes; default 64 MiB.
	MaximumInput uint64
	// MaximumMemory is in bytes; default 512 MiB.
	MaximumMemory uint64
	// MaximumFindings is that of a report; default 100.
	MaximumFindings uint32
}

func (o *LockOptions) inC(memory *scratch) (*C.mf_lock_options, error) {
	if o == nil {
		return nil, nil
	}
	options := (*C.mf_lock_options)(memory.alloc(C.sizeof_mf_lock_options))
	C.mf_lock_options_init(options, C.sizeof_mf_lock_options)
	if o.Format != "" {
		format, err := memory.text(o.Format)
		if err != nil {
			return nil, err
		}
		options.format = format
	}
	options.maximum_input = size(o.MaximumInput)
	options.maximum_memory = size(o.MaximumMemory)
	options.maximum_findings = C.uint32_t(o.MaximumFindings)
	return options, nil
}

// A Package is one of a lock file.
type Package struct {
	// Name is in the one spelling that names are compared by; WrittenName is as the file has it.
	Name, WrittenName string
	// Version is as the file has it; "" where it gives none, or a range.
	Version string
	// Ecosystem is the type of the package URL: pypi, conda, npm, cargo or golang.
	Ecosystem string
	// PURL is the package URL; "" without name or exact version.
	PURL string
	// Kind is registry, url, vcs, path, editable or project.
	Kind string
	// Source is the address or path that the file names.
	Source string
	// Marker is the condition under which it is installed.
	Marker string
	// Digests are those of the archives that may be installed, any one of them; none: nothing can be verified.
	Digests []string
	// Hashes are all that the file gives, as it spells them, the weak ones too.
	Hashes []string
	// Dependencies are the names of the packages that it needs.
	Dependencies []Dependency
	// Line, Column and Offset are where it stands in the file.
	Line, Column, Offset int
}

// A Dependency is a package that another one needs.
type Dependency struct {
	Name string
	// Package is its index among the packages of the lock file; -1 where there is none, or several might be meant.
	Package int
}

// A Lockfile is the packages that a package manager pinned. It never changes, and goroutines may share it.
type Lockfile struct {
	handle   *handle
	report   *Report
	format   string
	packages []Package
}

// ParseLockfile reads a lock file. Nothing that it names is fetched or opened.
func ParseLockfile(text []byte, options *LockOptions) (*Lockfile, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	var memory scratch
	defer memory.free()
	inC, err := options.inC(&memory)
	if err != nil {
		return nil, err
	}
	var pointer *C.mf_lock
	var found *C.mf_report
	var failure *C.mf_error
	text, count := solid(text)
	status := C.mf_lock_read(unsafe.Pointer(&text[0]), count, inC, &pointer, &found, &failure)
	report, err := judged(status, &failure, found)
	if err != nil {
		return nil, err
	}
	return newLockfile(pointer, report), nil
}

// LoadLockfile is ParseLockfile of a file.
func LoadLockfile(path string, options *LockOptions) (*Lockfile, error) {
	limit := uint64(64 << 20)
	if options != nil && options.MaximumInput != 0 {
		limit = options.MaximumInput
	}
	text, err := readFile(path, limit)
	if err != nil {
		return nil, err
	}
	return ParseLockfile(text, options)
}

func newLockfile(pointer *C.mf_lock, report *Report) *Lockfile {
	l := &Lockfile{report: report, format: C.GoString(C.mf_lock_format(pointer)), packages: make([]Package, int(C.mf_lock_count(pointer)))}
	indices := make(map[*C.mf_lock_package]int, len(l.packages))
	for i := range l.packages {
		indices[C.mf_lock_package_at(pointer, C.size_t(i))] = i
	}
	for p, i := range indices {
		l.packages[i] = newPackage(p, indices)
	}
	l.handle = newHandle(unsafe.Pointer(pointer), func(p unsafe.Pointer) { C.mf_lock_unref((*C.mf_lock)(p)) })
	return l
}

func newPackage(p *C.mf_lock_package, indices map[*C.mf_lock_package]int) Package {
	made := Package{
		Name:        C.GoString(C.mf_lock_package_name(p)),
		WrittenName: C.GoString(C.mf_lock_package_written_name(p)),
		Version:     C.GoString(C.mf_lock_package_version(p)),
		Ecosystem:   C.GoString(C.mf_lock_package_ecosystem(p)),
		PURL:        C.GoString(C.mf_lock_package_purl(p)),
		Kind:        C.GoString(C.mf_lock_package_kind(p)),
		Source:      C.GoString(C.mf_lock_package_source(p)),
		Marker:      C.GoString(C.mf_lock_package_marker(p)),
		Line:        int(C.mf_lock_package_line(p)),
		Column:      int(C.mf_lock_package_column(p)),
		Offset:      int(C.mf_lock_package_offset(p)),
	}
	for i := C.size_t(0); i < C.mf_lock_package_digest_count(p); i++ {
		made.Digests = append(made.Digests, C.GoString(C.mf_lock_package_digest(p, i)))
	}
	for i := C.size_t(0); i < C.mf_lock_package_hash_count(p); i++ {
		made.Hashes = append(made.Hashes, C.GoString(C.mf_lock_package_hash(p, i)))
	}
	for i := C.size_t(0); i < C.mf_lock_package_dependency_count(p); i++ {
		dependency := Dependency{Name: C.GoString(C.mf_lock_package_dependency(p, i)), Package: -1}
		if index, ok := indices[C.mf_lock_package_dependency_package(p, i)]; ok {
			dependency.Package = index
		}
		made.Dependencies = append(made.Dependencies, dependency)
	}
	return made
}

// Format is what the file is, as in LockOptions.
func (l *Lockfile) Format() string {
	if l == nil {
		return ""
	}
	return l.format
}

// Packages are in the order of package URLs, those without one first. They are copies and stay after Close; change none, for others
// may look at them.
func (l *Lockfile) Packages() []Package {
	if l == nil {
		return nil
	}
	return l.packages
}

// Report is what was found: warnings and notes.
func (l *Lockfile) Report() *Report {
	if l == nil {
		return nil
	}
	return l.report
}

// MarshalJSON is an array of the packages: name, version, ecosystem, purl, digests and names of dependencies.
func (l *Lockfile) MarshalJSON() ([]byte, error) {
	if l == nil {
		return []byte("null"), nil
	}
	pointer, err := l.handle.hold()
	if err != nil {
		return nil, err
	}
	defer l.handle.release()
	var text *C.mf_bytes
	var failure *C.mf_error
	if err := failed(C.mf_lock_json((*C.mf_lock)(pointer), &text, &failure), &failure); err != nil {
		return nil, err
	}
	return took(text), nil
}

// Close gives back what C holds of the lock file.
func (l *Lockfile) Close() error {
	if l != nil {
		l.handle.close()
	}
	return nil
}

// ImportOptions say how a lock file stands in a manifest.
type ImportOptions struct {
	// Path of the lock file in the source repository. Needed.
	Path string
	// Name in the manifest; "": that of the lock file with this path, or the format.
	Name string
	// Scope of the packages: runtime, build, development or test; "": they keep theirs, and new ones get that of the others.
	Scope string
}

// Import makes the dependencies of a builder say what a lock file says. On an error nothing has changed.
func (b *Builder) Import(l *Lockfile, options ImportOptions) error {
	if l == nil {
		return ErrClosed
	}
	from, err := l.handle.hold()
	if err != nil {
		return err
	}
	defer l.handle.release()
	pointer, err := b.hold()
	if err != nil {
		return err
	}
	defer b.release()
	var memory scratch
	defer memory.free()
	inC := (*C.mf_lock_import_options)(memory.alloc(C.sizeof_mf_lock_import_options))
	C.mf_lock_import_options_init(inC, C.sizeof_mf_lock_import_options)
	if inC.path, err = memory.text(options.Path); err != nil {
		return err
	}
	if options.Name != "" {
		if inC.name, err = memory.text(options.Name); err != nil {
			return err
		}
	}
	if options.Scope != "" {
		if inC.scope, err = memory.text(options.Scope); err != nil {
			return err
		}
	}
	var failure *C.mf_error
	return failed(C.mf_lock_import((*C.mf_lock)(from), inC, pointer, &failure), &failure)
}

// A LockfileCheck is what came of holding a manifest against its lock files.
type LockfileCheck struct {
	Report *Report
	// Pinned counts the packages of the manifest that some lock file pins, Verified those of them whose digests are those of the lock
	// files.
	Pinned, Verified int
}

// CheckLockfiles holds the manifest against the lock files that it names, whose paths begin in the directory. The check has its report
// whether or not they are as the manifest says; the error is ErrInvalid if they are not. The format of the options is not used.
func (m *Manifest) CheckLockfiles(root string, options *LockOptions) (LockfileCheck, error) {
	pointer, err := m.hold()
	if err != nil {
		return LockfileCheck{}, err
	}
	defer m.handle.release()
	name, err := zeroTerminated(root)
	if err != nil {
		return LockfileCheck{}, err
	}
	var memory scratch
	defer memory.free()
	inC, err := options.inC(&memory)
	if err != nil {
		return LockfileCheck{}, err
	}
	var pinned, verified C.size_t
	var found *C.mf_report
	var failure *C.mf_error
	status := C.mf_lockfiles_check(pointer, characters(name), inC, &pinned, &verified, &found, &failure)
	report, err := judged(status, &failure, found)
	return LockfileCheck{report, int(pinned), int(verified)}, err
}
