# What turns Rust into a web page: trunk, wasm-bindgen, wasm-opt. Sourced by ./dev.

TRUNK_VERSION=0.21.14
BINARYEN_VERSION=132
WASM_OPT_MINIMUM=120

# The library and the tool must be of one version, so the lock file decides.
wasm_bindgen_version() {
    awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' "$ROOT/Cargo.lock"
}

has_trunk() { have trunk && [ "$(trunk --version 2>/dev/null | first_version)" = "$TRUNK_VERSION" ]; }

has_wasm_bindgen() {
    have wasm-bindgen && have wasm-bindgen-test-runner &&
        [ "$(wasm-bindgen --version 2>/dev/null | first_version)" = "$(wasm_bindgen_version)" ]
}

wasm_opt_version() { wasm-opt --version 2>/dev/null | grep -oE '[0-9]+' | head -n 1; }

has_wasm_opt() { have wasm-opt && [ "$(wasm_opt_version || echo 0)" -ge "$WASM_OPT_MINIMUM" ]; }

ensure_web_tools() {
    ensure_wasm_target
    has_trunk && has_wasm_bindgen && has_wasm_opt || with_lock install_web_tools
}

install_web_tools() {
    has_trunk || install_crate trunk "$TRUNK_VERSION" "5 minutes" \
        --locked --no-default-features --features rustls
    has_wasm_bindgen || install_crate wasm-bindgen-cli "$(wasm_bindgen_version)" "7 minutes" --locked
    has_wasm_opt || install_wasm_opt
    rm -rf "$TOOLS/build"
}

# install_crate NAME VERSION ABOUT-HOW-LONG [OPTION…]: a ready binary where binstall is at hand,
# else from source. A debug build runs fast enough here and compiles in half the time.
install_crate() {
    local name="$1" version="$2" long="$3"
    shift 3
    if cargo binstall -V >/dev/null 2>&1; then
        installing "$name $version by cargo binstall" "1 minute"
        with_limit 600 cargo binstall --no-confirm --disable-telemetry --root "$TOOLS" \
            "$name@$version" </dev/null >&2 && return
        say "cargo binstall had no luck; building it"
    fi
    installing "$name $version, from source" "$long on two cores"
    compile_crate "$name" "$version" "$@" && return
    # Its lock file may name a crate that this network does not have.
    say "trying again with the newest compatible dependencies"
    local options=()
    for option in "$@"; do [ "$option" = --locked ] || options+=("$option"); done
    compile_crate "$name" "$version" ${options[@]+"${options[@]}"} ||
        fail "$name $version could not be built" \
            "its output is above; by hand: cargo install --root $TOOLS $name@$version"
}

# The target folder outlives an interrupted build, so that the next one goes on from there.
compile_crate() {
    local name="$1" version="$2"
    shift 2
    CARGO_TARGET_DIR="$TOOLS/build" CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_DEV_OPT_LEVEL=1 \
        quietly "$name" cargo install --debug --force --root "$TOOLS" "$name@$version" "$@"
}

install_wasm_opt() {
    ensure_node
    installing "wasm-opt (npm package binaryen $BINARYEN_VERSION)" "half a minute"
    quietly binaryen npm install --prefix "$TOOLS" --no-audit --no-fund --no-update-notifier \
        "binaryen@$BINARYEN_VERSION" ||
        fail "npm could not install binaryen" \
            "install Binaryen $WASM_OPT_MINIMUM or newer so that wasm-opt is on the PATH"
}
