package seal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Replace writes a file, in place of what was there, so that it is seen whole or
// not at all, also after a power cut, and returns when it is on disk.
func Replace(path string, data []byte, mode fs.FileMode) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(data)
	if err = errors.Join(err, file.Chmod(mode), file.Sync(), file.Close()); err == nil { // its name may outlast a power cut, and what is in it not
		err = errors.Join(os.Rename(file.Name(), path), SyncDir(filepath.Dir(path)))
	}
	return err
}

// SyncDir makes sure that the names of new files in a folder are on disk too.
func SyncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
