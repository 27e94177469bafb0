package web

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"amana/domain/casefile"
	"amana/lang"
)

// What a form asks is a question in every language, and not the short name that
// an import gives it.
func TestEveryQuestionIsWorded(t *testing.T) {
	for _, code := range lang.Languages {
		say, count := lang.New(code), 0
		var walk func(command string, all []asked)
		walk = func(command string, all []asked) {
			for _, q := range all {
				count++
				name, _ := say.Field(command, q.Path)
				if words, _ := say.Question(command, q.Path); words == name {
					t.Errorf("%s of %s is only named in %s: %q", q.Path, command, code, words)
				}
				walk(command, q.Parts)
			}
		}
		for _, k := range casefile.Commands {
			walk(k.Name, questions(k.Name, k.Zero))
			if say.Why(k.Name) == "" {
				t.Errorf("why %s is asked is not said in %s", k.Name, code)
			}
		}
		for _, o := range casefile.Others {
			for _, k := range o.Commands {
				walk(k.Name, questions(k.Name, k.Zero))
				other := slices.ContainsFunc(otherKinds, func(p *otherPages) bool { return p.subject == o.Subject })
				if other && say.Why(k.Name) == "" {
					t.Errorf("why %s is asked is not said in %s", k.Name, code)
				}
			}
		}
		if count < 500 {
			t.Fatalf("only %d questions in %s", count, code)
		}
	}
}

func TestWhatProgramsWriteIsNotAsked(t *testing.T) {
	for _, o := range casefile.Others {
		for _, k := range o.Commands {
			for _, q := range questions(k.Name, k.Zero) {
				if q.Path == "book" || q.Path == "table" || q.Path == "keys" {
					t.Errorf("%s asks for %s", k.Name, q.Path)
				}
			}
		}
	}
}

// What a command needs is asked whatever else was answered: a form that hid it
// could not be sent in.
func TestWhatIsNeededIsAlwaysAsked(t *testing.T) {
	zeros := map[string]any{}
	for _, k := range casefile.Commands {
		zeros[k.Name] = k.Zero
	}
	for _, o := range casefile.Others {
		for _, k := range o.Commands {
			zeros[k.Name] = k.Zero
		}
	}
	for name := range only {
		command, path, _ := strings.Cut(name, "/")
		zero, known := zeros[command]
		if !known {
			t.Fatalf("no command %s", command)
		}
		i := slices.IndexFunc(questions(command, zero), func(q asked) bool { return q.Path == path })
		if i < 0 {
			t.Fatalf("%s does not ask for %s", command, path)
		}
		if questions(command, zero)[i].Required {
			t.Errorf("%s needs %s, and does not always ask for it", command, path)
		}
	}
}

// A question that is hidden until another is answered so would else be hidden for
// ever, whatever its command is about.
func TestWhateverIsHiddenCanAppear(t *testing.T) {
	sheet := string(conditions())
	var walk func(string, []asked)
	walk = func(command string, all []asked) {
		for _, q := range all {
			if q.When != nil && !strings.Contains(sheet, `[data-when="`+q.When.Name()+`"]`) {
				t.Errorf("%s never shows %s", command, q.Path)
			}
			walk(command, q.Parts)
		}
	}
	for _, k := range casefile.Commands {
		walk(k.Name, questions(k.Name, k.Zero))
	}
	for _, o := range casefile.Others {
		for _, k := range o.Commands {
			walk(k.Name, questions(k.Name, k.Zero))
		}
	}
}

// What has no part of the work would be on nobody's list of acts.
func TestEveryActHasItsPart(t *testing.T) {
	for _, k := range casefile.Commands {
		if formed(k.Name) && partOf(k.Name) < 0 {
			t.Errorf("%s is in no part of actParts", k.Name)
		}
	}
}

// What a link to a form is about answers questions that the form asks.
func TestALinkAnswersQuestionsOfItsForm(t *testing.T) {
	for command, names := range ofWhich {
		k, known := casefile.Named(command)
		for _, name := range names {
			if !known || !slices.ContainsFunc(questions(k.Name, k.Zero), func(q asked) bool { return q.Path == name }) {
				t.Errorf("%s does not ask %s", command, name)
			}
		}
	}
}

// A step that names one of several things begins the form of that one: else its
// form would ask anew what the step said. Not so of what somebody must say
// themselves.
func TestAStepAboutAThingBeginsWithIt(t *testing.T) {
	const (
		theirs = "says which of the withdrawals they know of"
		words  = "a word of the step's sentence"
	)
	but := map[string]string{
		"consent.give": theirs, "voluntary.assess": words, "voluntary.repeat": words, "notice.send": "sends all needs",
		"movement.answer-sign": "is asked on the page of the movement", "safeguard.attest": "has no form",
	}
	files, err := filepath.Glob("../domain/safeguard/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`doAbout\("([a-z.-]+)", ([^"])`)
	found := 0
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			found++
			if ofWhich[m[1]] == nil && but[m[1]] == "" {
				t.Errorf("%s: a step begins an empty form of %s", filepath.Base(f), m[1])
			}
		}
	}
	if found < 10 {
		t.Errorf("%d steps name a thing", found)
	}
}
