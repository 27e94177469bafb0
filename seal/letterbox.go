package seal

import (
	"fmt"

	"amana/domain/ledger"
)

// A letterbox is the public half of a key pair that follows from a KEK: anyone
// can put a DEK in, and only who holds the KEK takes it out. With it a node
// seals what it must record for people who are not there to open it.

const letterboxPurpose = "amana-letterbox/v1"

// Letterbox is the public half that belongs to the key called id.
func (r *Keyring) Letterbox(id KEKID) (RolePublic, error) {
	k, err := r.letterbox(id)
	if err != nil {
		return nil, err
	}
	return k.Public(), nil
}

func (r *Keyring) letterbox(id KEKID) (k *RoleKey, err error) {
	err = r.use(id, func(kek *KEK) error {
		k, err = DeriveRoleKey(kek[:], letterboxPurpose)
		return err
	})
	return k, err
}

// Post puts the DEK of a person's stream into the letterbox of the key called
// id. epoch is the DEK's own.
func Post(to RolePublic, id KEKID, s ledger.Stream, epoch int, k DEK) ([]byte, error) {
	return sealTo(to, postInfo(id, s, epoch), k[:])
}

// Collect opens what Post put into the letterbox for the same stream and epoch.
func (r *Keyring) Collect(id KEKID, s ledger.Stream, epoch int, posted []byte) (DEK, error) {
	k, err := r.letterbox(id)
	if err != nil {
		return DEK{}, err
	}
	return k.open(postInfo(id, s, epoch), posted)
}

func postInfo(id KEKID, s ledger.Stream, epoch int) string {
	return fmt.Sprintf("amana-post/v1\n%s%s\n%d\n", id.text(), s, epoch)
}
