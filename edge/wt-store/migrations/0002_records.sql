-- What people write: evidence, standards, agreements, benefit lines. One row a thing, found by its kind and slug (its address);
-- the state and body are the capability's own. `version` counts from 1; a writer names the one it read, so nobody's change is lost.
-- sharing: own | network | region | public.  owner_org is '' where the region as a whole owns it.
create table record (
  id text primary key,
  kind text not null,
  slug text not null,
  owner_org text not null,
  sharing text not null,
  state text not null,
  version bigint not null,
  body text not null,
  made_by text not null,
  made_at text not null,
  changed_by text not null,
  changed_at text not null
);
create unique index record_address on record (kind, slug);

-- Every version there was, the latest too: append-only.
create table record_version (
  record_id text not null references record (id),
  version bigint not null,
  sharing text not null,
  state text not null,
  body text not null,
  changed_by text not null,
  changed_at text not null,
  primary key (record_id, version)
);

-- Ledgers: lines that follow one another and are never changed.
create table entry (
  stream text not null,
  n bigint not null,
  owner_org text not null,
  body text not null,
  who text not null,
  at text not null,
  primary key (stream, n)
);

-- Moves with every record and line: what is drawn from them is drawn anew, and what is drawn from loads alone is not.
alter table counter add column records bigint not null default 0;
