// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"regexp"

	"github.com/dlclark/regexp2"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

type backtracking regexp2.Regexp

func (expression *backtracking) MatchString(text string) bool {
	matches, err := (*regexp2.Regexp)(expression).MatchString(text)
	return err == nil && matches
}

func (expression *backtracking) String() string {
	return (*regexp2.Regexp)(expression).String()
}

var unicodeEscape = regexp.MustCompile(`\\u([0-9a-fA-F]{4})`)

// compilePattern takes the engine of the standard library wherever it knows the pattern, once \uXXXX is written as it likes; what looks
// ahead goes to the engine that the documentation of jsonschema names.
func compilePattern(pattern string) (jsonschema.Regexp, error) {
	if expression, err := regexp.Compile(unicodeEscape.ReplaceAllString(pattern, `\x{$1}`)); err == nil {
		return expression, nil
	}
	expression, err := regexp2.Compile(pattern, regexp2.ECMAScript)
	if err != nil {
		return nil, err
	}
	return (*backtracking)(expression), nil
}

func compileSchema(path string) (*jsonschema.Schema, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	document, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.UseRegexpEngine(compilePattern)
	if err := compiler.AddResource("schema.json", document); err != nil {
		return nil, err
	}
	return compiler.Compile("schema.json")
}
