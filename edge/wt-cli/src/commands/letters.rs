//! `wholetime letters`: who wants to hear of what, and sending what waits.

use clap::{Args, Subcommand};
use wt_engine::letters::{Postman, Subscription, Topic};
use wt_engine::report::{Cell, Report};
use wt_units::OdsCode;

use super::{Answer, Failure, figures, open_existing, person};
use crate::args::At;
use crate::report::{Format, print};
use crate::words::say;

/// Letters by e-mail, to those who asked for them.
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:\n  wholetime letters want rates director@example.nhs.uk --store S\n  \
    wholetime letters list --store S\n  \
    wholetime letters deliver --smtp smtps://name:password@mail.example.nhs.uk --from wholetime@example.nhs.uk --store S\n")]
pub(crate) enum Letters {
    /// Ask to hear of something.
    Want(Wish),
    /// Hear of it no more: the address is forgotten.
    Unwanted(Wish),
    /// Who asked for what.
    List {
        #[command(flatten)]
        at: At,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Hold the newest bookings against the adopted rate card, and write to those who asked; loading bookings does so by itself.
    Watch {
        #[command(flatten)]
        at: At,
    },
    /// Send what waits, now.
    Deliver {
        #[command(flatten)]
        server: Server,
        #[command(flatten)]
        at: At,
    },
}

/// Who wants to hear of what.
#[derive(Debug, Args)]
pub(crate) struct Wish {
    /// rates, benefits or network.
    topic: Topic,
    /// E-mail address.
    address: String,
    /// Only this employer's affairs; the region's without it.
    #[arg(long)]
    org: Option<OdsCode>,
    #[command(flatten)]
    at: At,
}

/// The mail server.
#[derive(Debug, Args)]
pub(crate) struct Server {
    /// Mail server: smtps://name:password@host, or smtp://127.0.0.1:25 for one on this machine. Better in the environment than
    /// where others see your commands.
    #[arg(long, env = "WHOLETIME_SMTP", hide_env_values = true, value_name = "URL")]
    smtp: String,
    /// In whose name letters go out.
    #[arg(long, env = "WHOLETIME_MAIL_FROM", value_name = "ADDRESS")]
    from: String,
}

pub(super) async fn run(what: Letters) -> Answer {
    match what {
        Letters::Want(wish) => {
            let engine = open_existing(&wish.at).await?;
            engine.subscribe(&person(), &wish.subscription()).await?;
            engine.close().await;
            say(&format!("{} will hear of {}.", wish.address, wish.topic.words()));
            figures("")
        }
        Letters::Unwanted(wish) => {
            let engine = open_existing(&wish.at).await?;
            engine.unsubscribe(&person(), &wish.subscription()).await?;
            engine.close().await;
            say(&format!("{} hears no more of {}, and is forgotten.", wish.address, wish.topic.words()));
            figures("")
        }
        Letters::List { at, format } => {
            let engine = open_existing(&at).await?;
            let mut report = Report::new(&["topic", "org", "address"]);
            for wish in engine.subscriptions(&person()).await? {
                report.push(vec![
                    Cell::text(wish.topic.word()),
                    Cell::maybe(wish.org, |org| Cell::text(org.as_str())),
                    Cell::text(wish.address),
                ]);
            }
            engine.close().await;
            figures(&print(&report, format))
        }
        Letters::Watch { at } => {
            let engine = open_existing(&at).await?;
            let told = engine.tell_rates(&person()).await?;
            engine.close().await;
            say(&format!("{told} letters wait to be sent (`wholetime letters deliver`)."));
            figures("")
        }
        Letters::Deliver { server, at } => {
            let postman =
                Postman::new(&server.smtp, &server.from).map_err(|e| Failure::Input(e.to_string()))?;
            let engine = open_existing(&at).await?;
            let done = engine.deliver(&person(), &postman).await?;
            engine.close().await;
            say(&format!("{} sent, {} to be tried again, {} refused.", done.sent, done.later, done.failed));
            figures("")
        }
    }
}

impl Wish {
    fn subscription(&self) -> Subscription {
        Subscription { address: self.address.clone(), topic: self.topic, org: self.org }
    }
}
