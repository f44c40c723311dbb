# Chromium and its fonts from Debian's packages, where this user may install them.
set -eu
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null
else
    echo "Chromium is not installed and cannot be installed by this user: browser tests need the package 'chromium'."
fi
