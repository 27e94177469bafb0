-- +goose Up

-- The daily forgetting of receipts, and the rotation of an office's key, must not read every row while others wait.
create index command_at on command (at);
create index dek_kek on dek (office, compartment, kek);
