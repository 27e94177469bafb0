package desk_test

import (
	"encoding/json"
	"testing"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/rulebook"
	"amana/policy"
)

// proposes gives the commands that would put something in force under a
// reference, until one is refused.
func (w *world) proposes(t *testing.T, subject casefile.Subject, ref string, what any) error {
	t.Helper()
	receipt, err := w.desk.DoOther(t.Context(), w.head, subject, ref, w.request(string(subject)+".propose", what))
	if err != nil {
		return err
	}
	for side, who := range map[string]desk.Actor{"protection": w.head, "outside": w.ethics} {
		sign := rulebook.Sign{Proposal: receipt.Entry, Side: side}
		if _, err := w.desk.DoOther(t.Context(), who, subject, ref, w.request(string(subject)+".sign", sign)); err != nil {
			return err
		}
	}
	return nil
}

// There is one table of roles and one rule book. A first version beside it
// would have nothing to be looser than.
func TestNothingBesideTheRoles(t *testing.T) {
	w := newWorld(t)
	table := w.config(t).Roles
	for i := range table.Grants {
		if table.Grants[i].Role == access.Hotline {
			table.Grants[i].Acts = append(table.Grants[i].Acts, "case.open")
		}
	}
	text, err := json.Marshal(table)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.proposes(t, casefile.Roles, "roles-2", rulebook.ProposeRoles{Table: text}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a second table of roles: %v", err)
	}
	hotline := w.enrol(t, "HO-1", "tripoli", access.Hotline)
	if err := w.desk.May(hotline, "case.open", desk.Theirs(hotline, casefile.Person)); err == nil {
		t.Error("another table of roles has force")
	}
}

func TestNothingBesideTheRuleBook(t *testing.T) {
	w := newWorld(t)
	had := w.desk.Book().Numbers["gate-hours"]
	for name, c := range map[string]struct {
		ref, id string
		want    fault.Kind
	}{
		"the same book under another reference": {"other", "libya-vhr", fault.Invalid},
		"another book under this reference":     {"libya-vhr", "other", fault.Invalid},
		"another book":                          {"other", "other", fault.Conflict},
	} {
		book, err := policy.LibyaVHR()
		if err != nil {
			t.Fatal(err)
		}
		book.ID, book.Numbers["gate-hours"] = c.id, 12
		text, err := json.Marshal(book)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.proposes(t, casefile.Rules, c.ref, rulebook.Propose{Book: text}); fault.KindOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		if b := w.desk.Book(); b.ID != "libya-vhr" || b.Numbers["gate-hours"] != had {
			t.Errorf("%s: %s is in force, with a gate of %d hours", name, b.Name(), b.Numbers["gate-hours"])
		}
	}
}
