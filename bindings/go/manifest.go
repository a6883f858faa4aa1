// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"unsafe"
)

// A Format says how a document is spelled.
type Format int32

const (
	// FormatAuto is JSON where the first byte that is not white space is {, else YAML.
	FormatAuto Format = C.MF_FORMAT_AUTO
	FormatYAML Format = C.MF_FORMAT_YAML
	FormatJSON Format = C.MF_FORMAT_JSON
)

// A Profile says how much a document must say. 0 is the default of the call.
type Profile int32

const (
	// ProfileDraft: what is there must be well formed.
	ProfileDraft Profile = C.MF_PROFILE_DRAFT
	// ProfileRelease: everything a release needs is there, pinned and consistent.
	ProfileRelease Profile = C.MF_PROFILE_RELEASE
)

// A Kind is that of a value.
type Kind int32

const (
	KindString  Kind = C.MF_KIND_STRING
	KindNumber  Kind = C.MF_KIND_NUMBER
	KindBool    Kind = C.MF_KIND_BOOL
	KindMapping Kind = C.MF_KIND_MAPPING
	// KindSet is a list in which order means nothing; its entries are named by their keys.
	KindSet Kind = C.MF_KIND_SET
	// KindSequence is a list in which order counts; its entries are named by their indices, from 0.
	KindSequence Kind = C.MF_KIND_SEQUENCE
)

// ReadOptions are limits and expectations for a text. 0 stands for the default.
type ReadOptions struct {
	Format Format
	// Profile defaults to ProfileDraft.
	Profile Profile
	// MaximumInput is in bytes; default 16 MiB.
	MaximumInput uint64
	// MaximumMemory is in bytes; default 256 MiB.
	MaximumMemory uint64
	// MaximumDepth defaults to 64.
	MaximumDepth uint32
	// MaximumEntries is that of one list; default 200,000.
	MaximumEntries uint32
	// MaximumString is in bytes; default 1 MiB.
	MaximumString uint64
	// MaximumFindings is that of a report; default 100.
	MaximumFindings uint32
}

func (o *ReadOptions) inC(memory *scratch) *C.mf_read_options {
	if o == nil {
		return nil
	}
	options := (*C.mf_read_options)(memory.alloc(C.sizeof_mf_read_options))
	C.mf_read_options_init(options, C.sizeof_mf_read_options)
	options.format = C.mf_format(o.Format)
	options.profile = C.mf_profile(o.Profile)
	options.maximum_input = size(o.MaximumInput)
	options.maximum_memory = size(o.MaximumMemory)
	options.maximum_depth = C.uint32_t(o.MaximumDepth)
	options.maximum_entries = C.uint32_t(o.MaximumEntries)
	options.maximum_string = size(o.MaximumString)
	options.maximum_findings = C.uint32_t(o.MaximumFindings)
	return options
}

// A Manifest is a document, read and well formed. It never changes, and goroutines may share it.
type Manifest struct {
	handle *handle
	report *Report
}

func newManifest(pointer *C.mf_manifest, report *Report) *Manifest {
	return &Manifest{
		handle: newHandle(unsafe.Pointer(pointer), func(p unsafe.Pointer) { C.mf_manifest_unref((*C.mf_manifest)(p)) }),
		report: report,
	}
}

func (m *Manifest) hold() (*C.mf_manifest, error) {
	if m == nil {
		return nil, ErrClosed
	}
	pointer, err := m.handle.hold()
	return (*C.mf_manifest)(pointer), err
}

// Parse reads a manifest from text and checks its form. It runs no rules: see Validate and ValidateText.
func Parse(text []byte, options *ReadOptions) (*Manifest, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	var memory scratch
	defer memory.free()
	var pointer *C.mf_manifest
	var found *C.mf_report
	var failure *C.mf_error
	text, count := solid(text)
	status := C.mf_manifest_read(unsafe.Pointer(&text[0]), count, options.inC(&memory), &pointer, &found, &failure)
	report, err := judged(status, &failure, found)
	if err != nil {
		return nil, err
	}
	return newManifest(pointer, report), nil
}

// Read is Parse of all that a reader gives. It stops at the limit of the input.
func Read(r io.Reader, options *ReadOptions) (*Manifest, error) {
	limit := uint64(16 << 20)
	if options != nil && options.MaximumInput != 0 {
		limit = options.MaximumInput
	}
	if limit > 2<<30 {
		limit = 2 << 30
	}
	// One byte more than allowed makes the library say that it is too much.
	text, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return nil, &Error{Code: ErrIO, Message: "the document cannot be read", Cause: err}
	}
	return Parse(text, options)
}

// Load is Parse of a file.
func Load(path string, options *ReadOptions) (*Manifest, error) {
	limit := uint64(0)
	if options != nil {
		limit = options.MaximumInput
	}
	text, err := readFile(path, limit)
	if err != nil {
		return nil, err
	}
	return Parse(text, options)
}

// readFile reads a whole file of at most limit bytes; 0 means 16 MiB.
func readFile(path string, limit uint64) ([]byte, error) {
	name, err := zeroTerminated(path)
	if err != nil {
		return nil, err
	}
	var contents *C.mf_bytes
	var failure *C.mf_error
	if err := failed(C.mf_bytes_read_file(characters(name), size(limit), &contents, &failure), &failure); err != nil {
		return nil, err
	}
	return took(contents), nil
}

// WriteFile writes a file so that it holds either what it held before or all of the data, also after a crash. A mode of 0 is 0644;
// the umask applies.
func WriteFile(path string, data []byte, mode uint32) error {
	name, err := zeroTerminated(path)
	if err != nil {
		return err
	}
	data, count := solid(data)
	var failure *C.mf_error
	return failed(C.mf_file_write(unsafe.Pointer(&data[0]), count, characters(name), C.uint32_t(mode), &failure), &failure)
}

// Report is what was found when the manifest was read or built: warnings and notes. It is nil where it was neither.
func (m *Manifest) Report() *Report {
	if m == nil {
		return nil
	}
	return m.report
}

// Close gives back what C holds of the manifest.
func (m *Manifest) Close() error {
	if m != nil {
		m.handle.close()
	}
	return nil
}

// Canonical is the canonical form: RFC 8785 of the normalised document, with no newline at the end.
func (m *Manifest) Canonical() ([]byte, error) {
	pointer, err := m.hold()
	if err != nil {
		return nil, err
	}
	defer m.handle.release()
	var text *C.mf_bytes
	var failure *C.mf_error
	if err := failed(C.mf_manifest_canonical(pointer, &text, &failure), &failure); err != nil {
		return nil, err
	}
	return took(text), nil
}

// Digest is the SHA-256 of the canonical form.
func (m *Manifest) Digest() (Digest, error) {
	pointer, err := m.hold()
	if err != nil {
		return "", err
	}
	defer m.handle.release()
	var text *C.mf_bytes
	var failure *C.mf_error
	if err := failed(C.mf_manifest_digest(pointer, &text, &failure), &failure); err != nil {
		return "", err
	}
	return Digest(tookText(text)), nil
}

// Statement is the canonical in-toto statement of the manifest: the bytes that are signed.
func (m *Manifest) Statement() ([]byte, error) {
	pointer, err := m.hold()
	if err != nil {
		return nil, err
	}
	defer m.handle.release()
	var text *C.mf_bytes
	var failure *C.mf_error
	if err := failed(C.mf_manifest_statement(pointer, &text, &failure), &failure); err != nil {
		return nil, err
	}
	return took(text), nil
}

// Text is the manifest as text for people, in YAML or JSON.
func (m *Manifest) Text(format Format) ([]byte, error) {
	pointer, err := m.hold()
	if err != nil {
		return nil, err
	}
	defer m.handle.release()
	var text *C.mf_bytes
	var failure *C.mf_error
	if err := failed(C.mf_manifest_write(pointer, C.mf_format(format), &text, &failure), &failure); err != nil {
		return nil, err
	}
	return took(text), nil
}

// WriteTo writes the manifest as YAML.
func (m *Manifest) WriteTo(w io.Writer) (int64, error) {
	text, err := m.Text(FormatYAML)
	if err != nil {
		return 0, err
	}
	return bytes.NewReader(text).WriteTo(w)
}

// MarshalJSON is the canonical form.
func (m *Manifest) MarshalJSON() ([]byte, error) {
	if m == nil {
		return []byte("null"), nil
	}
	return m.Canonical()
}

// UnmarshalJSON reads a draft from JSON.
func (m *Manifest) UnmarshalJSON(text []byte) error {
	return m.become(text, FormatJSON)
}

// MarshalText is the manifest as YAML.
func (m *Manifest) MarshalText() ([]byte, error) {
	return m.Text(FormatYAML)
}

// UnmarshalText reads a draft from YAML or JSON.
func (m *Manifest) UnmarshalText(text []byte) error {
	return m.become(text, FormatAuto)
}

func (m *Manifest) become(text []byte, format Format) error {
	read, err := Parse(text, &ReadOptions{Format: format})
	if err != nil {
		return err
	}
	*m = *read
	return nil
}

// String names the manifest: the id of its release, if it has one, and its digest.
func (m *Manifest) String() string {
	digest, err := m.Digest()
	if err != nil {
		return "manifest (" + err.Error() + ")"
	}
	if id, err := m.GetText("/release/id"); err == nil {
		return id + " " + string(digest)
	}
	return string(digest)
}

// Decode puts a value with all that is below it where `into` points, as json.Unmarshal does.
func (m *Manifest) Decode(path string, into interface{}) error {
	text, err := m.GetJSON(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// A Position is where a value stands in the text: its bytes are those from Offset up to End.
type Position struct {
	Offset, End  int
	Line, Column int
}

// Position of the value at a path, in the text that the manifest was read from; ErrAbsent where there is none.
func (m *Manifest) Position(path string) (Position, error) {
	var offset, end C.size_t
	var line, column C.uint32_t
	err := m.ask(path, func(pointer *C.mf_manifest, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_manifest_position(pointer, path, &offset, &end, &line, &column, failure)
	})
	return Position{int(offset), int(end), int(line), int(column)}, err
}

// ask makes one call about a path.
func (m *Manifest) ask(path string, call func(*C.mf_manifest, *C.char, **C.mf_error) C.mf_status) error {
	pointer, err := m.hold()
	if err != nil {
		return err
	}
	defer m.handle.release()
	terminated, err := zeroTerminated(path)
	if err != nil {
		return err
	}
	var failure *C.mf_error
	return failed(call(pointer, characters(terminated), &failure), &failure)
}

// GetKind is the kind of the value at a path. The errors of this and of the other getters are ErrAbsent (no value), ErrPath (the
// format has no such field), ErrType (a value of another kind) and ErrClosed.
func (m *Manifest) GetKind(path string) (Kind, error) {
	var kind C.mf_kind
	err := m.ask(path, func(pointer *C.mf_manifest, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_manifest_get_kind(pointer, path, &kind, failure)
	})
	return Kind(kind), err
}

// GetText is a scalar: of a string the string, of a number or boolean its canonical spelling.
func (m *Manifest) GetText(path string) (string, error) {
	var text string
	err := m.ask(path, func(pointer *C.mf_manifest, path *C.char, failure **C.mf_error) C.mf_status {
		var data *C.char
		var count C.size_t
		status := C.mf_manifest_get_text(pointer, path, &data, &count, failure)
		if status == C.MF_OK {
			text = string(borrowed(unsafe.Pointer(data), count))
		}
		return status
	})
	return text, err
}

// GetInt is a number that is an integer.
func (m *Manifest) GetInt(path string) (int64, error) {
	var value C.int64_t
	err := m.ask(path, func(pointer *C.mf_manifest, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_manifest_get_int(pointer, path, &value, failure)
	})
	return int64(value), err
}

// GetNumber is a number.
func (m *Manifest) GetNumber(path string) (float64, error) {
	var value C.double
	err := m.ask(path, func(pointer *C.mf_manifest, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_manifest_get_number(pointer, path, &value, failure)
	})
	return float64(value), err
}

// GetBool is a boolean.
func (m *Manifest) GetBool(path string) (bool, error) {
	var value C.int32_t
	err := m.ask(path, func(pointer *C.mf_manifest, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_manifest_get_bool(pointer, path, &value, failure)
	})
	return value != 0, err
}

// GetJSON is a value with all that is below it, as canonical JSON.
func (m *Manifest) GetJSON(path string) ([]byte, error) {
	var text []byte
	err := m.ask(path, func(pointer *C.mf_manifest, path *C.char, failure **C.mf_error) C.mf_status {
		var data *C.mf_bytes
		status := C.mf_manifest_get_json(pointer, path, &data, failure)
		if status == C.MF_OK {
			text = took(data)
		}
		return status
	})
	return text, err
}

// Count is the number of entries of a list, or of members of a mapping that are there.
func (m *Manifest) Count(path string) (int, error) {
	var count C.size_t
	err := m.ask(path, func(pointer *C.mf_manifest, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_manifest_count(pointer, path, &count, failure)
	})
	return int(count), err
}

var tokenEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// Path makes a path (RFC 6901) of tokens: names of fields, keys of sets, indices of sequences.
func Path(tokens ...string) string {
	var path strings.Builder
	for _, token := range tokens {
		path.WriteByte('/')
		path.WriteString(tokenEscapes.Replace(token))
	}
	return path.String()
}

// SetText changes one value in the text of a manifest and leaves every other byte as it is, comments and layout included.
func SetText(text []byte, options *ReadOptions, path, value string) ([]byte, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	name, err := zeroTerminated(path)
	if err != nil {
		return nil, err
	}
	var memory scratch
	defer memory.free()
	var changed *C.mf_bytes
	var found *C.mf_report
	var failure *C.mf_error
	text, count := solid(text)
	spelled, spelledCount := solid([]byte(value))
	status := C.mf_text_set(unsafe.Pointer(&text[0]), count, options.inC(&memory), characters(name), characters(spelled),
		spelledCount, &changed, &found, &failure)
	if _, err := judged(status, &failure, found); err != nil {
		return nil, err
	}
	return took(changed), nil
}

// CanonicalizeJSON brings any I-JSON text into the canonical form of RFC 8785.
func CanonicalizeJSON(text []byte) ([]byte, error) {
	var canonical *C.mf_bytes
	var failure *C.mf_error
	text, count := solid(text)
	if err := failed(C.mf_json_canonicalize(unsafe.Pointer(&text[0]), count, 0, &canonical, &failure), &failure); err != nil {
		return nil, err
	}
	return took(canonical), nil
}

// Schema is the JSON Schema of a format: "manifest/v1", "rules/v1", "overrides/v1" or "configuration/v1".
func Schema(format string) ([]byte, error) {
	name, err := zeroTerminated(format)
	if err != nil {
		return nil, err
	}
	var schema *C.mf_bytes
	var failure *C.mf_error
	if err := failed(C.mf_schema_json(characters(name), &schema, &failure), &failure); err != nil {
		return nil, err
	}
	return took(schema), nil
}
