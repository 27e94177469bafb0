package seal

import "encoding/base64"

// b64 is the one text form of bytes in entries: base64url without padding,
// and only the encoding in which the unused bits of the last letter are zero.
var b64 = base64.RawURLEncoding.Strict()

// letters holds the value of each base64url letter, bad for all other bytes.
var letters = func() (t [256]byte) {
	for i := range t {
		t[i] = bad
	}
	for i, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") {
		t[c] = byte(i)
	}
	return t
}()

const bad = 0xff

// decode64 reads src into dst and says whether src was exactly the encoding
// of len(dst) bytes. Unlike the standard decoder it does not pass over line
// breaks, so that one value has one spelling; it is also what makes reading
// an entry fast.
func decode64(dst []byte, src []byte) bool {
	if len(src) != (len(dst)*8+5)/6 {
		return false
	}
	var wrong byte
	for len(dst) >= 3 {
		s := src[:4:4]
		a, b, c, d := letters[s[0]], letters[s[1]], letters[s[2]], letters[s[3]]
		wrong |= a | b | c | d
		v := uint32(a)<<18 | uint32(b)<<12 | uint32(c)<<6 | uint32(d)
		_ = dst[2]
		dst[0], dst[1], dst[2] = byte(v>>16), byte(v>>8), byte(v)
		dst, src = dst[3:], src[4:]
	}
	switch len(dst) {
	case 1:
		a, b := letters[src[0]], letters[src[1]]
		wrong |= a | b | b<<4&0x80 | b<<5&0x80 | b<<6&0x80 | b<<7&0x80
		dst[0] = a<<2 | b>>4
	case 2:
		a, b, c := letters[src[0]], letters[src[1]], letters[src[2]]
		wrong |= a | b | c | c<<6&0x80 | c<<7&0x80
		dst[0], dst[1] = a<<2|b>>4, b<<4|c>>2
	}
	return wrong&0x80 == 0
}

// decodedLen is how many bytes n letters hold; no encoding has n%4 == 1.
func decodedLen(n int) int { return n * 6 / 8 }
