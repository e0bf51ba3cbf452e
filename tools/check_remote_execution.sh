#!/bin/bash
# Usage: tools/check_remote_execution.sh [BAZEL_ARGUMENT ...]
# Runs `bazel test ARGUMENT...` (all tests without one) on Bazel's own remote worker, on the loopback
# interface. The worker is built from Debian's source package; javac and apt-get are needed. Results of
# tests are never taken from a cache. REMOTE_WORKER_CACHE names a folder that keeps the worker's
# results from call to call; it may be a folder of --disk_cache.
set -eu
cd "$(dirname "$0")/.."

port=${REMOTE_WORKER_PORT:-8986}
scratch=$(mktemp -d)
worker=
trap '[ -z "$worker" ] || kill "$worker"; rm -rf "$scratch"' EXIT
cache=${REMOTE_WORKER_CACHE:-$scratch/cache}
mkdir -p "$cache" "$scratch/classes" "$scratch/work"

(cd "$scratch" && apt-get -q download bazel-bootstrap-source && dpkg -x ./*.deb source)
class_path=/usr/share/bazel/A-server.jar:$(printf '%s:' /usr/share/java/*.jar)
find "$scratch/source" -path '*/src/tools/remote/src/main/java/*.java' -print0 |
  xargs -0 javac -nowarn -proc:none -d "$scratch/classes" -cp "$class_path"

java -Xmx1g -cp "$scratch/classes:$class_path" \
  com.google.devtools.build.remote.worker.RemoteWorker \
  --work_path="$scratch/work" --cas_path="$(realpath "$cache")" --listen_port="$port" \
  --jobs="$(nproc)" > "$scratch/worker.log" 2>&1 &
worker=$!
for ((i = 0; i < 60; ++i)); do
  (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null && break
  kill -0 "$worker" || { cat "$scratch/worker.log"; exit 1; }
  sleep 1
done

[ $# -gt 0 ] || set -- //...
bazel test --disk_cache= --remote_executor="grpc://127.0.0.1:$port" --nocache_test_results "$@"
