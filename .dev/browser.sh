# What the tests in a browser need: Chromium, its driver, Node and its packages. Sourced by ./dev.

NODE_MINIMUM=20
E2E="$ROOT/tests/e2e"

# The browser's path, or nothing. CHROME overrides.
chrome_path() {
    local name
    if [ -n "${CHROME:-}" ]; then
        command -v "$CHROME"
        return
    fi
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        command -v "$name" 2>/dev/null && return
    done
    return 1
}

# CHROMEDRIVER overrides; GitHub's machines name a folder in CHROMEWEBDRIVER.
driver_path() {
    local name
    if [ -n "${CHROMEDRIVER:-}" ]; then
        command -v "$CHROMEDRIVER"
        return
    fi
    for name in chromedriver "${CHROMEWEBDRIVER:-/nowhere}/chromedriver" \
        /usr/lib/chromium/chromedriver; do
        command -v "$name" 2>/dev/null && return
    done
    return 1
}

major_of() { "$1" --version 2>/dev/null | first_version | cut -d . -f 1; }

ensure_browser() {
    if ! chrome_path >/dev/null || ! driver_path >/dev/null; then
        with_lock install_browser
    fi
    CHROME="$(chrome_path)"
    CHROMEDRIVER="$(driver_path)"
    export CHROME CHROMEDRIVER
    local browser driver
    browser="$(major_of "$CHROME")"
    driver="$(major_of "$CHROMEDRIVER")"
    [ "$browser" = "$driver" ] || fail \
        "the browser is version $browser, its driver $driver; they must be the same" \
        "$CHROME, $CHROMEDRIVER" \
        "get a driver: npx @puppeteer/browsers install chromedriver@$browser" \
        "and set CHROMEDRIVER to its path"
}

install_browser() {
    local packages=()
    chrome_path >/dev/null || packages+=(chromium)
    driver_path >/dev/null || packages+=(chromium-driver)
    # Debian's driver fits Debian's browser only; on Ubuntu both are shims for snap.
    if can_apt && grep -q '^ID=debian' /etc/os-release 2>/dev/null; then
        installing "${packages[*]} by apt-get" "1 minute"
        apt_install "${packages[@]}" && return
    fi
    fail "no ${packages[*]} for the tests in a browser" \
        "install Chromium or Chrome and the chromedriver of the same version:" \
        "  Debian: apt-get install chromium chromium-driver" \
        "  else:   npx @puppeteer/browsers install chrome@stable, and chromedriver@stable" \
        "and set CHROME and CHROMEDRIVER if they are not on the PATH"
}

ensure_node() {
    have node && have npm || fail "Node.js is missing" \
        "install Node $NODE_MINIMUM or newer with npm, from https://nodejs.org or your system"
    version_at_least "$(node --version | first_version)" "$NODE_MINIMUM" ||
        fail "Node $(node --version) is too old; $NODE_MINIMUM or newer is needed"
}

# Installed once for each lock file.
has_e2e_packages() { cmp -s "$E2E/package-lock.json" "$E2E/node_modules/.installed"; }

ensure_e2e_packages() {
    ensure_node
    has_e2e_packages || with_lock install_e2e_packages
}

install_e2e_packages() {
    has_e2e_packages && return
    installing "the packages of tests/e2e by npm" "half a minute"
    export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
    quietly npm-ci npm ci --prefix "$E2E" --no-audit --no-fund --no-update-notifier ||
        fail "npm could not install the packages of tests/e2e" "see the output above; run this again"
    cp "$E2E/package-lock.json" "$E2E/node_modules/.installed"
}
