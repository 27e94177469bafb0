package store

import (
	"strconv"
	"strings"
)

// Class says what a table is for, and with that what rebuilding, erasing and
// backing up do to it.
type Class string

const (
	Log   Class = "log"   // entries and hashes: never changed, never deleted
	Vault Class = "vault" // sealed contents and wrapped keys: deleted by erasure
	Local Class = "local" // this process's own work: references only
	Read  Class = "read"  // made from the others, and made again by Refresh
)

// Table is a table and its class.
type Table struct {
	Name  string
	Class Class
}

// Tables lists every table of the schema.
func Tables() []Table {
	return []Table{
		{"stream", Log}, {"entry", Log}, {"leaf", Log}, {"tile", Log}, {"head", Log}, {"checkpoint", Log}, {"meta", Log},
		{"blob", Vault}, {"dek", Vault}, {"kek", Vault}, {"letterbox", Vault}, {"credential", Vault}, {"attachment", Vault},
		{"command", Local}, {"outbox", Local}, {"mark", Local}, {"published", Local},
		{"row", Read}, {"row_blob", Read}, {"row_caller", Read}, {"state", Read},
		{"cosignature", Log},
		{"row_version", Read},
		{"draft", Local},
	}
}

// target is a table into which rows are written in one statement each so many.
type target struct {
	name     string
	columns  string
	conflict string // what happens to a row that is there already; "" is an error
}

var (
	intoStream = target{"stream", "id, name, class, subject, office, heads, depth, length",
		"on conflict (id) do update set heads = excluded.heads, depth = excluded.depth, length = excluded.length"}
	intoEntry = target{"entry", "pos, depth, idx, leaf, bytes", ""}
	intoLeaf  = target{"leaf", "idx, hash, pos", ""}
	intoTile  = target{"tile", "n, root", ""}
	intoBlob  = target{"blob", "slot, epoch, sealed", ""}
	intoDEK   = target{"dek", "stream, compartment, epoch, office, made, kek, kem, wrapped",
		"on conflict (stream, compartment, epoch, office) do update set made = excluded.made, kek = excluded.kek, kem = excluded.kem, wrapped = excluded.wrapped"}
	intoKEK        = target{"kek", "office, compartment, epoch, holder, kem, wrapped", "on conflict (office, compartment, epoch, holder) do nothing"}
	intoLetterbox  = target{"letterbox", "office, compartment, epoch, public", "on conflict (office, compartment, epoch) do nothing"}
	intoAttachment = target{"attachment", "stream, hash, compartment, sealed", "on conflict (stream, hash) do nothing"}
	intoCommand    = target{"command", "id, actor, body, stream, leaf, idx, status, at", ""}
	intoOutbox     = target{"outbox", "id, kind, stream, due, payload, holder, leased, tries", ""}
	intoCredential = target{"credential", "login, actor, salt, params, verifier, sealed, public, failures, locked_until",
		"on conflict (login) do update set actor = excluded.actor, salt = excluded.salt, params = excluded.params, " +
			"verifier = excluded.verifier, sealed = excluded.sealed, public = excluded.public, failures = excluded.failures, locked_until = excluded.locked_until"}
	intoMeta = target{"meta", "key, value", "on conflict (key) do update set value = excluded.value"}
	intoRow  = target{"row", "stream, subject, office, movement, status, next_due, number_key, bucket, version",
		"on conflict (stream) do update set subject = excluded.subject, office = excluded.office, movement = excluded.movement, " +
			"status = excluded.status, next_due = excluded.next_due, number_key = excluded.number_key, bucket = excluded.bucket, version = excluded.version"}
	intoRowBlob = target{"row_blob", "slot, sealed", "on conflict (slot) do update set sealed = excluded.sealed"}
	intoCaller  = target{"row_caller", "caller, stream", "on conflict (caller, stream) do nothing"}
	intoState   = target{"state", "slot, heads, version, sealed",
		"on conflict (slot) do update set heads = excluded.heads, version = excluded.version, sealed = excluded.sealed"}
)

func (t target) width() int { return strings.Count(t.columns, ",") + 1 }

// insert is the statement that writes n rows.
func (t target) insert(n int) string {
	var b strings.Builder
	b.WriteString("insert into " + t.name + " (" + t.columns + ") values ")
	p := 0
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		for j := range t.width() {
			if j > 0 {
				b.WriteString(", ")
			}
			p++
			b.WriteString("$" + strconv.Itoa(p))
		}
		b.WriteByte(')')
	}
	b.WriteString(" " + t.conflict)
	return b.String()
}

// rowset gathers the rows of one table. Two rows with one key are one row,
// the later one.
type rowset struct {
	into target
	args []any
	at   map[any]int
}

func (r *rowset) add(args ...any) { r.args = append(r.args, args...) }

func (r *rowset) put(key any, args ...any) {
	if i, twice := r.at[key]; twice {
		copy(r.args[i:], args)
		return
	}
	if r.at == nil {
		r.at = map[any]int{}
	}
	r.at[key] = len(r.args)
	r.args = append(r.args, args...)
}
