// SPDX-License-Identifier: Apache-2.0

// Evaluates expressions with cel-go, as tests/expression_tool.c does with ours: one on each line of standard input, after lines
// that declare variables. For each it prints `refused` and why, `failed` and why, or the type of the result and its value.
package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"
)

var scalars = map[string]*cel.Type{
	"int":    cel.IntType,
	"double": cel.DoubleType,
	"bool":   cel.BoolType,
	"string": cel.StringType,
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "cel-go:", err)
		os.Exit(2)
	}
}

// parseWord reads one value as the lines spell it.
func parseWord(kind, word string) interface{} {
	switch kind {
	case "int":
		value, err := strconv.ParseInt(word, 10, 64)
		must(err)
		return value
	case "double":
		value, err := strconv.ParseFloat(word, 64)
		must(err)
		return value
	case "bool":
		return word == "true"
	default:
		value, err := hex.DecodeString(word[1:])
		must(err)
		return string(value)
	}
}

// declare reads `#var NAME TYPE VALUE…`.
func declare(line string, bindings map[string]interface{}) cel.EnvOption {
	words := strings.Fields(line)
	name, kind, values := words[1], words[2], words[3:]
	entry := strings.TrimSuffix(strings.TrimPrefix(kind, "list("), ")")
	if entry != kind {
		list := []interface{}{}
		for _, word := range values {
			list = append(list, parseWord(entry, word))
		}
		bindings[name] = list
		return cel.Variable(name, cel.ListType(scalars[entry]))
	}
	if len(values) > 0 {
		bindings[name] = parseWord(kind, values[0])
	}
	return cel.Variable(name, scalars[kind])
}

func spellEntry(value ref.Val) string {
	switch value := value.(type) {
	case types.Int:
		return strconv.FormatInt(int64(value), 10)
	case types.Double:
		if math.IsNaN(float64(value)) {
			return "nan"
		}
		return fmt.Sprintf("%016x", math.Float64bits(float64(value)))
	case types.Bool:
		return strconv.FormatBool(bool(value))
	case types.String:
		return "x" + hex.EncodeToString([]byte(value))
	}
	return "unknown"
}

func spell(value ref.Val, kind *cel.Type) string {
	list, isList := value.(traits.Lister)
	if !isList {
		return kind.String() + " " + spellEntry(value)
	}
	spelled := strings.Replace(kind.String(), "list(dyn)", "list", 1)
	for entries := list.Iterator(); entries.HasNext() == types.True; {
		spelled += " " + spellEntry(entries.Next())
	}
	return spelled
}

func oneLine(err error) string {
	return strings.Join(strings.Fields(err.Error()), " ")
}

func evaluate(env *cel.Env, source string, bindings map[string]interface{}) string {
	ast, issues := env.Compile(source)
	if issues.Err() != nil {
		return "refused " + oneLine(issues.Err())
	}
	program, err := env.Program(ast)
	if err != nil {
		return "refused " + oneLine(err)
	}
	value, _, err := program.Eval(bindings)
	if err != nil {
		return "failed " + oneLine(err)
	}
	return spell(value, ast.OutputType())
}

func main() {
	bindings := map[string]interface{}{}
	// Lists of mixed types are refused, as they are by us.
	options := []cel.EnvOption{cel.HomogeneousAggregateLiterals(), cel.ClearMacros()}
	var env *cel.Env
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		if strings.HasPrefix(in.Text(), "#var ") {
			options = append(options, declare(in.Text(), bindings))
			continue
		}
		if env == nil {
			var err error
			env, err = cel.NewEnv(options...)
			must(err)
		}
		fmt.Fprintln(out, evaluate(env, in.Text(), bindings))
	}
	must(in.Err())
}
