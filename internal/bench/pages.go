package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/argon2"

	"amana/desk"
	"amana/desk/desktest"
	"amana/front"
	"amana/store"
	"amana/web"
	"amana/web/webtest"
)

// What a page may take at the full size: of the server's time, at the 95th of a
// hundred, and of the line, compressed.
const (
	pageTime  = 20 * time.Millisecond
	pageBytes = 20_000
	patience  = 120 // seconds
	pageTimes = 200 // each is asked for so often, of another case; less of a small caseload
)

// onlyPages is the population for the pages alone.
func (b *bench) onlyPages(ctx context.Context) error { return b.populated(ctx, b.pages) }

// pages asks for every page that there is without a programme of its own, and sends
// every form that answers by a page and changes nothing, as the officers whose it is.
func (b *bench) pages(ctx context.Context, n *node) error {
	numbers, err := caseNumbers(ctx, n)
	if err != nil {
		return err
	}
	pages := web.Handler(web.Config{Desk: n.desk, Attempts: front.NewAttempts(n.desk.Moment)})
	beside := httptest.NewServer(pages) // of which nothing is measured
	defer beside.Close()
	b.around.URL = beside.URL
	if err := b.around.Talk(ctx); err != nil {
		return err
	}
	v := watched(pages)
	defer v.server.Close()
	times := min(pageTimes, b.cases/10)
	for _, sight := range webtest.Sights {
		if sight.Status != 0 || sight.As == "" {
			continue
		}
		as, err := v.signedIn(sight.As)
		if err != nil {
			return err
		}
		asks := func(path string) asking {
			if sight.Sends == nil {
				return asking{path, nil}
			}
			return asking{path, b.around.Sent(sight)}
		}
		of, status, err := v.visit(ctx, as, times, func() asking {
			return asks(anyCase.ReplaceAllString(sight.Path, numbers[rand.IntN(len(numbers))]))
		})
		if err == nil && status != http.StatusOK { // it is of those only of whom something special is true
			of, status, err = v.visit(ctx, as, times, func() asking { return asks(b.around.Path(sight.Path)) })
		}
		if err != nil {
			return err
		}
		if status != http.StatusOK {
			b.note("pages: %s is %d here", sight.Name(), status)
		}
		if len(of.took) == 0 {
			continue
		}
		b.table.atSize("page "+sight.Name(), percentile(of.took, 95), pageTime, b.cases,
			fmt.Sprintf(" (median %s; %d queries; %d bytes)", rounded(percentile(of.took, 50)), of.queries, of.bytes))
		if of.bytes > pageBytes {
			b.table.line("weight of "+sight.Name(), fmt.Sprintf("%d bytes", of.bytes), fmt.Sprintf("≤ %d", pageBytes), short)
		}
	}
	return b.signingIn(v, times)
}

// signingIn signs somebody in as often, and takes off what argon2id takes alone: that
// is long on purpose, however many cases there are.
func (b *bench) signingIn(v *visitor, times int) error {
	var memory, passes uint32
	var lanes uint8
	if _, err := fmt.Sscanf(desk.Hardness, "argon2id$v=19$m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil {
		return err
	}
	var all, alone []time.Duration
	var queries int64
	for range times {
		begun := time.Now()
		argon2.IDKey([]byte(desktest.Password), make([]byte, 16), passes, memory, lanes, 64)
		alone = append(alone, time.Since(begun))
		if _, err := signedIn(v.server.URL, "cou"); err != nil {
			return err
		}
		took := <-v.served
		all, queries = append(all, took.after), max(queries, took.queries)
	}
	median, of := percentile(all, 50), percentile(alone, 50)
	b.table.atSize("page POST /sign-in but for argon2id", max(median-of, 0), pageTime, b.cases,
		fmt.Sprintf(" (median; with it %s; %d queries)", rounded(median), queries))
	return nil
}

// asking is a page that is asked for, or the form that is sent to it.
type asking struct {
	path string
	form url.Values // nil: it is only read
}

// visitor asks for pages and measures what each took of the server.
type visitor struct {
	server   *httptest.Server
	served   chan answered
	officers map[string]*http.Client
}

func watched(pages http.Handler) *visitor {
	v := &visitor{served: make(chan answered, 1), officers: map[string]*http.Client{}}
	v.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var queries atomic.Int64
		begun := time.Now()
		pages.ServeHTTP(w, r.WithContext(store.Counted(r.Context(), &queries)))
		v.served <- answered{time.Since(begun), queries.Load()}
	}))
	return v
}

func (v *visitor) signedIn(as string) (client *http.Client, err error) {
	if client = v.officers[as]; client == nil {
		if client, err = signedIn(v.server.URL, as); err != nil {
			return nil, err
		}
		<-v.served
		v.officers[as] = client
	}
	return client, nil
}

// measured is what a page took, one time after the other, and the most it asked
// and weighed.
type measured struct {
	took    []time.Duration
	queries int64
	bytes   int
}

// visit asks for a page some times, and stops where it is not to be had. The
// first time makes what all others use, and is not measured.
func (v *visitor) visit(ctx context.Context, as *http.Client, times int, next func() asking) (m measured, status int, err error) {
	for i := range times {
		status, bytes, took, err := v.ask(ctx, as, next())
		if err != nil || status != http.StatusOK {
			return m, status, err
		}
		if i > 0 {
			m.took, m.queries, m.bytes = append(m.took, took.after), max(m.queries, took.queries), max(m.bytes, bytes)
		}
	}
	return m, http.StatusOK, nil
}

func (v *visitor) ask(ctx context.Context, as *http.Client, what asking) (status, bytes int, took answered, err error) {
	for tries := 0; ; tries++ {
		if status, bytes, err = fetched(ctx, as, v.server.URL, what); err != nil {
			return 0, 0, took, err
		}
		if took = <-v.served; status != http.StatusServiceUnavailable || tries == patience {
			return status, bytes, took, nil
		}
		time.Sleep(time.Second) // figures and patterns are counted beside whoever asks first
	}
}

// answered is what a page took of the server.
type answered struct {
	after   time.Duration
	queries int64
}

// anyCase stands in a path for a case.
var anyCase = regexp.MustCompile(`\{[a-z-]+\}`)

func caseNumbers(ctx context.Context, n *node) (numbers []string, err error) {
	for q := (desk.Query{Limit: 200}); ; {
		page, err := n.desk.Cases(ctx, n.who("hop"), q)
		if err != nil {
			return nil, err
		}
		for _, c := range page.Cases {
			numbers = append(numbers, c.Case)
		}
		if !page.More {
			return numbers, nil
		}
		q.After = page.Next
	}
}

// signedIn is an officer at a browser.
func signedIn(base, as string) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Jar: jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	form := url.Values{"name": {as}, "password": {desktest.Password}}
	response, err := client.PostForm(base+"/sign-in", form)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusSeeOther {
		return nil, fmt.Errorf("signing in as %s: %s", as, response.Status)
	}
	return client, nil
}

// fetched is a page as it crosses the line.
func fetched(ctx context.Context, client *http.Client, base string, what asking) (status, bytes int, err error) {
	method := http.MethodGet
	if what.form != nil {
		method = http.MethodPost
	}
	r, err := http.NewRequestWithContext(ctx, method, base+what.path, strings.NewReader(what.form.Encode()))
	if err != nil {
		return 0, 0, err
	}
	if what.form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept-Encoding", "gzip")
	response, err := client.Do(r)
	if err != nil {
		return 0, 0, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return response.StatusCode, len(text), err
}
