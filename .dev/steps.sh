# The commands themselves. Sourced by ./dev; each function command_NAME is `./dev NAME`.

# Cargo's folder, shared by every step.
target_dir() { echo "${CARGO_TARGET_DIR:-$ROOT/target}"; }

# trunk works offline, so the crates must be here before it starts.
fetch_crates() {
    cargo fetch --locked --offline >/dev/null 2>&1 || cargo fetch --locked ||
        fail "cargo could not fetch the crates of Cargo.lock" "check the network and run this again"
}

command_serve() {
    local port=8080 options=()
    while [ $# -gt 0 ]; do
        case "$1" in
            --port) port="${2:?--port needs a number}"; shift ;;
            --release|--open) options+=("$1") ;;
            *) fail "serve: unknown option '$1'" "./dev serve --help" ;;
        esac
        shift
    done
    ensure_web_tools
    fetch_crates
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        fail "port $port is taken" "stop what listens there, or: ./dev serve --port $((port + 1))"
    fi
    # trunk watches all but these, and a fresh clone has neither.
    mkdir -p "$ROOT/target" "$ROOT/dist"
    say "serving on http://127.0.0.1:$port once it is built; Ctrl-C ends it"
    exec trunk serve --offline --address 127.0.0.1 --port "$port" ${options[@]+"${options[@]}"}
}

command_build() {
    ensure_web_tools
    fetch_crates
    local start
    start="$(date +%s)"
    trunk build --release --offline ||
        fail "the release build failed" "see the output above; ./dev doctor lists the tools"
    say "built dist/ in $(since "$start")"
}

command_check() {
    ensure_rust
    prefer_distro || true
    cargo run --quiet --bin drydock -- check "${1:-content}"
}

PASSED=0
FAILED=0

# step NAME COMMAND…: runs one kind of tests, shows it, and adds what it counted.
step() {
    local name="$1" start log status=0 passed failed
    shift
    start="$(date +%s)"
    say "== $name"
    log="$(mktemp)"
    "$@" 2>&1 | tee "$log" || status=$?
    read -r passed failed < <(count_tests "$log")
    # A step that broke before it could count is one failure.
    if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
    rm -f "$log"
    PASSED=$((PASSED + passed))
    FAILED=$((FAILED + failed))
    say "== $name: $passed passed, $failed failed, $(since "$start")"
}

# Sums cargo's `test result: ok. 3 passed; 0 failed` and Node's `pass 3`, `fail 0`.
count_tests() {
    awk '
        / passed; .* failed;/ {
            for (i = 2; i <= NF; i++) {
                if ($i == "passed;") passed += $(i - 1)
                if ($i == "failed;") failed += $(i - 1)
            }
        }
        /^(ℹ|#) pass [0-9]+$/ { passed += $NF }
        /^(ℹ|#) fail [0-9]+$/ { failed += $NF }
        END { print passed + 0, failed + 0 }
    ' "$1"
}

test_native() { cargo test --locked --no-fail-fast "$@"; }

test_browser() {
    # Chromium refuses root its sandbox; webdriver.json holds the other switches.
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
        WASM_BINDGEN_TEST_ONLY_WEB=1 WASM_BINDGEN_TEST_TIMEOUT=120 \
        cargo test --locked --target "$WASM" --test browser "$@"
}

# Files of end-to-end tests that run side by side: each has a browser of its own.
e2e_at_once() { [ "$(nproc 2>/dev/null || echo 1)" -ge 2 ] && echo 2 || echo 1; }

test_e2e() {
    local pattern=()
    [ $# -eq 0 ] || pattern=(--test-name-pattern "$1")
    command_build && cargo build --quiet --locked --bin drydock || return 1
    DRYDOCK_BIN="$(target_dir)/debug/drydock" NO_COLOR=1 \
        node --test --test-reporter=spec --test-concurrency="$(e2e_at_once)" ${pattern[@]+"${pattern[@]}"} \
        "$E2E"/*.test.mjs
}

command_test() {
    local which="${1:-all}"
    case "$which" in
        all|native|browser|e2e) shift || true ;;
        *) fail "test: there are native, browser and e2e, not '$which'" "./dev test --help" ;;
    esac
    case "$which" in
        native) ensure_rust; prefer_distro || true ;;
        browser) ensure_web_tools; ensure_browser ;;
        *) ensure_web_tools; ensure_browser; ensure_e2e_packages ;;
    esac
    for kind in native browser e2e; do
        if [ "$which" = all ] || [ "$which" = "$kind" ]; then step "$kind" "test_$kind" "$@"; fi
    done
    echo "$PASSED passed, $FAILED failed"
    [ "$FAILED" -eq 0 ]
}

command_bench() {
    ensure_web_tools
    ensure_browser
    ensure_e2e_packages
    command_build
    node "$ROOT/tests/bench/size.mjs"
    echo
    cargo bench --quiet --locked --profile fast --bench native
    echo
    node "$ROOT/tests/bench/browser.mjs"
}
