# Read by the other scripts: finds Python, and keeps .venv as the requirements say. It starts nothing.
# Usage: . scripts/venv.sh, then: venv requirements.txt

say() { printf '%s\n' "$*" >&2; }
stop() { say "counterpoint: $*"; exit 1; }

# The first Python that is new enough; PYTHON names another one.
find_python() {
    for python in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        command -v "$python" >/dev/null 2>&1 || continue
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return 0
    done
    stop "Python 3.11 or newer is needed (3.11, 3.12 or 3.13); none was found. On Debian 12: apt install python3 python3-venv"
}

# On Debian, venv and ensurepip come in a package of their own.
make_venv() {
    find_python
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            say "Installing python3-venv, which $python needs …"
            apt-get update -q >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends python3-venv >&2
        fi
        "$python" -c 'import venv, ensurepip' 2>/dev/null ||
            stop "$python cannot make a virtual environment. On Debian: apt install python3-venv"
    fi
    say "Making .venv with $("$python" --version) …"
    rm -rf .venv
    "$python" -m venv .venv || stop "making .venv failed; see the lines above."
}

# venv FILE: .venv exists and holds what FILE pins. Nothing is done when FILE is what was installed last.
venv() {
    .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || make_venv
    stamp=".venv/installed-$1"
    cmp -s "$1" "$stamp" && return 0
    say "Installing $1 into .venv …"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1" >&2 ||
        stop "installing $1 failed; see the lines above. Is there a network?"
    cp "$1" "$stamp"
}
