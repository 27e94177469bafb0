// Package docs holds the documents that pages name, as they are in this folder.
package docs

import "embed"

// Files are the guides, the formats and the verifier that is not ours.
//
//go:embed *.md verifier/verify.py
var Files embed.FS
