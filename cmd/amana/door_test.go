package main

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"amana/domain/fault"
)

func TestOnlyADoorOpensToOthers(t *testing.T) {
	proxies, err := prefixes([]string{"10.0.0.7"})
	if err != nil {
		t.Fatal(err)
	}
	for listen, want := range map[string][3]bool{ // without a door, with TLS, with a proxy
		"127.0.0.1:8787": {true, true, true},
		"localhost:8787": {true, true, true},
		"[::1]:8787":     {true, true, true},
		"0.0.0.0:8787":   {false, true, true},
		"10.0.0.2:8787":  {false, true, true},
		":8787":          {false, true, true},
		"nonsense":       {false, false, false},
	} {
		for i, d := range []door{{}, {cert: "c", key: "k"}, {proxies: proxies}} {
			if err := d.opens(listen); (err == nil) != want[i] || err != nil && fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s, door %d: %v", listen, i, err)
			}
		}
	}
	for _, bad := range []string{"proxy", "10.0.0.0/99", "10.0.0.7:80"} {
		if _, err := prefixes([]string{bad}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q is taken: %v", bad, err)
		}
	}
}

// Failed sign-ins are counted by client, so a proxy must not make one client of
// all, and nobody but the proxy says who a client is.
func TestTheProxySaysForWhomItSpeaks(t *testing.T) {
	proxies, err := prefixes([]string{"10.0.0.7", "192.168.5.0/24"})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		proxied bool
		from    string
		way     []string
		want    string // "" is refused
	}{
		"no proxy is declared":             {false, "127.0.0.1:5000", []string{"1.2.3.4"}, "127.0.0.1:5000"},
		"somebody who is not the proxy":    {true, "10.0.0.8:5000", []string{"1.2.3.4"}, ""},
		"the proxy":                        {true, "10.0.0.7:5000", []string{"1.2.3.4"}, "1.2.3.4:0"},
		"the proxy, of IPv6":               {true, "[::ffff:10.0.0.7]:5000", []string{"2001:db8::1"}, "[2001:db8::1]:0"},
		"two proxies":                      {true, "10.0.0.7:5000", []string{"1.2.3.4, 192.168.5.9"}, "1.2.3.4:0"},
		"two lines":                        {true, "10.0.0.7:5000", []string{"6.6.6.6", "1.2.3.4"}, "1.2.3.4:0"},
		"a client that says it is another": {true, "10.0.0.7:5000", []string{"6.6.6.6, 1.2.3.4"}, "1.2.3.4:0"},
		"a proxy that says nothing":        {true, "10.0.0.7:5000", nil, "10.0.0.7:5000"},
		"nonsense":                         {true, "10.0.0.7:5000", []string{"6.6.6.6, me"}, "10.0.0.7:5000"},
	} {
		d := door{}
		if c.proxied {
			d.proxies = proxies
		}
		got := ""
		r := httptest.NewRequest(http.MethodGet, "/healthz", nil)
		r.RemoteAddr, r.Header["X-Forwarded-For"] = c.from, c.way
		w := httptest.NewRecorder()
		d.guard(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr })).ServeHTTP(w, r)
		if got != c.want || (c.want == "") != (w.Code == http.StatusForbidden) {
			t.Errorf("%s: %q, %d, want %q", name, got, w.Code, c.want)
		}
	}
}

// With a certificate it serves HTTPS, and no plain HTTP beside it.
func TestItServesHTTPS(t *testing.T) {
	dir := t.TempDir()
	cert, key := certificate(t, dir)
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--data", dir, "--listen", "127.0.0.1:0", "--tls-cert", cert, "--tls-key", key}, func(string) string { return "" }, strings.NewReader(""), in, io.Discard)
		in.Close()
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err, <-ended)
	}
	go io.Copy(io.Discard, out) // what it says after that
	_, address, _ := strings.Cut(strings.TrimSpace(line), "https://")
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} // made a moment ago by this test
	if r, err := client.Get("https://" + address + "/healthz"); err != nil || r.StatusCode != http.StatusOK {
		t.Errorf("%q: %v, %v", line, r, err)
	}
	if r, err := http.Get("http://" + address + "/healthz"); err == nil && r.StatusCode == http.StatusOK {
		t.Error("it serves plain HTTP too")
	}
	client.CloseIdleConnections()
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// certificate makes one for this computer, for an hour.
func certificate(t *testing.T, dir string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}
