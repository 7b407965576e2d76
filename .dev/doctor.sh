# ./dev doctor: what is there, what is missing. Installs nothing. Sourced by ./dev.

MISSING=0

# row STATE NAME VERSION PLACE
row() { printf '%-8s %-22s %-12s %s\n' "$1" "$2" "$3" "$4"; }

# tool NAME VERSION PLACE WANTED: ok when VERSION is not empty and WANTED holds (0 or 1).
tool() {
    if [ -n "$2" ] && [ "$4" = 0 ]; then
        row ok "$1" "$2" "$3"
    else
        row missing "$1" "${2:--}" "${3:-$5}"
        MISSING=$((MISSING + 1))
    fi
}

holds() { if "$@" >/dev/null 2>&1; then echo 0; else echo 1; fi; }

version_of() { "$@" 2>/dev/null | first_version || true; }

where() { command -v "$1" 2>/dev/null || true; }

command_doctor() {
    has_std "$(sysroot)" || prefer_distro || true
    local version
    version="$(version_of rustc --version)"
    tool Rust "$version" "$(sysroot)" "$(holds version_at_least "${version:-0}" "$RUST_MINIMUM")" \
        "$RUST_MINIMUM or newer, from https://rustup.rs"
    tool "$WASM" "$(holds has_std "$(sysroot)" | sed 's/0/std/;s/1//')" \
        "$(sysroot)/lib/rustlib" "$(holds has_std "$(sysroot)")" "./dev build installs it"
    tool rustfmt "$(version_of cargo fmt --version)" "" 0 ".ci/run installs it"
    tool clippy "$(version_of cargo clippy --version)" "" 0 ".ci/run installs it"
    tool trunk "$(version_of trunk --version)" "$(where trunk)" "$(holds has_trunk)" \
        "$TRUNK_VERSION; ./dev build installs it"
    tool wasm-bindgen "$(version_of wasm-bindgen --version)" "$(where wasm-bindgen)" \
        "$(holds has_wasm_bindgen)" "$(wasm_bindgen_version); ./dev build installs it"
    tool wasm-opt "$(wasm_opt_version || true)" "$(where wasm-opt)" "$(holds has_wasm_opt)" \
        "$WASM_OPT_MINIMUM or newer; ./dev build installs it"
    version="$(version_of node --version)"
    tool Node "$version" "$(where node)" "$(holds version_at_least "${version:-0}" "$NODE_MINIMUM")" \
        "$NODE_MINIMUM or newer, from https://nodejs.org"
    local chrome driver
    chrome="$(chrome_path || true)"
    driver="$(driver_path || true)"
    tool Chromium "$(version_of "${chrome:-false}" --version)" "$chrome" 0 "./dev test installs it"
    tool chromedriver "$(version_of "${driver:-false}" --version)" "$driver" \
        "$(holds test "$(major_of "${chrome:-false}")" = "$(major_of "${driver:-false}")")" \
        "the version of Chromium; ./dev test installs it"
    tool "packages of tests/e2e" "$(holds has_e2e_packages | sed 's/0/installed/;s/1//')" \
        "tests/e2e/node_modules" 0 "./dev test installs them"
    echo
    echo "tools: $TOOLS"
    if [ "$MISSING" -eq 0 ]; then echo "nothing is missing"; else echo "$MISSING missing"; fi
    [ "$MISSING" -eq 0 ]
}
