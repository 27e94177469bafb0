package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"amana/api"
	"amana/desk"
	"amana/domain/ledger"
	"amana/front"
	"amana/store/postgrestest"
)

// Clients of the API, each with cases of its own, who give the next command as
// soon as the last is acknowledged. Clients, program and database share the
// machine.
const (
	clientCount   = 32
	clientCases   = 20
	clientSeconds = 20
)

// client is one officer's program.
type client struct {
	http  *http.Client
	base  string
	token string
	name  string
	cases []string
	page  string // the cursor of the next
	given int
	apart map[string]bool // cases that are left alone

	took  []time.Duration
	acked []desk.Receipt
}

func (b *bench) clients(ctx context.Context) (err error) {
	folder, err := b.room("api")
	if err != nil {
		return err
	}
	server, err := postgrestest.Start()
	if err != nil {
		return err
	}
	defer func() { closing(&err, server.Stop) }()
	n, err := found(ctx, folder, server.URL("postgres"), nil)
	if err != nil {
		return errors.Join(err, n.close())
	}
	clients, took, err := b.give(ctx, n)
	if err := errors.Join(err, n.close()); err != nil {
		return err
	}
	// Whatever was acknowledged outlives the database server.
	if err := errors.Join(server.Crash(), server.Run()); err != nil {
		return err
	}
	if err := n.openStore(ctx, server.URL("postgres")); err != nil {
		return err
	}
	defer func() { closing(&err, n.store.Close) }()
	var all []time.Duration
	lost := 0
	for _, c := range clients {
		all = append(all, c.took...)
		missing, err := c.lost(ctx, n)
		if err != nil {
			return err
		}
		lost += missing
	}
	b.table.atLeast("32 API clients on PostgreSQL, commands/s", "%.0f", float64(len(all))/took.Seconds(), 1500, "")
	b.table.atMost("32 API clients on PostgreSQL, p99", percentile(all, 99), 60*time.Millisecond, fmt.Sprintf(" (median %s)", rounded(percentile(all, 50))))
	b.table.line("32 API clients on PostgreSQL, lost", fmt.Sprintf("%d of %d, after the server was killed", lost, len(all)), "0", judged(lost == 0))
	return nil
}

// give lets the clients work for a while.
func (b *bench) give(ctx context.Context, n *node) ([]*client, time.Duration, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, 0, err
	}
	server := &http.Server{Handler: api.Handler(n.desk, front.NewAttempts(n.desk.Moment), nil)}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	clients := make([]*client, clientCount)
	transport := &http.Transport{MaxIdleConnsPerHost: clientCount}
	for i := range clients {
		clients[i] = &client{http: &http.Client{Transport: transport, Timeout: time.Minute}, base: "http://" + listener.Addr().String(), name: fmt.Sprintf("client %d", i)}
		if err := clients[i].begin(ctx, i); err != nil {
			return nil, 0, err
		}
	}
	b.note("api: %d clients with %d cases each", clientCount, clientCases)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	start := time.Now()
	until := start.Add(clientSeconds * time.Second)
	var wait sync.WaitGroup
	for _, c := range clients {
		wait.Go(func() {
			for time.Now().Before(until) && ctx.Err() == nil {
				if err := c.next(ctx); err != nil {
					stop(err)
				}
			}
		})
	}
	wait.Wait()
	took := time.Since(start)
	if err := errors.Join(context.Cause(ctx), server.Shutdown(context.WithoutCancel(ctx))); err != nil {
		return nil, 0, err
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return nil, 0, err
	}
	return clients, took, nil
}

// begin signs in and opens the client's cases.
func (c *client) begin(ctx context.Context, i int) error {
	if err := c.signIn(ctx); err != nil {
		return err
	}
	for k := range clientCases {
		for j, a := range life(i*clientCases+k, 12) {
			if by(a.command) != "cou" {
				continue
			}
			path := "/api/v1/cases"
			if j > 0 {
				path += "/" + c.cases[k] + "/commands"
			}
			receipt, err := c.command(ctx, path, a)
			if err != nil {
				return err
			}
			if j == 0 {
				c.cases = append(c.cases, receipt.Case)
			}
		}
	}
	c.took, c.acked = nil, nil
	return nil
}

// next gives one command about the next of the client's cases.
func (c *client) next(ctx context.Context) error {
	a := (&person{}).more(c.given % 3)
	_, err := c.command(ctx, "/api/v1/cases/"+c.cases[c.given%clientCases]+"/commands", a)
	return err
}

func (c *client) command(ctx context.Context, path string, a act) (receipt desk.Receipt, err error) {
	r, err := request(c.name, c.given, a)
	if err != nil {
		return receipt, err
	}
	c.given++
	start := time.Now()
	err = c.post(ctx, path, map[string]any{"id": api.UUID(r.ID), "command": r.Command, "args": r.Args}, &receipt)
	c.took = append(c.took, time.Since(start))
	c.acked = append(c.acked, receipt)
	return receipt, err
}

func (c *client) post(ctx context.Context, path string, body, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return c.send(ctx, http.MethodPost, path, text, into)
}

// send makes one request and reads the answer into into, unless that is nil.
func (c *client) send(ctx context.Context, method, path string, body []byte, into any) error {
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s: %s: %s", path, response.Status, answer)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer, into)
}

// lost is how many acknowledged commands are not where their receipts say.
func (c *client) lost(ctx context.Context, n *node) (lost int, err error) {
	slices.SortFunc(c.acked, func(a, b desk.Receipt) int { return int(a.Index - b.Index) })
	for some := range slices.Chunk(c.acked, 500) {
		first, last := some[0].Index, some[len(some)-1].Index
		size, err := n.store.Size(ctx)
		if err != nil {
			return 0, err
		}
		leaves, err := n.store.Leaves(ctx, min(first, size), min(last+1, size))
		if err != nil {
			return 0, err
		}
		for _, r := range some {
			at := r.Index - first
			if r.Entry == (ledger.Hash{}) || at >= int64(len(leaves)) || leaves[at] != r.Entry {
				lost++
			}
		}
	}
	return lost, nil
}
