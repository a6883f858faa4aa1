// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import "unsafe"

// An Origin says where a value comes from. It is told to people: the order of the layers says which value counts.
type Origin int32

const (
	// OriginUnknown: the configuration was read from a file.
	OriginUnknown Origin = C.MF_ORIGIN_UNKNOWN
	// OriginManifest is the manifest itself.
	OriginManifest Origin = C.MF_ORIGIN_MANIFEST
	// OriginStage is the file of a stage, such as staging or production.
	OriginStage Origin = C.MF_ORIGIN_STAGE
	// OriginEnvironment is the environment of the process that deploys.
	OriginEnvironment Origin = C.MF_ORIGIN_ENVIRONMENT
	// OriginCommandLine is a person, in a command line.
	OriginCommandLine Origin = C.MF_ORIGIN_COMMAND_LINE
)

// String is "manifest", "stage", "environment", "command-line" or "unknown".
func (o Origin) String() string {
	return C.GoString(C.mf_origin_name(C.mf_origin(o)))
}

// MarshalText is String.
func (o Origin) MarshalText() ([]byte, error) {
	return []byte(o.String()), nil
}

// Overrides are values for some parameters, from one source.
type Overrides struct {
	handle *handle
	report *Report
}

func newOverrides(pointer *C.mf_overrides, report *Report) *Overrides {
	end := func(p unsafe.Pointer) { C.mf_overrides_unref((*C.mf_overrides)(p)) }
	return &Overrides{handle: newHandle(unsafe.Pointer(pointer), end), report: report}
}

// ParseOverrides reads a file of overrides, in YAML or JSON. The label names the source to people.
func ParseOverrides(text []byte, options *ReadOptions, origin Origin, label string) (*Overrides, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	name, err := zeroTerminated(label)
	if err != nil {
		return nil, err
	}
	var memory scratch
	defer memory.free()
	var pointer *C.mf_overrides
	var found *C.mf_report
	var failure *C.mf_error
	text, count := solid(text)
	status := C.mf_overrides_read(unsafe.Pointer(&text[0]), count, options.inC(&memory), C.mf_origin(origin), characters(name), &pointer,
		&found, &failure)
	report, err := judged(status, &failure, found)
	if err != nil {
		return nil, err
	}
	return newOverrides(pointer, report), nil
}

// NewOverrides are overrides from texts of the form NAME=VALUE.
func NewOverrides(assignments []string, origin Origin, label string) (*Overrides, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	name, err := zeroTerminated(label)
	if err != nil {
		return nil, err
	}
	var memory scratch
	defer memory.free()
	texts, err := memory.texts(assignments)
	if err != nil {
		return nil, err
	}
	var pointer *C.mf_overrides
	var found *C.mf_report
	var failure *C.mf_error
	status := C.mf_overrides_from_text(texts, C.size_t(len(assignments)), C.mf_origin(origin), characters(name), &pointer, &found, &failure)
	report, err := judged(status, &failure, found)
	if err != nil {
		return nil, err
	}
	return newOverrides(pointer, report), nil
}

// Report is what was found in the overrides: warnings and notes.
func (o *Overrides) Report() *Report {
	if o == nil {
		return nil
	}
	return o.report
}

// Close gives back what C holds of the overrides.
func (o *Overrides) Close() error {
	if o != nil {
		o.handle.close()
	}
	return nil
}

// ResolveOptions say what a resolution is for.
type ResolveOptions struct {
	// Running are the settings that run now, for a change while they run: only parameters with `change: live` may then differ. nil, for
	// a deployment.
	Running *Configuration
	// MaximumFindings is that of a report; default 100.
	MaximumFindings uint32
}

// A Configuration is the settings that a release runs with in one deployment. It never changes, and goroutines may share it.
type Configuration struct {
	handle *handle
	report *Report
}

func newConfiguration(pointer *C.mf_configuration, report *Report) *Configuration {
	end := func(p unsafe.Pointer) { C.mf_configuration_unref((*C.mf_configuration)(p)) }
	return &Configuration{handle: newHandle(unsafe.Pointer(pointer), end), report: report}
}

func (c *Configuration) hold() (*C.mf_configuration, error) {
	if c == nil {
		return nil, ErrClosed
	}
	pointer, err := c.handle.hold()
	return (*C.mf_configuration)(pointer), err
}

// Resolve makes the configuration of a manifest and of layers of overrides, those that count less first.
func Resolve(m *Manifest, layers []*Overrides, options *ResolveOptions) (*Configuration, error) {
	of, err := m.hold()
	if err != nil {
		return nil, err
	}
	defer m.handle.release()
	pointers := make([]*C.mf_overrides, 0, len(layers)+1)
	for _, layer := range layers {
		if layer == nil {
			return nil, ErrClosed
		}
		pointer, err := layer.handle.hold()
		if err != nil {
			return nil, err
		}
		defer layer.handle.release()
		pointers = append(pointers, (*C.mf_overrides)(pointer))
	}
	var memory scratch
	defer memory.free()
	var inC *C.mf_resolve_options
	if options != nil {
		inC = (*C.mf_resolve_options)(memory.alloc(C.sizeof_mf_resolve_options))
		C.mf_resolve_options_init(inC, C.sizeof_mf_resolve_options)
		inC.maximum_findings = C.uint32_t(options.MaximumFindings)
		if options.Running != nil {
			running, err := options.Running.hold()
			if err != nil {
				return nil, err
			}
			defer options.Running.handle.release()
			inC.running = running
		}
	}
	var pointer *C.mf_configuration
	var found *C.mf_report
	var failure *C.mf_error
	status := C.mf_configuration_resolve(of, &append(pointers, nil)[0], C.size_t(len(layers)), inC, &pointer, &found, &failure)
	report, err := judged(status, &failure, found)
	if err != nil {
		return nil, err
	}
	return newConfiguration(pointer, report), nil
}

// ParseConfiguration reads a configuration that was written as YAML or JSON. It does not know where its values came from.
func ParseConfiguration(text []byte, options *ReadOptions) (*Configuration, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	var memory scratch
	defer memory.free()
	var pointer *C.mf_configuration
	var found *C.mf_report
	var failure *C.mf_error
	text, count := solid(text)
	status := C.mf_configuration_read(unsafe.Pointer(&text[0]), count, options.inC(&memory), &pointer, &found, &failure)
	report, err := judged(status, &failure, found)
	if err != nil {
		return nil, err
	}
	return newConfiguration(pointer, report), nil
}

// Report is what was found: warnings and notes.
func (c *Configuration) Report() *Report {
	if c == nil {
		return nil
	}
	return c.report
}

// Close gives back what C holds of the configuration.
func (c *Configuration) Close() error {
	if c != nil {
		c.handle.close()
	}
	return nil
}

// A ConfigurationForm says how a configuration is written.
type ConfigurationForm int32

const (
	ConfigurationYAML ConfigurationForm = C.MF_CONFIGURATION_YAML
	ConfigurationJSON ConfigurationForm = C.MF_CONFIGURATION_JSON
	// ConfigurationEnv is the environment of the process, a line NAME=VALUE for each variable, as a POSIX shell reads them.
	ConfigurationEnv ConfigurationForm = C.MF_CONFIGURATION_ENV
	// ConfigurationArgs is the arguments of the process, one a line.
	ConfigurationArgs ConfigurationForm = C.MF_CONFIGURATION_ARGS
)

// Text writes the configuration. The last two forms need one that was resolved, not read.
func (c *Configuration) Text(form ConfigurationForm) ([]byte, error) {
	pointer, err := c.hold()
	if err != nil {
		return nil, err
	}
	defer c.handle.release()
	var text *C.mf_bytes
	var failure *C.mf_error
	if err := failed(C.mf_configuration_write(pointer, C.mf_configuration_form(form), &text, &failure), &failure); err != nil {
		return nil, err
	}
	return took(text), nil
}

// Canonical is the canonical form: RFC 8785.
func (c *Configuration) Canonical() ([]byte, error) {
	pointer, err := c.hold()
	if err != nil {
		return nil, err
	}
	defer c.handle.release()
	var text *C.mf_bytes
	var failure *C.mf_error
	if err := failed(C.mf_configuration_canonical(pointer, &text, &failure), &failure); err != nil {
		return nil, err
	}
	return took(text), nil
}

// MarshalJSON is the canonical form.
func (c *Configuration) MarshalJSON() ([]byte, error) {
	if c == nil {
		return []byte("null"), nil
	}
	return c.Canonical()
}

// Digest is the SHA-256 of the canonical form.
func (c *Configuration) Digest() (Digest, error) {
	pointer, err := c.hold()
	if err != nil {
		return "", err
	}
	defer c.handle.release()
	var text *C.mf_bytes
	var failure *C.mf_error
	if err := failed(C.mf_configuration_digest(pointer, &text, &failure), &failure); err != nil {
		return "", err
	}
	return Digest(tookText(text)), nil
}

// Manifest is the digest of the manifest whose settings these are; "" after Close.
func (c *Configuration) Manifest() Digest {
	pointer, err := c.hold()
	if err != nil {
		return ""
	}
	defer c.handle.release()
	return Digest(C.GoString(C.mf_configuration_manifest(pointer)))
}

// Release is its id, or "" where the manifest has none.
func (c *Configuration) Release() string {
	pointer, err := c.hold()
	if err != nil {
		return ""
	}
	defer c.handle.release()
	return C.GoString(C.mf_configuration_release(pointer))
}

// A Setting is one parameter of a configuration.
type Setting struct {
	Name string `json:"name"`
	// Type is as the format spells it, such as "int".
	Type string `json:"type"`
	Superseded
	// Before are the values that this one was put in place of, the last one first.
	Before []Superseded `json:"superseded,omitempty"`

	of *Configuration
}

// Superseded is a value, and where it comes from.
type Superseded struct {
	// Value is in its canonical spelling.
	Value  string `json:"value"`
	Origin Origin `json:"origin"`
	// Label is that of the overrides; "" where the value comes from the manifest.
	Label string `json:"label,omitempty"`
}

func (c *Configuration) newSetting(s *C.mf_setting) Setting {
	setting := Setting{
		Name: C.GoString(C.mf_setting_name(s)),
		Type: C.GoString(C.mf_setting_type(s)),
		Superseded: Superseded{C.GoString(C.mf_setting_value(s)), Origin(C.mf_setting_origin(s)),
			C.GoString(C.mf_setting_label(s))},
		of: c,
	}
	for i := C.size_t(0); i < C.mf_setting_superseded_count(s); i++ {
		setting.Before = append(setting.Before, Superseded{C.GoString(C.mf_setting_superseded_value(s, i)),
			Origin(C.mf_setting_superseded_origin(s, i)), C.GoString(C.mf_setting_superseded_label(s, i))})
	}
	return setting
}

// Settings are in the order of their names; nil after Close.
func (c *Configuration) Settings() []Setting {
	pointer, err := c.hold()
	if err != nil {
		return nil
	}
	defer c.handle.release()
	settings := make([]Setting, int(C.mf_configuration_count(pointer)))
	for i := range settings {
		settings[i] = c.newSetting(C.mf_configuration_setting(pointer, C.size_t(i)))
	}
	return settings
}

// Find is the setting with this name; ErrAbsent if there is none.
func (c *Configuration) Find(name string) (Setting, error) {
	var setting Setting
	err := c.ask(name, func(s *C.mf_setting, _ **C.mf_error) C.mf_status {
		setting = c.newSetting(s)
		return C.MF_OK
	})
	return setting, err
}

// ask makes one call about a setting.
func (c *Configuration) ask(name string, call func(*C.mf_setting, **C.mf_error) C.mf_status) error {
	pointer, err := c.hold()
	if err != nil {
		return err
	}
	defer c.handle.release()
	terminated, err := zeroTerminated(name)
	if err != nil {
		return err
	}
	setting := C.mf_configuration_find(pointer, characters(terminated))
	if setting == nil {
		return ErrAbsent
	}
	var failure *C.mf_error
	return failed(call(setting, &failure), &failure)
}

// Int is the value as an integer. The error is ErrType for a parameter of another type, and ErrClosed after the configuration was.
func (s Setting) Int() (int64, error) {
	var value C.int64_t
	err := s.of.ask(s.Name, func(setting *C.mf_setting, failure **C.mf_error) C.mf_status {
		return C.mf_setting_get_int(setting, &value, failure)
	})
	return int64(value), err
}

// Number is the value as a number: of a duration its seconds, of a quantity its cores or bytes.
func (s Setting) Number() (float64, error) {
	var value C.double
	err := s.of.ask(s.Name, func(setting *C.mf_setting, failure **C.mf_error) C.mf_status {
		return C.mf_setting_get_number(setting, &value, failure)
	})
	return float64(value), err
}

// Bool is the value of a boolean.
func (s Setting) Bool() (bool, error) {
	var value C.int32_t
	err := s.of.ask(s.Name, func(setting *C.mf_setting, failure **C.mf_error) C.mf_status {
		return C.mf_setting_get_bool(setting, &value, failure)
	})
	return value != 0, err
}
