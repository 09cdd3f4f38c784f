-- Who signs in. `id` ("member-7") is the name that records, loads and the audit log carry, so that a person can be forgotten
-- and what they did stays. `name` is what they sign in with, '' once they are forgotten; `subject` is who a provider says they
-- are, '' for none. `password` is an Argon2 hash, '' for none. state: active | suspended | erased.  `roles` is JSON.
create table account (
  id text primary key,
  n bigint not null unique,
  name text not null,
  shown text not null,
  subject text not null,
  password text not null,
  state text not null,
  roles text not null,
  version bigint not null,
  failures bigint not null,
  locked_until text,
  made_by text not null,
  made_at text not null,
  last_in text
);
create unique index account_name on account (name) where name <> '';
create unique index account_subject on account (subject) where subject <> '';

-- One row a browser that is signed in; the token itself is only in its cookie.
create table session (
  hash text primary key,
  account_id text not null references account (id),
  made_at text not null,
  seen_at text not null
);
create index session_account on session (account_id);

-- Invitations and new passwords: used once, and only before they end.
create table invite (
  hash text primary key,
  account_id text not null references account (id),
  ends_at text not null
);
