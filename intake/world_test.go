package intake_test

import (
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/intake"
	"amana/policy"
	"amana/seal"
	"amana/store"
	"amana/store/postgrestest"
)

func TestMain(m *testing.M) { os.Exit(postgrestest.Main(m)) }

// world is a founded node with a rule book in force, in a folder of its own.
type world struct {
	database            string // of PostgreSQL; "": an encrypted file in the folder
	desk                *desk.Desk
	store               *store.DB
	keys                *seal.KeyFile
	folder              string
	clock               time.Time
	leap                time.Duration // how far the clock may be ahead and be believed; 0: any way
	admin               desk.Actor
	counsellor, officer desk.Actor
}

// maker makes a world.
type maker func(testing.TB) *world

// onEach runs a test on each engine. Reading lists has nothing to do with them:
// what is tried on both is what is stored, found again and not stored twice.
func onEach(t *testing.T, test func(*testing.T, maker)) {
	t.Run("SQLite", func(t *testing.T) { test(t, newWorld) })
	t.Run("PostgreSQL", func(t *testing.T) {
		test(t, func(t testing.TB) *world { return found(t, &world{database: postgrestest.URL(t)}) })
	})
}

func newWorld(t testing.TB) *world { return found(t, &world{}) }

func found(t testing.TB, w *world) *world {
	t.Helper()
	keys, err := seal.NewKeyFile("amana.test/tripoli", nil)
	if err != nil {
		t.Fatal(err)
	}
	w.keys, w.folder, w.clock = keys, t.TempDir(), now
	if err := keys.Create(filepath.Join(w.folder, "amana.key")); err != nil {
		t.Fatal(err)
	}
	w.open(t)
	t.Cleanup(func() { w.store.Close() })
	if err := desk.Found(t.Context(), w.config(t), desk.Founding{Node: "tripoli", Short: "TI", Hub: true, Offices: []string{"tripoli", "misrata"}}); err != nil {
		t.Fatal(err)
	}
	w.desk = w.openDesk(t)
	w.admin = w.enrol(t, "AD-1", "programme", access.Administrator)
	head := w.enrol(t, "HP-1", "programme", access.HeadOfProtection)
	ethics := w.enrol(t, "ET-1", "programme", access.Ethics)
	w.counsellor = w.enrol(t, "CO-1", "tripoli", access.Counsellor)
	w.officer = head
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.desk.Adopt(t.Context(), w.config(t).Roles, book, head, ethics); err != nil {
		t.Fatal(err)
	}
	w.approve(t, consent.ApproveText{Reference: safeguard.ReturnDeclaration, Language: "hau", Version: 1, Body: "I want to return, and may say no until the door."})
	return w
}

func (w *world) approve(t testing.TB, text consent.ApproveText) {
	t.Helper()
	args, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.desk.DoOther(t.Context(), w.officer, casefile.Text, text.Reference, desk.Request{ID: ledger.Command{1}, Command: "text.approve", Args: args}); err != nil {
		t.Fatal(err)
	}
}

// now is when lists are taken over.
var now = time.Date(2026, 3, 20, 9, 0, 0, 0, time.UTC)

func (w *world) open(t testing.TB) {
	t.Helper()
	if w.database != "" {
		var err error
		if w.store, err = store.OpenPostgres(t.Context(), w.database); err != nil {
			t.Fatal(err)
		}
		return
	}
	var err error
	if w.store, err = store.OpenSQLite(t.Context(), store.File{Path: filepath.Join(w.folder, "amana.db"), Key: store.KeyOf(w.keys.Database)}); err != nil {
		t.Fatal(err)
	}
}

func (w *world) config(t testing.TB) desk.Config {
	t.Helper()
	roles, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	return desk.Config{Store: w.store, Keys: w.keys, Roles: roles, Clock: func() time.Time { return w.clock }, Leap: w.leap, Hardness: desktest.Light}
}

// openDesk is another process on the same store: nothing in memory is shared.
func (w *world) openDesk(t testing.TB) *desk.Desk {
	t.Helper()
	d, err := desk.Open(t.Context(), w.config(t))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (w *world) enrol(t testing.TB, code, office string, roles ...access.Role) desk.Actor {
	t.Helper()
	by := w.admin
	if by.ID.IsZero() {
		by = w.desk.Self()
	}
	a, err := w.desk.Enrol(t.Context(), by, desk.NewUser{
		Code: code, Login: code, Password: "a long enough password", Office: office, Roles: roles, Language: "en",
	}, ledger.Command([]byte(strings.Repeat(code, 16)[:16])))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (w *world) options() intake.Options {
	return intake.Options{Who: w.desk.Self(), Word: "the partner", List: "list", Office: "tripoli", Language: "en", Workers: 2}
}

// take imports a file and fails the test when the import does.
func (w *world) take(t testing.TB, path string, change ...func(*intake.Options)) intake.Summary {
	t.Helper()
	o := w.options()
	for _, c := range change {
		c(&o)
	}
	s, err := intake.Import(t.Context(), w.desk, path, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// cases lists every case, by reference in the list.
func (w *world) cases(t testing.TB) map[string]desk.Case {
	t.Helper()
	all := map[string]desk.Case{}
	q := desk.Query{Limit: 500}
	for {
		page, err := w.desk.Cases(t.Context(), w.desk.Self(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range page.Cases {
			c, err := w.desk.Case(t.Context(), w.officer, line.Case)
			if err != nil {
				t.Fatal(err)
			}
			all[strings.TrimPrefix(c.File.Reference, "list/")] = c
		}
		if !page.More {
			return all
		}
		q.After = page.Next
	}
}

func (w *world) kinds(t testing.TB, number string) []string {
	t.Helper()
	lines, err := w.desk.Events(t.Context(), w.officer, number)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, l := range lines {
		kinds = append(kinds, l.Kind)
	}
	return kinds
}

func (w *world) size(t testing.TB) int64 {
	t.Helper()
	n, err := w.store.Size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// textFile writes lines as they are.
func textFile(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// sheets are rows by sheet, each beginning with its header.
type sheets map[string][][]any

// workbook writes an .xlsx as a spreadsheet program would.
func workbook(t testing.TB, s sheets) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for name, rows := range s {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			cell, _ := excelize.CoordinatesToCellName(1, i+1)
			if err := f.SetSheetRow(name, cell, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "list.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// readBack is what a report holds: header and rows, by sheet.
func readBack(t testing.TB, path string) map[string][][]string {
	t.Helper()
	if strings.HasSuffix(path, ".csv") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return map[string][][]string{"": rows}
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all := map[string][][]string{}
	for _, name := range f.GetSheetList() {
		if all[name], err = f.GetRows(name); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func request(t testing.TB, command string, args any) desk.Request {
	t.Helper()
	text, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	var id ledger.Command
	rand.Read(id[:])
	return desk.Request{ID: id, Command: command, Args: text}
}
