package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// Whoever is being answered when the program is told to stop is answered: the store
// is closed after that.
func TestWhatIsUnderWayIsAnsweredBeforeItStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	dir := t.TempDir()
	env := func(k string) string { return map[string]string{"AMANA_DATA": dir + "/d"}[k] }
	out, in := io.Pipe()
	var complaints bytes.Buffer
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"serve", "--listen", "127.0.0.1:0"}, env, strings.NewReader(""), in, &complaints)
		in.CloseWithError(err)
		ended <- err
	}()
	r := bufio.NewReader(out)
	line, err := r.ReadString('\n')
	if err != nil {
		t.Fatal(err, complaints.String())
	}
	go io.Copy(io.Discard, r)
	_, addr, _ := strings.Cut(strings.TrimSpace(line), "http://")
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := `{"name":"nobody","password":"xxxxxxxxxxxxxxxx"}`
	fmt.Fprintf(conn, "POST /api/v1/session HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n", addr, len(body))
	answer := bufio.NewReader(conn)
	if line, err := answer.ReadString('\n'); err != nil || !strings.Contains(line, "100") { // the handler reads
		t.Fatal(line, err)
	}
	cancel()
	select {
	case err := <-ended:
		t.Fatalf("it is over while somebody is being answered: %v", err)
	case <-time.After(300 * time.Millisecond): // it must not end: there is nothing to wait for
	}
	fmt.Fprint(conn, body)
	text, err := io.ReadAll(answer)
	if err != nil || !strings.Contains(string(text), " 401 ") {
		t.Errorf("the answer is %.100q, %v", text, err)
	}
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
}
