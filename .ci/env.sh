# Where things are and which versions are used. Every script here starts by reading this file.
# shellcheck shell=bash
# A failure inside $(…) is a failure.
shopt -s inherit_errexit

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"

# Outside the checkout, so that a clean clone finds what an earlier one built.
build=${WATCHFLOOR_BUILD:-${XDG_CACHE_HOME:-$HOME/.cache}/watchfloor}
mkdir -p "$build/npm" "$build/pg" "$build/site" target/site
build=$(cd "$build" && pwd -P)
tools=$build/tools
export CARGO_TARGET_DIR=$build/target
# A clone that is built once has no use for the files that make the next build of it faster.
if [ -n "${CI:-}" ]; then export CARGO_INCREMENTAL=0; fi
export PATH="$tools/bin:$PATH"

# The crate `wasm-bindgen` in Cargo.toml and this tool must be of one version.
wasm_bindgen_version=0.2.130
nextest_version=0.9.143
wasm_target=wasm32-unknown-unknown

# say WORDS: one line about what happens now.
say() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*"; }

# fail WORDS: the same on stderr, and the end.
fail() {
  printf '%s  %s\n' "$(date +%H:%M:%S)" "$*" >&2
  exit 1
}

# digest FILE…: one hash over the contents and names of files.
digest() { sha256sum -- "$@" | sha256sum | cut -c1-16; }

# digest_tree PATH…: one hash over every file below the paths.
digest_tree() { find "$@" -type f ! -path '*/node_modules/*' -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16; }

# npm_home FOLDER: where the packages of FOLDER/package-lock.json are installed.
npm_home() { printf '%s/npm/%s-%s' "$build" "$1" "$(digest "$1/package.json" "$1/package-lock.json")"; }

# keep BINARY FOLDER: puts a built program into the checkout's target/FOLDER. A hard link where the disk allows it,
# so that another checkout's build in the same build folder does not change it.
keep() {
  mkdir -p "target/$2"
  ln -f "$1" "target/$2/" 2>/dev/null || cp -f "$1" "target/$2/"
}

# forget_own: makes cargo build our own packages anew; what they are built from stays.
forget_own() {
  find "$CARGO_TARGET_DIR" -mindepth 3 -maxdepth 4 -regextype posix-extended \
    -regex '.*/\.fingerprint/(domain|app|hydrate|backend|aws|simulator|server)-[0-9a-f]{16}' -prune -exec rm -r {} + \
    2>/dev/null || true
}

# take_turn: one checkout at a time builds in the build folder. Cargo names our packages by their place inside the
# checkout and knows a change by a file's age, so a second checkout would be given what the first one built.
take_turn() {
  if [ -n "${WATCHFLOOR_TURN:-}" ]; then return; fi
  exec 8>>"$build/turn.lock"
  if ! flock -n 8; then
    say "Another build uses $build; waiting for its end"
    flock 8
  fi
  export WATCHFLOOR_TURN=$root
  if [ "$(cat "$build/turn" 2>/dev/null || true)" != "$root" ]; then
    forget_own
    echo "$root" >"$build/turn"
  fi
}
