#!/bin/bash
# Small machines: builds infoflow for 64-bit Arm and runs its tests there, emulated, from the same
# golden and reference values; then the small program of both machines: size, memory, nothing but
# itself. Takes long; docs/embedded.md has the last result.
# Usage: tools/check_aarch64.sh [FOLDER], which keeps the sysroot and the build between calls.
set -eu
cd "$(dirname "$0")/.."
keep=${1:-$HOME/.cache/infoflow_aarch64}
mkdir -p "$keep"
keep=$(cd "$keep" && pwd)

tools/setup.sh g++-12-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static
tools/aarch64_sysroot.sh "$keep/sysroot"

# Another sysroot reads all repositories anew: an output base of its own, and little priority.
cross() {
  nice -n 15 tools/bazel --output_base="$keep/output" --max_idle_secs=60 "$@" --symlink_prefix=/ \
    --repo_env=INFOFLOW_SYSROOT="$keep/sysroot"
}

failed=0
for room in support random numerics linalg activation ising replica; do
  cross test --config=aarch64 --keep_going "//infoflow/$room/..." 2>&1 | tee "$keep/$room.log" |
    grep -E '^(//.* (FAILED|TIMEOUT|NO STATUS)|Executed|ERROR)' || true
  grep -qE '^Executed .* tests? pass(es)?\.$' "$keep/$room.log" || failed=1
done

cross build --config=small-aarch64 //infoflow:infoflow_small
built=$(find "$keep/output/execroot/infoflow/bazel-out" -path '*-small-aarch64/*/infoflow_small' -type f)
aarch64-linux-gnu-strip -o "$keep/small_aarch64" "$built"
tools/bazel build --config=small --symlink_prefix=/ //infoflow:infoflow_small
built=$(find "$(tools/bazel info output_path)" -path '*-small/*/infoflow_small' -type f)
strip -o "$keep/small_x86_64" "$built"
tools/check_small.sh "$keep/small_x86_64" "$keep/small_aarch64" || failed=1
exit $failed
