package storetest

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"unsafe"
)

// Disk is a small disk of its own, which a test fills to the last byte.
type Disk struct{ Folder string }

// ErrNoMount says that who runs the tests may mount nothing: they are not root,
// or in a container without that right.
var ErrNoMount = errors.New("storetest: mounting is not permitted")

// SmallDisk mounts a disk of so many megabytes for as long as the test.
func SmallDisk(t testing.TB, megabytes int) (*Disk, error) {
	t.Helper()
	folder, err := os.MkdirTemp("", "amana-disk-") // which another user can reach, as PostgreSQL is one
	if err != nil {
		return nil, fmt.Errorf("storetest: %w", err)
	}
	t.Cleanup(func() {
		if err := os.Remove(folder); err != nil {
			t.Error(err)
		}
	})
	err = syscall.Mount("amana-test", folder, "tmpfs", syscall.MS_NODEV|syscall.MS_NOSUID, fmt.Sprintf("size=%dm,mode=777", megabytes))
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		return nil, ErrNoMount
	}
	if err != nil {
		return nil, fmt.Errorf("storetest: mounting: %w", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return &Disk{folder}, nil
}

func (d *Disk) ballast() string { return filepath.Join(d.Folder, "ballast") }

// Fill leaves no room: it writes until the disk says that it is full.
func (d *Disk) Fill() error {
	f, err := os.OpenFile(d.ballast(), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	block := make([]byte, 4096)
	rand.Read(block)
	for {
		if _, err := f.Write(block); errors.Is(err, syscall.ENOSPC) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// Free gives the room back.
func (d *Disk) Free() error { return os.Remove(d.ballast()) }

// LimitFiles lets a process, and what it starts from then on, make no file
// longer than most bytes: what it writes beyond fails, as on a disk that is
// full. 0 takes the limit away.
func LimitFiles(pid int, most uint64) error {
	limit := syscall.Rlimit{Cur: most, Max: ^uint64(0)}
	if most == 0 {
		limit.Cur = ^uint64(0)
	}
	_, _, errno := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(pid), syscall.RLIMIT_FSIZE, uintptr(unsafe.Pointer(&limit)), 0, 0, 0)
	if errno != 0 {
		return errno
	}
	return nil
}
