package main

import (
	"encoding/json"

	nvidia "sigs.k8s.io/dra-driver-nvidia-gpu/api/nvidia.com/resource/v1beta1"
	"sigs.k8s.io/dra-driver-nvidia-gpu/pkg/featuregates"
)

// refusals decodes and validates opaque configurations as the driver does when it prepares a claim, with these
// feature gates: for each, what it has against it, empty for nothing.
func refusals(parameters []json.RawMessage, gates map[string]bool) ([]string, error) {
	if err := featuregates.FeatureGates().SetFromMap(gates); err != nil {
		return nil, err
	}
	if err := featuregates.ValidateFeatureGates(); err != nil {
		return nil, err
	}
	found := make([]string, len(parameters))
	for i, text := range parameters {
		if err := accepted(text); err != nil {
			found[i] = err.Error()
		}
	}
	return found, nil
}

func accepted(text []byte) error {
	decoded, _, err := nvidia.StrictDecoder.Decode(text, nil, nil)
	if err != nil {
		return err
	}
	config, ok := decoded.(nvidia.Interface)
	if !ok {
		return nil
	}
	if err := config.Normalize(); err != nil {
		return err
	}
	return config.Validate()
}
