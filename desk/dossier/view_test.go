package dossier_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"amana/desk/dossier"
	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/country"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/policy"
)

// shelf is a Source of a few streams by "subject/reference". One that it has a
// name for and no file counts for nothing.
type shelf struct {
	files  map[string]*dossier.File
	broken ledger.Stream // cannot be read
}

var errBroken = errors.New("a disk that does not answer")

func (s shelf) Named(_ context.Context, subject casefile.Subject, ref string) (ledger.Stream, bool, error) {
	f, known := s.files[string(subject)+"/"+ref]
	if !known {
		return ledger.Stream{}, false, nil
	}
	return f.Name, true, nil
}

func (s shelf) File(_ context.Context, name ledger.Stream) (*dossier.File, error) {
	if name == s.broken {
		return nil, errBroken
	}
	for _, f := range s.files {
		if f.Name == name && (f.Person != nil || len(f.Events) > 0) {
			return f, nil
		}
	}
	return nil, nil
}

func (s shelf) Living(context.Context, []string) ([]ledger.Stream, error) { return nil, nil }

func (s shelf) Heard(context.Context, *dossier.File) (time.Time, error) { return time.Time{}, nil }

var opened = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// officer did everything.
var officer = ledger.Actor{5}

// chain is a stream in which each event follows the one before.
func chain(name byte, subject casefile.Subject, bodies ...ledger.Body) *dossier.File {
	var events []ledger.Event
	for i, b := range bodies {
		e := ledger.Event{
			ID: ledger.Hash{name, byte(i + 1)}, Stream: ledger.Stream{name}, Recorded: opened.Add(time.Duration(i) * time.Hour),
			Happened: opened, Effect: ledger.EffectOf(b), Actor: officer, Body: b,
		}
		if i > 0 {
			e.Parents = []ledger.Hash{events[i-1].ID}
		}
		events = append(events, e)
	}
	var heads []ledger.Hash
	if n := len(events); n > 0 {
		heads = []ledger.Hash{events[n-1].ID}
	}
	f := dossier.Fold(dossier.Stream{Name: ledger.Stream{name}, Subject: string(subject)}, events, heads)
	return &f
}

// person is a case that says of somebody only where they go, and which other files
// are theirs.
func person(name byte, number string, others ...string) *dossier.File {
	c := &casefile.Case{Number: number, Identity: casefile.Identity{Destination: "GMB"}}
	for _, other := range others {
		c.Duplicates = append(c.Duplicates, safeguard.Duplicate{Other: other, Same: true})
	}
	return &dossier.File{Stream: dossier.Stream{Name: ledger.Stream{name}, Subject: string(casefile.Person)}, Person: c}
}

func read(t *testing.T, s shelf, f *dossier.File) (*dossier.View, error) {
	t.Helper()
	r := dossier.Reader{Source: s, Register: dossier.NewRegister(), At: opened, Zone: time.UTC, Hub: true}
	return r.Read(t.Context(), f, "", "")
}

var (
	issued    = country.Issued{Issue: country.Issue{Reference: "GMB", Sheet: "GMB-1", Source: "a public report"}}
	suspended = country.Suspended{Suspend: country.Suspend{Reason: "floods"}}
)

func TestACaseIsReadWithItsCountry(t *testing.T) {
	v, err := read(t, shelf{files: map[string]*dossier.File{"country/GMB": chain(1, casefile.Country, issued, suspended)}}, person(9, "TI-1"))
	if err != nil {
		t.Fatal(err)
	}
	if c := v.Around.Country; c == nil || !c.Suspended || v.Around.Here != nil || !v.Around.Hub || v.Around.Read == "" {
		t.Errorf("%+v", v.Around)
	}
}

// Whoever is at risk by the sheet of a country that is theirs, or was to be where they return to,
// is so wherever they go: one correction of the destination leaves no list behind. So is who is of
// that country by another file of theirs.
func TestAtRiskByTheSheetOfTheirCountry(t *testing.T) {
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	sheet := func(name byte, ref string) *dossier.File {
		return chain(name, casefile.Country, country.Issued{Issue: country.Issue{Reference: ref, Sheet: ref + "-1", AtRisk: []string{ref}, Source: "a public report"}})
	}
	files := map[string]*dossier.File{"country/ERI": sheet(1, "ERI"), "country/SDN": sheet(2, "SDN"), "country/CHN": sheet(3, "CHN")}
	open := func(name byte, number, nationality, to string, then ...ledger.Body) *dossier.File {
		i := casefile.Identity{Nationalities: []string{nationality}, Destination: to}
		return chain(name, casefile.Person, append([]ledger.Body{casefile.Opened{Identity: i, Number: number}}, then...)...)
	}
	moved := casefile.Corrected{Correct: casefile.Correct{Changed: casefile.Changed{Destination: "SDN"}}}
	linked := casefile.DuplicateSettled{SettleDuplicate: casefile.SettleDuplicate{Other: "TI-2", Same: true}}
	files["case/TI-2"] = open(8, "TI-2", "ERI", "ERI")
	register := dossier.NewRegister()
	register.Books = []*rulebook.State{{ID: book.ID, Versions: []rulebook.Version{{Book: book, Signing: rulebook.Signing{From: opened}}}}}
	for name, c := range map[string]struct {
		file *dossier.File
		want safeguard.State
	}{
		"to their own country":    {open(9, "TI-1", "ERI", "ERI"), safeguard.Unmet},
		"corrected to another":    {open(9, "TI-1", "ERI", "ERI", moved), safeguard.Unmet},
		"of no country at risk":   {open(9, "TI-1", "GHA", "SDN"), safeguard.NotApplicable},
		"Eritrean by their other": {open(9, "TI-1", "GHA", "SDN", linked), safeguard.Unmet},
	} {
		at := opened.Add(24 * time.Hour)
		r := dossier.Reader{Source: shelf{files: files}, Register: register, At: at, Zone: time.UTC, Hub: true}
		v, err := r.Read(t.Context(), c.file, "", "")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range safeguard.Evaluate(c.file.Person.Facts(v.Around), v.Book, at, safeguard.Clearance) {
			if f.Safeguard == "unhcr-counselled" && f.State != c.want {
				t.Errorf("%s: %s %s", name, f.State, f.Reason.Key)
			}
		}
	}
}

func TestWhatIsNotKnownIsLeftOut(t *testing.T) {
	for name, s := range map[string]shelf{"nothing": {}, "a name alone": {files: map[string]*dossier.File{"country/GMB": chain(1, casefile.Country)}}} {
		v, err := read(t, s, person(9, "TI-1"))
		if err != nil || v.Around.Country != nil || v.Around.Read != "" || !v.Around.Hub {
			t.Errorf("%s: %+v, %v", name, v.Around, err)
		}
	}
}

// One stream of several cannot be read: the question is not answered as if it had
// not been there.
func TestAStreamThatCannotBeReadIsNotForgotten(t *testing.T) {
	s := shelf{broken: ledger.Stream{1}, files: map[string]*dossier.File{
		"country/GMB": chain(1, casefile.Country, issued), "country/" + safeguard.Libya: chain(2, casefile.Country, issued),
	}}
	if _, err := read(t, s, person(9, "TI-1")); !errors.Is(err, errBroken) {
		t.Errorf("%v", err)
	}
}

// Another file of the person that is not here, or of which nothing can be read,
// may hold a veto.
func TestVetoesOfAFileThatIsNotReadAreNotKnown(t *testing.T) {
	shut := person(8, "TI-2")
	shut.Shut = true
	for name, files := range map[string]map[string]*dossier.File{"elsewhere": nil, "shut": {"case/TI-2": shut}} {
		v, err := read(t, shelf{files: files}, person(9, "TI-1", "TI-2"))
		if err != nil || v.Around.Hub {
			t.Errorf("%s: every veto is said to be known; %v", name, err)
		}
		if len(v.Around.Linked) != 1 || !v.Around.Linked[0].Unread {
			t.Errorf("%s: %+v", name, v.Around.Linked)
		}
	}
}

// One that is theirs through another says since when, so that who sits aboard is stopped by what
// became theirs then, and not by what they were cleared with where it could be read. So does one of
// a parent: since then the parent's way may be another.
func TestAFileThatIsNotHereSaysSinceWhenItIsTheirs(t *testing.T) {
	linked := func(other string) casefile.DuplicateSettled {
		return casefile.DuplicateSettled{SettleDuplicate: casefile.SettleDuplicate{Other: other, Same: true}}
	}
	gmb := casefile.Identity{Born: day.Of(opened.AddDate(-10, 0, 0)), Destination: "GMB"}
	second := chain(2, casefile.Person, casefile.Opened{Number: "TI-2", Identity: gmb}, linked("TI-1"), linked("TI-3"))
	own := chain(1, casefile.Person, casefile.Opened{Number: "TI-1", Identity: gmb}, linked("TI-2"))
	child := chain(4, casefile.Person, casefile.Opened{Number: "TI-4", Identity: gmb, Mother: "TI-1"})
	files := map[string]*dossier.File{"case/TI-1": own, "case/TI-2": second, "case/TI-4": child}
	at := opened.Add(24 * time.Hour)
	v, err := inForce(t, files, at).Read(t.Context(), own, "", "")
	if err != nil || !v.Around.Missing {
		t.Fatalf("%+v, %v", v, err)
	}
	bound := opened.Add(2 * time.Hour)
	if !slices.ContainsFunc(v.Around.Linked, func(l safeguard.Linked) bool { return l.Unread && l.Bound.Equal(bound) }) {
		t.Errorf("%+v", v.Around.Linked)
	}
	if v, err = inForce(t, files, at).Read(t.Context(), child, "", ""); err != nil || len(v.Around.Parents) != 1 || !v.Around.Parents[0].Since.Equal(bound) {
		t.Errorf("%+v, %v", v.Around.Parents, err)
	}
}

// A parent of whose file something is sealed here rests on what was attested in it, for the child
// as for themself: of what surrounds them, and until something of that changes.
func TestAParentRestsOnWhatWasAttested(t *testing.T) {
	sheet := chain(1, casefile.Country, country.Issued{Issue: country.Issue{Reference: "GMB", Sheet: "GMB-1", AtRisk: []string{"ERI"}, Source: "a public report"}})
	gmb := casefile.Identity{Born: day.Of(opened.AddDate(-30, 0, 0)), Nationalities: []string{"GMB"}, Destination: "GMB"}
	mother := chain(2, casefile.Person, casefile.Opened{Number: "TI-1", Identity: gmb}, movement.SeatGiven{GiveSeat: movement.GiveSeat{Movement: "MV"}}, movement.Boarded{Board: movement.Board{Movement: "MV"}})
	gmb.Born = day.Of(opened.AddDate(-10, 0, 0))
	child := chain(3, casefile.Person, casefile.Opened{Number: "TI-2", Identity: gmb, Mother: "TI-1"})
	at := opened.Add(24 * time.Hour)
	next := func(n byte, e ledger.Event) {
		e.ID, e.Stream, e.Parents, e.Actor = ledger.Hash{2, n}, mother.Name, mother.Heads, officer
		e.Recorded, e.Happened, e.Effect = opened.Add(time.Duration(n)*time.Hour), opened.Add(time.Duration(n)*time.Hour), ledger.EffectOf(e.Body)
		f := mother.With([]ledger.Event{e})
		mother = &f
	}
	reader := func() *dossier.Reader {
		return inForce(t, map[string]*dossier.File{"country/GMB": sheet, "case/TI-1": mother}, at)
	}
	aboard := func(want bool, when string) {
		t.Helper()
		v, err := reader().Read(t.Context(), child, "", "")
		if err != nil || len(v.Around.Parents) != 1 || v.Around.Parents[0].Aboard != want {
			t.Errorf("%s: %+v, %v", when, v.Around.Parents, err)
		}
	}
	aboard(true, "she boarded")
	next(4, ledger.Event{Body: casefile.Corrected{}, Sealed: ledger.SetOf(ledger.Asylum)})
	aboard(false, "something is sealed of who she is")
	v, err := reader().Read(t.Context(), mother, "", "")
	if err != nil || v.Around.Read == "" {
		t.Fatal(v, err)
	}
	next(5, ledger.Event{Body: casefile.Attested{Book: v.Book.Name(), Read: v.Around.Read, States: []casefile.RuleState{{Safeguard: "unhcr-counselled", State: safeguard.NotApplicable}}}})
	aboard(true, "and attested that it is nothing")
	sheet = chain(1, casefile.Country, issued, suspended)
	aboard(false, "of another sheet")
}

// inForce reads files by the book that ships.
func inForce(t *testing.T, files map[string]*dossier.File, at time.Time) *dossier.Reader {
	t.Helper()
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	register := dossier.NewRegister()
	register.Books = []*rulebook.State{{ID: book.ID, Versions: []rulebook.Version{{Book: book, Signing: rulebook.Signing{From: opened.AddDate(0, -1, 0)}}}}}
	return &dossier.Reader{Source: shelf{files: files}, Register: register, At: at, Zone: time.UTC, Hub: true}
}

// Whether a request was taken back before UNHCR depends on who heard it: in the
// person's other files too it counts by the roles of the register, whatever the
// officer has become since.
func TestOtherFilesAreJudgedByTheSameRegister(t *testing.T) {
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	other := chain(8, casefile.Person, casefile.Opened{Number: "TI-2"}, assessment.AsylumRequested{},
		assessment.AsylumLifted{LiftAsylum: assessment.LiftAsylum{Request: ledger.Hash{8, 2}, Before: "unhcr", Private: true}})
	for role, want := range map[access.Role]bool{access.UNHCROfficer: false, access.Counsellor: true} {
		then := dossier.NewRegister()
		then.Books = []*rulebook.State{{ID: book.ID, Versions: []rulebook.Version{{Book: book, Signing: rulebook.Signing{From: opened}}}}}
		then.Officers[officer] = safeguard.Officer{Roles: []access.Role{role}}
		r := dossier.Reader{Source: shelf{files: map[string]*dossier.File{"case/TI-2": other}}, Register: then, At: opened.Add(24 * time.Hour), Zone: time.UTC, Hub: true}
		v, err := r.Read(t.Context(), person(9, "TI-1", "TI-2"), "", "")
		if err != nil || len(v.Around.Linked) != 1 {
			t.Fatalf("%+v, %v", v.Around.Linked, err)
		}
		if stops := v.Around.Linked[0].Stops; slices.Contains(stops, "asylum") != want {
			t.Errorf("heard by a %s: %v", role, stops)
		}
	}
}

// Whom two officers found with a parent, who did not know yet of a third file by which the child is
// alone, is alone by all: until two find it again, who could know of that one. So it is of a parent
// who is not safe by it.
func TestFoundBeforeAThirdFileWasLinked(t *testing.T) {
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	type said struct {
		day  int
		by   byte
		body ledger.Body
	}
	file := func(name byte, all ...said) *dossier.File {
		f := chain(name, casefile.Person)
		for i, s := range all {
			at := opened.AddDate(0, 0, s.day)
			e := ledger.Event{
				ID: ledger.Hash{name, byte(i + 1)}, Stream: ledger.Stream{name}, Recorded: at, Happened: at,
				Effect: ledger.EffectOf(s.body), Actor: ledger.Actor{s.by}, Body: s.body,
			}
			if i > 0 {
				e.Parents = []ledger.Hash{{name, byte(i)}}
			}
			f.Events = append(f.Events, e)
		}
		g := dossier.Fold(f.Stream, f.Events, []ledger.Hash{{name, byte(len(all))}})
		return &g
	}
	open := func(number, alone string) casefile.Opened {
		i := casefile.Identity{Born: day.Of(opened.AddDate(-10, 0, 0)), Nationalities: []string{"NGA"}, Destination: "NGA", Alone: alone}
		return casefile.Opened{Identity: i, Number: number, Office: "tripoli"}
	}
	linked := func(other string) casefile.DuplicateSettled {
		return casefile.DuplicateSettled{SettleDuplicate: casefile.SettleDuplicate{Other: other, Same: true}}
	}
	finds := func(status string, safe bool) assessment.CaregiverArranged {
		return assessment.CaregiverArranged{ArrangeCaregiver: assessment.ArrangeCaregiver{Who: "parent", Safe: safe, Status: status}}
	}
	register := dossier.NewRegister()
	register.Books = []*rulebook.State{{ID: book.ID, Versions: []rulebook.Version{{Book: book, Signing: rulebook.Signing{From: opened.AddDate(0, -1, 0)}}}}}
	with := safeguard.WithParent
	bia := assessment.InterestsAssessed{AssessInterests: assessment.AssessInterests{Agrees: true}}
	for name, c := range map[string]struct {
		here, third []said
		want        string
	}{
		"before the third was linked":  {[]said{{9, 1, finds(with, true)}, {9, 2, finds(with, true)}}, []said{{0, 3, open("TI-3", "unaccompanied")}}, "best-interests.panel"},
		"one of them since":            {[]said{{9, 1, finds(with, true)}, {15, 2, finds(with, true)}}, []said{{0, 3, open("TI-3", "unaccompanied")}}, "best-interests.panel"},
		"both since":                   {[]said{{15, 1, finds(with, true)}, {15, 2, finds(with, true)}}, []said{{0, 3, open("TI-3", "unaccompanied")}}, "safeguard.met"},
		"not safe, and found so since": {[]said{{9, 1, finds("", true)}}, []said{{0, 3, open("TI-3", with)}, {1, 3, finds("", false)}}, "best-interests.unsafe-parent"},
		"not safe, and then safe":      {[]said{{15, 1, finds("", true)}}, []said{{0, 3, open("TI-3", with)}, {1, 3, finds("", false)}}, "safeguard.met"},
	} {
		a := file(1, append([]said{{0, 3, open("TI-1", with)}, {1, 1, bia}, {4, 3, linked("TI-2")}}, c.here...)...)
		b := file(2, said{0, 3, open("TI-2", with)}, said{4, 3, linked("TI-1")}, said{14, 3, linked("TI-3")})
		third := file(3, append(c.third, said{14, 3, linked("TI-2")})...)
		at := opened.AddDate(0, 0, 20)
		files := map[string]*dossier.File{"case/TI-1": a, "case/TI-2": b, "case/TI-3": third}
		r := dossier.Reader{Source: shelf{files: files}, Register: register, At: at, Zone: time.UTC, Hub: true}
		v, err := r.Read(t.Context(), a, "", "")
		if err != nil || len(v.Around.Linked) != 2 {
			t.Fatalf("%s: %+v, %v", name, v.Around.Linked, err)
		}
		for _, f := range safeguard.Evaluate(a.Person.Facts(v.Around), v.Book, at, safeguard.Clearance) {
			if f.Safeguard == "best-interests" && f.Reason.Key != c.want {
				t.Errorf("%s: %s %s, want %s", name, f.State, f.Reason.Key, c.want)
			}
		}
	}
}

func TestAFileUpToSomeHeads(t *testing.T) {
	whole := chain(1, casefile.Country, issued, suspended)
	f := whole.UpTo([]ledger.Hash{{1, 1}, {7}})
	if f == nil || len(f.Events) != 1 || !slices.Equal(f.Heads, []ledger.Hash{{1, 1}}) || f.Other.(*country.State).Fact().Suspended {
		t.Errorf("%+v", f)
	}
	if f := whole.UpTo(whole.Heads); len(f.Events) != 2 {
		t.Errorf("up to its own heads: %+v", f)
	}
	var none *dossier.File
	if whole.UpTo([]ledger.Hash{{7}}) != nil || none.UpTo(whole.Heads) != nil {
		t.Error("there is something of nothing")
	}
}

// An entry about a country, or about the text that people sign, that nobody can read may stop
// them: whoever reads a case hears of it, and what was attested before is of another reading.
func TestAnEntryBesideTheFileThatCannotBeRead(t *testing.T) {
	beside := func(f *dossier.File) *dossier.File {
		g := f.With([]ledger.Event{{ID: ledger.Hash{f.Name[0], 9}, Parents: f.Heads, Recorded: opened, Effect: ledger.Stop, Malformed: true}})
		return &g
	}
	known := chain(1, casefile.Country, issued)
	before, err := read(t, shelf{files: map[string]*dossier.File{"country/GMB": known}}, person(9, "TI-1"))
	if err != nil {
		t.Fatal(err)
	}
	after, err := read(t, shelf{files: map[string]*dossier.File{"country/GMB": beside(known)}}, person(9, "TI-1"))
	if err != nil {
		t.Fatal(err)
	}
	if c := after.Around.Country; len(before.Around.Country.Unread) != 0 || len(c.Unread) != 1 || c.Suspended || before.Around.Read == after.Around.Read {
		t.Errorf("%+v, read as %s and %s", c, before.Around.Read, after.Around.Read)
	}
	text := chain(2, casefile.Text, consent.TextApproved{ApproveText: consent.ApproveText{Reference: safeguard.ReturnDeclaration, Language: "eng", Version: 1}})
	register := dossier.NewRegister()
	register.Take(text.Name, beside(text).Other)
	r := dossier.Reader{Source: shelf{}, Register: register, At: opened, Zone: time.UTC, Hub: true}
	v, err := r.Read(t.Context(), person(9, "TI-1"), "", "")
	if err != nil || len(v.Around.TextStrays) != 1 || v.Around.Read == "" || v.Around.Texts[safeguard.ReturnDeclaration+"/eng"] != 1 {
		t.Errorf("%+v, %v", v.Around, err)
	}
}
