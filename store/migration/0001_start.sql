-- The words in capitals are SQLite's and are replaced for PostgreSQL:
-- INTEGER by bigint, BLOB by bytea, WITHOUT ROWID by nothing.
--
-- A position is stream·2³² + the order of arrival in that stream; a slot is
-- position·8 + compartment. One integer key keeps a stream's rows together on
-- disk and leaves them in the leaves of the tree, whatever their length.

-- +goose Up

-- class log: one row for each stream of events that this node holds.
create table stream (
	id      INTEGER primary key,
	name    BLOB not null unique,
	class   text not null,
	subject text not null,
	office  text not null,
	heads   BLOB not null, -- the hashes that nothing follows, sorted, one after the other
	depth   INTEGER not null,
	length  INTEGER not null
);
create index stream_subject on stream (subject, id);

-- class log: the entries, byte for byte as they were signed, by stream.
create table entry (
	pos   INTEGER primary key,
	depth INTEGER not null,
	idx   INTEGER not null,
	leaf  BLOB not null,
	bytes BLOB not null
);

-- class log: the leaves of the tree, in the order of the log.
create table leaf (
	idx  INTEGER primary key,
	hash BLOB not null,
	pos  INTEGER not null
);

-- class log: the root of each full tile of 256 leaves.
create table tile (
	n    INTEGER primary key,
	root BLOB not null
);

-- class log: how far the log has come, and the lock under which it grows.
create table head (
	one      INTEGER primary key check (one = 1),
	size     INTEGER not null,
	streams  INTEGER not null, -- the last stream id given
	jobs     INTEGER not null, -- the last outbox id given
	recorded INTEGER not null, -- the newest time recorded in an entry
	known    INTEGER not null, -- the newest time signed by somebody else
	register BLOB              -- the newest entry of the streams on which every act rests
);
insert into head (one, size, streams, jobs, recorded, known) values (1, 0, 0, 0, 0, 0);

-- class log: signed checkpoints.
create table checkpoint (
	size INTEGER primary key,
	note BLOB not null
);

-- class log: what this store is: its origin, its node, whether it is a demo.
create table meta (
	key   text primary key,
	value text not null
);

-- class vault: the disclosures of the entries, sealed, by stream.
create table blob (
	slot   INTEGER primary key,
	epoch  INTEGER not null,
	sealed BLOB not null
);

-- class vault: the keys of persons, wrapped under the keys of offices.
create table dek (
	stream      INTEGER not null,
	compartment INTEGER not null,
	epoch       INTEGER not null,
	office      text not null,
	made        INTEGER not null, -- the epoch of the office's key under which it was made
	kek         INTEGER not null, -- and of the one that wraps it now
	kem         INTEGER not null, -- 0: under the office's key itself; else put into its letterbox, with this KEM
	wrapped     BLOB not null,
	primary key (stream, compartment, epoch, office)
) WITHOUT ROWID;

-- class vault: the keys of offices, wrapped to the node or to officers.
create table kek (
	office      text not null,
	compartment INTEGER not null,
	epoch       INTEGER not null,
	holder      text not null,
	kem         INTEGER not null,
	wrapped     BLOB not null,
	primary key (office, compartment, epoch, holder)
) WITHOUT ROWID;

-- class vault: public keys of offices; what is sealed to one opens with the office's key of that epoch only.
create table letterbox (
	office      text not null,
	compartment INTEGER not null,
	epoch       INTEGER not null,
	public      BLOB not null,
	primary key (office, compartment, epoch)
) WITHOUT ROWID;

-- class vault: what a sign-in opens; the name is a digest.
create table credential (
	login        BLOB primary key,
	actor        BLOB not null,
	salt         BLOB not null,
	params       text not null,
	verifier     BLOB not null,
	sealed       BLOB not null,
	public       BLOB not null, -- to which the keys of offices are wrapped
	failures     INTEGER not null,
	locked_until INTEGER not null
) WITHOUT ROWID;

-- class vault: pictures and sounds, sealed.
create table attachment (
	stream      INTEGER not null,
	hash        BLOB not null,
	compartment INTEGER not null,
	sealed      BLOB not null,
	primary key (stream, hash)
);

-- class local: what was answered to which command, kept 400 days.
create table command (
	id     BLOB primary key,
	actor  BLOB not null,
	body   BLOB not null,
	stream BLOB not null,
	leaf   BLOB not null,
	idx    INTEGER not null,
	status text not null,
	at     INTEGER not null
) WITHOUT ROWID;

-- class local: work that follows from what was recorded; references only.
create table outbox (
	id      INTEGER primary key,
	kind    text not null,
	stream  BLOB not null,
	due     INTEGER not null,
	payload BLOB not null,
	holder  text not null,
	leased  INTEGER not null, -- until when; 0 when nobody holds it
	tries   INTEGER not null
);
create index outbox_due on outbox (due, id);

-- class local: counters, and where this node's own work stands.
create table mark (
	key   text primary key,
	value text not null
);

-- class local: which checkpoint was given to others, and since when.
create table published (
	one  INTEGER primary key check (one = 1),
	at   INTEGER not null,
	size INTEGER not null
);

-- class read: the clear part of where each stream stands.
create table row (
	stream     INTEGER primary key,
	subject    text not null,
	office     text not null,
	movement   BLOB,
	status     text not null,
	next_due   INTEGER not null,
	number_key BLOB,
	bucket     INTEGER -- which of some thousands, by a keyed digest: what is likely alike is in one
);
create index row_subject on row (subject, stream);
create index row_office on row (subject, office, stream);
create index row_status on row (subject, status, stream);
create index row_both on row (subject, office, status, stream);
create index row_movement on row (movement, stream) where movement is not null;
create index row_due on row (next_due, stream) where next_due > 0;
create index row_bucket on row (bucket, stream) where bucket is not null;
create index row_number on row (number_key) where number_key is not null;

-- class read: the rest of each row, sealed by compartment.
create table row_blob (
	slot   INTEGER primary key, -- stream·8 + compartment
	sealed BLOB not null
);

-- class read: who is called to a stream from outside its office, as keyed digests.
create table row_caller (
	caller BLOB not null,
	stream INTEGER not null,
	primary key (caller, stream)
) WITHOUT ROWID;
create index row_caller_stream on row_caller (stream);

-- class read: folded state, a cache of what the log says.
create table state (
	slot    INTEGER primary key, -- stream·256 + the set of compartments it was folded with
	heads   BLOB not null,
	version text not null,
	sealed  BLOB not null
);
