package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"filippo.io/age"

	"amana/desk"
	"amana/store/postgrestest"
)

// Two programs serve one store under load, and every other subcommand that opens
// a store runs beside them. Nothing that was acknowledged is lost or taken back,
// the log verifies, and nothing is restored onto a store that is in use.
func TestEverythingRunsBesideServe(t *testing.T) {
	for _, engine := range []string{"SQLite", "PostgreSQL"} {
		t.Run(engine, func(t *testing.T) {
			database := ""
			if engine == "PostgreSQL" {
				database = postgrestest.URL(t)
			}
			data := programmeIn(t, database)
			two := [2]*process{serves(t, data, database), serves(t, data, database)}
			token := two[0].signIn(t, "cou")
			var shared desk.Receipt
			a := two[0].must(t, http.StatusCreated, token, http.MethodPost, "/api/v1/cases", opens())
			if err := json.Unmarshal(a.body, &shared); err != nil {
				t.Fatal(err)
			}
			loads := [2]*load{}
			var all sync.WaitGroup
			for i, p := range two {
				l := &load{until: 60, enough: make(chan struct{})}
				loads[i] = l
				token := p.signIn(t, "cou")
				all.Go(func() { l.run(p, token, shared.Case) })
			}
			beside(t, data, database, shared.Case)
			for i, l := range loads {
				<-l.enough
				two[i].kill()
			}
			all.Wait()
			var acked []given
			for _, l := range loads {
				for _, wrong := range l.wrong {
					t.Error(wrong)
				}
				acked = append(acked, l.acked...)
			}
			whole(t, data, database, acked)
			withdrawn(t, data, database, acked)
			verifies(t, data, database)
		})
	}
}

// beside runs what else there is on the store that is served.
func beside(t *testing.T, data, database, number string) {
	t.Helper()
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	const list = "ref,date,given,family,born,sex,nationality,destination\n1,4/3/2026,Amina,Diallo,1990,woman,Mali,Mali\n"
	for name, text := range map[string]string{"age.txt": id.String(), "persons.csv": list} {
		if err := os.WriteFile(in(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	amana := func(code int, args ...string) {
		t.Helper()
		out, err := command(args...).CombinedOutput()
		got := 0
		if failed, ok := errors.AsType[*exec.ExitError](err); ok {
			got = failed.ExitCode()
		}
		if got != code {
			t.Errorf("%v: exit code %d, want %d: %s", args, got, code, out)
		}
	}
	here := func(code int, args ...string) {
		t.Helper()
		amana(code, append(args, "--data", data, "--database", database)...)
	}
	amana(0, "backup", in("copy.db"), "--recipient", id.Recipient().String(), "--data", programmeIn(t, ""))
	for range 3 {
		here(0, "rebuild")
		here(0, "rebuild", "--check")
		here(0, "withdraw", number)
	}
	here(0, "import", in("persons.csv"), "--office", "tripoli", "--word", "Helping Hands")
	here(5, "restore", in("copy.db"), "--identity", in("age.txt"))
	if database != "" {
		amana(5, "restore", in("copy.db"), "--identity", in("age.txt"), "--data", in("elsewhere"), "--database", database)
	}
}

// withdrawn asks that everybody of whom a no was acknowledged is listed so: no
// rebuild beside it took that back.
func withdrawn(t *testing.T, data, database string, acked []given) {
	t.Helper()
	said := map[string]bool{}
	for _, g := range acked {
		if g.path != "/api/v1/cases" {
			said[g.receipt.Case] = true
		}
	}
	p := &program{env: os.Getenv, stderr: os.Stderr, settings: settings{data: data, database: database}}
	n, err := p.openNode(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer n.close()
	q := desk.Query{Limit: 200}
	for {
		page, err := n.desk.Cases(t.Context(), n.desk.Self(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Cases {
			if said[c.Case] && c.Status != "withdrawn" {
				t.Errorf("%s said no and is listed as %s", c.Case, c.Status)
			}
			delete(said, c.Case)
		}
		if q.After = page.Next; !page.More {
			break
		}
	}
	if len(said) > 0 {
		t.Errorf("%d who said no are not listed", len(said))
	}
}
