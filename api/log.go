package api

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/seal"
)

var errNotFound = fault.New(fault.Missing, "fault.not-found")

// logged is what anybody learns of a receipt.
type logged struct {
	Logged bool         `json:"logged"`
	Entry  *ledger.Hash `json:"entry,omitempty"`
	Node   string       `json:"node,omitempty"`
	Index  *int64       `json:"index,omitempty"`
	Status string       `json:"status,omitempty"`

	NotBefore *time.Time `json:"notBefore,omitempty" doc:"when witnesses had signed the checkpoint that the entry names"`
	NotAfter  *time.Time `json:"notAfter,omitempty" doc:"when they had signed the first one that holds it"`
}

// readReceipt looks an entry up by its index or its name. That there is none
// is an answer too.
func readReceipt(x *exchange) (reply, error) {
	d := x.server.desk
	if err := d.May(x.who, "log.read", access.Subject{}); err != nil {
		return reply{}, err
	}
	index, err := x.receiptIndex()
	if err != nil && fault.KindOf(err) != fault.Missing {
		return reply{}, err
	}
	var r desk.Vouched
	if err == nil {
		r, err = d.Receipt(x.Context(), x.who, index)
	}
	if fault.KindOf(err) == fault.Missing {
		return reply{body: logged{}}, nil
	}
	return reply{body: logged{Logged: true, Entry: &r.Entry, Node: r.Node, Index: &r.Index, Status: r.Status, NotBefore: known(r.NotBefore), NotAfter: known(r.NotAfter)}}, err
}

// known is a time, or nothing if there is none.
func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (x *exchange) receiptIndex() (int64, error) {
	text := x.PathValue("receipt")
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		if n < 0 {
			return 0, errNotFound
		}
		return n, nil
	}
	var entry ledger.Hash
	if err := entry.UnmarshalText([]byte(text)); err != nil {
		return 0, fault.New(fault.Invalid, "fault.receipt-format").In("receipt")
	}
	return x.server.desk.Locate(x.Context(), entry)
}

// publishedAge is for how long what is published is not looked up again.
const publishedAge = 10 * time.Second

// checkpoints keeps the one that is published.
type checkpoints struct {
	mu     sync.Mutex
	signed desk.Signed
	at     time.Time
}

func (c *checkpoints) published(ctx context.Context, d *desk.Desk) (desk.Signed, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := d.Moment()
	if c.signed.Note != nil && now.Sub(c.at) < publishedAge {
		return c.signed, nil
	}
	signed, err := d.Published(ctx)
	if err == nil {
		c.signed, c.at = signed, now
	}
	return signed, err
}

// public says whether everybody may read what is asked for; on a field node
// only those who may read the log.
func (x *exchange) public() error {
	if x.server.desk.Node().Hub {
		return nil
	}
	return x.server.desk.May(x.who, "log.read", access.Subject{})
}

func readCheckpoint(x *exchange) (reply, error) {
	if err := x.public(); err != nil {
		return reply{}, err
	}
	c, err := x.server.latest.published(x.Context(), x.server.desk)
	return reply{raw: c.Note, kind: textKind}, err
}

func readLogKey(x *exchange) (reply, error) {
	if err := x.public(); err != nil {
		return reply{}, err
	}
	key, err := x.server.desk.LogKey()
	return reply{raw: []byte(key + "\n"), kind: textKind}, err
}

// readTile gives a tile of hashes (C2SP tlog-tiles), full or partial, as far as
// the checkpoint that is published: from hashes that come as the log grows
// everybody would learn the second of every act.
func readTile(x *exchange) (reply, error) {
	if err := x.public(); err != nil {
		return reply{}, err
	}
	level, err := strconv.Atoi(x.PathValue("level"))
	n, width, ok := parseTile(x.PathValue("path"))
	if err != nil || !ok || level < 0 || level > 5 || strconv.Itoa(level) != x.PathValue("level") {
		return reply{}, errNotFound
	}
	c, err := x.server.latest.published(x.Context(), x.server.desk)
	if err != nil {
		return reply{}, err
	}
	if there := c.Size>>(seal.TileHeight*level) - n<<seal.TileHeight; there < int64(width) {
		return reply{}, errNotFound
	}
	tile, err := x.server.desk.Tile(x.Context(), c.Size, level, n, width)
	return reply{raw: tile, kind: bytesKind}, err
}

// readBundle gives entries as they were signed, without what they disclose, to
// those who may export the log.
func readBundle(x *exchange) (reply, error) {
	if err := x.server.desk.May(x.who, "export", access.Subject{}); err != nil {
		return reply{}, err
	}
	n, width, ok := parseTile(x.PathValue("path"))
	if !ok {
		return reply{}, errNotFound
	}
	bundle, held, err := x.server.desk.Bundle(x.Context(), n, width)
	if err == nil && held < width {
		err = errNotFound
	}
	return reply{raw: bundle, kind: bytesKind}, err
}

// readKeys gives what says which keys signed which entries.
func readKeys(x *exchange) (reply, error) {
	keys, err := x.server.desk.Keys(x.Context(), x.who)
	return reply{raw: keys, kind: textKind}, err
}

var tilePath = regexp.MustCompile(`^((?:x\d{3}/){0,3})(\d{3})(?:\.p/([1-9]\d{0,2}))?$`)

// parseTile reads the end of a tile's path: "x001/x234/067" or "067.p/12".
func parseTile(path string) (n int64, width int, ok bool) {
	parts := tilePath.FindStringSubmatch(path)
	if parts == nil || strings.HasPrefix(parts[1], "x000/") {
		return 0, 0, false
	}
	n, err := strconv.ParseInt(strings.NewReplacer("x", "", "/", "").Replace(parts[1])+parts[2], 10, 64)
	if err != nil {
		return 0, 0, false
	}
	width = seal.TileWidth
	if parts[3] != "" {
		if width, err = strconv.Atoi(parts[3]); err != nil || width >= seal.TileWidth {
			return 0, 0, false
		}
	}
	return n, width, true
}
