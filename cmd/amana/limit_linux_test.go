package main

import (
	"syscall"
	"unsafe"
)

// limitFiles lets a process make no file longer than most bytes: what it writes
// beyond fails, as on a disk that is full. 0 takes the limit away.
func limitFiles(pid int, most uint64) error {
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
