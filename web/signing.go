package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/rulebook"
)

// signatory is one side of a version: who signed for it, or what it lacks.
type signatory struct {
	Side, Roles string // who may sign for it
	By, At      string // nobody has: empty
	Receipt     string
	CanSign     bool
	Code        string
}

func (v *visit) signatories(s *signedText, one *signedVersion) []signatory {
	var all []signatory
	for _, side := range []string{"protection", "outside"} {
		row := signatory{Side: v.say.Code("side", side), Code: side, Roles: v.roles(rulebook.Sides[side])}
		i := slices.IndexFunc(one.Signed, func(g rulebook.Signature) bool { return g.Side == side })
		if i >= 0 {
			row.By, row.At, row.Receipt = v.officer(v.desk.OfficerOf(v.who, subjectOf(s), one.Signed[i].By)), v.say.Time(one.Signed[i].Until), one.Signed[i].ID.String()
		} else {
			signed := slices.ContainsFunc(one.Signed, func(g rulebook.Signature) bool { return g.By == v.who.ID })
			theirs := slices.ContainsFunc(v.who.Roles, func(r access.Role) bool { return slices.Contains(rulebook.Sides[side], r) })
			row.CanSign = theirs && !signed && !one.outlook.Passed && v.may(s, "sign")
		}
		all = append(all, row)
	}
	return all
}

// giveSigned gives a command about it, sent once however often the form is.
func (v *visit) giveSigned(s *signedText, ref, command string, args any) (desk.Receipt, error) {
	r, err := ordered(command, v.PostForm.Get("id"), args)
	if err != nil {
		return desk.Receipt{}, err
	}
	return v.desk.DoOther(v.Context(), v.who, s.subject, ref, r)
}

// signText signs the text that the officer read, and nothing else of its number.
func (v *visit) signText() error {
	s, err := v.signedText()
	if err != nil {
		return err
	}
	if err := v.sent(); err != nil {
		return err
	}
	i, err := s.named(v.PathValue("proposal"))
	if err != nil {
		return err
	}
	proposal := s.versions[i].Proposed.ID
	if v.PostForm.Get("read") != "yes" {
		return v.showVersion(s, i, fault.New(fault.Invalid, "fault.missing-field").In("read"))
	}
	_, err = v.giveSigned(s, s.ref, string(s.subject)+".sign", rulebook.Sign{Proposal: proposal, Side: v.PostForm.Get("side")})
	if err != nil && fault.KindOf(err) != fault.Internal {
		return v.showVersion(s, i, err)
	}
	if err != nil {
		return err
	}
	return v.to(s.path + "/versions/" + proposal.String())
}

// export gives the whole text of a version as a file, to change it and propose
// it again.
func (v *visit) export() error {
	s, err := v.signedText()
	if err != nil {
		return err
	}
	i, err := s.named(v.PathValue("proposal"))
	if err != nil {
		return err
	}
	var text any = s.versions[i].book
	name := s.ref + "-" + strconv.Itoa(s.versions[i].number) + ".json"
	if s.roles != nil {
		text = s.versions[i].table
	}
	out, err := json.MarshalIndent(text, "", "  ")
	if err != nil {
		return err
	}
	v.answer.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	v.send(http.StatusOK, "application/json; charset=utf-8", append(out, '\n'))
	return nil
}
