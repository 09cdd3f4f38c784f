//! One file per capability, each a function from arguments to figures.

pub(crate) mod benefits;
mod compare;
mod data;
mod demo;
mod evidence;
pub(crate) mod gainshare;
mod gap;
mod import;
pub(crate) mod letters;
mod metrics;
mod opportunities;
pub(crate) mod pack;
pub(crate) mod pay;
pub(crate) mod portfolio;
pub(crate) mod rates;
pub(crate) mod roster;
pub(crate) mod rota;
mod serve;
mod signals;
mod similar;
pub(crate) mod stats;
mod table;
mod template;
pub(crate) mod users;
mod whole;
mod worked;

use std::process::ExitCode;

use wt_engine::compare::Ask;
use wt_engine::permit::Person;
use wt_engine::{Config, Engine, EngineError};

use crate::args::{At, BodiesArg, Cli, Command, Scope};
use crate::words;

/// What a command can end with; `Display` is for standard error.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The engine gave no answer.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// An argument that can't be used, as a sentence.
    #[error("{0}")]
    Input(String),
    /// A file could not be read or written.
    #[error("{path}: {why}. Check the name and that you may use it.")]
    File {
        /// Which.
        path: String,
        /// What the system said.
        why: String,
    },
    /// The machine would not let us.
    #[error("{0}")]
    System(#[from] std::io::Error),
}

impl Failure {
    pub(crate) fn is_input(&self) -> bool {
        match self {
            Self::Engine(e) => e.is_input(),
            Self::Input(_) | Self::File { .. } => true,
            Self::System(_) => false,
        }
    }

    pub(crate) fn file(path: &std::path::Path, e: &std::io::Error) -> Self {
        Self::File { path: path.display().to_string(), why: e.to_string() }
    }
}

/// What every command answers.
pub(crate) type Answer = Result<ExitCode, Failure>;

pub(crate) async fn run(cli: Cli) -> Answer {
    match cli.command {
        Command::Demo(args) => demo::run(args).await,
        Command::Serve(args) => serve::run(&args).await,
        Command::Import(args) => import::run(args).await,
        Command::Compare(args) => compare::run(args).await,
        Command::Opportunities(args) => opportunities::run(args).await,
        Command::Signals(args) => signals::run(args).await,
        Command::Worked(args) => worked::run(args).await,
        Command::Similar(args) => similar::run(args).await,
        Command::Evidence(args) => evidence::run(args).await,
        Command::Data(args) => data::run(args).await,
        Command::Metrics(args) => metrics::run(args).await,
        Command::Stats { what } => stats::run(what).await,
        Command::Pay { what } => pay::run(what).await,
        Command::Roster { what } => roster::run(what).await,
        Command::Rota { what } => rota::run(what).await,
        Command::Rates { what } => rates::run(what),
        Command::Benefits { what } => benefits::run(&what).await,
        Command::Pack(args) => pack::run(&args).await,
        Command::Gainshare(args) => gainshare::run(&args),
        Command::Portfolio(args) => portfolio::run(&args),
        Command::Letters { what } => letters::run(what).await,
        Command::Users { what } => users::run(what).await,
        Command::Template(args) => template::run(&args),
        Command::Gap(args) => gap::run(args).await,
        Command::Backup(args) => data::backup(args).await,
        Command::Restore(args) => data::restore(args).await,
        Command::Export(args) => whole::export(args).await,
    }
}

/// Whoever runs the program: the audit log names them as the command line.
pub(crate) fn person() -> Person {
    Person::local("command line")
}

/// Opens a store.
pub(crate) async fn open(at: &At) -> Result<Engine, Failure> {
    Ok(Engine::open(Config::at(&at.store)).await?)
}

/// Opens a store that must be there: a question to a folder that holds none is a slip of the pen.
pub(crate) async fn open_existing(at: &At) -> Result<Engine, Failure> {
    let local = !at.store.contains("://");
    if local && !std::path::Path::new(&at.store).join("wholetime.db").is_file() {
        return Err(Failure::Input(format!(
            "There is no store in '{}'. Make one with `wholetime import --store {} FILES…`, or name it with --store.",
            at.store, at.store
        )));
    }
    open(at).await
}

/// Prints figures and says all went well.
pub(crate) fn figures(text: &str) -> Answer {
    words::print(text)?;
    Ok(ExitCode::SUCCESS)
}

/// The engine's question from the flags.
pub(crate) fn ask(scope: &Scope) -> Ask {
    Ask {
        region: scope.region.clone(),
        from: scope.from,
        to: scope.to,
        peers: scope.peers.clone(),
        bodies: match scope.bodies {
            BodiesArg::Trusts => wt_benchmark::Bodies::NhsTrusts,
            BodiesArg::All => wt_benchmark::Bodies::All,
        },
        basis: if scope.as_reported {
            wt_benchmark::Basis::AsReported
        } else {
            wt_benchmark::Basis::ProForma
        },
        without: scope.without.clone(),
        staff_group: scope.staff_group.clone(),
        level: wt_benchmark::Level::Employers,
    }
}
