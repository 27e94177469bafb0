-- +goose Up

-- class log: what witnesses signed of the checkpoint of a size.
create table cosignature (
	size    INTEGER not null,
	witness text not null, -- the name of its key and the key's hash, name+hash
	line    text not null, -- as it stands in a signed note, with its newline
	primary key (size, witness)
) WITHOUT ROWID;
create index cosignature_witness on cosignature (witness, size);
