package main

import (
	"io"
	"strings"

	yamlv2 "gopkg.in/yaml.v2"
	yamlv3 "gopkg.in/yaml.v3"
)

type decoder interface{ Decode(into interface{}) error }

// readAsYamlV2 reads every document without a type.
func readAsYamlV2(text string, found images) error {
	return readUntyped(yamlv2.NewDecoder(strings.NewReader(text)), found)
}

func readAsYamlV3(text string, found images) error {
	return readUntyped(yamlv3.NewDecoder(strings.NewReader(text)), found)
}

func readUntyped(documents decoder, found images) error {
	for {
		var value interface{}
		if err := documents.Decode(&value); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if object, isObject := withStringKeys(value).(map[string]interface{}); isObject {
			if err := addObject(object, found); err != nil {
				return err
			}
		}
	}
}

// readAsYamlV2Typed reads every document into the struct of a Kubernetes object.
func readAsYamlV2Typed(text string, found images) error {
	documents := yamlv2.NewDecoder(strings.NewReader(text))
	for {
		var object typedObject
		if err := documents.Decode(&object); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		object.addTo(found)
	}
}

// readAsKonlet reads the first document as the agent of Google's container VMs does: no kind is needed.
func readAsKonlet(text string, found images) error {
	var declaration struct{ Spec podSpec }
	if err := yamlv2.Unmarshal([]byte(text), &declaration); err != nil {
		return err
	}
	declaration.Spec.addTo(found)
	return nil
}
