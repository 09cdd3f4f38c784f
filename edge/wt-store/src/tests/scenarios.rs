//! The list of what runs on both databases, and the check that no statement was left out.

use super::bench::Bench;
use super::{loads, opening, others, people, queue, safety, written};
use crate::sql::seen;

async fn all(bench: &Bench) {
    loads::kept_and_read_back(bench).await;
    loads::dropped_leaves_nothing(bench).await;
    loads::undone_and_loaded_again(bench).await;
    loads::drafts_are_reviewed(bench).await;
    loads::drafts_confirm_discard_and_age(bench).await;
    loads::own_rows_are_their_owners(bench).await;
    loads::writers_queue(bench).await;
    queue::a_job_runs_its_course(bench).await;
    queue::a_silent_worker_loses_its_job(bench).await;
    queue::work_of_ones_own_ends_with_its_process(bench).await;
    queue::jobs_are_cancelled(bench).await;
    queue::workers_never_share_a_job(bench).await;
    queue::progress_does_not_wait_for_a_load(bench).await;
    others::mappings_are_remembered(bench).await;
    others::settings_and_metrics(bench).await;
    written::records_keep_every_version(bench).await;
    written::nobodys_change_is_lost(bench).await;
    written::own_records_are_their_owners(bench).await;
    written::ledgers_only_grow(bench).await;
    people::accounts_sessions_and_invitations(bench).await;
    people::tokens_of_programs(bench).await;
    safety::the_log_shows_tampering(bench).await;
    safety::backed_up_and_restored(bench).await;
    safety::everything_deleted(bench).await;
    opening::many_open_at_once(bench).await;
    opening::a_newer_store_is_left_alone(bench).await;
    opening::another_programs_tables_are_left_alone(bench).await;
    assert_eq!(seen::missing(), Vec::<&str>::new(), "statements that no scenario ran");
}

#[tokio::test]
async fn everything_on_sqlite() {
    all(&Bench::sqlite()).await;
}

#[tokio::test]
async fn everything_on_postgres() {
    match Bench::postgres().await {
        Ok(bench) => all(&bench).await,
        Err(why) => println!("skipped: {why}"),
    }
}
