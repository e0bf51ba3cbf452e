#!/bin/sh
# Fails, naming the files, where a C++ source differs from what clang-format would write, a BUILD
# file from what buildifier would, or where shellcheck finds something in a script.
#
# buildifier is taken from the PATH, else from its npm package; without either it is left out.
set -eu
cd "$(dirname "$0")/.."
failed=0

git ls-files '*.cc' '*.h' | xargs clang-format --dry-run --Werror --style=file || failed=1

buildifier=buildifier
if ! command -v buildifier >/dev/null 2>&1; then
  buildifier=
  if command -v npx >/dev/null 2>&1 && npx --yes @bazel/buildifier@8.2.1 --version >/dev/null 2>&1
  then
    buildifier="npx --yes @bazel/buildifier@8.2.1"
  fi
fi
if [ -n "$buildifier" ]; then
  # Bazel 4 has CcInfo and cc_common as globals only.
  # shellcheck disable=SC2086
  git ls-files BUILD WORKSPACE MODULE.bazel '*/BUILD' '*.bzl' |
    xargs $buildifier --mode=check --lint=warn --warnings=-native-cc-info,-native-cc-common || failed=1
else
  echo "tools/check_format.sh: without buildifier, BUILD files are not looked at" >&2
fi

git ls-files '*.sh' '*.bash' tools/bazel .ci/run | xargs shellcheck || failed=1

exit $failed
