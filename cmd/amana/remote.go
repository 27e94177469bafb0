package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"amana/domain/fault"
	"amana/seal"
)

// logRoot is where a running node serves its log.
const logRoot = "/api/v1/log"

// openLog opens the log to be verified: a folder, a web address where its files
// lie, or that of a running node. Whoever may export the log of a node signs in
// under name, or gives the token of a session in AMANA_TOKEN. finish ends a
// session that was begun here.
func (p *program) openLog(ctx context.Context, where, name string) (src seal.Source, finish func(), err error) {
	finish = func() {}
	token := p.env("AMANA_TOKEN")
	if !seal.OnWeb(where) {
		if name != "" {
			return nil, finish, fault.New(fault.Invalid, "fault.sign-in-on-web")
		}
		src, err = seal.OpenSource(where)
		return src, finish, badAddress(err)
	}
	if name == "" && token == "" {
		src, err = seal.OpenSource(where)
		if err == nil {
			src, err = atNode(ctx, src, where)
		}
		return src, finish, badAddress(err)
	}
	if err := confidential(where); err != nil {
		return nil, finish, err
	}
	node := strings.TrimSuffix(strings.TrimRight(where, "/"), logRoot)
	if token == "" {
		if token, err = p.signIn(ctx, node, name); err != nil {
			return nil, finish, err
		}
		finish = func() { signOut(context.WithoutCancel(ctx), node, token) }
	}
	src, err = seal.OpenWeb(node+logRoot, token)
	return src, finish, badAddress(err)
}

func badAddress(err error) error {
	if err != nil && fault.KindOf(err) == fault.Internal {
		return fault.New(fault.Invalid, "fault.log-address").Because(err)
	}
	return err
}

// atNode looks where a running node has its log, if there is none at the
// address itself.
func atNode(ctx context.Context, src seal.Source, where string) (seal.Source, error) {
	if _, err := src.Read(ctx, "checkpoint"); !errors.Is(err, fs.ErrNotExist) {
		return src, nil // what else may be wrong is said when it is verified
	}
	node, err := seal.OpenSource(strings.TrimRight(where, "/") + logRoot)
	if err != nil {
		return nil, err
	}
	if _, err := node.Read(ctx, "checkpoint"); errors.Is(err, fs.ErrNotExist) {
		return src, nil
	}
	return node, nil
}

// confidential refuses an address to which a password would go for others to
// read.
func confidential(where string) error {
	u, err := url.Parse(where)
	if err != nil {
		return badAddress(err)
	}
	ip := net.ParseIP(u.Hostname())
	if u.Scheme == "https" || u.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return fault.New(fault.Invalid, "fault.insecure-sign-in")
}

// sessions follow no redirection: what they carry is for one server only.
var sessions = &http.Client{
	Timeout:       time.Minute,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// signIn begins a session at a running node.
func (p *program) signIn(ctx context.Context, node, name string) (string, error) {
	password, err := p.ask("AMANA_PASSWORD", "cli.ask-password", fault.A("name", name))
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(map[string]string{"name": name, "password": password})
	if err != nil {
		return "", err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, node+"/api/v1/session", bytes.NewReader(body))
	if err != nil {
		return "", badAddress(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := sessions.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	var session struct{ Token string }
	switch response.StatusCode {
	case http.StatusOK:
		err := json.NewDecoder(io.LimitReader(response.Body, 1<<12)).Decode(&session)
		if err == nil && session.Token == "" {
			err = fault.New(fault.Invalid, "fault.log-address")
		}
		return session.Token, badAddress(err)
	case http.StatusUnauthorized:
		return "", fault.New(fault.Denied, "fault.sign-in")
	case http.StatusTooManyRequests:
		return "", fault.New(fault.Busy, "fault.too-many-attempts")
	}
	return "", fault.New(fault.Invalid, "fault.log-address")
}

// signOut ends a session. One that cannot be ended ends by itself.
func signOut(ctx context.Context, node, token string) {
	request, err := http.NewRequestWithContext(ctx, http.MethodDelete, node+"/api/v1/session", nil)
	if err != nil {
		return
	}
	request.Header.Set("Authorization", "Bearer "+token)
	if response, err := sessions.Do(request); err == nil {
		response.Body.Close()
	}
}

// withheld says what to do about a log that is not given to who asks.
func withheld(err error) error {
	switch {
	case errors.Is(err, seal.ErrRefused):
		return fault.New(fault.Denied, "fault.entries-refused").Because(err)
	case errors.Is(err, seal.ErrWithheld):
		return fault.New(fault.Denied, "fault.log-withheld").Because(err)
	}
	return err
}
