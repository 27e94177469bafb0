// Package replica puts what others need to hold a node to its word into their
// hands. It asks witnesses to cosign the log; a log proves nothing against its
// own operator unless they do.
package replica
