package seal

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"time"

	"amana/domain/fault"
)

const (
	helperTime = 30 * time.Second
	helperMost = 1 << 16 // bytes
)

// RunKeyHelper reads a key file from what a program prints, as one that asks a
// vault or a security module does. It is run as named, by its whole path and
// without a shell, and must be done within half a minute. What it says besides
// is shown nowhere: it might be a secret.
func RunKeyHelper(ctx context.Context, command []string) (*KeyFile, error) {
	if len(command) == 0 || !filepath.IsAbs(command[0]) {
		return nil, fault.New(fault.Invalid, "fault.key-helper-path")
	}
	ctx, cancel := context.WithTimeout(ctx, helperTime)
	defer cancel()
	out := &bounded{left: helperMost}
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Stdout, c.WaitDelay = out, time.Second
	defer func() { clear(out.text.Bytes()) }()
	if err := c.Run(); err != nil {
		return nil, fault.New(fault.Denied, "fault.key-helper").Because(err)
	}
	return ParseKeyFile(out.text.Bytes())
}

// bounded takes so many bytes and fails at more.
type bounded struct {
	text bytes.Buffer
	left int
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errors.New("seal: more than a key file")
	}
	return b.text.Write(p)
}
