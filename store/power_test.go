package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
	"github.com/ncruces/go-sqlite3/vfs/adiantum"

	"amana/domain/ledger"
	"amana/store"
	"amana/store/storetest"
)

// power is a disk that can lose its power: what was written and not synced may
// then be there or not, block by block, or torn: of a block of 4,096 bytes, which
// the encryption always writes whole, only the first sectors. The encryption
// makes nonsense of all of a block that is torn. Files that were deleted stay
// deleted.
type power struct {
	vfs.VFS
	lies bool // it says that it synced, and does not

	mu    sync.Mutex
	files map[string]*platter
}

// platter is what a file is for certain, and what was done to it since.
type platter struct {
	synced []byte
	since  []change
}

type change struct {
	at    int64
	block []byte // nil: the file was cut off at that length
}

const block, sector = 4096, 512

func (p *power) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := p.VFS.(vfs.VFSFilename).OpenFilename(name, flags)
	if err != nil || name == nil {
		return f, flags, err // without a name it is nothing that stays
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.files[name.String()] == nil {
		p.files[name.String()] = &platter{}
	}
	return &powered{f, p, name.String()}, flags, nil
}

func (p *power) Delete(name string, syncDir bool) error {
	p.mu.Lock()
	delete(p.files, name)
	p.mu.Unlock()
	return p.VFS.Delete(name, syncDir)
}

// powered is an open file on such a disk.
type powered struct {
	vfs.File
	disk *power
	name string
}

func (f *powered) SharedMemory() vfs.SharedMemory {
	return f.File.(vfs.FileSharedMemory).SharedMemory()
}

func (f *powered) note(c change) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if p := f.disk.files[f.name]; p != nil {
		p.since = append(p.since, c)
	}
}

func (f *powered) WriteAt(b []byte, at int64) (int, error) {
	n, err := f.File.WriteAt(b, at)
	for done := 0; done < n; {
		next := min(n, done+int(block-(at+int64(done))%block))
		f.note(change{at + int64(done), append([]byte{}, b[done:next]...)})
		done = next
	}
	return n, err
}

func (f *powered) Truncate(size int64) error {
	err := f.File.Truncate(size)
	if err == nil {
		f.note(change{size, nil})
	}
	return err
}

func (f *powered) Sync(flags vfs.SyncFlag) error {
	err := f.File.Sync(flags)
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if p := f.disk.files[f.name]; p != nil && err == nil && !f.disk.lies {
		for _, c := range p.since {
			p.synced = c.to(p.synced)
		}
		p.since = nil
	}
	return err
}

func (c change) to(text []byte) []byte {
	end := c.at + int64(len(c.block))
	if grow := end - int64(len(text)); grow > 0 {
		text = append(text, make([]byte, grow)...)
	}
	if c.block == nil {
		return text[:c.at]
	}
	copy(text[c.at:], c.block)
	return text
}

// torn is what of a change reached the disk: nothing, all, or its first sectors.
func (c change) torn() (part change, any bool) {
	switch rand.IntN(3) {
	case 0:
		return c, false
	case 1:
		return c, true
	}
	sectors := len(c.block) / sector
	if sectors < 2 {
		return c, true
	}
	return change{c.at, c.block[:sector*(1+rand.IntN(sectors-1))]}, true
}

// cut writes what the disk holds after its power failed at this moment.
func (p *power) cut(t *testing.T, dir string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for name, f := range p.files {
		text := append([]byte{}, f.synced...)
		for _, c := range f.since {
			if part, any := c.torn(); any {
				text = part.to(text)
			}
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// trusting is an encryption that passes on what disks say of themselves: that
// writing a part of a block leaves the rest of it as it was.
type trusting struct{ vfs.VFS }

func (v trusting) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := vfsutil.WrapOpenFilename(v.VFS, name, flags)
	if err != nil {
		return f, flags, err
	}
	return trusted{f}, flags, nil
}

type trusted struct{ vfs.File }

func (f trusted) Unwrap() vfs.File               { return f.File }
func (f trusted) SharedMemory() vfs.SharedMemory { return vfsutil.WrapSharedMemory(f.File) }
func (f trusted) Pragma(name, value string) (string, error) {
	return vfsutil.WrapPragma(f.File, name, value)
}
func (f trusted) DeviceCharacteristics() vfs.DeviceCharacteristic {
	return f.File.DeviceCharacteristics() | vfs.IOCAP_POWERSAFE_OVERWRITE
}

// how is what may be wrong with a disk, or with what is believed of it.
type how struct{ lies, trusts bool }

// cutOff writes until the power fails and says how many of the acknowledged
// entries the store, opened again, has lost.
func cutOff(t *testing.T, name string, is how) (acknowledged, lost int) {
	t.Helper()
	disk := &power{VFS: vfs.Find(""), lies: is.lies, files: map[string]*platter{}}
	encrypted := adiantum.Wrap(disk, nil)
	if is.trusts {
		encrypted = trusting{encrypted}
	}
	vfs.Register(name, encrypted)
	defer vfs.Unregister(name)
	f := file(t, filepath.Join(t.TempDir(), "amana.db"))
	f.VFS = name
	db, err := store.OpenSQLite(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	kept, ctx := &acks{at: map[ledger.Hash]int64{}, enough: 30 + rand.IntN(300), done: make(chan struct{})}, t.Context()
	var writers sync.WaitGroup
	for n := range 3 {
		writers.Go(func() { kept.write(ctx, t, db, n) })
	}
	<-kept.done
	kept.mu.Lock() // nobody is told anything more
	after := t.TempDir()
	disk.cut(t, after)
	kept.over = true
	kept.mu.Unlock()
	writers.Wait()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	f.Path, f.VFS = filepath.Join(after, "amana.db"), ""
	again, err := store.OpenSQLite(ctx, f)
	if err != nil {
		return len(kept.at), len(kept.at) // it cannot even be opened
	}
	defer again.Close()
	entries, err := storetest.Check(ctx, again)
	if err != nil && is != (how{}) {
		return len(kept.at), len(kept.at) // or not be read
	}
	if err != nil {
		t.Fatal(err)
	}
	for leaf, index := range kept.at {
		if e, there := entries[leaf]; !there || e.Index != index {
			lost++
		}
	}
	return len(kept.at), lost
}

// acks are the entries that somebody was told are durable.
type acks struct {
	mu     sync.Mutex
	at     map[ledger.Hash]int64
	enough int
	over   bool
	done   chan struct{}
}

func (a *acks) write(ctx context.Context, t *testing.T, db *store.DB, n int) {
	var heads []ledger.Hash
	for stream := storetest.Stream(); ; {
		w := storetest.Write(stream, heads, 1+20*n)
		r, err := db.Append(ctx, w)
		a.mu.Lock()
		if err != nil {
			t.Error(err)
			a.over = true
		}
		if !a.over {
			a.at[r.Leaf] = r.Index
			if len(a.at) == a.enough {
				close(a.done)
			}
		}
		over := a.over
		a.mu.Unlock()
		if over {
			return
		}
		heads = storetest.Next(w)
	}
}

// What was acknowledged is on the disk and not on its way there, and nothing that
// is written later shares a block with it, which could be torn.
func TestAPowerCutLosesNothingAcknowledged(t *testing.T) {
	rounds, all := 6, 0
	if os.Getenv("AMANA_SOAK") != "" {
		rounds = 100
	}
	for i := range rounds {
		acknowledged, lost := cutOff(t, fmt.Sprint("power-", i), how{})
		if lost > 0 {
			t.Errorf("of %d that were acknowledged %d are lost", acknowledged, lost)
		}
		all += acknowledged
	}
	t.Logf("%d acknowledged receipts over %d power cuts, all there", all, rounds)
	for fails, is := range map[string]how{"syncs nothing": {lies: true}, "is believed to tear no block": {trusts: true}} {
		lost := 0
		for i := 0; lost == 0 && i < 100; i++ {
			_, lost = cutOff(t, "power-"+strconv.Itoa(i), is)
		}
		if lost == 0 {
			t.Errorf("a disk that %s lost nothing: the test shows nothing", fails)
		}
	}
}
