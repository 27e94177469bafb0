package store

import (
	"sync"

	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
	"github.com/ncruces/go-sqlite3/vfs/adiantum"
)

// encrypting is the file system that encrypts. A full disk or a power cut may
// leave the first part of a write-ahead file's last block, which cannot be
// decrypted. Nobody was told that what is in it is stored; but SQLite would take
// it for there, fail to read it, and refuse all of the file. So it is not there.
var encrypting = sync.OnceValue(func() string {
	const name = "amana"
	vfs.Register(name, adiantum.Wrap(wholeBlocks{vfs.Find("")}, nil))
	return name
})

// wholeBlocks is a file system whose write-ahead files end with their last whole
// block. Of a database the write-ahead file has what is torn, and a short file
// may be somebody else's.
type wholeBlocks struct{ vfs.VFS }

func (v wholeBlocks) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := vfsutil.WrapOpenFilename(v.VFS, name, flags)
	if plain, ok := f.(plainFile); ok && err == nil && flags&vfs.OPEN_WAL != 0 {
		return wholeFile{plain}, flags, nil
	}
	return f, flags, err
}

// plainFile is what a file of the operating system can do.
type plainFile interface {
	vfs.FileLockState
	vfs.FileHasMoved
	vfs.FileSizeHint
	vfs.FilePersistWAL
	vfs.FilePowersafeOverwrite
	vfs.FileSharedMemory
}

type wholeFile struct{ plainFile }

const encryptedBlock = 4096

func (f wholeFile) Size() (int64, error) {
	n, err := f.plainFile.Size()
	return n - n%encryptedBlock, err
}

// DeviceCharacteristics leaves out what a plainFile does not do.
func (f wholeFile) DeviceCharacteristics() vfs.DeviceCharacteristic {
	return f.plainFile.DeviceCharacteristics() &^ vfs.IOCAP_BATCH_ATOMIC
}
