package postgrestest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a private PostgreSQL.
type Server struct {
	folder   string
	bin      string
	settings []string
	initdb   []string            // more options of it
	as       *syscall.Credential // nil: whoever runs the tests
	process  *exec.Cmd
	log      *os.File
}

// Start makes a server and waits until it answers. Settings are those of
// postgresql.conf, "log_statement=all".
func Start(settings ...string) (*Server, error) { return start(&Server{settings: settings}) }

// New makes a server that lasts as long as a test.
func New(t testing.TB, settings ...string) *Server {
	t.Helper()
	return lasting(t, &Server{settings: settings})
}

// NewWith is New for a cluster that initdb makes with these options too.
func NewWith(t testing.TB, initdb ...string) *Server {
	t.Helper()
	return lasting(t, &Server{initdb: initdb})
}

func lasting(t testing.TB, s *Server) *Server {
	t.Helper()
	s, err := start(s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func start(s *Server) (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "amana-pg-")
	if err != nil {
		return nil, fmt.Errorf("postgrestest: %w", err)
	}
	s.folder, s.bin = folder, bin
	if err := s.start(); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

func (s *Server) start() error {
	if err := s.owner(); err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(s.folder, "log"))
	if err != nil {
		return fmt.Errorf("postgrestest: %w", err)
	}
	s.log = log
	// The cluster is thrown away: only what the tests write need reach the disk.
	args := append([]string{"--no-sync", "--auth=trust", "--username=amana", "--encoding=UTF8", "--locale=C", "-D", s.data()}, s.initdb...)
	out, err := s.command("initdb", args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("postgrestest: initdb: %w: %s", err, out)
	}
	return s.Run()
}

// owner makes the folder belong to the user postgres when root runs the tests:
// PostgreSQL refuses to run as root.
func (s *Server) owner() error {
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return errors.New("postgrestest: there is no user postgres; install Debian's package postgresql")
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return fmt.Errorf("postgrestest: %w", err)
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return fmt.Errorf("postgrestest: %w", err)
	}
	s.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return s.give(s.folder)
}

// give makes a folder the server's own, as that of a tablespace has to be.
func (s *Server) give(folder string) error {
	if s.as == nil {
		return nil
	}
	return os.Chown(folder, int(s.as.Uid), int(s.as.Gid))
}

// LimitFiles lets no process of the server make a file longer than most bytes;
// "unlimited" takes the limit away. It asks the system as the server's own
// user, which needs no right over others.
func (s *Server) LimitFiles(most string) error {
	first := strconv.Itoa(s.process.Process.Pid)
	children, err := os.ReadFile("/proc/" + first + "/task/" + first + "/children")
	if err != nil {
		return fmt.Errorf("postgrestest: %w", err)
	}
	for _, pid := range append(strings.Fields(string(children)), first) {
		limit := s.command("prlimit", "--pid", pid, "--fsize="+most+":")
		if out, err := limit.CombinedOutput(); err != nil {
			return fmt.Errorf("postgrestest: prlimit: %w: %s", err, out)
		}
	}
	return nil
}

// Run starts the server again after Crash.
func (s *Server) Run() error {
	args := []string{"-D", s.data(), "-c", "listen_addresses=", "-c", "unix_socket_directories=" + s.folder, "-c", "max_connections=100"}
	for _, setting := range s.settings {
		args = append(args, "-c", setting)
	}
	s.process = s.command("postgres", args...)
	s.process.Stdout, s.process.Stderr = s.log, s.log
	if err := s.process.Start(); err != nil {
		return fmt.Errorf("postgrestest: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.URL("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("postgrestest: the server does not answer: %w: %s", err, s.Log())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Crash kills the server as a power cut would, as far as a process can.
func (s *Server) Crash() error {
	if s.process == nil || s.process.Process == nil {
		return nil
	}
	// SIGQUIT is immediate shutdown: no checkpoint, and no child left behind.
	if err := s.process.Process.Signal(syscall.SIGQUIT); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("postgrestest: %w", err)
	}
	_ = s.process.Wait()
	s.process = nil
	return nil
}

// Stop ends the server and removes everything it kept.
func (s *Server) Stop() error {
	err := s.Crash()
	if s.log != nil {
		err = errors.Join(err, s.log.Close())
	}
	return errors.Join(err, os.RemoveAll(s.folder))
}

// URL is the address of one of the server's databases.
func (s *Server) URL(database string) string {
	return "postgres:///" + database + "?user=amana&host=" + url.QueryEscape(s.folder)
}

// Log is what the server has logged.
func (s *Server) Log() []byte {
	text, err := os.ReadFile(filepath.Join(s.folder, "log"))
	if err != nil {
		return []byte(err.Error())
	}
	return text
}

// Folder is where its files and its log are.
func (s *Server) Folder() string { return s.folder }

func (s *Server) data() string { return filepath.Join(s.folder, "data") }

func (s *Server) command(name string, args ...string) *exec.Cmd {
	if own := filepath.Join(s.bin, name); name != "prlimit" {
		name = own
	}
	c := exec.Command(name, args...)
	c.Dir = s.folder
	c.Env = []string{"LC_ALL=C", "TZ=UTC", "PATH=" + os.Getenv("PATH")}
	c.SysProcAttr = attributes()
	c.SysProcAttr.Credential = s.as
	return c
}

// binaries finds PostgreSQL where Debian keeps it, the newest if there are
// several, and else where pg_config says.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", fmt.Errorf("postgrestest: %w", err)
	}
	if len(found) > 0 {
		version := func(path string) int {
			n, _ := strconv.Atoi(strings.Split(path, "/")[4])
			return n
		}
		return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })), nil
	}
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		folder := string(bytes.TrimSpace(out))
		if _, err := os.Stat(filepath.Join(folder, "initdb")); err == nil {
			return folder, nil
		}
	}
	return "", errors.New("postgrestest: there is no PostgreSQL on this machine; install Debian's package postgresql")
}
