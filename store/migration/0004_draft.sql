-- +goose Up

-- class local: forms that were begun and not sent in: sealed to the officer who began them, and named by a digest under their key.
create table draft (
	name   BLOB primary key,
	stream INTEGER not null, -- of the case that it is about; 0: of none yet
	sealed BLOB not null,
	until  INTEGER not null
) WITHOUT ROWID;
create index draft_stream on draft (stream);
