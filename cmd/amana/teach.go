package main

// What each subcommand's -h says beside its flags: an example that can be
// typed, and what nobody should have to find out by accident.
const (
	helpDemo = `
  amana demo                 then open the address that it prints

Everybody in it is invented. It never touches a store that is not a demo.`

	helpServe = `
  amana serve --data /var/lib/amana --node tripoli --short TI
  amana serve --data /var/lib/amana --policy policy.txt

The first start makes amana.key and amana.db in the data folder. Copy amana.key
to a safe place: without it nobody can read the store, and it is in no backup.
With --field a new store is a laptop's: no key file opens a case on it, only the
sign-in of who may read it.
With --policy it asks the witnesses named there to cosign the log, every five
minutes; nothing waits for them.`

	helpImport = `
  amana import --template caseload.xlsx
  amana import caseload.xlsx --office tripoli --word "Helping Hands" --dry-run
  amana import caseload.xlsx --office tripoli --word "Helping Hands" --as amadou

The first writes the sheets to fill in; the second only says what would be
refused. Refused rows come back with their reasons in caseload.rejected.xlsx, and
the exit code is 2. The same file twice changes nothing. Who signs in must be a
caseworker or programme manager; without --as it is taken over by the node.`

	helpCheck = `
  amana check TI-26-0417-K --for boarding --as leila
  amana check TI-26-0417-K --at 2026-03-01T09:00:00Z --known 2026-03-01T09:00:00Z

--at is the moment judged; --known says what may be rested on: a time, @SIZE of
the log, or entries. Without --as it reads what the node itself may read, and
says of the rest only whom to ask. With --exit-code it exits 6 when something
blocks.`

	helpManifest = `
  amana manifest TIP-LOS-0312 --as moussa

It never says why somebody is not cleared: only whom to ask.`

	helpVerify = `
  amana verify /media/usb/log
  amana verify https://log.example.org/ --policy policy.txt
  amana verify http://127.0.0.1:8787 --as hannah     a running node
  amana verify /media/usb/log --since kept-checkpoint
  amana verify /media/usb/log --safeguards

It needs no store and no key. Without a policy it takes the log's word for its
own key: that the log agrees with itself, and no more. Of a running node only
the checkpoint and the hashes are public: without --as it verifies these, and
its status ends in -hashes-only. With --since and a checkpoint that you kept it
finds out a log that was written anew. With --safeguards, and disclosures beside
the log, it asks again whether each boarding was allowed. It exits 0 only when
all that it checked is well.`

	helpExport = `
  amana export /media/usb/log
  amana export /media/usb/log --disclosures --as leila

With --policy it writes the log as far as enough witnesses have signed it.
Writing into the same folder again brings it up to date. Disclosures hold what
the one who signs in may read of every case: give them to nobody who may not.`

	helpRebuild = `
  amana rebuild
  amana rebuild --check
  amana rebuild --as omar        on a field node

Stop the program first: while lists are made again, a case might not be found.
--check changes nothing and compares every cached state with the log. A field
node's files are open only to who signs in: with --as, by who reads every office.`

	helpBackup = `
  amana backup /backup/2026-03-01.db --recipient age1…

Two files: the store without its keys, and FILE.keys with the keys, readable by
the recipient only. Keep them apart, and destroy FILE.keys after 35 days: then
what was erased is gone from the backup too. The key file is in neither.`

	helpRestore = `
  amana restore /backup/2026-03-01.db --identity age.txt --data /var/lib/amana-2

It makes a new store with a new key and a new log, in which every old entry
stands as it was signed. What was erased since the backup stays erased: name the
newest published copy of the log with --erased, if the old folder is gone.`

	helpWithdraw = `
  amana withdraw TI-26-0417-K --channel phone
  amana withdraw TI-26-0417-K --channel relative --report

Nobody need be signed in: it is sealed to the office, and the journey stops. With
--report it is the word of somebody else, and the person will be asked.`

	helpKey = `
  amana key rotate tripoli --as omar
  amana key share omar ines tariq

Stop the program first. What is recorded from then on is sealed under new keys,
and the old ones open nothing any more: after an officer left, or a laptop was
lost. On a field node by who holds the old keys; others sign in again.

share puts, in place of the key file, one that any two of those named open, each
with a passphrase, and none alone: at every start two of them are asked.`

	helpUser = `
  amana user add leila --role counsellor --office tripoli
  amana user add omar --role head-of-protection --office programme --as admin
  amana user admit CO-2 --as omar
  amana user list
  amana user revoke CO-2 --reason left --as admin
  amana user password leila

The first account is made by whoever holds the key file; it should be an
administrator's, who reads no case. Every further one needs --as. On a field node
a new account reads nothing until an officer who holds the keys admits it; the
first is admitted by the administrator, who gets no key by it. Passwords are
asked for, or read from AMANA_PASSWORD (who signs in) and AMANA_NEW_PASSWORD.`

	helpRulebook = `
  amana rulebook show
  amana rulebook propose --roles --as omar       the table of roles that ships
  amana rulebook propose --as omar               the rule book that ships
  amana rulebook propose book.toml --as omar     one of your own
  amana rulebook sign 1 --side protection --as omar
  amana rulebook sign 1 --side outside --as ines

Two officers sign: one for protection, one from outside the programme's line.
What loosens anything takes force fourteen days after it was proposed.`

	helpVersion = `
  amana version --json`
)
