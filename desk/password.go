package desk

import (
	"context"

	"amana/domain/fault"
)

// ChangePassword gives an account another password. The signing key stays: it
// is opened with the old password and sealed under the new one. Without the old
// one there is no way: the account is revoked and another made.
func (d *Desk) ChangePassword(ctx context.Context, name, old, fresh string) error {
	token, err := d.SignIn(ctx, name, old)
	if err != nil {
		return err
	}
	defer d.SignOut(token)
	who, err := d.Who(ctx, token)
	if err != nil {
		return err
	}
	if len([]rune(fresh)) < leastPassword {
		return fault.New(fault.Invalid, "fault.password-short", fault.A("min", leastPassword)).In("password")
	}
	c, err := d.credential(NewUser{Login: name, Password: fresh}, who.ID, who.Key)
	if err != nil {
		return err
	}
	if err := d.db.SetCredential(ctx, c); err != nil {
		return err
	}
	_ = d.db.Scrub(ctx) // the password is changed all the same: the next scrub takes the old key away
	return nil
}
