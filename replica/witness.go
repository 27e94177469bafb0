package replica

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"amana/desk"
	"amana/seal"
)

// Witnesses asks the witnesses of a desk's policy to cosign its log (C2SP
// tlog-witness). Nothing waits for it, and what a witness answers changes
// nothing unless it is that witness's signature of what it was asked to sign.
type Witnesses struct {
	Desk *desk.Desk
	Log  *slog.Logger
}

const (
	patience = 15 * time.Second // for one request
	together = 4                // requests under way at once
	tries    = 3                // requests to one witness in a round
	longest  = 64 << 10         // bytes of an answer
)

// What a witness may say to a checkpoint that it does not sign.
var (
	ErrUnknownLog = errors.New("the witness does not know this log: ask its operator to take it up")
	ErrKey        = errors.New("the witness knows another key of this log")
	ErrRewritten  = errors.New("the witness signed something that this log does not hold: the log was rewritten or an old store was put back, or the witness is wrong. Keep both as they are, and tell data protection")
	ErrForgot     = errors.New("the witness forgot what it signed: it can vouch for nothing any more")
	ErrAddress    = errors.New("a witness is asked over HTTPS only, or on this computer")
)

// Round asks every witness once for the log as it is now. Each is asked beside
// the others: one that is slow or lies keeps none of them back. It fails with
// all that failed.
func (w *Witnesses) Round(ctx context.Context) error {
	c, err := w.Desk.Checkpoint(ctx)
	if err != nil {
		return err
	}
	var wait sync.WaitGroup
	all := w.Desk.Witnesses()
	failed := make([]error, len(all))
	places := make(chan struct{}, together)
	for i, one := range all {
		wait.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			if err := w.ask(ctx, one, c); err != nil {
				failed[i] = fmt.Errorf("witness %s: %w", one.Key, err)
			}
		})
	}
	wait.Wait()
	return errors.Join(failed...)
}

// Watch asks at once and then every so often, until the context ends.
func (w *Witnesses) Watch(ctx context.Context, every time.Duration) {
	if len(w.Desk.Witnesses()) == 0 {
		return
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := w.Round(ctx); err != nil && ctx.Err() == nil {
			w.Log.Error("asking witnesses", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// ask gets one witness's signature of c. What it signed before is where the
// proof begins: as this node knows it, and otherwise as the witness says.
func (w *Witnesses) ask(ctx context.Context, one seal.Witness, c desk.Signed) error {
	held, err := w.Desk.CosignedBy(ctx, one)
	if err != nil || held >= c.Size {
		return err
	}
	old := held
	for range tries {
		answer, has, err := w.submit(ctx, one, c, old)
		if err != nil {
			return err
		}
		if has < 0 {
			return w.Desk.Cosigned(ctx, one, c, answer)
		}
		switch {
		case has < held:
			return ErrForgot
		case has > c.Size:
			return w.overtaken(ctx, has)
		case has == old:
			return ErrRewritten
		}
		old = has
	}
	return fmt.Errorf("the witness moves on and on, last to %d", old)
}

// overtaken is what it means that a witness signed more than it was asked for:
// another process of this node was faster, or the log has lost entries.
func (w *Witnesses) overtaken(ctx context.Context, size int64) error {
	c, err := w.Desk.Checkpoint(ctx)
	if err == nil && size > c.Size {
		err = ErrRewritten
	}
	return err
}

// submit sends c with a proof that it holds what it held at size old. has is
// the size that the witness has signed if that is another than old, and
// otherwise negative.
func (w *Witnesses) submit(ctx context.Context, one seal.Witness, c desk.Signed, old int64) (answer []byte, has int64, err error) {
	proof, err := w.Desk.Consistency(ctx, old, c.Size)
	if err != nil {
		return nil, 0, err
	}
	address, err := addCheckpoint(one.URL)
	if err != nil {
		return nil, 0, err
	}
	body := fmt.Appendf(nil, "old %d\n", old)
	for _, h := range proof {
		body = append(base64.StdEncoding.AppendEncode(body, h[:]), '\n')
	}
	body = append(append(body, '\n'), c.Note...)
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, 0, ErrAddress
	}
	request.Header.Set("Content-Type", "text/plain; charset=utf-8")
	response, err := client.Do(request)
	if err != nil {
		return nil, 0, err
	}
	defer response.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(response.Body, longest+1))
	if err == nil && len(answer) > longest {
		err = errors.New("the answer is too long")
	}
	if err != nil {
		return nil, 0, err
	}
	return said(response, answer)
}

// said reads what a witness answered.
func said(r *http.Response, answer []byte) ([]byte, int64, error) {
	switch r.StatusCode {
	case http.StatusOK:
		return answer, -1, nil
	case http.StatusNotFound:
		return nil, 0, ErrUnknownLog
	case http.StatusForbidden:
		return nil, 0, ErrKey
	case http.StatusUnprocessableEntity:
		return nil, 0, ErrRewritten
	case http.StatusConflict:
		kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if kind != "text/x.tlog.size" {
			return nil, 0, ErrRewritten // of this size it signed another root
		}
		text := strings.TrimSuffix(string(answer), "\n")
		size, err := strconv.ParseInt(text, 10, 64)
		if err != nil || size < 0 || strconv.FormatInt(size, 10) != text {
			return nil, 0, errors.New("the witness names no size")
		}
		return nil, size, nil
	}
	return nil, 0, fmt.Errorf("the witness answered %s", r.Status)
}

// client keeps connections, and goes nowhere but to the witness it was sent to.
var client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// addCheckpoint is the address of the call under a submission prefix.
func addCheckpoint(prefix string) (string, error) {
	u, err := url.Parse(prefix)
	if err != nil || u.Host == "" {
		return "", ErrAddress
	}
	ip := net.ParseIP(u.Hostname())
	if u.Scheme != "https" && !(u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())) {
		return "", ErrAddress
	}
	return u.JoinPath("add-checkpoint").String(), nil
}
