package api

import (
	"encoding/hex"

	"amana/domain/fault"
	"amana/domain/ledger"
)

// UUID is a command id as the API spells it: 8-4-4-4-12 hexadecimal digits,
// of any version (RFC 9562). It is read in either case and written in lower.
type UUID ledger.Command

var errUUID = fault.New(fault.Invalid, "fault.format-uuid")

func (u UUID) String() string {
	text := make([]byte, 0, 36)
	for i, part := range [...][]byte{u[:4], u[4:6], u[6:8], u[8:10], u[10:]} {
		if i > 0 {
			text = append(text, '-')
		}
		text = hex.AppendEncode(text, part)
	}
	return string(text)
}

func (u UUID) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

func (u *UUID) UnmarshalText(text []byte) error {
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return errUUID
	}
	digits := make([]byte, 0, 32)
	for i, c := range text {
		if i != 8 && i != 13 && i != 18 && i != 23 {
			digits = append(digits, c)
		}
	}
	if _, err := hex.Decode(u[:], digits); err != nil {
		return errUUID
	}
	return nil
}
