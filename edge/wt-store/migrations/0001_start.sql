-- Only text, bigint and 0/1 integers: the types that both databases hand over alike. JSON is text,
-- instants are UTC text of fixed width so that they sort, ids are UUID v7 as text.

-- One row: every writing transaction updates it first, so writers stand in a queue on both databases.
-- `content` moves only when what is kept changes; readers rebuild when it does.
create table counter (
  one bigint primary key check (one = 1),
  writes bigint not null,
  content bigint not null
);
insert into counter (one, writes, content) values (1, 0, 0);

-- One import of one file. `seq` is the order in which loads count: a later one covers an earlier one.
-- state: draft (under review) | kept | undone.  owner_org is '' where the region as a whole owns it.
create table load (
  id text primary key,
  seq bigint unique,
  state text not null,
  kind text not null,
  source_name text not null,
  file_name text not null,
  sha256 text not null,
  bytes bigint not null,
  owner_org text not null,
  sharing text not null,
  loaded_by text not null,
  loaded_at text not null,
  rows_read bigint not null,
  rows_accepted bigint not null,
  rows_refused bigint not null,
  months text not null,
  summary text not null,
  notes text not null,
  undone_at text,
  undone_by text
);
-- The same file is kept once for each owner.
create unique index load_once on load (kind, sha256, owner_org) where state = 'kept';

create table load_block (
  load_id text not null references load (id),
  block_no bigint not null,
  first_row bigint not null,
  row_count bigint not null,
  owner_org text not null,
  sharing text not null,
  body text not null,
  primary key (load_id, block_no)
);

create table load_refusal (
  load_id text not null references load (id),
  n bigint not null,
  refusal text not null,
  primary key (load_id, n)
);

-- How the headings of a source are read, remembered for each owner.
create table mapping (
  owner_org text not null,
  fingerprint text not null,
  kind text not null,
  mapping text not null,
  saved_by text not null,
  saved_at text not null,
  primary key (owner_org, fingerprint)
);

create table setting (
  name text primary key,
  value text not null,
  saved_by text not null,
  saved_at text not null
);

create table metric_file (
  id text primary key,
  body text not null,
  saved_by text not null,
  saved_at text not null
);

-- state: queued | running | done | failed | cancelled.
create table job (
  id text primary key,
  kind text not null,
  payload text not null,
  owner text not null,
  state text not null,
  attempts bigint not null,
  lease_until text,
  progress_done bigint not null,
  progress_total bigint not null,
  words text not null,
  result text,
  cancel_requested integer not null,
  created_at text not null,
  started_at text,
  finished_at text
);
create index job_queue on job (state, created_at);

-- Append-only; each line carries the hash of the line before it.
create table audit (
  seq bigint primary key,
  at text not null,
  who text not null,
  org text not null,
  action text not null,
  object text not null,
  detail text not null,
  prev_hash text not null,
  hash text not null
);
