package desk_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// thief has everything on a laptop's disk, and perhaps a password.
type thief struct {
	t       *testing.T
	db      *store.DB
	secrets [][]byte
	roles   []*seal.RoleKey
	keks    map[seal.KEKID][]seal.KEK

	cases, others int      // blobs that open
	read          [][]byte // and what is in them
}

// steals tries every secret in every place that takes one.
func steals(t *testing.T, db *store.DB, keys *seal.KeyFile, more ...[]byte) *thief {
	t.Helper()
	s := &thief{t: t, db: db, keks: map[seal.KEKID][]seal.KEK{}}
	role, err := keys.Role.Bytes()
	s.must(err)
	s.secrets = append([][]byte{keys.Identity.Seed(), keys.Entry.Seed(), keys.Log.Seed(), keys.Database[:], role[len(role)-32:]}, more...)
	s.roles = []*seal.RoleKey{keys.Role}
	for _, secret := range s.secrets {
		for _, purpose := range []string{desk.UserKeyPurpose, "amana-letterbox/v1", ""} {
			k, err := seal.DeriveRoleKey(secret, purpose)
			s.must(err)
			s.roles = append(s.roles, k)
		}
	}
	s.officeKeys()
	for _, o := range casefile.Others {
		s.streams(string(o.Subject), &s.others)
	}
	s.streams("keys", &s.others)
	s.streams(string(casefile.Person), &s.cases)
	return s
}

func (s *thief) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *thief) officeKeys() {
	keks, err := s.db.KEKs(s.t.Context())
	s.must(err)
	for _, k := range keks {
		id := seal.KEKID{Office: k.Office, Compartment: k.Compartment, Epoch: k.Epoch}
		for _, role := range s.roles {
			if kek, err := role.OpenKEK(id, k.Wrapped); err == nil {
				s.keks[id] = append(s.keks[id], kek)
			}
		}
	}
	boxes, err := s.db.Letterboxes(s.t.Context())
	s.must(err)
	for _, l := range boxes {
		id := seal.KEKID{Office: l.Office, Compartment: l.Compartment, Epoch: l.Epoch}
		for _, secret := range s.secrets {
			s.keks[id] = append(s.keks[id], seal.KEK(secret))
		}
	}
}

func (s *thief) streams(subject string, opened *int) {
	s.must(s.db.Streams(s.t.Context(), store.Scan{Subject: subject}, func(c store.Content) error {
		var deks []seal.DEK
		for _, secret := range s.secrets {
			deks = append(deks, seal.DEK(secret))
		}
		for i := range c.DEKs {
			deks = append(deks, s.unwraps(c.Name, &c.DEKs[i])...)
		}
		for _, e := range c.Entries {
			for _, b := range e.Blobs {
				for i := range deks {
					text, err := seal.OpenBlob(&deks[i], b.Compartment, e.Leaf, b.Sealed)
					if err != nil {
						continue
					}
					s.read = append(s.read, text)
					if b.Compartment != ledger.Statistic {
						*opened++
					}
				}
			}
		}
		return nil
	}))
}

func (s *thief) unwraps(name ledger.Stream, k *store.DEK) (deks []seal.DEK) {
	id := seal.KEKID{Office: k.Office, Compartment: k.Compartment, Epoch: k.KEK}
	for _, kek := range s.keks[id] {
		ring := seal.NewKeyring()
		ring.Add(id, kek)
		for _, open := range []func(seal.KEKID, ledger.Stream, int, []byte) (seal.DEK, error){ring.OpenDEK, ring.Collect} {
			if dek, err := open(id, name, k.Epoch, k.Wrapped); err == nil {
				deks = append(deks, dek)
			}
		}
	}
	return deks
}

func (s *thief) finds(name string) bool {
	for _, text := range s.read {
		if bytes.Contains(text, []byte(name)) {
			return true
		}
	}
	return false
}

// Everything on the disk of a laptop, the key file with it, opens no name
// without a password: and with one just what its role opens.
func TestAStolenLaptopHoldsNoNames(t *testing.T) {
	f, number := begun(t)
	doctor := f.signIn("DO-1")
	f.do(t, doctor, number, "health.examine", map[string]any{"outcome": "fit", "diagnoses": "asthma since childhood"})
	if _, err := f.desk.Rotate(t.Context(), f.signIn("HP-1"), "tripoli", nil); err != nil {
		t.Fatal(err)
	}
	f.signOut("DO-1", "HP-1")
	f.do(t, f.desk.Self(), number, "consent.withdraw", map[string]any{"channel": "sms"})
	f.desk.Close()

	file := filepath.Join(t.TempDir(), "amana.key")
	if err := f.keys.Create(file); err != nil {
		t.Fatal(err)
	}
	keys, err := seal.LoadKeyFile(file)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"Binta", "asthma"}
	s := steals(t, f.store, keys)
	if s.cases != 0 || s.others == 0 {
		t.Errorf("%d blobs of cases open, and %d of what belongs to nobody", s.cases, s.others)
	}
	for _, name := range names {
		if s.finds(name) {
			t.Errorf("%s can be read", name)
		}
	}
	f.searchDisk(names)

	for code, want := range map[string]map[string]bool{
		"CO-1": {"Binta": true}, "DO-1": {"Binta": true, "asthma": true}, "HP-1": {"Binta": true},
		"CO-2": {}, "AD-1": {}, "HL-1": {}, "ET-1": {},
	} {
		s := steals(t, f.store, keys, f.seed(code))
		for _, name := range []string{"Binta", "asthma"} {
			if got := s.finds(name); got != want[name] {
				t.Errorf("with the password of %s, %s is read: %t", code, name, got)
			}
		}
	}
}

// seed is what a user's password opens.
func (f *field) seed(code string) []byte {
	f.t.Helper()
	c, err := f.store.Credential(f.t.Context(), f.desk2().Login(code))
	if err != nil {
		f.t.Fatal(err)
	}
	seed, err := desk.OpenUser(desk.Stretched(password, c.Salt, c.Params), c.Actor, c.Sealed)
	if err != nil {
		f.t.Fatal(err)
	}
	return seed
}

// desk2 is another process of the node.
func (f *field) desk2() *desk.Desk {
	f.t.Helper()
	d, err := desk.Open(f.t.Context(), f.config(f.t))
	if err != nil {
		f.t.Fatal(err)
	}
	return d
}

// searchDisk looks for words in the bytes of every file of the store, which is
// encrypted as a whole besides, and of a copy of it.
func (f *field) searchDisk(words []string) {
	f.t.Helper()
	dir := f.t.TempDir()
	if err := f.store.Backup(f.t.Context(), filepath.Join(dir, "copy.db"), nil); err != nil {
		f.t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		f.t.Fatal("nothing to search")
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			f.t.Fatal(err)
		}
		for _, word := range words {
			if bytes.Contains(text, []byte(word)) {
				f.t.Errorf("%s stands in %s", word, filepath.Base(path))
			}
		}
	}
}
