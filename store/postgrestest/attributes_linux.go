package postgrestest

import "syscall"

// attributes let the server end with the tests, however they end.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
}
