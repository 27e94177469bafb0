package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/store/postgrestest"
	"amana/store/storetest"
)

// given is a command that was sent, and what came back; no receipt: nothing did.
type given struct {
	path, body string
	receipt    desk.Receipt
}

// load is clients that give commands as fast as they are acknowledged: each
// opens cases of its own, and all act about one that they share.
type load struct {
	mu     sync.Mutex
	acked  []given
	flying []given // sent and not answered
	wrong  []string
	enough chan struct{} // closed when so many were acknowledged
	until  int
}

const clients = 4

func (l *load) run(p *process, token, shared string) {
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			own := ""
			for i := 0; ; i++ {
				g := given{path: "/api/v1/cases", body: opens()}
				switch {
				case i%5 == 4:
					g = given{path: "/api/v1/cases/" + shared + "/commands", body: withdraws()}
				case i%5 > 0:
					g = given{path: "/api/v1/cases/" + own + "/commands", body: withdraws()}
				}
				a, err := p.ask(token, http.MethodPost, g.path, g.body)
				if !l.note(g, a, err) {
					return
				}
				if i%5 == 0 {
					own = l.last(g).Case
				}
			}
		})
	}
	all.Wait()
}

// note notes what became of a command, and says whether to go on.
func (l *load) note(g given, a answered, err error) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case err != nil:
		l.flying = append(l.flying, g)
		return false
	case a.status == http.StatusConflict && strings.Contains(string(a.body), "fault.moved"):
		return true // too many at once about the one case: nothing was recorded
	case a.status/100 != 2:
		l.wrong = append(l.wrong, fmt.Sprintf("%d %s", a.status, a.body))
		return false
	}
	if err := json.Unmarshal(a.body, &g.receipt); err != nil {
		l.flying = append(l.flying, g) // cut off in the middle
		return false
	}
	if l.acked = append(l.acked, g); len(l.acked) == l.until {
		close(l.enough)
	}
	return true
}

func (l *load) last(g given) desk.Receipt {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := len(l.acked) - 1; i >= 0; i-- {
		if l.acked[i].body == g.body {
			return l.acked[i].receipt
		}
	}
	return desk.Receipt{}
}

// The program is killed while clients give commands, at any moment, again and
// again. Whatever it gave a receipt for is there when it is started again, the
// same command gets the same receipt, and nothing is there by half.
func TestTheProgramKilledAtAnyMomentLosesNothingAcknowledged(t *testing.T) {
	rounds := map[string]int{"SQLite": 2, "PostgreSQL": 1}
	if os.Getenv("AMANA_SOAK") != "" {
		rounds = map[string]int{"SQLite": 60, "PostgreSQL": 40}
	}
	for engine, n := range rounds {
		t.Run(engine, func(t *testing.T) {
			database := ""
			if engine == "PostgreSQL" {
				database = postgrestest.URL(t)
			}
			data := programmeIn(t, database)
			var acked []given
			unanswered, shared := 0, ""
			for range n {
				p := serves(t, data, database)
				token := p.signIn(t, "cou")
				if shared == "" {
					var r desk.Receipt
					a := p.must(t, http.StatusCreated, token, http.MethodPost, "/api/v1/cases", opens())
					if err := json.Unmarshal(a.body, &r); err != nil {
						t.Fatal(err)
					}
					shared = r.Case
				}
				l := &load{until: 1 + rand.IntN(120), enough: make(chan struct{})}
				go func() {
					<-l.enough
					time.Sleep(rand.N(8 * time.Millisecond)) // anywhere in a transaction
					_ = p.Process.Kill()
				}()
				l.run(p, token, shared)
				p.kill()
				for _, wrong := range l.wrong {
					t.Error(wrong)
				}
				if len(l.acked) < l.until {
					t.Fatalf("the program ended by itself after %d receipts: %s", len(l.acked), p.said)
				}
				acked, unanswered = append(acked, l.acked...), unanswered+len(l.flying)
				whole(t, data, database, acked)
				repeats(t, data, database, l)
			}
			verifies(t, data, database)
			fmt.Printf("%s: %d kills, %d receipts all there, %d commands unanswered and sent again\n", t.Name(), n, len(acked), unanswered)
		})
	}
}

// whole reads the store as it was left, and holds it against every receipt.
func whole(t *testing.T, data, database string, acked []given) {
	t.Helper()
	p := &program{env: os.Getenv, stderr: io.Discard, settings: settings{data: data, database: database}}
	n, err := p.openNode(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer n.close()
	if err := storetest.Settle(t.Context(), n.store); err != nil {
		t.Fatal(err)
	}
	subjects := []string{string(casefile.Person), "keys"}
	for _, o := range casefile.Others {
		subjects = append(subjects, string(o.Subject))
	}
	if _, err := storetest.Check(t.Context(), n.store, subjects...); err != nil {
		t.Fatal(err)
	}
	size, err := n.store.Size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	leaves, err := n.store.Leaves(t.Context(), 0, size)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[ledger.Hash]bool{}
	for _, g := range acked {
		if r := g.receipt; r.Index >= size || leaves[r.Index] != r.Entry {
			t.Fatalf("%s was acknowledged at %d and is not there", g.body, r.Index)
		}
		if seen[g.receipt.Entry] {
			t.Fatalf("two commands have the receipt for %s", g.receipt.Entry)
		}
		seen[g.receipt.Entry] = true
	}
	if err := n.desk.Refold(t.Context(), func(*casefile.Case) error { return nil }); err != nil {
		t.Fatalf("folding what was left: %v", err)
	}
}

// repeats sends again what was answered and what was not: one gets the receipt
// that it had, the other is recorded once, now or before.
func repeats(t *testing.T, data, database string, l *load) {
	t.Helper()
	p := serves(t, data, database)
	defer p.kill()
	token := p.signIn(t, "cou")
	receipt := func(g given) (r desk.Receipt) {
		a, err := p.ask(token, http.MethodPost, g.path, g.body)
		if err == nil && a.status/100 == 2 {
			err = json.Unmarshal(a.body, &r)
		}
		if err != nil || a.status/100 != 2 {
			t.Fatalf("%s again: %d %s %v", g.body, a.status, a.body, err)
		}
		return r
	}
	for _, g := range l.acked {
		r := receipt(g)
		if was := g.receipt; !r.Repeated || r.Entry != was.Entry || r.Index != was.Index || r.Case != was.Case {
			t.Errorf("the receipt of %s is %+v, was %+v", g.body, r, was)
		}
	}
	for _, g := range l.flying {
		first, again := receipt(g), receipt(g)
		if !again.Repeated || again.Entry != first.Entry {
			t.Errorf("%s: %+v, then %+v", g.body, first, again)
		}
	}
}

// A program that is killed while it makes its first store, at any moment, can
// be started again and serves.
func TestTheProgramKilledWhileItBeginsAStoreBeginsAgain(t *testing.T) {
	rounds := 4
	if os.Getenv("AMANA_SOAK") != "" {
		rounds = 60
	}
	killed := 0
	for i := range rounds {
		data, database := t.TempDir(), ""
		if i%2 == 1 {
			database = postgrestest.URL(t)
		}
		p := launch(t, data, database)
		var said bytes.Buffer
		p.Stdout = &said
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(rand.N(250 * time.Millisecond)) // it is about as long until it serves
		p.kill()
		if said.Len() == 0 {
			killed++
		}
		again := serves(t, data, database)
		again.must(t, http.StatusOK, "", http.MethodGet, "/healthz", "")
		again.kill()
		verifies(t, data, database)
	}
	fmt.Printf("%s: %d of %d killed before they served\n", t.Name(), killed, rounds)
}
