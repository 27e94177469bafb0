package consent

import (
	"reflect"
	"strconv"
	"testing"
)

// What a list calls no text of ours would be one on the day on which a version of
// that number is approved.
func TestNothingIsApprovedAsNoText(t *testing.T) {
	version, _ := reflect.TypeFor[ApproveText]().FieldByName("Version")
	if most, err := strconv.Atoi(version.Tag.Get("max")); err != nil || most >= NoText {
		t.Errorf("versions up to %d can be approved, and %d says that there was no text: %v", most, NoText, err)
	}
}
