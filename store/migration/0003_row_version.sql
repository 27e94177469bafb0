-- +goose Up

-- Each write of a row has a number of its own, so that whoever keeps rows in
-- memory reads those that were written since, by whichever process.
alter table row add column version INTEGER not null default 0;
create index row_written on row (version, stream);

-- class read: how far rows have come.
create table row_version (
	one     INTEGER primary key check (one = 1),
	written INTEGER not null, -- the number of the last write of one
	taken   INTEGER not null  -- how many times one was taken away
);
insert into row_version (one, written, taken) values (1, 0, 0);
