package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	yamlv2 "gopkg.in/yaml.v2"
	apiyaml "k8s.io/apimachinery/pkg/util/yaml"
	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// Where each kind that makes pods has its pods' spec. Workload stands for a custom resource with containers.
var podSpecs = map[string][]string{
	"Pod":                   {"spec"},
	"Workload":              {"spec"},
	"PodTemplate":           {"template", "spec"},
	"Deployment":            {"spec", "template", "spec"},
	"ReplicaSet":            {"spec", "template", "spec"},
	"StatefulSet":           {"spec", "template", "spec"},
	"DaemonSet":             {"spec", "template", "spec"},
	"ReplicationController": {"spec", "template", "spec"},
	"Job":                   {"spec", "template", "spec"},
	"CronJob":               {"spec", "jobTemplate", "spec", "template", "spec"},
}

var containerLists = []string{"containers", "initContainers", "ephemeralContainers"}

// readAsKubectl splits and decodes as kubectl does: by apimachinery's decoder, then with case-sensitive keys.
func readAsKubectl(text string, found images) error {
	decoder := apiyaml.NewYAMLOrJSONDecoder(strings.NewReader(text), 4096)
	for {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if trimmed := bytes.TrimSpace(raw); len(trimmed) == 0 || bytes.Equal(trimmed, []byte("null")) {
			continue
		}
		if err := readObject(raw, found); err != nil {
			return err
		}
	}
}

// readAsKubectlProvider reads a text as the provider gavinbunney/kubectl does: `kubectl_manifest` its first document by
// yaml.v2, `kubectl_file_documents` each that its splitter finds.
func readAsKubectlProvider(text string, found images) error {
	err := readProviderDocument(text, found)
	scanner := bufio.NewScanner(strings.NewReader(text))
	scanner.Buffer(make([]byte, len(text)+100), len(text)+100)
	scanner.Split(splitAtSeparator)
	for scanner.Scan() {
		if problem := readProviderDocument(strings.TrimSpace(scanner.Text()), found); problem != nil {
			return problem
		}
	}
	return err
}

func readProviderDocument(text string, found images) error {
	object := map[string]interface{}{}
	if err := yamlv2.Unmarshal([]byte(text), &object); err != nil {
		return err
	}
	if len(object) == 0 {
		return nil
	}
	raw, err := json.Marshal(withStringKeys(object))
	if err != nil {
		return err
	}
	return readObject(raw, found)
}

// splitAtSeparator is a bufio.SplitFunc: a document ends at a line that begins with `---`, whatever follows it.
func splitAtSeparator(data []byte, atEOF bool) (int, []byte, error) {
	if atEOF && len(data) == 0 {
		return 0, nil, nil
	}
	const separator = "\n---"
	if start := bytes.Index(data, []byte(separator)); start >= 0 {
		end := start + len(separator)
		if length := bytes.IndexByte(data[end:], '\n'); length >= 0 {
			return end + length + 1, data[:start], nil
		}
		if atEOF && end == len(data) {
			return len(data), data[:start], nil
		}
	}
	if atEOF {
		return len(data), data, nil
	}
	return 0, nil, nil
}

func withStringKeys(value interface{}) interface{} {
	switch value := value.(type) {
	case map[string]interface{}:
		for key, inner := range value {
			value[key] = withStringKeys(inner)
		}
	case map[interface{}]interface{}:
		object := map[string]interface{}{}
		for key, inner := range value {
			object[fmt.Sprint(key)] = withStringKeys(inner)
		}
		return object
	case []interface{}:
		for index, inner := range value {
			value[index] = withStringKeys(inner)
		}
	}
	return value
}

// readObject adds the images of an object that goes to the API server, which reads keys case-sensitively.
func readObject(raw []byte, found images) error {
	var object map[string]interface{}
	if err := kjson.UnmarshalCaseSensitivePreserveInts(raw, &object); err != nil {
		return err
	}
	return addObject(object, found)
}

func addObject(object map[string]interface{}, found images) error {
	kind, _ := object["kind"].(string)
	if kind == "" {
		return fmt.Errorf("an object has no kind")
	}
	if items, isList := object["items"].([]interface{}); isList {
		for _, item := range items {
			inner, isObject := item.(map[string]interface{})
			if !isObject {
				return fmt.Errorf("an item is no object")
			}
			if err := addObject(inner, found); err != nil {
				return err
			}
		}
		return nil
	}
	path, makesPods := podSpecs[kind]
	if !makesPods {
		return nil
	}
	for _, step := range path {
		object, _ = object[step].(map[string]interface{})
	}
	for _, name := range containerLists {
		list, _ := object[name].([]interface{})
		for _, item := range list {
			container, _ := item.(map[string]interface{})
			reference, _ := container["image"].(string)
			found.add(reference)
		}
	}
	return nil
}

type container struct {
	Name  string `json:"name" yaml:"name"`
	Image string `json:"image" yaml:"image"`
}

type podSpec struct {
	Containers          []container `json:"containers" yaml:"containers"`
	InitContainers      []container `json:"initContainers" yaml:"initContainers"`
	EphemeralContainers []container `json:"ephemeralContainers" yaml:"ephemeralContainers"`
}

type podTemplate struct {
	Spec podSpec `json:"spec" yaml:"spec"`
}

type jobTemplate struct {
	Spec struct {
		Template podTemplate `json:"template" yaml:"template"`
	} `json:"spec" yaml:"spec"`
}

// objectSpec has no embedded struct, because sigs.k8s.io/yaml makes no text of a number in one.
type objectSpec struct {
	Containers          []container `json:"containers" yaml:"containers"`
	InitContainers      []container `json:"initContainers" yaml:"initContainers"`
	EphemeralContainers []container `json:"ephemeralContainers" yaml:"ephemeralContainers"`
	Template            podTemplate `json:"template" yaml:"template"`
	JobTemplate         jobTemplate `json:"jobTemplate" yaml:"jobTemplate"`
}

// typedObject has the shape of every kind that makes pods.
type typedObject struct {
	APIVersion string        `json:"apiVersion" yaml:"apiVersion"`
	Kind       string        `json:"kind" yaml:"kind"`
	Items      []typedObject `json:"items" yaml:"items"`
	Spec       objectSpec    `json:"spec" yaml:"spec"`
	Template   podTemplate   `json:"template" yaml:"template"`
}

func (object typedObject) addTo(found images) {
	for _, item := range object.Items {
		item.addTo(found)
	}
	switch path := podSpecs[object.Kind]; {
	case len(path) == 1:
		podSpec{object.Spec.Containers, object.Spec.InitContainers, object.Spec.EphemeralContainers}.addTo(found)
	case len(path) == 2:
		object.Template.Spec.addTo(found)
	case len(path) == 3:
		object.Spec.Template.Spec.addTo(found)
	case len(path) > 3:
		object.Spec.JobTemplate.Spec.Template.Spec.addTo(found)
	}
}

func (spec podSpec) addTo(found images) {
	for _, list := range [][]container{spec.Containers, spec.InitContainers, spec.EphemeralContainers} {
		for _, container := range list {
			found.add(container.Image)
		}
	}
}

// readAsTypedKubernetes reads each document into a struct, by encoding/json, which takes keys in any letter case.
func readAsTypedKubernetes(text string, found images) error {
	documents := apiyaml.NewYAMLReader(bufio.NewReader(strings.NewReader(text)))
	for {
		document, err := documents.Read()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		var object typedObject
		if err := yaml.Unmarshal(document, &object); err != nil {
			return err
		}
		object.addTo(found)
	}
}
