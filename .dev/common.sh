# Words, places and small tools for ./dev. Sourced, never run.

TOOLS="${DRYDOCK_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/drydock/tools}"
PATH="$TOOLS/bin:$TOOLS/node_modules/.bin:$PATH"
export PATH

say() { printf '%s\n' "$*" >&2; }

# fail WHAT [REMEDY…]: ends the command.
fail() {
    printf 'dev: %s\n' "$1" >&2
    shift
    [ $# -eq 0 ] || printf '     %s\n' "$@" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# installing WHAT ABOUT-HOW-LONG
installing() { say "installing $1 (about $2)"; }

# version_at_least HAVE WANT: compares dotted numbers.
version_at_least() {
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

# first_version: the first dotted number of standard input.
first_version() { grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1; }

# quietly LOG COMMAND…: shows the output only when it fails.
quietly() {
    local log="$TOOLS/log/$1.log" status=0
    shift
    mkdir -p "$TOOLS/log"
    "$@" >"$log" 2>&1 </dev/null || status=$?
    if [ "$status" -ne 0 ]; then
        tail -n 25 "$log" >&2
        say "(the whole output: $log)"
    fi
    return "$status"
}

# with_limit SECONDS COMMAND…: `timeout` where there is one.
with_limit() {
    local seconds="$1"
    shift
    if have timeout; then timeout "$seconds" "$@"; else "$@"; fi
}

# Two commands at once must not install the same thing twice.
with_lock() {
    mkdir -p "$TOOLS"
    if have flock; then
        { flock 9; "$@" 9>&-; } 9>"$TOOLS/.lock"
    else
        "$@"
    fi
}

# as_root COMMAND…: only where that needs no password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

can_apt() {
    have apt-get || return 1
    [ "$(id -u)" = 0 ] || { have sudo && sudo -n true 2>/dev/null; }
}

# apt_install PACKAGE…: those that are missing; fails when Debian has not got them.
apt_install() {
    local package missing=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
            missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    quietly apt-update as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q ||
        say "apt-get update failed; going on with the lists that are here"
    quietly apt-install as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# git-style clock for steps: `since START` prints the seconds.
since() { echo "$(($(date +%s) - $1)) s"; }
