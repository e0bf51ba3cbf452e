#!/bin/sh
# Unpacks Debian's arm64 libraries that a cross build of infoflow links into a folder, without
# touching the system's own packages. Usage: tools/aarch64_sysroot.sh FOLDER
# Then: bazel ... --config=aarch64 --repo_env=INFOFLOW_SYSROOT=FOLDER (tools/check_aarch64.sh).
set -eu
if [ $# -ne 1 ]; then
  echo "usage: $0 FOLDER" >&2
  exit 1
fi
sysroot=$1
packages="libabsl-dev libgtest-dev libgmock-dev zlib1g-dev"

mkdir -p "$sysroot"
sysroot=$(cd "$sysroot" && pwd)
# One file for what was unpacked last, written at the end.
if [ "$(cat "$sysroot/packages" 2>/dev/null)" = "$packages" ]; then
  exit 0
fi
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
: > "$state/status"
cat > "$state/apt.conf" <<END
APT::Architecture "arm64";
APT::Architectures { "arm64"; };
Dir::State "$state";
Dir::State::status "$state/status";
Dir::Cache "$state/cache";
END
if [ "$(id -u)" -eq 0 ]; then
  # apt would hand the downloads to a user who may not write here.
  echo 'APT::Sandbox::User "root";' >> "$state/apt.conf"
fi
export APT_CONFIG="$state/apt.conf"
apt-get -qq update
cd "$state"
# shellcheck disable=SC2086
apt-get -qq download $packages
for package in ./*.deb; do
  dpkg -x "$package" "$sysroot"
done
echo "$packages" > "$sysroot/packages"
