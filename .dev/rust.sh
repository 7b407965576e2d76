# The compiler for both halves. Sourced by ./dev.
#
# The ordinary route is rustup with the wasm32 target. Where rustup cannot download it, Debian's
# `rustc-web` with a standard library built from its own sources does as well; then that one
# toolchain serves the host too, so that there is one target folder.

RUST_MINIMUM=1.90
WASM=wasm32-unknown-unknown
DISTRO_PACKAGES=(rustc-web cargo-web rust-web-src rust-web-llvm lld-22 rust-web-clippy rustfmt-web)

has_std() { compgen -G "$1/lib/rustlib/$WASM/lib/libstd-*.rlib" >/dev/null; }

# The active compiler's folder, or nothing.
sysroot() { rustc --print sysroot 2>/dev/null || true; }

distro_linked() { have rustup && rustup toolchain list 2>/dev/null | grep -q '^distro'; }

# Takes the linked Debian toolchain when it is complete and nobody chose another one.
prefer_distro() {
    [ -z "${RUSTUP_TOOLCHAIN:-}" ] && distro_linked && has_std /usr || return 1
    export RUSTUP_TOOLCHAIN=distro
}

ensure_rust() {
    if ! have rustc || ! have cargo; then
        fail "Rust is missing" \
            "install it from https://rustup.rs and run this again" \
            "(Debian as root: apt-get install ${DISTRO_PACKAGES[*]})"
    fi
    local version
    version="$(rustc --version 2>/dev/null | first_version)" || version=0.0
    version_at_least "$version" "$RUST_MINIMUM" ||
        fail "Rust $version is too old; $RUST_MINIMUM or newer is needed" "run: rustup update stable"
}

ensure_wasm_target() {
    ensure_rust
    has_std "$(sysroot)" && return
    prefer_distro && return
    with_lock install_wasm_target
    has_std "$(sysroot)" || prefer_distro || has_std "$(sysroot)" ||
        fail "the compiler still has no $WASM" "./dev doctor lists what is there"
}

install_wasm_target() {
    if have rustup && [ -z "${RUSTUP_TOOLCHAIN:-}" ]; then
        installing "the Rust target $WASM by rustup" "1 minute"
        if with_limit 600 rustup target add "$WASM" </dev/null >&2 && has_std "$(sysroot)"; then
            return
        fi
        say "rustup could not download it; trying Debian's compiler"
    fi
    can_apt || fail "no way to get the Rust target $WASM" \
        "with a network that reaches rustup's server: rustup target add $WASM" \
        "on Debian 12 or newer, as root: run this again"
    install_distro
}

install_distro() {
    installing "Debian's Rust (${DISTRO_PACKAGES[*]})" "2 minutes"
    apt_install "${DISTRO_PACKAGES[@]}" || fail "apt-get could not install them" \
        "the packages are in Debian 12's security archive; see the output above"
    has_std /usr || install_std
    if have rustup; then
        distro_linked || rustup toolchain link distro /usr >&2
    fi
}

# Builds the standard library for wasm32 with Debian's compiler from Debian's sources.
install_std() {
    local version source work lib="/usr/lib/rustlib/$WASM/lib"
    version="$(/usr/bin/rustc --version | first_version)"
    source="/usr/src/rustc-$version/library"
    [ -d "$source" ] || fail "Debian's rust-web-src has no $source"
    installing "the standard library for $WASM, from source" "1 minute"
    work="$TOOLS/std"
    rm -rf "$work"
    mkdir -p "$work"
    cp -R "$source" "$work/library"
    (
        cd "$work/library"
        unset CARGO_TARGET_DIR RUSTUP_TOOLCHAIN
        export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 __CARGO_DEFAULT_LIB_METADATA=stablestd
        export RUSTFLAGS="-Zforce-unstable-if-unmarked -Cembed-bitcode=yes -Cdebuginfo=0"
        quietly std /usr/bin/cargo build --release --target "$WASM" \
            --manifest-path sysroot/Cargo.toml
    ) || fail "building the standard library failed" "its output is above; run this again"
    local built="$work/library/target/$WASM/release/deps"
    rm -f "$built"/libsysroot*
    as_root mkdir -p "$lib"
    # std last: its presence is the sign that the set is whole.
    find "$built" -name '*.rlib' ! -name 'libstd-*' -exec cp {} "$work" \;
    as_root cp "$work"/*.rlib "$lib/"
    as_root cp "$built"/libstd-*.rlib "$lib/"
    rm -rf "$work"
}

# Formatting and lints, for .ci/run and doctor.
ensure_lints() {
    ensure_wasm_target
    cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 && return
    if [ "${RUSTUP_TOOLCHAIN:-}" = distro ] || ! have rustup; then
        installing "clippy and rustfmt" "1 minute"
        can_apt && apt_install rust-web-clippy rustfmt-web ||
            fail "clippy and rustfmt are missing" "install rust-web-clippy and rustfmt-web"
    else
        installing "clippy and rustfmt by rustup" "1 minute"
        with_limit 600 rustup component add clippy rustfmt </dev/null >&2 ||
            fail "rustup could not add clippy and rustfmt" "run: rustup component add clippy rustfmt"
    fi
}
