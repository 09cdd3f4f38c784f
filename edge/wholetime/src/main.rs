//! The program: serve, or answer. Everything is in `wt-cli`.

fn main() -> std::process::ExitCode {
    wt_cli::main()
}
