# What tests need besides Python, from Debian's packages: a browser, PostgreSQL and nginx, none started as a service.
set -eu

has_postgresql() {
    command -v postgres >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1
}

missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium fonts-noto-core"
has_postgresql || missing="$missing postgresql"
command -v nginx >/dev/null 2>&1 || missing="$missing nginx-light"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "This user cannot install Debian's packages; tests that need them are skipped. Missing:$missing"
    exit 0
fi

install_packages() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Debian asks this file before a package starts its service; 101 means no. A machine's own answer stays.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 1' HUP INT TERM
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
fi

apt-get update -qq
case "$missing" in
*postgresql*)
    # Tests make clusters of their own; without this the package makes one that starts with the machine.
    install_packages postgresql-common
    sed -i 's/^#*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    ;;
esac
# shellcheck disable=SC2086 # a list of words
install_packages $missing
case "$missing" in
*nginx*) update-rc.d nginx disable >/dev/null 2>&1 || true ;;  # nor with the machine
esac
