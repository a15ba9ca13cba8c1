#!/usr/bin/env bash
# Print the path of a Chromium for the tests of report.html; install Debian's where this may be done.
set -euo pipefail

find_browser() {
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" && return
  done
  return 1
}

find_browser && exit

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "no Chromium found: installing Debian's package chromium with apt-get" >&2
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >&2 && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >&2 || true
  find_browser && exit
fi

echo "The tests of report.html need a Chromium and are skipped without one." >&2
echo "Install it: apt-get install chromium (Debian), snap install chromium (Ubuntu), dnf install chromium (Fedora)." >&2
exit 3
