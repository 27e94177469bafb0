package main

import (
	"crypto/tls"
	"flag"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"amana/domain/fault"
)

// door is how others than this computer come in: by TLS of our own, or through
// a proxy that has it. Without either, plain HTTP stays on this computer.
type door struct {
	cert, key string         // files, in PEM
	proxies   []netip.Prefix // from where the declared proxy connects
}

// doorFlags are the flags of a door; read takes them once they are parsed.
func (p *program) doorFlags(f *flag.FlagSet) (read func() error) {
	cert := f.String("tls-cert", p.env("AMANA_TLS_CERT"), "flag.serve.tls-cert")
	key := f.String("tls-key", p.env("AMANA_TLS_KEY"), "flag.serve.tls-key")
	proxy := f.String("proxy", p.env("AMANA_PROXY"), "flag.serve.proxy")
	return func() (err error) {
		if (*cert == "") != (*key == "") {
			return fault.New(fault.Invalid, "fault.tls-needs-both").In("--tls-cert")
		}
		p.door = door{cert: *cert, key: *key}
		p.door.proxies, err = prefixes(splitList(*proxy))
		return err
	}
}

// prefixes reads addresses, and networks as 10.0.0.0/24.
func prefixes(texts []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range texts {
		prefix, err := netip.ParsePrefix(text)
		if addr, one := netip.ParseAddr(text); err != nil && one == nil {
			prefix, err = addr.Unmap().Prefix(addr.Unmap().BitLen())
		}
		if err != nil {
			return nil, fault.New(fault.Invalid, "fault.proxy-address").In("--proxy").Because(err)
		}
		all = append(all, prefix.Masked())
	}
	return all, nil
}

// opens says whether a program with this door may listen at an address.
func (d door) opens(listen string) error {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return fault.New(fault.Invalid, "fault.listen-address").In("--listen").Because(err)
	}
	ip := net.ParseIP(host)
	if here := host == "localhost" || ip != nil && ip.IsLoopback(); !here && d.cert == "" && d.proxies == nil {
		return fault.New(fault.Invalid, "fault.listen-loopback").In("--listen")
	}
	return nil
}

// shows reads the certificate, before anybody is told that it is shown.
func (d door) shows() error {
	if d.cert == "" {
		return nil
	}
	if _, err := tls.LoadX509KeyPair(d.cert, d.key); err != nil {
		return fault.New(fault.Invalid, "fault.certificate").In("--tls-cert").Because(err)
	}
	return nil
}

// guard lets in, where a proxy was declared, nobody else, and takes its word
// for whom it speaks: failed sign-ins are counted by client.
func (d door) guard(next http.Handler) http.Handler {
	if d.proxies == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if from, err := netip.ParseAddrPort(r.RemoteAddr); err != nil || !d.declared(from.Addr()) {
			http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
			return
		}
		if client, told := d.client(r.Header.Values("X-Forwarded-For")); told {
			r.RemoteAddr = netip.AddrPortFrom(client, 0).String()
		}
		next.ServeHTTP(w, r)
	})
}

// client is the last address on the way that is no declared proxy: what stands
// before it anybody may have written.
func (d door) client(forwarded []string) (netip.Addr, bool) {
	way := strings.Split(strings.Join(forwarded, ","), ",")
	for _, text := range slices.Backward(way) {
		addr, err := netip.ParseAddr(strings.TrimSpace(text))
		if err != nil {
			return netip.Addr{}, false
		}
		if !d.declared(addr) {
			return addr, true
		}
	}
	return netip.Addr{}, false
}

// secure says whether browsers come in over TLS, ours or the proxy's.
func (d door) secure() bool { return d.cert != "" || d.proxies != nil }

func (d door) declared(addr netip.Addr) bool {
	return slices.ContainsFunc(d.proxies, func(p netip.Prefix) bool { return p.Contains(addr.Unmap().WithZone("")) })
}
