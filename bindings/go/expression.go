// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import (
	"sort"
	"sync"
	"unsafe"
)

// A Type is one of the expression language.
type Type int32

const (
	// TypeAny is asked for as the type of a result: any will do.
	TypeAny Type = C.MF_EXPRESSION_ANY
	// TypeInt is int64 in Go.
	TypeInt Type = C.MF_EXPRESSION_INT
	// TypeDouble is float64.
	TypeDouble Type = C.MF_EXPRESSION_DOUBLE
	// TypeBool is bool.
	TypeBool Type = C.MF_EXPRESSION_BOOL
	// TypeString is string.
	TypeString Type = C.MF_EXPRESSION_STRING
	// TypeList is the type of the empty list [], which goes with lists of every type.
	TypeList Type = C.MF_EXPRESSION_LIST
	// TypeIntList is []int64.
	TypeIntList Type = C.MF_EXPRESSION_LIST_INT
	// TypeDoubleList is []float64.
	TypeDoubleList Type = C.MF_EXPRESSION_LIST_DOUBLE
	// TypeBoolList is []bool.
	TypeBoolList Type = C.MF_EXPRESSION_LIST_BOOL
	// TypeStringList is []string.
	TypeStringList Type = C.MF_EXPRESSION_LIST_STRING
)

// String is the name, such as "double" or "list(string)".
func (t Type) String() string {
	return C.GoString(C.mf_expression_type_name(C.mf_expression_type(t)))
}

// A Variable of an expression.
type Variable struct {
	Name string
	Type Type
}

// An Expression is compiled once and evaluated as often as there are values. It never changes, and goroutines may share it.
type Expression struct {
	handle    *handle
	source    string
	result    Type
	variables []Variable
	// pool keeps blocks of values, each of which has room for what an evaluation makes.
	pool sync.Pool
}

// CompileExpression compiles an expression against the types of its variables. The result must have the given type; TypeAny: any.
func CompileExpression(source string, variables map[string]Type, result Type) (*Expression, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	declared, err := declare(variables)
	if err != nil {
		return nil, err
	}
	defer C.mf_expression_variables_unref(declared)
	var pointer *C.mf_expression
	var failure *C.mf_error
	text, count := solid([]byte(source))
	status := C.mf_expression_compile(characters(text), count, declared, C.mf_expression_type(result), &pointer, &failure)
	if err := failed(status, &failure); err != nil {
		return nil, err
	}
	return newExpression(pointer), nil
}

// declare makes variables of C. They are declared in the order of their names, so that an error does not depend on that of a map.
func declare(variables map[string]Type) (*C.mf_expression_variables, error) {
	var declared *C.mf_expression_variables
	var failure *C.mf_error
	if err := failed(C.mf_expression_variables_new(&declared, &failure), &failure); err != nil {
		return nil, err
	}
	names := make([]string, 0, len(variables))
	for name := range variables {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		terminated, err := zeroTerminated(name)
		if err == nil {
			status := C.mf_expression_variables_add(declared, characters(terminated), C.mf_expression_type(variables[name]), &failure)
			err = failed(status, &failure)
		}
		if err != nil {
			C.mf_expression_variables_unref(declared)
			return nil, err
		}
	}
	return declared, nil
}

// CompileAt compiles an expression of the manifest against the variables that it sees there. Its result is a boolean.
func (m *Manifest) CompileAt(path string) (*Expression, error) {
	var compiled *C.mf_expression
	err := m.ask(path, func(pointer *C.mf_manifest, path *C.char, failure **C.mf_error) C.mf_status {
		return C.mf_expression_compile_at(pointer, path, &compiled, failure)
	})
	if err != nil {
		return nil, err
	}
	return newExpression(compiled), nil
}

func newExpression(pointer *C.mf_expression) *Expression {
	e := &Expression{
		source:    C.GoString(C.mf_expression_source(pointer)),
		result:    Type(C.mf_expression_result_type(pointer)),
		variables: make([]Variable, int(C.mf_expression_variable_count(pointer))),
	}
	for i := range e.variables {
		index := C.size_t(i)
		e.variables[i] = Variable{C.GoString(C.mf_expression_variable_name(pointer, index)), Type(C.mf_expression_variable_type(pointer, index))}
	}
	e.handle = newHandle(unsafe.Pointer(pointer), func(p unsafe.Pointer) { C.mf_expression_unref((*C.mf_expression)(p)) })
	return e
}

// Source is the text it was compiled from.
func (e *Expression) Source() string {
	if e == nil {
		return ""
	}
	return e.source
}

// String is Source.
func (e *Expression) String() string {
	return e.Source()
}

// Type is that of the result.
func (e *Expression) Type() Type {
	if e == nil {
		return TypeAny
	}
	return e.result
}

// Variables are those that the expression uses, in the order of their names.
func (e *Expression) Variables() []Variable {
	if e == nil {
		return nil
	}
	return append([]Variable(nil), e.variables...)
}

// Close gives back what C holds of the expression.
func (e *Expression) Close() error {
	if e != nil {
		e.handle.close()
	}
	return nil
}

// Evaluate gives the result for values of its variables: int, int32, int64, float64, bool, string, or []int64, []float64, []bool,
// []string. A variable that is missing, or nil, has no data. The result is an int64, float64, bool or string, or a slice of them; the
// list [] alone is an empty []interface{}. ErrEvaluation says that there is no result.
func (e *Expression) Evaluate(values map[string]interface{}) (interface{}, error) {
	if e == nil {
		return nil, ErrClosed
	}
	pointer, err := e.handle.hold()
	if err != nil {
		return nil, err
	}
	defer e.handle.release()
	block, err := e.values()
	if err != nil {
		return nil, err
	}
	defer e.pool.Put(block)
	inC := (*C.mf_expression_values)(block.pointer)
	defer C.mf_expression_values_clear(inC)
	for _, variable := range e.variables {
		if err := give(inC, variable.Name, values[variable.Name]); err != nil {
			return nil, err
		}
	}
	var failure *C.mf_error
	if err := failed(C.mf_expression_evaluate((*C.mf_expression)(pointer), inC, &failure), &failure); err != nil {
		return nil, err
	}
	return resultOf(inC)
}

// EvaluateBool is Evaluate of an expression whose result is a boolean; ErrType if it is not.
func (e *Expression) EvaluateBool(values map[string]interface{}) (bool, error) {
	result, err := e.Evaluate(values)
	if err != nil {
		return false, err
	}
	truth, ok := result.(bool)
	if !ok {
		return false, &Error{Code: ErrType, Message: "the result is a " + e.result.String() + ", not a bool"}
	}
	return truth, nil
}

// values takes a block of the pool, or makes one. Its finaliser ends it when the pool lets go of it.
func (e *Expression) values() (*handle, error) {
	if block, ok := e.pool.Get().(*handle); ok {
		return block, nil
	}
	var pointer *C.mf_expression_values
	var failure *C.mf_error
	if err := failed(C.mf_expression_values_new(&pointer, &failure), &failure); err != nil {
		return nil, err
	}
	end := func(p unsafe.Pointer) { C.mf_expression_values_unref((*C.mf_expression_values)(p)) }
	return newHandle(unsafe.Pointer(pointer), end), nil
}

// give gives a variable its value.
func give(values *C.mf_expression_values, name string, value interface{}) error {
	terminated, err := zeroTerminated(name)
	if err != nil {
		return err
	}
	variable := characters(terminated)
	var failure *C.mf_error
	var status C.mf_status
	switch value := value.(type) {
	case nil:
	case int:
		status = C.mf_expression_values_set_int(values, variable, C.int64_t(value), &failure)
	case int32:
		status = C.mf_expression_values_set_int(values, variable, C.int64_t(value), &failure)
	case int64:
		status = C.mf_expression_values_set_int(values, variable, C.int64_t(value), &failure)
	case float64:
		status = C.mf_expression_values_set_double(values, variable, C.double(value), &failure)
	case bool:
		status = C.mf_expression_values_set_bool(values, variable, truth(value), &failure)
	case string:
		text, count := solid([]byte(value))
		status = C.mf_expression_values_set_text(values, variable, characters(text), count, &failure)
	case []int64:
		entries := append(value[:len(value):len(value)], 0)
		status = C.mf_expression_values_set_ints(values, variable, (*C.int64_t)(unsafe.Pointer(&entries[0])), C.size_t(len(value)), &failure)
	case []float64:
		entries := append(value[:len(value):len(value)], 0)
		status = C.mf_expression_values_set_doubles(values, variable, (*C.double)(unsafe.Pointer(&entries[0])), C.size_t(len(value)), &failure)
	case []bool:
		entries := make([]C.int32_t, len(value)+1)
		for i, entry := range value {
			entries[i] = truth(entry)
		}
		status = C.mf_expression_values_set_bools(values, variable, &entries[0], C.size_t(len(value)), &failure)
	case []string:
		var memory scratch
		defer memory.free()
		// One more, because an empty list needs an address too.
		entries, err := memory.texts(append(value[:len(value):len(value)], ""))
		if err != nil {
			return err
		}
		status = C.mf_expression_values_set_texts(values, variable, entries, C.size_t(len(value)), &failure)
	default:
		return misused("a %T cannot be the value of a variable", value)
	}
	return failed(status, &failure)
}

// resultOf copies the last result.
func resultOf(values *C.mf_expression_values) (interface{}, error) {
	count := int(C.mf_expression_values_result_count(values))
	switch Type(C.mf_expression_values_result_type(values)) {
	case TypeInt:
		return resultInt(values, 0)
	case TypeDouble:
		return resultDouble(values, 0)
	case TypeBool:
		return resultBool(values, 0)
	case TypeString:
		return resultText(values, 0)
	case TypeIntList:
		return listOf(values, count, resultInt)
	case TypeDoubleList:
		return listOf(values, count, resultDouble)
	case TypeBoolList:
		return listOf(values, count, resultBool)
	case TypeStringList:
		return listOf(values, count, resultText)
	}
	return []interface{}{}, nil
}

func listOf[T any](values *C.mf_expression_values, count int, entry func(*C.mf_expression_values, int) (T, error)) ([]T, error) {
	list := make([]T, count)
	for i := range list {
		var err error
		if list[i], err = entry(values, i); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func resultInt(values *C.mf_expression_values, index int) (int64, error) {
	var value C.int64_t
	var failure *C.mf_error
	err := failed(C.mf_expression_values_result_int(values, C.size_t(index), &value, &failure), &failure)
	return int64(value), err
}

func resultDouble(values *C.mf_expression_values, index int) (float64, error) {
	var value C.double
	var failure *C.mf_error
	err := failed(C.mf_expression_values_result_double(values, C.size_t(index), &value, &failure), &failure)
	return float64(value), err
}

func resultBool(values *C.mf_expression_values, index int) (bool, error) {
	var value C.int32_t
	var failure *C.mf_error
	err := failed(C.mf_expression_values_result_bool(values, C.size_t(index), &value, &failure), &failure)
	return value != 0, err
}

func resultText(values *C.mf_expression_values, index int) (string, error) {
	var value *C.char
	var count C.size_t
	var failure *C.mf_error
	if err := failed(C.mf_expression_values_result_text(values, C.size_t(index), &value, &count, &failure), &failure); err != nil {
		return "", err
	}
	return string(borrowed(unsafe.Pointer(value), count)), nil
}
