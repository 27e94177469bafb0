package safeguard

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"amana/domain/day"
)

// altered is a book like the one of the tests, with a few things otherwise: what
// the floors refuse is left as it was.
func altered(t *testing.T, r *rapid.T, label string) *Book {
	b := testBook(t)
	try := func(change func(*Book)) {
		next := testBook(t)
		*next = *b
		next.Numbers, next.Clauses = maps.Clone(b.Numbers), slices.Clone(b.Clauses)
		change(next)
		if next.Compile() == nil {
			b = next
		}
	}
	for range rapid.IntRange(0, 6).Draw(r, label) {
		c := rapid.IntRange(0, len(b.Clauses)-1).Draw(r, "rule")
		switch rapid.IntRange(0, 7).Draw(r, "what") {
		case 0:
			n := rapid.SampledFrom(slices.Sorted(maps.Keys(b.Numbers))).Draw(r, "number")
			try(func(b *Book) { b.Numbers[n] += rapid.IntRange(-3, 3).Draw(r, "by") })
		case 1:
			l := rapid.SampledFrom(ListFloors()).Draw(r, "list")
			try(func(b *Book) {
				b.SetList(l.List, slices.DeleteFunc(slices.Clone(b.List(l.List)), func(string) bool { return rapid.Bool().Draw(r, "drop") }))
			})
		case 2:
			try(func(b *Book) { b.Clauses = slices.Delete(b.Clauses, c, c+1) })
		case 3:
			try(func(b *Book) {
				b.Clauses[c].Due = rapid.SliceOfDistinct(rapid.SampledFrom(Acts[:]), rapid.ID).Draw(r, "due")
			})
		case 4:
			try(func(b *Book) {
				b.Clauses[c].Applies = rapid.SliceOfDistinct(rapid.SampledFrom(Classes[:]), rapid.ID).Draw(r, "applies")
			})
		case 5:
			try(func(b *Book) { b.Clauses[c].From = b.Clauses[c].From.Add(rapid.IntRange(-9, 9).Draw(r, "later")) })
		case 6:
			try(func(b *Book) {
				b.Clauses[c].Until = day.Day{Year: 2027, Month: 1, Of: rapid.IntRange(1, 9).Draw(r, "until")}
			})
		case 7:
			try(func(b *Book) { b.Clauses[c].Source = []string{"another"} })
		}
	}
	return b
}

// What is shown to loosen is exactly what the law of the book says loosens: a
// reader who sees no looser change will meet none without notice.
func TestDifferencesSayWhatLoosens(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b, next := altered(t, r, "changes of one"), altered(t, r, "changes of the other")
		var loose []string
		for _, d := range b.Differences(next) {
			if d.Way == Loosens || d.Way == Both {
				loose = append(loose, d.Where)
			}
		}
		slices.Sort(loose)
		if loose = slices.Compact(loose); !slices.Equal(loose, b.Loosens(next)) {
			r.Fatalf("shown %v, and %v loosens", loose, b.Loosens(next))
		}
		var tight []string
		for _, d := range next.Differences(b) {
			if d.Way == Tightens || d.Way == Both {
				tight = append(tight, d.Where)
			}
		}
		slices.Sort(tight)
		if tight = slices.Compact(tight); !slices.Equal(tight, loose) {
			r.Fatalf("from there to here %v loosens, and back %v tightens", loose, tight)
		}
	})
}

// Of one book with itself there is none.
func TestABookIsLikeItself(t *testing.T) {
	if d := testBook(t).Differences(testBook(t)); len(d) > 0 {
		t.Errorf("%+v", d)
	}
}

// Whichever rule is said to ask a number, its code does; and each number is of
// some rule, or of none.
func TestNumbersAreOfTheRulesThatAskThem(t *testing.T) {
	calls, reads := map[string][]string{}, map[string][]string{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || name == "number.go" || name == "knob.go" {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					calls[fn.Name.Name] = append(calls[fn.Name.Name], id.Name)
					reads[fn.Name.Name] = append(reads[fn.Name.Name], id.Name)
				}
				return true
			})
		}
	}
	reaches := func(from, knob string) bool {
		seen, queue := map[string]bool{}, []string{from}
		for len(queue) > 0 {
			at := queue[0]
			queue = queue[1:]
			if seen[at] {
				continue
			}
			seen[at] = true
			if slices.Contains(reads[at], knob) {
				return true
			}
			queue = append(queue, calls[at]...)
		}
		return false
	}
	for _, n := range Numbers() {
		for _, id := range n.Of {
			judge := runtime.FuncForPC(reflect.ValueOf(rules[id].judge).Pointer()).Name()
			judge = judge[strings.LastIndexByte(judge, '.')+1:]
			examines := id == "not-collective" && reaches("SignsAmong", constName(n.Name)) // for which a movement is looked at as a whole
			if !reaches(judge, constName(n.Name)) && !examines {
				t.Errorf("%s does not ask %s", id, n.Name)
			}
		}
	}
}

// constName is how the code calls a number: "gate-hours" is GateHours.
func constName(name string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(name, "-") {
		if part == "unhcr" {
			b.WriteString("UNHCR")
			continue
		}
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}
