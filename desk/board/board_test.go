package board_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"amana/desk/board"
	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// crowd is the i-th of many cases: the same in every run.
func crowd(i int) *board.Case {
	rng := rand.New(rand.NewPCG(3, uint64(i)))
	given := []string{"Amina", "Ibrahim", "Fatou", "Mamadou", "Grace", "Yusuf", "Hawa", "Samuel", "محمد", "عثمان", "Abdul Rahman", "Ngozi"}
	families := []string{"Danjuma", "Traoré", "Okafor", "Diallo", "Bello", "Keïta", "Mensah", "Sow", "Touré", "عبد الله"}
	country := []string{"NGA", "MLI", "GIN", "GHA"}[i%4]
	c := &board.Case{
		Number: fmt.Sprintf("TI-26-%05d-K", i), Given: given[rng.IntN(len(given))], Family: fmt.Sprintf("%s %c%c%c", families[rng.IntN(len(families))], 'b'+rng.IntN(20), 'a'+rng.IntN(20), 'k'+rng.IntN(12)),
		Sex: []string{"woman", "man"}[i%2], Born: day.Day{Year: 1970 + i%40, Month: time.Month(1 + i%12), Of: 1 + i%28}, Nationalities: []string{country},
		Destination: country, Office: []string{"tripoli", "misrata", "sabha"}[i%3], Status: []string{"waiting", "cleared", "withdrawn", "departed"}[i%4],
		Beyond: map[ledger.Compartment][]string{ledger.General: {"health", "protection"}, ledger.Medical: {"protection"}, ledger.Protection: {"health", "protection"}, ledger.Asylum: {"health", "protection"}},
		Lists:  []string{"papers", "protection"}, With: ledger.Everything, Next: now.AddDate(0, 0, i%90),
	}
	binary.BigEndian.PutUint64(c.Stream[:], uint64(i+1))
	if i%10 == 0 {
		c.Movement, c.Leaving = fmt.Sprintf("TIP-LOS-%04d", i/1000), true
	}
	if i%100 == 0 {
		c.Calls = []access.Call{{Role: access.UNHCROfficer}}
		c.Withdrawn = now.Add(-time.Duration(i%3000) * time.Hour)
	}
	for on := range 4 {
		c.Rests = append(c.Rests, ledger.Stream{byte(on), byte(i % 7)})
	}
	owners := []access.Role{access.Counsellor, access.Caseworker, access.ProtectionOfficer, access.Health, access.MovementOfficer}
	for k, rule := range safeguard.IDs()[:14] {
		t := board.Turn{Safeguard: rule, State: safeguard.Unmet, Compartment: ledger.Compartment(k % 4), Owner: owners[(i+k)%len(owners)], Every: 240 * time.Hour,
			Since: now.AddDate(0, 0, -(i+k)%60), Due: now.AddDate(0, 0, (i+k)%60-20)}
		if k%4 == 3 {
			t.State, t.Since, t.Due, t.Until = safeguard.Met, time.Time{}, time.Time{}, now.AddDate(0, 0, (i+k)%40)
		}
		c.Turns = append(c.Turns, t)
	}
	return c
}

func crowded(n int) *board.Board {
	b := board.New()
	for i := range n {
		b.Put(crowd(i))
	}
	return b
}

func all(string, []access.Call, string) (board.Reading, bool) {
	return board.Reading{Opens: ledger.Everything, Roles: []access.Role{access.Counsellor, access.ProtectionLead, access.HeadOfProtection, access.HeadOfMission}, Withdrawals: true, Reports: true}, true
}

// What is put on a board is what it shows.
func TestABoardHoldsWhatIsPutOnIt(t *testing.T) {
	b := board.New()
	for i := range 300 {
		c := crowd(i)
		c.Held, c.Standby, c.Cleared, c.Youngest, c.Reference, c.Notice = i%2 == 0, i%3 == 0, i%5 == 0, day.Day{Year: 2008, Month: 2, Of: 29}, "row 7", "NGA"
		c.Reported = now
		b.Put(c)
		got, _ := b.Has(c.Stream)
		slices.SortFunc(c.Turns, func(a, b board.Turn) int { return strings.Compare(string(a.Safeguard), string(b.Safeguard)) })
		if d := differ(c, &got); d != "" {
			t.Fatal(d)
		}
	}
}

func differ(a, b *board.Case) string { return cmp.Diff(a, b, cmpopts.EquateEmpty()) }

// After any puts and drops the board finds what a new one finds that holds the
// same.
func TestABoardThatGrewFindsWhatANewOneFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		grown, held := board.New(), map[ledger.Stream]*board.Case{}
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, 20), 1, 60).Draw(t, "cases") {
			c := crowd(i)
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				grown.Drop(c.Stream)
				delete(held, c.Stream)
				continue
			case 1:
				c.Given = rapid.SampledFrom([]string{"Mohamed", "Usman", "Halima Halima", ""}).Draw(t, "given")
			case 2:
				c.Office, c.Leaving = "sabha", false
			}
			grown.Put(c)
			held[c.Stream] = c
		}
		anew := board.New()
		for _, c := range held {
			anew.Put(c)
		}
		for _, text := range []string{"", "mohammed", "ousmane", "amina", "halima", "TI-26", "00007", "diallo"} {
			w := board.Want{Text: text, Limit: 50}
			if d := cmp.Diff(rests(anew.Find(all, w)), rests(grown.Find(all, w)), cmpopts.EquateEmpty()); d != "" {
				t.Fatalf("%q: %s", text, d)
			}
		}
		if d := cmp.Diff(anew.Movements(), grown.Movements(), cmpopts.EquateEmpty()); d != "" || anew.Len() != grown.Len() {
			t.Fatal(d)
		}
	})
}

// Whoever is looked for by a number, a part of one or a reference is found, and
// once: what a scan of every case finds, and no number is too long for it.
func TestNumbersAndReferencesAreFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, held := board.New(), map[string]*board.Case{}
		numbers := []string{"TI-26-00001-K", "TI-26-00011-K", "LY-26-0777-C", "ABCDEF-26-123456-Z", "٢٦-٧"}
		if rapid.Bool().Draw(t, "long") {
			numbers = append(numbers, "ABCDEFGHIJ-26-123456-Z")
		}
		for i, number := range numbers {
			c := crowd(i)
			c.Number, c.Given, c.Family, c.Office = number, "Amina", "Sow", "tripoli"
			c.Reference = rapid.SampledFrom([]string{"", "row 7", "TI-26-00001-K", "12345"}).Draw(t, "reference")
			b.Put(c)
			held[number] = c
		}
		gone := rapid.SampledFrom(numbers).Draw(t, "gone")
		b.Drop(held[gone].Stream)
		delete(held, gone)
		for _, text := range []string{"TI-26-00001-K", "ti26 00001", "0001", "26-0", "row 7", "row7", "12345", "123456", "0777C", "267"} {
			var want []string
			typed := plain(text)
			for number, c := range held {
				if strings.Contains(plain(number), typed) || plain(c.Reference) == typed {
					want = append(want, number)
				}
			}
			var got []string
			for _, hit := range b.Find(all, board.Want{Text: text, Limit: 50}) {
				got = append(got, hit.Number)
			}
			slices.Sort(want)
			slices.Sort(got)
			if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
				t.Fatalf("%q: %s", text, d)
			}
		}
	})
}

// plain is text without what stands between its letters and digits, in capitals.
func plain(s string) string {
	latin := strings.NewReplacer("٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9")
	return regexp.MustCompile(`[^\p{L}\p{Nd}]`).ReplaceAllString(strings.ToUpper(latin.Replace(s)), "")
}

// rests puts what each board numbers anew into one order.
func rests(hits []board.Hit) []board.Hit {
	for _, h := range hits {
		slices.SortFunc(h.Rests, func(a, b ledger.Stream) int { return slices.Compare(a[:], b[:]) })
	}
	return hits
}

// An office that is not reached is not looked into, whoever is called to others.
func TestAScopeIsAskedBeforeAnybodyIsFound(t *testing.T) {
	b := crowded(3000)
	asked := map[string]bool{}
	one := func(office string, calls []access.Call, _ string) (board.Reading, bool) {
		asked[office] = true
		return board.Reading{}, office == "sabha" || len(calls) > 0 && office == "tripoli"
	}
	for _, w := range []board.Want{{Limit: 5000}, {Text: "amina", Limit: 5000}, {Text: "00300", Limit: 5000}, {Nationality: "NGA", Limit: 5000}} {
		tripoli := 0
		for _, h := range b.Find(one, w) {
			if tripoli += len(h.Calls); h.Office == "misrata" || h.Office == "tripoli" && len(h.Calls) == 0 {
				t.Errorf("%+v finds %s of %s", w, h.Number, h.Office)
			}
		}
		if tripoli == 0 {
			t.Errorf("%+v finds nobody of those who are called", w)
		}
	}
	if len(asked) != 3 {
		t.Errorf("of three offices, %v were asked about", asked)
	}
}

// atMost is what a board of a hundred thousand cases may take of a laptop: serve
// has 300 MB for everything.
const atMost = 48 << 20

func TestABoardIsSmall(t *testing.T) {
	before := heap()
	b := crowded(100_000)
	took := heap() - before
	t.Logf("%.1f MB for %d cases", float64(took)/1e6, b.Len())
	if took > atMost {
		t.Errorf("a board of %d cases takes %d bytes, more than %d", b.Len(), took, atMost)
	}
	runtime.KeepAlive(b)
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func BenchmarkFind(b *testing.B) {
	crowd := crowded(100_000)
	for _, text := range []string{"Muhammad", "usman diallo", "Zzyzx Nobody", "TI-26-04711-K", "diallo bel", ""} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				crowd.Find(all, board.Want{Text: text, Limit: 21})
			}
		})
	}
}

func BenchmarkDay(b *testing.B) {
	crowd := crowded(100_000)
	for b.Loop() {
		crowd.Day(all, board.Asked{Now: now, Said: now.AddDate(0, 0, -1), Lapsing: now.AddDate(0, 0, 14), Limit: 100, Leaving: crowd.Movements()[:1]})
	}
}
