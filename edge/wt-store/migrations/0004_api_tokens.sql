-- What programs sign in with in a person's name: the token itself is known to its holder alone. `scopes` is JSON.
create table api_token (
  hash text primary key,
  id text not null unique,
  account_id text not null references account (id),
  name text not null,
  scopes text not null,
  made_at text not null,
  ends_at text not null,
  used_at text
);
create index api_token_account on api_token (account_id);
