//! Commands that open pages.

use std::path::PathBuf;

use clap::Args;

use super::At;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  wholetime demo\n  wholetime demo --store tryout --no-serve\n")]
pub(crate) struct Demo {
    /// Folder for the generated region; made anew each time.
    #[arg(long, default_value = "demo-store")]
    pub(crate) store: PathBuf,
    /// Seed of the generated figures: the same seed makes the same region.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Only make the region and print what was found.
    #[arg(long)]
    pub(crate) no_serve: bool,
    /// Address and port of the pages.
    #[arg(long, default_value = "127.0.0.1:7710")]
    pub(crate) addr: std::net::SocketAddr,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  wholetime serve --store our-region --addr 127.0.0.1:7710\n  \
    wholetime serve --store our-region --addr 0.0.0.0:7710 --allow-host wholetime.trust.nhs.uk\n")]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) at: At,
    /// Address and port; anything but this machine's own address opens the store to the network.
    #[arg(long, default_value = "127.0.0.1:7710")]
    pub(crate) addr: std::net::SocketAddr,
    /// Name under which browsers may ask for the pages; may be given several times. On this machine's own address
    /// only its own names (localhost, 127.0.0.1, [::1]) are answered besides. On an address that is open to the
    /// network any name is answered unless some are named here.
    #[arg(long, value_name = "NAME")]
    pub(crate) allow_host: Vec<String>,
}
