package seal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Source is where a published log is read from. Read gives one file by its
// path inside the log, and an error that is fs.ErrNotExist if there is none.
type Source interface {
	Read(ctx context.Context, path string) ([]byte, error)
}

// maxFile bounds what a source will take into memory: more than the largest
// possible entry bundle, and room for some hundred thousand keys.
const maxFile = 256 << 20

var errTooLarge = errors.New("seal: file is too large")

// ErrWithheld says that a server gives a file only to those it knows, and was
// not told who asks.
var ErrWithheld = errors.New("seal: the file is withheld")

// ErrRefused says that a server was told who asks, and does not give the file
// all the same.
var ErrRefused = errors.New("seal: the file is refused")

// OnWeb says whether a log is read from the web and not from a folder.
func OnWeb(where string) bool {
	return strings.HasPrefix(where, "http://") || strings.HasPrefix(where, "https://")
}

// OpenSource reads a log from a folder or, if where begins with http:// or
// https://, from the web.
func OpenSource(where string) (Source, error) {
	if !OnWeb(where) {
		return folder(where), nil
	}
	return OpenWeb(where, "")
}

// OpenWeb reads a log from the web, as whoever holds token; without one, as
// anybody. A token goes to the named server only, never where that sends us.
func OpenWeb(where, token string) (Source, error) {
	u, err := url.Parse(where)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("seal: malformed address: %w", err)
	}
	w := &web{u, &http.Client{Timeout: time.Minute}, token}
	if token != "" {
		w.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	return w, nil
}

type folder string

// Read implements Source.
func (f folder) Read(_ context.Context, path string) ([]byte, error) {
	name := filepath.Join(string(f), filepath.FromSlash(path))
	// Of what is no file, as a pipe, nobody knows when it ends.
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, fmt.Errorf("%s: %w", path, fs.ErrNotExist))
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readBounded(file)
}

type web struct {
	base   *url.URL
	client *http.Client
	token  string
}

// Read implements Source.
func (w *web) Read(ctx context.Context, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.base.JoinPath(path).String(), nil)
	if err != nil {
		return nil, err
	}
	if w.token != "" {
		req.Header.Set("Authorization", "Bearer "+w.token)
	}
	res, err := w.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	switch res.StatusCode {
	case http.StatusOK:
		return readBounded(res.Body)
	case http.StatusNotFound, http.StatusGone:
		return nil, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	case http.StatusUnauthorized, http.StatusForbidden:
		if w.token != "" {
			return nil, fmt.Errorf("%s: %w", path, ErrRefused)
		}
		return nil, fmt.Errorf("%s: %w", path, ErrWithheld)
	default:
		return nil, fmt.Errorf("%s: the server answered %s", path, res.Status)
	}
}

func readBounded(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && len(b) > maxFile {
		err = errTooLarge
	}
	return b, err
}
