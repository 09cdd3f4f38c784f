//! `wholetime users`: accounts from the command line, the first of them above all.

use clap::{Args, Subcommand};
use wt_engine::people::{AccountState, Member, NewMember};
use wt_engine::permit::{Membership, Role, Scope};
use wt_engine::report::{Cell, Report};

use super::{Answer, figures, open, open_existing, person};
use crate::args::At;
use crate::report::{Format, print};
use crate::words::say;

/// Who may sign in, and as what.
#[derive(Debug, Subcommand)]
#[command(
    after_help = "The first account closes the store: from then on everybody signs in. Begin with whoever runs it:\n  \
    wholetime users add ada --role run-the-store --store S\n\n\
    Roles are written as analyst@RJ6, unit-manager@RJ6/Ward 4, network-chair@network:rostering, or, for the region,\n\
    run-the-store. `wholetime users roles` lists them.\n"
)]
pub(crate) enum Users {
    /// Give somebody an account, and print the address where they choose a password.
    Add(Add),
    /// Print an address where somebody who has an account chooses a new password.
    Invite(Who),
    /// Everybody who has an account.
    List {
        #[command(flatten)]
        at: At,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// What somebody may do from now on, in place of before.
    Give {
        #[command(flatten)]
        who: Who,
        /// Role; may be given several times.
        #[arg(long = "role", required = true)]
        roles: Vec<Membership>,
    },
    /// Let somebody sign in no more.
    Suspend(Who),
    /// Let somebody sign in again.
    Readmit(Who),
    /// Forget somebody: what they wrote stays, as by a former member.
    Forget(Who),
    /// Make a token with which a program asks /api/v1 in somebody's name, and print it, once.
    Token {
        #[command(flatten)]
        who: Who,
        /// What will use it.
        #[arg(long, default_value = "program")]
        purpose: String,
        /// For how many days.
        #[arg(long, default_value_t = 90)]
        days: i64,
        /// What it may be used for; may be given several times. Without it, everything that a token can be.
        #[arg(long = "scope", value_parser = scope)]
        scopes: Vec<Scope>,
    },
    /// The roles there are.
    Roles {
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// Somebody to be given an account.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// What they sign in with, such as ada.lovelace.
    name: String,
    /// What colleagues call them.
    #[arg(long, default_value = "")]
    shown: String,
    /// Role; may be given several times.
    #[arg(long = "role", required = true)]
    roles: Vec<Membership>,
    /// Who the provider of identities says they are: its address, a space, and its name for them.
    #[arg(long, default_value = "")]
    subject: String,
    #[command(flatten)]
    at: At,
}

/// Somebody who has an account.
#[derive(Debug, Args)]
pub(crate) struct Who {
    /// What they sign in with, or their number, such as member-7.
    name: String,
    #[command(flatten)]
    at: At,
}

pub(super) async fn run(what: Users) -> Answer {
    match what {
        Users::Add(add) => {
            let engine = open(&add.at).await?;
            let first = !engine.has_accounts().await?;
            let new = NewMember { name: add.name, shown: add.shown, subject: add.subject, roles: add.roles };
            let (member, token) = engine.add_member(&person(), &new).await?;
            engine.close().await;
            if first {
                say("This is the first account: from now on everybody who opens the pages must sign in.");
            }
            say(&format!(
                "{} is {}. Within 72 hours they choose a password at this address, once:",
                member.name, member.id
            ));
            figures(&format!("/invite/{}\n", token.secret()))
        }
        Users::Invite(who) => {
            let engine = open_existing(&who.at).await?;
            let member = find(&engine, &who.name).await?;
            let token = engine.invite(&person(), &member.id).await?;
            engine.close().await;
            say(&format!("Within 72 hours {} chooses a password at this address, once:", member.name));
            figures(&format!("/invite/{}\n", token.secret()))
        }
        Users::List { at, format } => list(&at, format).await,
        Users::Give { who, roles } => {
            let engine = open_existing(&who.at).await?;
            let member = find(&engine, &who.name).await?;
            engine.set_roles(&person(), &member.id, member.version, roles).await?;
            engine.close().await;
            done(&format!("{} has these roles now.", member.name))
        }
        Users::Suspend(who) => {
            let engine = open_existing(&who.at).await?;
            let member = find(&engine, &who.name).await?;
            engine.set_suspended(&person(), &member.id, true).await?;
            engine.close().await;
            done(&format!("{} signs in no more, and was signed out everywhere.", member.name))
        }
        Users::Readmit(who) => {
            let engine = open_existing(&who.at).await?;
            let member = find(&engine, &who.name).await?;
            engine.set_suspended(&person(), &member.id, false).await?;
            engine.close().await;
            done(&format!("{} may sign in again.", member.name))
        }
        Users::Forget(who) => {
            let engine = open_existing(&who.at).await?;
            let member = find(&engine, &who.name).await?;
            engine.forget(&person(), &member.id).await?;
            engine.close().await;
            done(&format!("{} is forgotten: what they wrote stays, as by a former member.", member.name))
        }
        Users::Token { who, purpose, days, scopes } => {
            let engine = open_existing(&who.at).await?;
            let member = find(&engine, &who.name).await?;
            let scopes = if scopes.is_empty() { Scope::ALL } else { &scopes };
            let token = engine.add_key_for(&person(), &member.id, &purpose, scopes, days).await?;
            engine.close().await;
            say(&format!(
                "A program that sends this as `Authorization: Bearer` asks in the name of {}:",
                member.name
            ));
            figures(&format!("{}\n", token.for_program()))
        }
        Users::Roles { format } => {
            let mut report = Report::new(&["role", "title", "what"]);
            for role in Role::ALL {
                report.push(vec![
                    Cell::text(role.word()),
                    Cell::text(role.title()),
                    Cell::text(role.words()),
                ]);
            }
            figures(&print(&report, format))
        }
    }
}

async fn list(at: &At, format: Format) -> Answer {
    let engine = open_existing(at).await?;
    let mut report = Report::new(&["id", "name", "shown", "state", "roles", "last_signed_in"]);
    for m in engine.members(&person()).await? {
        let state = match m.state {
            AccountState::Active => "active",
            AccountState::Suspended => "suspended",
            AccountState::Erased => "forgotten",
        };
        let roles: Vec<String> = m.roles.iter().map(ToString::to_string).collect();
        report.push(vec![
            Cell::text(&m.id),
            Cell::text(&m.name),
            Cell::text(&m.shown),
            Cell::text(state),
            Cell::text(roles.join("; ")),
            Cell::maybe(m.last_in, |at| Cell::text(at.to_string())),
        ]);
    }
    engine.close().await;
    figures(&print(&report, format))
}

async fn find(engine: &wt_engine::Engine, name: &str) -> Result<Member, super::Failure> {
    let all = engine.members(&person()).await?;
    let low = name.to_lowercase();
    all.into_iter().find(|m| m.id == name || (!m.name.is_empty() && m.name == low)).ok_or_else(|| {
        super::Failure::Input(format!(
            "Nobody signs in as '{name}'. `wholetime users list` prints everybody."
        ))
    })
}

fn scope(text: &str) -> Result<Scope, String> {
    let known: Vec<&str> = Scope::ALL.iter().map(|s| s.word()).collect();
    Scope::ALL
        .iter()
        .find(|s| s.word() == text)
        .copied()
        .ok_or_else(|| format!("expected {}", known.join(", ")))
}

fn done(words: &str) -> Answer {
    say(words);
    figures("")
}
