// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	programs = regexp.MustCompile("(?s)<!-- program: ([a-z]+)((?:; [a-z]+: [^;>]+?)*) -->\n```go\n(.*?)```\n(?:\n```text\n(.*?)```)?")
	fences   = regexp.MustCompile("(?m)^```go$")
)

// The programs of the documentation compile, run and print what the page says; … stands for any text within a line, and alone on a line
// for any lines.
func TestDocumentation(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("skipped: go is not in the path")
	}
	root, err := filepath.Abs(source())
	must(t, err)
	for _, page := range []string{"doc/go.md", "README.md"} {
		text := contents(t, page)
		found := programs.FindAllSubmatch(text, -1)
		if len(found) == 0 || len(found) != len(fences.FindAll(text, -1)) {
			t.Errorf("%s: %d of %d blocks of Go are programs", page, len(found), len(fences.FindAll(text, -1)))
		}
		for _, program := range found {
			name := string(program[1])
			t.Run(page+" "+name, func(t *testing.T) {
				folder := t.TempDir()
				module := fmt.Sprintf("module page.example/%s\n\ngo 1.19\n\nrequire libmanifest.example/go/manifest v0.0.0\n\n"+
					"replace libmanifest.example/go/manifest => %s/bindings/go\n", name, root)
				must(t, os.WriteFile(filepath.Join(folder, "go.mod"), []byte(module), 0o644))
				must(t, os.WriteFile(filepath.Join(folder, "main.go"), program[3], 0o644))
				if formatted, err := exec.Command(filepath.Join(filepath.Dir(goTool), "gofmt"), "-l", folder).Output(); err == nil && len(formatted) != 0 {
					t.Error("gofmt would change the program")
				}
				build := exec.Command(goTool, "build", "-o", "program", ".")
				build.Dir = folder
				if output, err := build.CombinedOutput(); err != nil {
					t.Fatalf("%s", output)
				}
				run(t, filepath.Join(folder, "program"), root, string(program[2]), string(program[4]))
			})
		}
	}
}

// run runs a program in a folder and holds what it prints against what the page says.
func run(t *testing.T, program, folder, facts, wanted string) {
	t.Helper()
	var arguments []string
	status := 0
	for _, fact := range strings.Split(facts, "; ")[1:] {
		name, value, _ := strings.Cut(fact, ": ")
		switch name {
		case "arguments":
			arguments = strings.Fields(value)
		case "status":
			fmt.Sscan(value, &status)
		default:
			t.Errorf("unknown: %s", name)
		}
	}
	process := exec.Command(program, arguments...)
	process.Dir = folder
	var errors bytes.Buffer
	process.Stderr = &errors
	output, _ := process.Output()
	if found := process.ProcessState.ExitCode(); found != status {
		t.Fatalf("status %d: %s%s", found, output, errors.String())
	}
	var pattern strings.Builder
	for _, line := range strings.SplitAfter(wanted, "\n") {
		if line == "…\n" {
			pattern.WriteString("(?:.*\n)*")
			continue
		}
		pattern.WriteString(strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*"))
	}
	if !regexp.MustCompile("^" + pattern.String() + "$").Match(output) {
		t.Errorf("it prints\n%s", output)
	}
}
