package main

import (
	"encoding/json"
	"io"
	"strings"
)

// awsContainer has no tags, as the structs of AWS's SDK have none.
type awsContainer struct {
	Name  *string
	Image *string
}

func (container awsContainer) addTo(found images) {
	if container.Image != nil {
		found.add(*container.Image)
	}
}

// readAsContainerDefinitions reads what `aws_ecs_task_definition.container_definitions` holds.
func readAsContainerDefinitions(text string, found images) error {
	var definitions []awsContainer
	if err := decodeAll(text, &definitions); err != nil {
		return err
	}
	for _, definition := range definitions {
		definition.addTo(found)
	}
	return nil
}

// readAsEcsProperties reads what `aws_batch_job_definition.ecs_properties` holds.
func readAsEcsProperties(text string, found images) error {
	var properties struct {
		TaskProperties []struct{ Containers []awsContainer }
	}
	if err := decodeAll(text, &properties); err != nil {
		return err
	}
	for _, task := range properties.TaskProperties {
		for _, container := range task.Containers {
			container.addTo(found)
		}
	}
	return nil
}

// decodeAll decodes every value of a text into the same place, as the AWS provider does: the last one wins, over what
// the ones before have left there.
func decodeAll(text string, into interface{}) error {
	for values := json.NewDecoder(strings.NewReader(text)); ; {
		if err := values.Decode(into); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}
