package store

import (
	"io"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
)

// dialect is all that differs between the two engines. Every other statement
// is one text for both. For SQLite $1 is a name, and parameters count in the
// order in which they first appear: they are numbered in that order.
type dialect struct {
	goose      goose.Dialect
	begin      string   // starts a transaction that will write
	lock       string   // follows a select of the row under which the log grows
	skipLocked string   // follows a select of rows that others may be taking
	scrub      []string // after an erasure: no old version of what was deleted stays behind
	rows       int      // rows in one insert at most
	together   bool     // statements of which nothing is read are sent together
	words      *strings.Replacer
	tables     string // lists the tables there are
}

var (
	sqlite = dialect{
		goose:  goose.DialectSQLite3,
		begin:  "begin immediate",
		scrub:  []string{"pragma busy_timeout = 2000", "pragma wal_checkpoint(truncate)", "pragma busy_timeout = 10000"},
		rows:   8,
		words:  strings.NewReplacer(),
		tables: "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'",
	}
	postgres = dialect{
		goose:      goose.DialectPostgres,
		begin:      "begin",
		scrub:      wiped,
		lock:       " for update",
		skipLocked: " for update skip locked",
		rows:       64,
		together:   true,
		words:      strings.NewReplacer("INTEGER", "bigint", "BLOB", "bytea", "WITHOUT ROWID", ""),
		tables:     "select tablename from pg_tables where schemaname = current_schema()",
	}
)

// wiped writes the tables of keys anew, because vacuum leaves the bytes of what
// it takes away where they lie; and that of drafts, which are sealed under the key
// of an officer and not of the person. The others are sealed under these keys, and far
// larger: there it is enough that their room is used again. Whoever reads a
// table of keys for long is not waited for: all others would wait behind this.
var wiped = []string{
	"set lock_timeout = '2s'",
	"vacuum full dek, kek, letterbox, credential, draft",
	"vacuum blob, attachment, row, row_caller, row_blob, state",
	"reset lock_timeout",
}

// worded is a folder of migrations in the words of one engine.
type worded struct {
	fs.FS
	words *strings.Replacer
}

func (w worded) Open(name string) (fs.File, error) {
	f, err := w.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return f, err
	}
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	return &wordedFile{File: f, text: strings.NewReader(w.words.Replace(string(text)))}, nil
}

type wordedFile struct {
	fs.File
	text *strings.Reader
}

func (f *wordedFile) Read(p []byte) (int, error) { return f.text.Read(p) }
