# Sourced by ./run and ./test: what this machine lacks is installed, and only that.
# Never removes, upgrades or configures anything. Start at need_packages.

say() { printf '%s\n' "$*" >&2; }

# The first of the named programs that is missing, or nothing.
missing_program() {
    for program; do
        command -v "$program" >/dev/null 2>&1 || { printf '%s' "$program"; return; }
    done
}

# need_packages PACKAGE…: installs the Debian packages that are missing. 1 where it cannot, having said why.
need_packages() {
    missing=
    if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
        say "This is neither Debian nor Ubuntu, so nothing was installed. What Debian calls them: $*"
        return 1
    fi
    for package; do
        case $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) in
        *' installed') ;;
        *) missing="$missing $package" ;;
        esac
    done
    [ -n "$missing" ] || return 0
    as_root=
    if [ "$(id -u)" != 0 ]; then
        as_root=sudo
        if [ -n "$(missing_program sudo)" ]; then
            say "These packages are missing and installing them takes root. As root, run: apt-get install$missing"
            return 1
        fi
    fi
    say "Installing what is missing:$missing"
    if [ -z "${apt_updated:-}" ]; then
        $as_root apt-get update -qq >&2 || say "The list of packages could not be refreshed; trying the one at hand."
        apt_updated=yes
    fi
    # shellcheck disable=SC2086 # a list of words
    if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2; then
        say "Not everything could be installed. Wanted:$missing"
        return 1
    fi
}

# Rust itself, and the linker and C compiler that it calls; stops the script where they cannot be had.
need_rust() {
    if [ -n "$(missing_program cargo)" ] && [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
        PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
    fi
    if [ -n "$(missing_program cargo)" ]; then
        say "Rust is missing. Install it from https://rustup.rs (1.95 or later), then run this again."
        exit 2
    fi
    if [ -n "$(missing_program cc)" ] && ! need_packages gcc libc6-dev; then
        say "Without a C compiler and linker (cc) nothing can be built."
        exit 2
    fi
}

# What the window needs at run time: X11 or Wayland, and Vulkan or OpenGL (in software where there is no GPU).
# xcursor, xi and the rest are opened by name while running, so that the linker does not ask for them.
WINDOW_PACKAGES="libx11-6 libx11-xcb1 libxcursor1 libxi6 libxrandr2 libxkbcommon0 libxkbcommon-x11-0 libwayland-client0 libwayland-egl1
 libegl1 libgbm1 libgl1-mesa-dri libvulkan1 mesa-vulkan-drivers"

# A program under X11 or Wayland expects a private folder for its sockets; a headless login has none.
need_runtime_dir() {
    [ -z "${XDG_RUNTIME_DIR:-}" ] || return 0
    XDG_RUNTIME_DIR=$(mktemp -d "${TMPDIR:-/tmp}/cordon-runtime.XXXXXX")
    chmod 700 "$XDG_RUNTIME_DIR"
    export XDG_RUNTIME_DIR
}
