package demo

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"strings"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/ledger"
)

// User is an account with which one can look at the demonstration. Passwords
// are made from the name: they protect nothing but invented data.
type User struct {
	Role     access.Role `json:"role"`
	Name     string      `json:"name"`
	Password string      `json:"password"`
	Office   string      `json:"office"`
}

// officer is one account to be made.
type officer struct {
	code, login string
	role        access.Role
	office      string
	language    string
	country     string // of a receiving mission
}

// central are the roles that belong to no one office, with how many play them.
var central = []struct {
	role access.Role
	code string
	n    int
}{
	{access.Administrator, "AD", 1}, {access.HeadOfProtection, "HP", 1}, {access.HeadOfMission, "HM", 1},
	{access.Ethics, "ET", 1}, {access.DataProtection, "DP", 1}, {access.CounterTraffickingLead, "CT", 1},
	{access.UNHCROfficer, "UN", 1}, {access.PanelMember, "PM", 3}, {access.Observer, "OB", 1},
	{access.ClearingOfficer, "CL", 4}, {access.MovementOfficer, "MO", 3},
	{access.Hotline, "HL", 1}, {access.Programme, "PG", 1}, {access.Evaluation, "EV", 1}, {access.Donor, "DO", 1},
	{access.Overseer, "OV", 1}, {access.Monitor, "TM", 1}, {access.Guardian, "GU", 1}, {access.Interpreter, "IN", 2},
}

// elsewhere are the offices whose officers read another language than English:
// what is told an account without asking for a language is in its own.
var elsewhere = map[string]string{"sabha": "fr", "zwara": "ar"}

// staffing is everybody who has an account.
func staffing() []officer {
	var all []officer
	add := func(role access.Role, code, office string, n int, language string) {
		for i := range n {
			login := string(role)
			if office != desk.Programme {
				login += "." + office
			}
			if i > 0 {
				login = fmt.Sprintf("%s-%d", login, i+1)
			}
			all = append(all, officer{fmt.Sprintf("%s-%d", code, i+1), login, role, office, language, ""})
		}
	}
	for _, c := range central {
		add(c.role, c.code, desk.Programme, c.n, "en")
	}
	for _, n := range nations {
		login := string(access.ReceivingMission) + "." + strings.ToLower(n.code)
		all = append(all, officer{receiver(n), login, access.ReceivingMission, desk.Programme, "en", n.code})
	}
	for _, o := range offices {
		language := cmp.Or(elsewhere[o.name], "en")
		add(access.Counsellor, "CO-"+o.short, o.name, o.counsellors, language)
		add(access.Caseworker, "CW-"+o.short, o.name, 1, language)
		add(access.ProtectionOfficer, "PO-"+o.short, o.name, o.protection, language)
		add(access.ProtectionLead, "PL-"+o.short, o.name, 1, language)
		add(access.Health, "HE-"+o.short, o.name, 1, language)
	}
	return all
}

// receiver is the code of who receives in a country.
func receiver(n *nation) string { return "RM-" + n.code }

// Users lists a sign-in for every account, those of no one office first.
func Users() []User {
	var users []User
	for _, o := range staffing() {
		if o.code == left {
			continue
		}
		users = append(users, User{o.role, o.login, password(o.login), o.office})
	}
	return users
}

// left is who worked here and left: their account is revoked.
const left = "IN-2"

// words of passwords that can be read out.
var words = [...]string{
	"amber", "basil", "cedar", "delta", "ember", "falcon", "garnet", "harbour", "indigo", "jasmine", "kernel", "lantern",
	"marble", "nutmeg", "orchid", "pepper", "quartz", "river", "saffron", "thistle", "umber", "violet", "walnut", "zephyr",
	"acacia", "bronze", "coral", "dune", "estuary", "fennel", "ginger", "hazel",
}

func password(login string) string {
	sum := sha256.Sum256([]byte("amana demo\n" + login))
	w := func(i int) string { return words[int(sum[i])%len(words)] }
	return fmt.Sprintf("%s-%s-%s", w(0), w(1), w(2))
}

// command is the id of the n-th command of the story.
func (s *story) command() ledger.Command {
	s.commands++
	sum := sha256.Sum256(fmt.Appendf(nil, "amana demo %d %d", s.seed, s.commands))
	return ledger.Command(sum[:16])
}
