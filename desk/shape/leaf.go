package shape

import (
	"encoding/json"
	"errors"
	"reflect"
	"time"

	"amana/domain/day"
	"amana/domain/fault"
)

// leaf checks that a member which reads itself from text can: encoding/json
// would say of an impossible day neither what is wrong nor where.
func leaf(t reflect.Type, value []byte, path string) error {
	t = deref(t)
	read := reflect.New(t)
	err := json.Unmarshal(value, read.Interface())
	if at, is := read.Interface().(*time.Time); is && err == nil && at.IsZero() && string(value) != "null" {
		return fault.New(fault.Invalid, "fault.impossible-time").In(path) // it stands for no time at all
	}
	said, told := errors.AsType[*fault.Fault](err)
	switch {
	case err == nil:
		return nil
	case told && value[0] == '"':
		return said.In(path)
	case value[0] != '"':
		return fault.New(fault.Invalid, "fault.wrong-type").In(path)
	case t == reflect.TypeFor[day.Day]():
		return fault.New(fault.Invalid, "fault.impossible-day").In(path)
	case t == reflect.TypeFor[time.Time]():
		return fault.New(fault.Invalid, "fault.impossible-time").In(path)
	}
	return fault.New(fault.Invalid, "fault.format-id").In(path)
}
