package consumer

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf-hss/cdktf-hss-go/hss"
)

// listing is an HSS with a row that has every field, and one that breaks the API's contract.
func listing(t *testing.T) TerraformStack {
	t.Helper()
	complete := map[string]any{
		"image_id": "i-1", "image_type": "cicd", "image_size": 2147483547, "latest_version": true,
		"registry_name": "prod-swr", "registry_type": "cicd", "cicd_name": "ci", "pipeline_type": "jenkins",
		"vul_num": 3, "unsafe_setting_num": 2, "scan_failed_code": "download_failed", "scan_failed_desc": "下载失败",
		"latest_scan_time": 1764300000123, "latest_update_time": largest,
	}
	for name, value := range listed("Low") {
		if _, ok := complete[name]; !ok {
			complete[name] = value
		}
	}
	return simulate(t, map[string][]map[string]any{
		"cicd_images": {
			complete,
			{"namespace": "shop", "image_name": "db", "scan_status": "exploded", "latest_scan_time": largest + 2},
		},
		"image_registries": {{"id": "r-1", "registry_name": "prod-swr", "registry_type": "SwrPrivate"}},
		"registry_images": {{
			"id": largest + 2, "namespace": "shop", "image_name": "api", "registry_type": "SwrEnterprise",
			"association_images": []map[string]any{{"namespace": "shop", "image_name": "api", "image_digest": digest}},
		}},
	}).connected(t)
}

// largest is the largest integer that every int64 up to it crosses exactly.
const largest = int64(1)<<53 - 1

func TestAsksALiveHssByKey(t *testing.T) {
	stack := listing(t)
	registries := hss.NewDataHssImageRegistries(stack, jsii.String("registries"), nil)
	equal(t, *registries.ByName(jsii.String("prod-swr")).Id, "r-1")
	equal(t, (*registries.Rows())[0].RegistryType, hss.RegistryType_SWR_PRIVATE)
	images := hss.NewDataHssCicdImages(stack, jsii.String("images"), nil)
	found := images.Find(jsii.String("shop"), jsii.String("web"), jsii.String("1.4.2"))
	equal(t, found.SeverityLevel, hss.SeverityLevel_LOW)
	equal(t, *found.VulNum, 3)
	equal(t, images.Find(jsii.String("shop"), jsii.String("web"), jsii.String("1.5")), nil)
}

func TestAnUnknownValueOfAnEnumIsAnAnomalyOfItsRow(t *testing.T) {
	row := (*hss.NewDataHssCicdImages(listing(t), jsii.String("images"), nil).Rows())[1]
	equal(t, row.ScanStatus, "")
	equal(t, len(*row.Anomalies), 2)
	if anomaly := *(*row.Anomalies)[0]; !strings.Contains(anomaly, "exploded") {
		t.Error(anomaly)
	}
}

func TestIntegersCrossExactlyOrNotAtAll(t *testing.T) {
	rows := *hss.NewDataHssCicdImages(listing(t), jsii.String("images"), nil).Rows()
	equal(t, int64(*rows[0].LatestScanTime), 1764300000123)
	equal(t, int64(*rows[0].LatestUpdateTime), largest)
	equal(t, rows[1].LatestScanTime, nil)
}

func TestReadsRowsJsonWithTheApisValues(t *testing.T) {
	var rows []struct {
		ImageName  string
		ScanStatus *string
		VulNum     int
	}
	decode(t, hss.NewDataHssCicdImages(listing(t), jsii.String("images"), nil).RowsJson(), &rows)
	equal(t, *rows[0].ScanStatus, "success")
	equal(t, rows[0].VulNum, 3)
	equal(t, rows[1].ScanStatus, nil)
}

func TestMakesStructsAndEnumsOfRowsJsonForStructs(t *testing.T) {
	stack := listing(t)
	images := hss.NewDataHssCicdImages(stack, jsii.String("images"), nil)
	var made []*hss.HssCicdImage
	decode(t, images.RowsJsonForStructs(), &made)
	equal(t, made[0].ScanStatus, hss.ScanStatus_SUCCESS)
	equal(t, made[0].SeverityLevel, hss.SeverityLevel_LOW)
	wantSame(t, made, *images.Rows())
	for field := range reflect.TypeFor[hss.HssCicdImage]().NumField() {
		value := reflect.ValueOf(*made[0])
		if name := value.Type().Field(field).Name; name != "Anomalies" && value.Field(field).IsZero() {
			t.Errorf("%s did not cross", name)
		}
	}

	registries := hss.NewDataHssImageRegistries(stack, jsii.String("registries"), nil)
	var madeRegistries []*hss.HssImageRegistry
	decode(t, registries.RowsJsonForStructs(), &madeRegistries)
	equal(t, madeRegistries[0].RegistryType, hss.RegistryType_SWR_PRIVATE)
	wantSame(t, madeRegistries, *registries.Rows())

	registryImages := hss.NewDataHssRegistryImages(stack, jsii.String("registry-images"), nil)
	var madeRegistryImages []*hss.HssRegistryImage
	decode(t, registryImages.RowsJsonForStructs(), &madeRegistryImages)
	equal(t, *madeRegistryImages[0].Id, "9007199254740993")
	equal(t, *(*madeRegistryImages[0].AssociationImages)[0].ImageDigest, digest)
	wantSame(t, madeRegistryImages, *registryImages.Rows())
}

func decode(t *testing.T, text *string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(*text), into); err != nil {
		t.Fatal(err)
	}
}

// wantSame wants the rows that were made of JSON to be those that crossed one by one.
func wantSame[Row any](t *testing.T, made, crossed []*Row) {
	t.Helper()
	if len(made) == 0 || !reflect.DeepEqual(made, crossed) {
		t.Errorf("made %v, crossed %v", made, crossed)
	}
}
