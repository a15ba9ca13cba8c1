// Command dra-select judges claims with the code that will: Kubernetes' for selectors, NVIDIA's for configuration.
//
// It reads a JSON question on stdin: the selectors of a DeviceClass and of a request, devices as a
// ResourceSlice lists them, opaque configurations, and the driver's feature gates. It writes a JSON answer: for
// each selector its worst-case cost, or why the API server would refuse it; the names of the devices that all
// selectors match; for each configuration what the driver has against it; and whether it starts with the gates.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	resourceapi "k8s.io/api/resource/v1"
	"k8s.io/dynamic-resource-allocation/cel"
)

// version is the minor version of Kubernetes whose selectors these are.
var version = "0.0.0"

type question struct {
	Driver    string               `json:"driver"`
	Selectors []string             `json:"selectors"`
	Devices   []resourceapi.Device `json:"devices"`

	Parameters []json.RawMessage `json:"parameters"`
	Gates      map[string]bool   `json:"gates"`
}

type verdict struct {
	Selector string `json:"selector"`
	Cost     uint64 `json:"cost,omitempty"`
	Refused  string `json:"refused,omitempty"`
}

type failure struct {
	Device string `json:"device"`
	Error  string `json:"error"`
}

type answer struct {
	Verdicts []verdict `json:"verdicts"`
	Matched  []string  `json:"matched"`
	Failed   []failure `json:"failed"`

	Refusals []string `json:"refusals"`
	Gates    string   `json:"gates"`
}

func main() {
	asked := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *asked {
		fmt.Println("dra-select " + version)
		return
	}
	if err := run(context.Background(), os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "dra-select:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, in io.Reader, out io.Writer) error {
	decoder := json.NewDecoder(in)
	decoder.DisallowUnknownFields()
	var asked question
	if err := decoder.Decode(&asked); err != nil {
		return fmt.Errorf("reading the question: %w", err)
	}
	found := answered(ctx, asked)
	var err error
	if found.Refusals, err = refusals(asked.Parameters, asked.Gates); err != nil {
		found.Gates = err.Error()
	}
	return json.NewEncoder(out).Encode(found)
}

func answered(ctx context.Context, asked question) answer {
	found := answer{Verdicts: []verdict{}, Matched: []string{}, Failed: []failure{}}
	programs := make([]cel.CompilationResult, 0, len(asked.Selectors))
	for _, selector := range asked.Selectors {
		program, err := compiled(selector)
		if err != nil {
			found.Verdicts = append(found.Verdicts, verdict{Selector: selector, Refused: err.Error()})
			continue
		}
		found.Verdicts = append(found.Verdicts, verdict{Selector: selector, Cost: program.MaxCost})
		programs = append(programs, program)
	}
	if len(programs) < len(asked.Selectors) {
		return found
	}
	for _, device := range asked.Devices {
		matches, err := matchesAll(ctx, programs, asked.Driver, device)
		switch {
		case err != nil:
			found.Failed = append(found.Failed, failure{device.Name, err.Error()})
		case matches:
			found.Matched = append(found.Matched, device.Name)
		}
	}
	return found
}

// compiled holds a selector against the limits that the API server validates
// (kubernetes/kubernetes:pkg/apis/resource/validation/validation.go, validateCELSelector).
func compiled(selector string) (cel.CompilationResult, error) {
	if len(selector) > resourceapi.CELSelectorExpressionMaxLength {
		return cel.CompilationResult{}, fmt.Errorf("longer than %d bytes", resourceapi.CELSelectorExpressionMaxLength)
	}
	program := cel.GetCompiler(cel.Features{}).CompileCELExpression(selector, cel.Options{})
	if program.Error != nil {
		return program, errors.New(program.Error.Detail)
	}
	if program.MaxCost > resourceapi.CELSelectorExpressionMaxCost {
		return program, fmt.Errorf("worst-case cost %d is above %d", program.MaxCost, resourceapi.CELSelectorExpressionMaxCost)
	}
	return program, nil
}

func matchesAll(ctx context.Context, programs []cel.CompilationResult, driver string, device resourceapi.Device) (bool, error) {
	input := cel.Device{
		Driver:                   driver,
		AllowMultipleAllocations: device.AllowMultipleAllocations,
		Attributes:               device.Attributes,
		Capacity:                 device.Capacity,
	}
	for _, program := range programs {
		matches, _, err := program.DeviceMatches(ctx, input)
		if err != nil || !matches {
			return false, err
		}
	}
	return true, nil
}
