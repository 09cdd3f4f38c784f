# What the scripts of this folder need from the machine; sourced, not run. Each function installs what is missing
# where it can, and says what it does; where it can't, it says what to install and ends.

say() { echo "wholetime: $*" >&2; }

# As root, or through sudo where that asks for no password.
as_root() {
  if [[ $(id -u) == 0 ]]; then "$@"; elif sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

# install WHAT-FOR PACKAGE…: through apt-get, on Debian and its relatives.
install() {
  local what=$1
  shift
  if command -v apt-get >/dev/null && as_root true; then
    say "installing $* ($what)"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 &&
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 && return 0
  fi
  say "$what is missing and can't be installed from here. Install: $*"
  return 1
}

need_rust() {
  if ! command -v cargo >/dev/null && [[ -f $HOME/.cargo/env ]]; then . "$HOME/.cargo/env"; fi
  if command -v cargo >/dev/null; then return; fi
  command -v curl >/dev/null || install "curl, to fetch Rust" curl ca-certificates
  say "installing Rust with rustup, for this user"
  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal -c rustfmt -c clippy >&2
  . "$HOME/.cargo/env"
}

# SQLite is C.
need_c() {
  if ! command -v cc >/dev/null; then install "a C compiler, for SQLite" gcc libc6-dev; fi
}

# The NHS design system's stylesheet is made with Node.js while we build; the program itself needs none.
need_node() {
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then install "Node.js" nodejs npm; fi
  local major
  major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  if ((major < 20)); then
    say "Node.js $(node --version) is too old: install version 20 or later"
    return 1
  fi
}

chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [[ -n $name ]] && command -v "$name" >/dev/null; then
      command -v "$name"
      return
    fi
  done
  return 1
}

need_chromium() {
  if ! chromium >/dev/null; then install "Chromium, for the journeys" chromium; fi
}
