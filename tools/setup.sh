#!/bin/sh
# Installs what infoflow needs from Debian's packages, says what it does, and does nothing where
# all is there. Run as root or by a user who may use sudo.
set -eu

packages="bazel-bootstrap g++ pkg-config binutils git ca-certificates
  libabsl-dev libgtest-dev libgmock-dev libbenchmark-dev
  libopenblas-dev librandom123-dev libboost-dev nlohmann-json3-dev zlib1g-dev
  gnuplot-nox"
# Extra packages may be named on the command line (clang-format for the format check).
packages="$packages $*"

missing=""
for package in $packages; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  if [ "$status" != "installed" ]; then
    missing="$missing $package"
  fi
done
if [ -z "$missing" ]; then
  exit 0
fi

echo "tools/setup.sh: installing$missing" >&2
as_root=""
if [ "$(id -u)" -ne 0 ]; then
  as_root="sudo"
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get -qq update
# shellcheck disable=SC2086
$as_root apt-get -qq install -y --no-install-recommends $missing >/dev/null
echo "tools/setup.sh: done" >&2
