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
	"sync/atomic"
	"time"

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

// pages asks for every page that there is without a programme of its own, as the
// officers whose it is.
func (b *bench) pages(ctx context.Context, n *node) error {
	numbers, err := caseNumbers(ctx, n)
	if err != nil {
		return err
	}
	times := min(pageTimes, b.cases/10)
	served := make(chan answered, 1)
	pages := web.Handler(web.Config{Desk: n.desk, Attempts: front.NewAttempts(n.desk.Moment)})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var queries atomic.Int64
		begun := time.Now()
		pages.ServeHTTP(w, r.WithContext(store.Counted(r.Context(), &queries)))
		served <- answered{time.Since(begun), queries.Load()}
	}))
	defer server.Close()
	beside := httptest.NewServer(pages) // of which nothing is measured
	defer beside.Close()
	b.around.URL = beside.URL
	if err := b.around.Talk(ctx); err != nil {
		return err
	}
	ask := func(path string, as *http.Client) (status, bytes int, took answered, err error) {
		for tries := 0; ; tries++ {
			status, bytes, err = fetched(ctx, as, server.URL+path)
			if err != nil {
				return 0, 0, took, err
			}
			if took = <-served; status != http.StatusServiceUnavailable || tries == patience {
				return status, bytes, took, nil
			}
			time.Sleep(time.Second) // figures and patterns are counted beside whoever asks first
		}
	}
	officers := map[string]*http.Client{}
	for _, sight := range webtest.Sights {
		if sight.Status != 0 || sight.As == "" {
			continue
		}
		if officers[sight.As] == nil {
			if officers[sight.As], err = signedIn(ctx, server.URL, sight.As); err != nil {
				return err
			}
			<-served
		}
		all, asked, heaviest := make([]time.Duration, 0, times), int64(0), 0
		own := false // it is of those only of whom something special is true
		for i := 0; i < times; i++ {
			path := b.around.Path(sight.Path)
			if !own {
				path = anyCase.ReplaceAllString(sight.Path, numbers[rand.IntN(len(numbers))])
			}
			status, bytes, took, err := ask(path, officers[sight.As])
			if err != nil {
				return err
			}
			if status != http.StatusOK && !own {
				own, i = true, -1
				continue
			}
			if status != http.StatusOK {
				b.note("pages: %s is %d here", sight.Path, status)
				break
			}
			if i > 0 { // the first makes what all others use
				all, asked, heaviest = append(all, took.after), max(asked, took.queries), max(heaviest, bytes)
			}
		}
		if len(all) == 0 {
			continue
		}
		b.table.atSize("page "+sight.Path, percentile(all, 95), pageTime, b.cases,
			fmt.Sprintf(" (median %s; %d queries; %d bytes)", rounded(percentile(all, 50)), asked, heaviest))
		if heaviest > pageBytes {
			b.table.line("weight of "+sight.Path, fmt.Sprintf("%d bytes", heaviest), fmt.Sprintf("≤ %d", pageBytes), short)
		}
	}
	return nil
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
func signedIn(ctx context.Context, base, as string) (*http.Client, error) {
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
func fetched(ctx context.Context, client *http.Client, address string) (status, bytes int, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, 0, err
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
