// Package postgrestest gives tests a real PostgreSQL: Debian's, private to the
// test binary, on a unix socket in a temporary folder.
//
//	func TestMain(m *testing.M) { os.Exit(postgrestest.Main(m)) }
//
//	func TestSomething(t *testing.T) { url := postgrestest.URL(t) … }
//
// AMANA_TEST_POSTGRES names a server to use instead, by the URL of a database
// whose user may create others.
package postgrestest

import (
	"context"
	"crypto/rand"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// shared is the server of this test binary, started when it is first needed.
type shared struct {
	once   sync.Once
	main   bool // Main runs, and will stop the server
	server *Server
	err    error
}

var own shared

// Main runs the tests and stops the shared server after them.
func Main(m *testing.M) int {
	own.main = true
	code := m.Run()
	if own.server != nil {
		if err := own.server.Stop(); err != nil {
			os.Stderr.WriteString(err.Error() + "\n")
			code = max(code, 1)
		}
	}
	return code
}

// URL is the address of a new, empty database, which lasts as long as the test.
func URL(t testing.TB) string {
	t.Helper()
	server := os.Getenv("AMANA_TEST_POSTGRES")
	if server == "" {
		own.once.Do(func() {
			if own.main {
				own.server, own.err = Start()
			} else {
				own.err = errors.New("postgrestest: TestMain has to call postgrestest.Main")
			}
		})
		if own.err != nil {
			t.Fatal(own.err)
		}
		server = own.server.URL("postgres")
	}
	return fresh(t, server, "")
}

// Copy is the address of a new database that holds what another of this
// package's holds. Nobody may be connected to that one. It lasts as long as the
// test.
func Copy(t testing.TB, from string) string {
	t.Helper()
	at, err := url.Parse(from)
	if err != nil {
		t.Fatal("postgrestest: the address to copy from is not a URL")
	}
	template := at.Path[1:]
	at.Path = "/postgres"
	return fresh(t, at.String(), ` template "`+template+`"`)
}

// fresh is the address of a new database on a server.
func fresh(t testing.TB, server, settings string) string {
	t.Helper()
	name := "amana_test_" + rand.Text()[:12]
	run(t, server, `create database "`+name+`"`+settings)
	t.Cleanup(func() { run(t, server, `drop database "`+name+`" with (force)`) })
	at, err := url.Parse(server)
	if err != nil {
		t.Fatal("postgrestest: AMANA_TEST_POSTGRES is not a URL")
	}
	at.Path = "/" + name
	return at.String()
}

// DatabaseOn is the address of a new database of a server, whose tables lie in a
// folder that is given to the server.
func (s *Server) DatabaseOn(t testing.TB, folder string) string {
	t.Helper()
	tables := filepath.Join(folder, "tables")
	if err := errors.Join(s.give(folder), os.Mkdir(tables, 0o700), s.give(tables)); err != nil {
		t.Fatal(err)
	}
	run(t, s.URL("postgres"), "create tablespace apart location '"+tables+"'")
	run(t, s.URL("postgres"), "create database apart tablespace apart")
	return s.URL("apart")
}

func run(t testing.TB, server, statement string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatal(err)
	}
}
