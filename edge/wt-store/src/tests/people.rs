//! Accounts, sessions and invitations.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::bench::{Bench, analyst, note, ods};
use crate::{Account, AccountState, NewAccount, NewApiToken, OrgScope, StoreError, Viewer};

pub async fn accounts_sessions_and_invitations(bench: &Bench) {
    let (store, me) = (bench.store().await, analyst());
    assert!(!store.has_accounts().await.unwrap());
    let new = NewAccount { name: "ada", shown: "Ada", subject: "https://id|1", roles: &json!(["analyst"]) };
    let ada = store.add_account(&me, &new, note("account.added")).await.unwrap();
    assert_eq!((ada.id.as_str(), ada.version, ada.state), ("member-1", 1, AccountState::Active));
    assert_eq!(store.audit_lines(&me, None, 1).await.unwrap()[0].object, "member-1", "the log knows no name");
    for (name, subject) in [("ada", ""), ("bob", "https://id|1")] {
        let again = NewAccount { name, subject, ..new };
        let taken = store.add_account(&me, &again, note("no")).await;
        assert!(matches!(taken, Err(StoreError::Taken { .. })), "{name}");
    }
    let bob = NewAccount { name: "bob", subject: "", ..new };
    let bob = store.add_account(&me, &bob, note("account.added")).await.unwrap();
    assert_eq!(bob.id, "member-2");
    assert_eq!(store.account_by_name("ada").await.unwrap().as_ref(), Some(&ada));
    assert_eq!(store.account_by_subject("https://id|1").await.unwrap().as_ref(), Some(&ada));
    assert_eq!(store.account_by_subject("").await.unwrap(), None, "nobody's subject is nobody");

    let locked = Some(store.now() + SignedDuration::from_mins(1));
    store.note_failure(&me, &ada.id, locked, note("sign-in.failed")).await.unwrap();
    let failed = store.account(&ada.id).await.unwrap().unwrap();
    assert!(failed.failures == 1 && failed.locked_until.is_some());

    store.open_session(&me, &ada.id, "h1", Timestamp::MIN, note("sign-in")).await.unwrap();
    store.open_session(&me, &ada.id, "h2", Timestamp::MIN, note("sign-in")).await.unwrap();
    let seen = store.account(&ada.id).await.unwrap().unwrap();
    assert!(seen.failures == 0 && seen.locked_until.is_none() && seen.last_in.is_some());
    assert_eq!(store.sessions_of(&ada.id).await.unwrap(), 2);
    let before = store.session("h1").await.unwrap().unwrap();
    store.session_seen("h1").await.unwrap();
    assert!(store.session("h1").await.unwrap().unwrap().seen_at >= before.seen_at);
    store.end_session(&me, "h1", note("sign-out")).await.unwrap();
    assert_eq!(store.session("h1").await.unwrap(), None);
    store
        .open_session(&me, &bob.id, "h3", store.now() + SignedDuration::from_mins(1), note("in"))
        .await
        .unwrap();
    assert_eq!(store.session("h2").await.unwrap(), None, "stale by then");
    store.end_sessions(&me, &bob.id, note("sign-out")).await.unwrap();
    assert_eq!(store.session("h3").await.unwrap(), None);

    let soon = store.now() + SignedDuration::from_mins(1);
    store.add_invite(&me, &ada.id, "i1", soon, note("invited")).await.unwrap();
    store.add_invite(&me, &ada.id, "i2", soon, note("invited")).await.unwrap();
    assert_eq!(store.invited("i1").await.unwrap(), None, "the later one counts");
    assert_eq!(store.invited("i2").await.unwrap().map(|a| a.id), Some(ada.id.clone()));
    store
        .add_invite(&me, &bob.id, "i3", store.now() - SignedDuration::from_mins(1), note("in"))
        .await
        .unwrap();
    assert_eq!(store.invited("i3").await.unwrap(), None, "it has ended");

    store.open_session(&me, &ada.id, "h4", Timestamp::MIN, note("sign-in")).await.unwrap();
    let chosen =
        Account { password: Some("$argon2id$".into()), ..store.account(&ada.id).await.unwrap().unwrap() };
    let changed = store.change_account(&me, &chosen, note("password")).await.unwrap();
    assert_eq!((changed.version, changed.password.as_deref()), (2, Some("$argon2id$")));
    assert_eq!(store.session("h4").await.unwrap(), None, "another password ends what the old one opened");
    assert_eq!(store.invited("i2").await.unwrap(), None, "used");
    let late = store.change_account(&me, &chosen, note("password")).await;
    assert!(matches!(late, Err(StoreError::Conflict { expected: 1, found: 2, .. })));
    let gone = Account {
        name: String::new(),
        subject: None,
        password: None,
        state: AccountState::Erased,
        ..changed
    };
    store.change_account(&me, &gone, note("erased")).await.unwrap();
    assert_eq!(store.account_by_name("").await.unwrap(), None);
    assert_eq!(store.accounts().await.unwrap().len(), 2, "the number is never given again");
    let nobody = Account { id: "member-9".into(), ..ada };
    assert!(matches!(store.change_account(&me, &nobody, note("no")).await, Err(StoreError::NotFound { .. })));

    let region = Viewer { orgs: OrgScope::Only(vec![ods("RJ6")]), region: true, ..analyst() };
    assert!(region.owns(None) && region.owns(Some(&ods("RJ6"))) && !region.owns(Some(&ods("RAS"))));
    store.append_entry(&region, "region", None, 0, &json!(1), note("line")).await.unwrap();
}

pub async fn tokens_of_programs(bench: &Bench) {
    let (store, me) = (bench.store().await, analyst());
    let new = NewAccount { name: "ada", shown: "Ada", subject: "", roles: &json!([]) };
    let ada = store.add_account(&me, &new, note("account.added")).await.unwrap();
    let soon = store.now() + SignedDuration::from_mins(1);
    let scopes = json!(["loads"]);
    let token = NewApiToken { hash: "t1", account: &ada.id, name: "feed", scopes: &scopes, ends_at: soon };
    let id = store.add_api_token(&me, &token, note("token.made")).await.unwrap();
    assert_eq!(store.audit_lines(&me, None, 1).await.unwrap()[0].object, id);
    let ended = NewApiToken { hash: "t2", ends_at: store.now() - SignedDuration::from_mins(1), ..token };
    store.add_api_token(&me, &ended, note("token.made")).await.unwrap();
    assert_eq!(store.api_token("t2").await.unwrap(), None, "it has ended");
    let found = store.api_token("t1").await.unwrap().unwrap();
    assert!(found.account == ada.id && found.scopes == scopes && found.used_at.is_none());
    store.api_token_used("t1").await.unwrap();
    let kept = store.api_tokens(&ada.id).await.unwrap();
    assert!(kept.len() == 1 && kept[0].id == id && kept[0].used_at.is_some());
    let of_nobody = NewApiToken { hash: "t3", account: "member-9", ..token };
    assert!(matches!(
        store.add_api_token(&me, &of_nobody, note("no")).await,
        Err(StoreError::NotFound { .. })
    ));
    let theirs = store.end_api_token(&me, "member-9", &id, note("no")).await;
    assert!(matches!(theirs, Err(StoreError::NotFound { .. })), "only its owner's");
    store.end_api_token(&me, &ada.id, &id, note("token.ended")).await.unwrap();
    assert_eq!(store.api_token("t1").await.unwrap(), None);
    let again = NewApiToken { hash: "t4", ..token };
    store.add_api_token(&me, &again, note("token.made")).await.unwrap();
    let gone = Account { state: AccountState::Suspended, ..ada };
    store.change_account(&me, &gone, note("suspended")).await.unwrap();
    assert_eq!(store.api_token("t4").await.unwrap(), None, "whoever may not come in sends no program either");
}
