// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

// CaptureOptions say which system is looked at, and what is taken. 0 stands for the default.
type CaptureOptions struct {
	// Root is the directory that is the root of the system; default: that of the running one.
	Root string
	// Image says that the root is the file system of the image which the release is pinned to: packages came with it.
	Image bool
	// Variables are the environment variables to take: names, or beginnings of names with * behind them.
	Variables []string
	// Environment is what they are taken from, each entry NAME=value, as os.Environ gives it. No other is looked at.
	Environment []string
	// PythonPrefixes are directories of Python environments below the root, besides the usual ones, without / in front.
	PythonPrefixes []string
	// MaximumFindings is that of the report; default 100.
	MaximumFindings uint32
	// MaximumMemory is in bytes, besides those of the builder; default 512 MiB.
	MaximumMemory uint64
	// MaximumFile is in bytes; default 256 MiB.
	MaximumFile uint64
	// MaximumEntries is that of one directory, and that of packages; default 100,000.
	MaximumEntries uint32
}

func (o *CaptureOptions) inC(memory *scratch) (*C.mf_capture_options, error) {
	if o == nil {
		return nil, nil
	}
	options := (*C.mf_capture_options)(memory.alloc(C.sizeof_mf_capture_options))
	C.mf_capture_options_init(options, C.sizeof_mf_capture_options)
	if o.Root != "" {
		root, err := memory.text(o.Root)
		if err != nil {
			return nil, err
		}
		options.root = root
	}
	if o.Image {
		options.flags = C.MF_CAPTURE_IMAGE
	}
	var err error
	if options.variables, err = memory.texts(o.Variables); err != nil {
		return nil, err
	}
	options.variable_count = C.size_t(len(o.Variables))
	if options.environment, err = memory.texts(o.Environment); err != nil {
		return nil, err
	}
	options.environment_count = C.size_t(len(o.Environment))
	if options.python_prefixes, err = memory.texts(o.PythonPrefixes); err != nil {
		return nil, err
	}
	options.python_prefix_count = C.size_t(len(o.PythonPrefixes))
	options.maximum_findings = C.uint32_t(o.MaximumFindings)
	options.maximum_memory = size(o.MaximumMemory)
	options.maximum_file = size(o.MaximumFile)
	options.maximum_entries = C.uint32_t(o.MaximumEntries)
	return options, nil
}

// Capture takes the facts of a system, from its files, into the sections environment and dependencies. What could not be read is absent,
// and named in the report. On an error the builder may hold a part of the values.
func (b *Builder) Capture(options *CaptureOptions) (*Report, error) {
	pointer, err := b.hold()
	if err != nil {
		return nil, err
	}
	defer b.release()
	var memory scratch
	defer memory.free()
	inC, err := options.inC(&memory)
	if err != nil {
		return nil, err
	}
	var found *C.mf_report
	var failure *C.mf_error
	status := C.mf_environment_capture(pointer, inC, &found, &failure)
	return judged(status, &failure, found)
}
