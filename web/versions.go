package web

import (
	"slices"
)

// versionsData is the history: every version that was proposed, newest first.
type versionsData struct {
	Head     signedHead
	Versions []versionRow
}

type versionRow struct {
	Path, Number     string
	Mark, Standing   string
	Proposed, By     string
	Signed           []signatory
	Witnessed, Force string
	Loosens          bool
}

func (v *visit) versions() error {
	s, err := v.signedText()
	if err != nil {
		return err
	}
	data := versionsData{Head: v.signedHead(s)}
	for i := range slices.Backward(s.versions) {
		data.Versions = append(data.Versions, v.versionRow(s, i))
	}
	return v.show(page{Template: "versions", Title: data.Head.Title, Data: data})
}

func (v *visit) versionRow(s *signedText, i int) versionRow {
	one := &s.versions[i]
	r := versionRow{
		Path: s.path + "/versions/" + one.Proposed.ID.String(), Number: v.say.Number(int64(one.number)),
		Proposed: v.say.Time(one.Proposed.Until), By: v.proposer(s, one), Signed: v.signatories(s, one), Loosens: len(one.outlook.Loosens) > 0,
	}
	r.Mark, r.Standing = v.standing(s, i)
	switch {
	case !one.Witnessed.IsZero():
		r.Witnessed = v.say.Time(one.Witnessed.Until)
	case one.Awaits:
		r.Witnessed = v.say.Text("book.not-yet", nil)
	default:
		r.Witnessed = v.say.Text("book.none-asked", nil)
	}
	r.Force = "—"
	if !one.From.IsZero() {
		r.Force = v.say.Time(one.From)
	}
	return r
}

func (v *visit) proposer(s *signedText, one *signedVersion) string {
	return v.officer(v.desk.OfficerOf(v.who, subjectOf(s), one.Proposed.By))
}

// versionData is one version: what it still lacks, from when it holds, and what
// it changes.
type versionData struct {
	Head    signedHead
	Path    string
	Row     versionRow
	Receipt string
	Outlook string
	ID      string // of the signature
	Wrong   []wrong
	CanSign bool
	Against string // the version that it is compared with
	Changes []change
	LogRead bool
	Done    bool
}

func (v *visit) version() error {
	s, err := v.signedText()
	if err != nil {
		return err
	}
	i, err := s.named(v.PathValue("proposal"))
	if err != nil {
		return err
	}
	return v.showVersion(s, i, nil)
}

func (v *visit) showVersion(s *signedText, i int, failed error) error {
	one := &s.versions[i]
	data := versionData{
		Head: v.signedHead(s), Row: v.versionRow(s, i), Path: s.path + "/versions/" + one.Proposed.ID.String(),
		Receipt: one.Proposed.ID.String(), Outlook: v.outlookWords(one), ID: newID(), Wrong: v.wrongs(failed), LogRead: v.readsLog(),
		Done: v.URL.Query().Has("done") && len(one.Signed) == 0,
	}
	data.CanSign = slices.ContainsFunc(data.Row.Signed, func(g signatory) bool { return g.CanSign })
	against := s.force // what it would change; of what had force itself, what it changed then
	if against < 0 || against >= i {
		against = i - 1
	}
	if against >= 0 {
		data.Against, data.Changes = v.say.Number(int64(s.versions[against].number)), v.changes(&s.versions[against], one)
	}
	return v.show(page{Template: "version", Title: data.Head.Title, Failed: failed, Data: data})
}
