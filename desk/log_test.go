package desk_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/fault"
	"amana/seal"
	"amana/store"
)

// programme is a node on encrypted SQLite with a small programme.
func programme(t *testing.T) (*desktest.World, desk.Config) {
	t.Helper()
	c := desktest.Config(t, "SQLite")
	w, err := desktest.Build(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Scene(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w, c
}

func travels(t *testing.T, w *desktest.World, given, until string) string {
	t.Helper()
	return travel(t, w, desktest.Traveller{Given: given, Until: until})[0]
}

// travel takes people along together.
func travel(t *testing.T, w *desktest.World, people ...desktest.Traveller) []string {
	t.Helper()
	numbers, err := w.Ways(t.Context(), people...)
	if err != nil {
		t.Fatal(err)
	}
	return numbers
}

func TestAnExportedLogIsVerifiedAndEachBoardingAskedAgain(t *testing.T) {
	w, _ := programme(t)
	travels(t, w, "Zainab", "")
	dir := filepath.Join(t.TempDir(), "log")
	signed, err := w.Desk.Export(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r := desktest.Verified(t, dir); !r.OK || r.Size != signed.Size || r.Root != signed.RootText() {
		t.Fatalf("%+v", r)
	}
	if _, said := desktest.Rechecked(t, dir, signed.Size); said != "verify.not-disclosed" {
		t.Errorf("without disclosures: %q", said)
	}
	if err := w.Desk.Disclose(t.Context(), w.Who("hop"), dir, signed, nil); err != nil {
		t.Fatal(err)
	}
	a, said := desktest.Rechecked(t, dir, signed.Size)
	if said != "" {
		t.Errorf("problems: %s", said)
	}
	if a.Cases != 1 || a.Boardings != 1 || a.Clearances != 1 || a.Rechecked+a.Sealed != 1 || a.Endorsements == 0 {
		t.Errorf("%+v", a)
	}
}

// Whoever may read everything asks again on the facts alone.
func TestWithEveryCompartmentNothingRestsOnAnothersWord(t *testing.T) {
	w, _ := programme(t)
	travel(t, w, desktest.Traveller{Given: "Zainab"}, desktest.Traveller{Given: "Halima", Until: "boarding.board"})
	dir, size := desktest.Published(t, w)
	a, said := desktest.Rechecked(t, dir, size)
	if said != "" || a.Cases != 2 || a.Boardings != 1 || a.Rechecked != 1 || a.Cleared != 1 || a.Clearances != 2 || a.Sealed != 0 {
		t.Errorf("%+v: %s", a, said)
	}
}

func TestOnlyWhoMayExportDiscloses(t *testing.T) {
	w, _ := programme(t)
	dir := t.TempDir()
	signed, err := w.Desk.Export(t.Context(), filepath.Join(dir, "log"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Desk.Disclose(t.Context(), w.Who("cou"), dir, signed, nil); fault.KindOf(err) != fault.Denied {
		t.Errorf("a counsellor: %v", err)
	}
	if err := w.Desk.Disclose(t.Context(), w.Who("admin"), dir, signed, nil); fault.KindOf(err) != fault.Denied {
		t.Errorf("an administrator: %v", err)
	}
}

func TestACheckpointIsSignedOnceAndNeverAgainstAnEarlierOne(t *testing.T) {
	w, c := programme(t)
	first, err := w.Desk.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.Desk.Checkpoint(t.Context())
	if err != nil || string(again.Note) != string(first.Note) {
		t.Errorf("the same log gave another checkpoint: %v", err)
	}
	lie := first.Checkpoint
	lie.Root[0] ^= 1
	if err := w.Desk.Holds(t.Context(), lie); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a changed log: %v", err)
	}
	logKey, err := c.Keys.LogKey()
	if err != nil {
		t.Fatal(err)
	}
	note, err := seal.SignCheckpoint(lie, logKey)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Store.SaveCheckpoint(t.Context(), store.Checkpoint{Size: lie.Size, Note: note}); err != nil {
		t.Fatal(err)
	}
	travels(t, w, "Zainab", "order.ask")
	if _, err := w.Desk.Checkpoint(t.Context()); fault.KindOf(err) != fault.Conflict {
		t.Errorf("signed a log that contradicts an earlier checkpoint: %v", err)
	}
}

func TestAReceiptSaysHowFarOthersVouch(t *testing.T) {
	w, _ := programme(t)
	ctx := context.Background()
	r, err := w.Desk.Receipt(ctx, w.Who("admin"), 3)
	if err != nil || r.Status != desk.Recorded || r.Index != 3 {
		t.Fatalf("%+v %v", r, err)
	}
	if _, err := w.Desk.Checkpoint(ctx); err != nil {
		t.Fatal(err)
	}
	if r, err = w.Desk.Receipt(ctx, w.Who("admin"), 3); err != nil || r.Status != desk.Anchored {
		t.Errorf("under a checkpoint of the hub: %+v %v", r, err)
	}
	if index, err := w.Desk.Locate(ctx, r.Entry); err != nil || index != 3 {
		t.Errorf("found at %d: %v", index, err)
	}
	if _, err := w.Desk.Receipt(ctx, w.Who("admin"), 1<<40); fault.KindOf(err) != fault.Missing {
		t.Errorf("an entry that is not there: %v", err)
	}
	if _, err := w.Desk.Receipt(ctx, w.Who("cou"), 3); fault.KindOf(err) != fault.Denied {
		t.Errorf("a counsellor reads the log: %v", err)
	}
}

func TestAFolderOfAnotherLogIsNotOverwritten(t *testing.T) {
	w, _ := programme(t)
	dir := filepath.Join(t.TempDir(), "log")
	if _, err := w.Desk.Export(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	other, _ := programme(t)
	if _, err := other.Desk.Export(t.Context(), dir, nil); fault.KindOf(err) != fault.Conflict {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "checkpoint")); err != nil {
		t.Error(err)
	}
}

func TestAPolicyAboutAnotherLogIsRefused(t *testing.T) {
	_, c := programme(t)
	_, other := programme(t)
	key, err := other.Keys.LogKey()
	if err != nil {
		t.Fatal(err)
	}
	if c.Witnesses, err = seal.ParsePolicy([]byte("log " + key.VerifierKey() + "\nquorum none\n")); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Open(t.Context(), c); fault.KindOf(err) != fault.Invalid {
		t.Errorf("%v", err)
	}
}
