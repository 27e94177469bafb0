package lang

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"amana/desk/shape"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/policy"
)

// members visits every member of every command's arguments; a false says to go
// no deeper.
func members(visit func(command, path string, m shape.Member) bool) {
	var walk func(command, prefix string, of reflect.Type)
	walk = func(command, prefix string, of reflect.Type) {
		for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct || of == reflect.TypeFor[day.Day]() || of.PkgPath() == "time" {
			return
		}
		for _, m := range shape.Members(of) {
			if visit(command, prefix+m.Name, m) {
				walk(command, prefix+m.Name+".", m.Type)
			}
		}
	}
	for _, k := range casefile.Commands {
		walk(k.Name, "", reflect.TypeOf(k.Zero))
	}
	for _, o := range casefile.Others {
		for _, k := range o.Commands {
			walk(k.Name, "", reflect.TypeOf(k.Zero))
		}
	}
}

// fields are the names of those members: the command's own, or the one that it
// shares with others.
func fields(w wants) {
	members(func(command, path string, _ shape.Member) bool {
		w.add(key("field", command, path), "the arguments of "+command, []string{})
		return true
	})
}

// key is that of a member's words in a space, or the one it should have.
func key(space, command, path string) string {
	for _, l := range Languages {
		if key, ok := New(l).named(space, command, path); ok {
			return key
		}
	}
	return space + "." + path
}

// lists are the values of the lists that people edit, which are codes or
// countries.
func lists(t *testing.T, w wants) {
	all, err := policy.Codes()
	if err != nil {
		t.Fatal(err)
	}
	for id, list := range all {
		for _, code := range list.Values {
			if id == "at-risk" {
				continue // countries: TestEveryCountryHasAName
			}
			w.add("code."+code, "policy/codes.toml: "+id, []string{})
		}
	}
}

// shown says whether a name says more than its code does.
func shown(name, code string) bool {
	unnamed := []string{"", code, "Unknown language", "langue indéterminée", "لغة غير معروفة", "Unknown Region", "région indéterminée", "منطقة غير معروفة"}
	return !slices.Contains(unnamed, name)
}

func TestEveryCountryHasAName(t *testing.T) {
	if n := len(Countries()); n < 240 {
		t.Fatalf("%d countries", n)
	}
	all, err := policy.Codes()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range append(slices.Clone(Countries()), all["at-risk"].Values...) {
		for _, l := range Languages {
			if name := New(l).Country(code); !shown(name, code) {
				t.Errorf("%s is called %q in %s", code, name, l)
			}
		}
	}
}

func TestEveryLanguageHasAName(t *testing.T) {
	for code := range strings.FieldsSeq(ofTheRegion) {
		if !slices.Contains(Tongues(), code) {
			t.Errorf("%s has no name in every language", code)
		}
	}
	if n := len(Tongues()); n < 100 {
		t.Fatalf("%d languages", n)
	}
	for _, code := range Tongues() {
		for _, l := range Languages {
			if name := New(l).Tongue(code); !shown(name, code) {
				t.Errorf("%s is called %q in %s", code, name, l)
			}
		}
	}
}

func TestNoNameIsOfferedTwice(t *testing.T) {
	for _, l := range Languages {
		once := func(all []string, name func(string) string) {
			codes := map[string]string{}
			for _, code := range all {
				if other, twice := codes[name(code)]; twice {
					t.Errorf("%s and %s are both called %q in %s", other, code, name(code), l)
				}
				codes[name(code)] = code
			}
		}
		once(Tongues(), New(l).Tongue)
		once(Countries(), New(l).Country)
	}
}

func TestNames(t *testing.T) {
	en, fr, ar := New("en"), New("fr"), New("ar")
	for _, c := range []struct{ got, want string }{
		{en.Country("NGA"), "Nigeria"}, {fr.Country("TCD"), "Tchad"}, {ar.Country("MLI"), "مالي"}, {en.Country("XQX"), "XQX"},
		{en.Tongue("hau"), "Hausa"}, {fr.Tongue("ara"), "arabe"}, {ar.Tongue("fra"), "الفرنسية"}, {en.Tongue("bin"), "Edo"}, {en.Tongue("qqq"), "qqq"},
		{en.value("nationality", "NGA", en.Isolate), "Nigeria"}, {en.value("nationality", "stateless", en.Isolate), "stateless"},
		{fr.value("languages", []string{"hau", "eng"}, fr.Isolate), "haoussa et anglais"}, {ar.value("country", "NGA", ar.Isolate), "\u2068نيجيريا\u2069"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestFieldsAreNamed(t *testing.T) {
	for _, c := range []struct{ language, command, path, want string }{
		{"en", "case.open", "born", "Born"}, {"en", "birth.record", "day", "Born"}, {"en", "custody.record", "place", "Place"},
		{"fr", "case.open", "wish.talk.language", "Langue parlée"}, {"en", "counselling.hold", "topics[3]", "Topics"},
		{"ar", "consent.withdraw", "channel", "الوسيلة"}, {"en", "screening.record", "household", "Household asked"},
	} {
		if got, ok := New(c.language).Field(c.command, c.path); !ok || got != c.want {
			t.Errorf("%s of %s: %q, want %q", c.path, c.command, got, c.want)
		}
	}
	if _, ok := New("en").Field("", "shoeSize"); ok {
		t.Error("a field that nobody has is named")
	}
}

func TestAFaultNamesItsField(t *testing.T) {
	short := fault.New(fault.Invalid, "fault.missing-field")
	for _, c := range []struct{ language, field, want string }{
		{"en", "args.channel", "Channel: Something that is needed was left out."},
		{"en", "--role", "--role: Something that is needed was left out."},
		{"fr", "args.channel", "Voie : Il manque une indication nécessaire."},
		{"en", "limit", "Something that is needed was left out."},
		{"en", "args.shoeSize", "Something that is needed was left out."},
		{"en", "", "Something that is needed was left out."},
	} {
		if _, got := New(c.language).Fault(short.In(c.field)); got != c.want {
			t.Errorf("%s: %q, want %q", c.field, got, c.want)
		}
	}
	_, got := New("ar").Fault(short.In("--role"))
	if !strings.HasPrefix(got, "\u2068--role\u2069: ") {
		t.Errorf("in Arabic: %q", got)
	}
}
