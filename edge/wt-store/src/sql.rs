//! Every statement of the store, by name. One text runs on both databases; the few lines that can't are in
//! `backend`. A test runs each of them on both and fails if one is left out.

use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::Query;

/// A statement and its name.
#[derive(Debug)]
pub(crate) struct Sql {
    name: &'static str,
    text: &'static str,
}

impl Sql {
    /// The statement, ready for its values.
    pub(crate) fn query(&self) -> Query<'static, Any, AnyArguments> {
        #[cfg(test)]
        seen::note(self.name);
        let _ = self.name;
        sqlx::query(self.text)
    }
}

/// Which statements ran on this thread.
#[cfg(test)]
pub(crate) mod seen {
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    thread_local!(static SEEN: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) });

    pub(super) fn note(name: &'static str) {
        SEEN.with_borrow_mut(|s| s.insert(name));
    }

    /// The names of statements that have not run on this thread.
    pub(crate) fn missing() -> Vec<&'static str> {
        SEEN.with_borrow(|s| super::ALL.iter().map(|q| q.name).filter(|n| !s.contains(n)).collect())
    }
}

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$doc])* pub(crate) const $name: Sql = Sql { name: stringify!($name), text: $text };)*
        /// All of them.
        #[cfg(test)]
        const ALL: &[&Sql] = &[$(&$name),*];
    };
}

/// Rows a viewer may see: $1 is 1 for every organisation, $2 the scope as `|RJ6|RAS|`.
macro_rules! visible {
    ($t:literal) => {
        concat!("($1 = 1 or ", $t, ".sharing <> 'own' or $2 like '%|' || ", $t, ".owner_org || '|%')")
    };
}

/// Loads a viewer may see: its own or shared ones, and those that hold a block of one of its organisations.
macro_rules! visible_load {
    () => {
        concat!(
            "(",
            visible!("l"),
            " or exists (select 1 from load_block b where b.load_id = l.id and b.owner_org <> l.owner_org and ",
            visible!("b"),
            "))"
        )
    };
}

/// Loads a viewer may change: those of its organisations, and those it loaded itself ($n is its account).
macro_rules! owned_load {
    ($n:literal) => {
        concat!("($1 = 1 or $2 like '%|' || owner_org || '|%' or loaded_by = ", $n, ")")
    };
}

macro_rules! load_columns {
    () => {
        "id, seq, state, kind, source_name, file_name, sha256, bytes, owner_org, sharing, loaded_by, loaded_at, \
         rows_read, rows_accepted, rows_refused, months, summary, notes, undone_at, undone_by"
    };
}

macro_rules! job_columns {
    () => {
        "id, kind, payload, owner, state, attempts, lease_until, progress_done, progress_total, words, result, \
         cancel_requested, created_at, started_at, finished_at"
    };
}

macro_rules! record_columns {
    () => {
        "id, kind, slug, owner_org, sharing, state, version, body, made_by, made_at, changed_by, changed_at"
    };
}

macro_rules! version_columns {
    () => {
        "record_id, version, sharing, state, body, changed_by, changed_at"
    };
}

macro_rules! account_columns {
    () => {
        "id, n, name, shown, subject, password, state, roles, version, failures, locked_until, made_by, made_at, last_in"
    };
}

macro_rules! audit_columns {
    () => {
        "seq, at, who, org, action, object, detail, prev_hash, hash"
    };
}

statements! {
    /// First statement of every writing transaction.
    TAKE_TURN = "update counter set writes = writes + 1, content = content + $1, records = records + $2 where one = 1";
    VERSION = "select content from counter where one = 1";
    SHOWN = "select content + records as n from counter where one = 1";
    CHANGES = "select writes from counter where one = 1";

    LOAD_FIND = concat!("select ", load_columns!(),
        " from load where kind = $1 and sha256 = $2 and owner_org = $3 and state = 'kept'");
    LOAD_NEXT_SEQ = "select cast(coalesce(max(seq), 0) + 1 as bigint) as seq from load";
    LOAD_INSERT = concat!("insert into load (", load_columns!(), ") values \
        ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0, 0, '[]', 'null', '', null, null)");
    LOAD_CLOSE = concat!("update load set seq = $2, state = $3, rows_read = $4, rows_accepted = $5, \
        rows_refused = $6, months = $7, summary = $8, notes = $9, loaded_at = $10 where id = $1 returning ", load_columns!());
    LOAD_CONFIRM = concat!("update load set seq = $4, state = 'kept', loaded_by = $5, loaded_at = $6, notes = $7 \
        where id = $3 and state = 'draft' and ", owned_load!("$5"), " returning ", load_columns!());
    LOAD_UNDO = concat!("update load set state = 'undone', undone_at = $4, undone_by = $5 \
        where id = $3 and state = 'kept' and ", owned_load!("$5"), " returning ", load_columns!());
    LOAD_DISCARD = concat!("delete from load where id = $3 and state = 'draft' and ", owned_load!("$4"));
    LOADS_ACTIVE = concat!("select ", load_columns!(), " from load l where state = 'kept' and ", visible_load!(),
        " order by seq");
    LOADS_PAGE = concat!("select ", load_columns!(), " from load l where state <> 'draft' and ", visible_load!(),
        " order by seq desc limit $3 offset $4");
    LOADS_COUNT = concat!("select cast(count(*) as bigint) as n from load l where state <> 'draft' and ", visible_load!());
    LOAD_BY_ID = concat!("select ", load_columns!(), " from load l where id = $3 and (", visible_load!(),
        " and state <> 'draft' or ", owned_load!("$4"), ")");
    DRAFTS = concat!("select ", load_columns!(), " from load where state = 'draft' and ", owned_load!("$3"),
        " order by loaded_at, id");

    BLOCK_INSERT = "insert into load_block (load_id, block_no, first_row, row_count, owner_org, sharing, body) \
        values ($1, $2, $3, $4, $5, $6, $7)";
    BLOCKS = concat!("select b.block_no, b.first_row, b.row_count, b.owner_org, b.body from load_block b \
        join load l on l.id = b.load_id where b.load_id = $3 and (l.state = 'kept' and ", visible!("b"),
        " or l.loaded_by = $4 or $1 = 1) and b.block_no >= $5 order by b.block_no limit $6");
    BLOCKS_DELETE = "delete from load_block where load_id = $1";
    REFUSAL_INSERT = "insert into load_refusal (load_id, n, refusal) values ($1, $2, $3)";
    REFUSALS = "select n, refusal from load_refusal where load_id = $1 and n >= $2 order by n limit $3";
    REFUSALS_DELETE = "delete from load_refusal where load_id = $1";

    MAPPING_SAVE = "insert into mapping (owner_org, fingerprint, kind, mapping, saved_by, saved_at) \
        values ($1, $2, $3, $4, $5, $6) on conflict (owner_org, fingerprint) do update set kind = excluded.kind, \
        mapping = excluded.mapping, saved_by = excluded.saved_by, saved_at = excluded.saved_at";
    MAPPING_FIND = "select owner_org, fingerprint, kind, mapping, saved_by, saved_at from mapping \
        where owner_org = $1 and fingerprint = $2";
    MAPPINGS = "select owner_org, fingerprint, kind, mapping, saved_by, saved_at from mapping \
        where $1 = 1 or owner_org = '' or $2 like '%|' || owner_org || '|%' order by owner_org, fingerprint";
    MAPPING_DELETE = "delete from mapping where owner_org = $1 and fingerprint = $2";

    SETTING_SAVE = "insert into setting (name, value, saved_by, saved_at) values ($1, $2, $3, $4) \
        on conflict (name) do update set value = excluded.value, saved_by = excluded.saved_by, saved_at = excluded.saved_at";
    SETTING_FIND = "select value from setting where name = $1";
    SETTINGS = "select name, value from setting order by name";
    SETTING_DELETE = "delete from setting where name = $1";
    METRIC_SAVE = "insert into metric_file (id, body, saved_by, saved_at) values ($1, $2, $3, $4) \
        on conflict (id) do update set body = excluded.body, saved_by = excluded.saved_by, saved_at = excluded.saved_at";
    METRICS = "select id, body, saved_by, saved_at from metric_file order by id";
    METRIC_DELETE = "delete from metric_file where id = $1";

    JOB_INSERT = concat!("insert into job (", job_columns!(), ") values \
        ($1, $2, $3, $4, 'queued', 0, null, 0, 0, '', null, 0, $5, null, null) returning ", job_columns!());
    JOB_START = concat!("insert into job (", job_columns!(), ") values \
        ($1, $2, $3, $4, 'running', 1, $6, 0, 0, '', null, 0, $5, $5, null) returning ", job_columns!());
    JOB_WAITING = "select cast(count(*) as bigint) as n from job where state = 'queued'";
    JOB_CLAIM = concat!("update job set state = 'running', attempts = attempts + 1, lease_until = $1, \
        started_at = $2 where id = (select id from job where state = 'queued' order by created_at, id limit 1) \
        and state = 'queued' returning ", job_columns!());
    JOB_PROGRESS = "update job set lease_until = $3, progress_done = $4, progress_total = $5, words = $6 \
        where id = $1 and attempts = $2 and state = 'running' returning cancel_requested";
    JOB_CLOSE = "update job set state = $3, result = $4, words = $5, finished_at = $6, lease_until = null \
        where id = $1 and attempts = $2 and state = 'running'";
    /// A queued job is cancelled at once; a running one is asked, and closes itself.
    JOB_CANCEL = "update job set cancel_requested = 1, \
        finished_at = case when state = 'queued' then $4 else finished_at end, \
        state = case when state = 'queued' then 'cancelled' else state end \
        where id = $3 and state in ('queued', 'running') and ($1 = 1 or owner = $2)";
    JOB_BY_ID = concat!("select ", job_columns!(), " from job where id = $3 and ($1 = 1 or owner = $2)");
    JOBS = concat!("select ", job_columns!(), " from job where $1 = 1 or owner = $2 \
        order by created_at desc, id desc limit $3");
    JOBS_REQUEUE = "update job set lease_until = null, \
        finished_at = case when cancel_requested = 1 or attempts >= $2 then $1 else null end, \
        words = case when cancel_requested = 1 then 'cancelled' when attempts >= $2 then $3 else words end, \
        state = case when cancel_requested = 1 then 'cancelled' when attempts >= $2 then 'failed' else 'queued' end \
        where state = 'running' and lease_until < $1";

    RECORD_TAKEN = "select id from record where kind = $1 and slug = $2";
    RECORD_INSERT = concat!("insert into record (", record_columns!(), ") values \
        ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning ", record_columns!());
    RECORD_CHANGE = concat!("update record set version = version + 1, sharing = $2, state = $3, body = $4, \
        changed_by = $5, changed_at = $6 where id = $1 returning ", record_columns!());
    RECORD_BY_ID = concat!("select ", record_columns!(), " from record r where id = $3 and ", visible!("r"));
    RECORD_FIND = concat!("select ", record_columns!(), " from record r where kind = $3 and slug = $4 and ", visible!("r"));
    RECORDS = concat!("select ", record_columns!(), " from record r where kind = $3 and ", visible!("r"), " order by slug");
    RECORD_VERSION_INSERT = concat!("insert into record_version (", version_columns!(), ") values ($1, $2, $3, $4, $5, $6, $7)");
    RECORD_VERSIONS = concat!("select v.version, v.sharing, v.state, v.body, v.changed_by, v.changed_at from record_version v \
        join record r on r.id = v.record_id where v.record_id = $3 and ", visible!("r"), " order by v.version");
    RECORD_VERSIONS_ERASE = "delete from record_version where record_id = $1";
    RECORD_ERASE = "delete from record where id = $1";

    ENTRY_LAST = "select n, who from entry where stream = $1 order by n desc limit 1";
    ENTRY_INSERT = "insert into entry (stream, n, owner_org, body, who, at) values ($1, $2, $3, $4, $5, $6)";
    ENTRIES = "select n, owner_org, body, who, at from entry where stream = $3 and n > $4 and \
        ($1 = 1 or owner_org = '' or $2 like '%|' || owner_org || '|%') order by n";

    ACCOUNT_COUNT = "select cast(count(*) as bigint) as n from account";
    ACCOUNT_LAST = "select cast(coalesce(max(n), 0) as bigint) as n from account";
    ACCOUNT_TAKEN = "select id from account where name = $1 or (subject = $2 and subject <> '')";
    ACCOUNT_INSERT = concat!("insert into account (", account_columns!(), ") values \
        ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning ", account_columns!());
    ACCOUNT_BY_ID = concat!("select ", account_columns!(), " from account where id = $1");
    ACCOUNT_BY_NAME = concat!("select ", account_columns!(), " from account where name = $1 and name <> ''");
    ACCOUNT_BY_SUBJECT = concat!("select ", account_columns!(), " from account where subject = $1 and subject <> ''");
    ACCOUNTS = concat!("select ", account_columns!(), " from account order by n");
    ACCOUNT_CHANGE = concat!("update account set name = $2, shown = $3, subject = $4, password = $5, state = $6, roles = $7, \
        version = version + 1, failures = 0, locked_until = null where id = $1 returning ", account_columns!());
    ACCOUNT_FAILED = "update account set failures = failures + 1, locked_until = $2 where id = $1";
    ACCOUNT_IN = "update account set failures = 0, locked_until = null, last_in = $2 where id = $1";
    SESSION_INSERT = "insert into session (hash, account_id, made_at, seen_at) values ($1, $2, $3, $4)";
    SESSION_FIND = "select account_id, made_at, seen_at from session where hash = $1";
    SESSIONS_COUNT = "select cast(count(*) as bigint) as n from session where account_id = $1";
    SESSION_SEEN = "update session set seen_at = $2 where hash = $1";
    SESSION_END = "delete from session where hash = $1";
    SESSIONS_END = "delete from session where account_id = $1";
    SESSIONS_STALE = "delete from session where seen_at < $1";
    INVITE_INSERT = "insert into invite (hash, account_id, ends_at) values ($1, $2, $3)";
    INVITE_FIND = "select account_id from invite where hash = $1 and ends_at > $2";
    INVITES_END = "delete from invite where account_id = $1";

    API_TOKEN_INSERT = "insert into api_token (hash, id, account_id, name, scopes, made_at, ends_at, used_at) \
        values ($1, $2, $3, $4, $5, $6, $7, null)";
    API_TOKEN_FIND = "select id, account_id, name, scopes, made_at, ends_at, used_at from api_token \
        where hash = $1 and ends_at > $2";
    API_TOKENS_OF = "select id, account_id, name, scopes, made_at, ends_at, used_at from api_token \
        where account_id = $1 and ends_at > $2 order by made_at, id";
    API_TOKEN_USED = "update api_token set used_at = $2 where hash = $1";
    API_TOKEN_END = "delete from api_token where account_id = $1 and id = $2";
    API_TOKENS_END = "delete from api_token where account_id = $1";

    AUDIT_LAST = "select seq, hash from audit order by seq desc limit 1";
    AUDIT_INSERT = concat!("insert into audit (", audit_columns!(), ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    AUDIT_PAGE = concat!("select ", audit_columns!(), " from audit where seq < $4 and \
        ($1 = 1 or who = $3 or $2 like '%|' || org || '|%') order by seq desc limit $5");
    AUDIT_AFTER = concat!("select ", audit_columns!(), " from audit where seq > $1 order by seq limit $2");

    EMPTY_BLOCKS = "delete from load_block";
    EMPTY_REFUSALS = "delete from load_refusal";
    EMPTY_LOADS = "delete from load";
    EMPTY_MAPPINGS = "delete from mapping";
    EMPTY_SETTINGS = "delete from setting";
    EMPTY_METRICS = "delete from metric_file";
    EMPTY_JOBS = "delete from job";
    EMPTY_VERSIONS = "delete from record_version";
    EMPTY_RECORDS = "delete from record";
    EMPTY_ENTRIES = "delete from entry";

    // An export, table by table; drafts are not kept yet and stay behind.
    EXPORT_LOADS = concat!("select ", load_columns!(), " from load where state <> 'draft' order by seq");
    EXPORT_BLOCKS = "select load_id, block_no, first_row, row_count, owner_org, sharing, body from load_block \
        where load_id = $1 order by block_no";
    EXPORT_REFUSALS = "select load_id, n, refusal from load_refusal where load_id = $1 order by n";
    EXPORT_MAPPINGS = "select owner_org, fingerprint, kind, mapping, saved_by, saved_at from mapping";
    EXPORT_SETTINGS = "select name, value, saved_by, saved_at from setting";
    EXPORT_JOBS = concat!("select ", job_columns!(), " from job order by id");
    EXPORT_RECORDS = concat!("select ", record_columns!(), " from record order by id");
    EXPORT_VERSIONS = concat!("select ", version_columns!(), " from record_version order by record_id, version");
    EXPORT_ENTRIES = "select stream, n, owner_org, body, who, at from entry order by stream, n";
    EXPORT_AUDIT = concat!("select ", audit_columns!(), " from audit order by seq");
    RESTORE_LOAD = concat!("insert into load (", load_columns!(), ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
        $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)");
    RESTORE_JOB = concat!("insert into job (", job_columns!(), ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
        $10, $11, $12, $13, $14, $15)");
    AUDIT_COUNT = "select cast(count(*) as bigint) as n from audit";
}
