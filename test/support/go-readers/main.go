// Says which images each of the readers that deployers use would run from a text.
//
// Reads one JSON string a line on stdin, and writes one JSON object a line on stdout: by reader, the images and
// the error that ended the reading. Images of documents before the error count: kubectl has applied them by then.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"sort"
)

// Answer is what one reader makes of a text.
type Answer struct {
	Images []string `json:"images"`
	Error  string   `json:"error,omitempty"`
}

var readers = map[string]func(text string, found images) error{
	"kubectl":          readAsKubectl,
	"kubectl provider": readAsKubectlProvider,
	"typed Kubernetes": readAsTypedKubernetes,
	"yaml.v2":          readAsYamlV2,
	"yaml.v2 typed":    readAsYamlV2Typed,
	"yaml.v3":          readAsYamlV3,
	"konlet":           readAsKonlet,
	"ECS":              readAsContainerDefinitions,
	"Batch":            readAsEcsProperties,
}

func main() {
	in := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	answers := json.NewEncoder(out)
	for requests := json.NewDecoder(in); requests.More(); {
		var text string
		if err := requests.Decode(&text); err != nil {
			fmt.Fprintln(os.Stderr, "unreadable request:", err)
			os.Exit(1)
		}
		answer := map[string]Answer{}
		for name, read := range readers {
			answer[name] = ask(read, text)
		}
		if err := answers.Encode(answer); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func ask(read func(string, images) error, text string) (answer Answer) {
	found := images{}
	// A reader that panics ends its process as an error does.
	defer func() {
		if problem := recover(); problem != nil {
			answer = Answer{Images: found.sorted(), Error: fmt.Sprint(problem)}
		}
	}()
	err := read(text, found)
	answer.Images = found.sorted()
	if err != nil {
		answer.Error = err.Error()
	}
	return answer
}

// images is a set of references.
type images map[string]bool

// possible leaves out what no runtime pulls.
var possible = regexp.MustCompile(`^[A-Za-z0-9._/:@\[\]-]+$`)

func (found images) add(reference string) {
	if possible.MatchString(reference) {
		found[reference] = true
	}
}

func (found images) sorted() []string {
	list := []string{}
	for reference := range found {
		list = append(list, reference)
	}
	sort.Strings(list)
	return list
}
