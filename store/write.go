package store

import (
	"bytes"
	"slices"
	"time"

	"amana/domain/ledger"
)

// Stream is what a stream is, said once when it begins.
type Stream struct {
	Name    ledger.Stream
	Class   ledger.Class
	Subject string // what it is about: case, movement, user …
	Office  string
}

// Write is everything that one command changes. It is stored whole or not at
// all.
type Write struct {
	Stream  Stream        // beyond its name only read when the stream begins
	Heads   []ledger.Hash // the heads of Stream that were decided on; none: it must not exist
	Reads   []Seen        // other streams that were read to decide
	Rests   *ledger.Hash  // Head.Register when it was decided; nil: it does not rest on it
	Entries []Entry       // each the only child of the one before, the first of Heads

	DEKs        []DEK
	KEKs        []KEK
	Letterboxes []Letterbox
	Attachments []Attachment
	Credentials []Credential   // set, by login
	Revoked     []ledger.Actor // whose credentials and wraps of office keys end

	Row   *Row   // replaces the stream's read row
	State *State // replaces the cached state for its set of compartments

	Registers bool // every act rests on the stream: its last entry becomes Head.Register

	Meta map[string]string // what the store says of itself from now on

	Jobs []Job   // what follows elsewhere
	Done []int64 // jobs that this write finishes

	With []Write // what the same command changes in other streams: all are stored, or none; they have no Command, and no KEKs, of their own

	Command Command
}

// Seen names a stream and the heads it had when it was read. No heads: it did
// not exist.
type Seen struct {
	Stream ledger.Stream
	Heads  []ledger.Hash
}

// Entry is one signed entry: a leaf of the log, and its sealed contents.
type Entry struct {
	Leaf     ledger.Hash
	Recorded time.Time
	Bytes    []byte
	Blobs    []Blob
}

// Blob is what an entry discloses in one compartment, sealed.
type Blob struct {
	Compartment ledger.Compartment
	Epoch       int
	Sealed      []byte
}

// DEK is a person's key for one compartment and epoch, wrapped for an office.
// A write that brings one under an office's key that was retired is answered
// with ErrMoved.
type DEK struct {
	Compartment ledger.Compartment
	Epoch       int
	Office      string
	Made        int // the epoch of the office's key under which it was made
	KEK         int // and of the one that wraps it
	KEM         int // 0: wrapped with the office's key; else put into its letterbox
	Wrapped     []byte
}

// KEK is an office's key for one compartment and epoch, wrapped for a holder:
// the node, or an officer. Once stored it stays: a write that brings another key under the same name
// is answered with ErrMoved.
type KEK struct {
	Office      string
	Compartment ledger.Compartment
	Epoch       int
	Holder      string
	KEM         int
	Wrapped     []byte
}

// Letterbox is the public key of an office, compartment and epoch.
type Letterbox struct {
	Office      string
	Compartment ledger.Compartment
	Epoch       int
	Public      []byte
}

// Attachment is a picture or sound, named by the hash of what is sealed in it.
type Attachment struct {
	Hash        [32]byte
	Compartment ledger.Compartment
	Sealed      []byte
}

// Credential is what a sign-in opens. Login is a digest of the name.
type Credential struct {
	Login       []byte
	Actor       ledger.Actor
	Salt        []byte
	Params      string
	Verifier    []byte
	Sealed      []byte // the actor's own key
	Public      []byte // to which keys of offices are wrapped; empty: none
	Failures    int
	LockedUntil time.Time
}

// Row is where a stream stands: what lists are filtered by, and the rest
// sealed. Blobs of compartments not given stay as they are.
type Row struct {
	Subject   string
	Office    string
	Movement  ledger.Stream // zero: none
	Status    string
	NextDue   time.Time // zero: nothing is due
	NumberKey []byte    // keyed digest of the case number; empty: none
	Bucket    int64     // among what is likely alike; 0: none
	Callers   [][]byte  // keyed digests of who is called to it; nil: as they are
	Blobs     []RowBlob
}

// RowBlob is the part of a row that one compartment's key opens.
type RowBlob struct {
	Compartment ledger.Compartment
	Sealed      []byte
}

// State is folded state as a cache, for one set of opened compartments. It
// counts only while Heads and Version are those of the reader.
type State struct {
	Opened  ledger.Set
	Heads   [32]byte // digest of the heads it was folded from
	Version string   // of the code that folded it
	Sealed  []byte
}

// Job is work that follows from what was recorded. Payload holds references
// only.
type Job struct {
	ID      int64 // given by the store
	Kind    string
	Stream  ledger.Stream
	Due     time.Time
	Payload []byte
	Tries   int // leases so far
}

// Command names the command behind a write. The same id, actor and body are
// answered with the first receipt; anything else under that id is refused.
// Ids that begin alike lie together on disk: a bulk import is faster when the
// ids of one stream share their first bytes.
type Command struct {
	ID       ledger.Command
	Actor    ledger.Actor
	BodyHash [32]byte
	Status   string // kept for the receipt
}

// Receipt says where a write is in the log.
type Receipt struct {
	Stream   ledger.Stream
	Index    int64 // of the first entry of the stream that the command is about: what was asked for
	Leaf     ledger.Hash
	Size     int64 // a size of the log that holds it
	Status   string
	Repeated bool // it had been stored before
}

// joined is heads as the store keeps and compares them.
func joined(heads []ledger.Hash) []byte {
	if len(heads) == 1 {
		return bytes.Clone(heads[0][:])
	}
	sorted := slices.Clone(heads)
	slices.SortFunc(sorted, func(a, b ledger.Hash) int { return bytes.Compare(a[:], b[:]) })
	text := make([]byte, 0, 32*len(sorted))
	for _, h := range sorted {
		text = append(text, h[:]...)
	}
	return text
}

func split(heads []byte) []ledger.Hash {
	var hashes []ledger.Hash
	for part := range slices.Chunk(heads, 32) {
		hashes = append(hashes, ledger.Hash(part))
	}
	return hashes
}

// seconds and moment keep times as whole seconds; 0 is no time.
func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func moment(s int64) time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(s, 0).UTC()
}
