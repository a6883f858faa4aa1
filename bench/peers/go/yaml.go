// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"

	"gopkg.in/yaml.v3"
)

func openAny(files []string) (work, error) {
	text, err := os.ReadFile(files[0])
	return func() error {
		var value any
		return yaml.Unmarshal(text, &value)
	}, err
}

func openNode(files []string) (work, error) {
	text, err := os.ReadFile(files[0])
	return func() error {
		var node yaml.Node
		return yaml.Unmarshal(text, &node)
	}, err
}

func openYAMLSchema(files []string) (work, error) {
	text, err := os.ReadFile(files[0])
	if err != nil {
		return nil, err
	}
	schema, err := compileSchema(files[1])
	return func() error {
		var value any
		if err := yaml.Unmarshal(text, &value); err != nil {
			return err
		}
		return schema.Validate(value)
	}, err
}
