#!/bin/bash
# Judges stripped infoflow_small programs for x86-64 and aarch64: at most 2.5 MB, static, within 16 MB
# of address space (x86-64), in an empty root without /proc, files or locales, and the same numbers on both
# machines. Usage: tools/check_small.sh X86_64_PROGRAM AARCH64_PROGRAM (as root, for chroot)
set -u

most_bytes=2500000
most_kilobytes=16384
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
failed=0
complain() {
  echo "$1"
  failed=1
}

commands=(
  "ising-chain --coupling=1 --field=0.2 --steps=8"
  "ising-square-exact --coupling=0.4406867935097715 --rows=64 --columns=64"
  "replica --prior=normal:mean=0,var=1 --layers=hardtanh:alpha=1.5,noise=0,weight_var=1;relu:alpha=0.75,noise=1e-5"
  "replica --prior=spike-slab:p=0.3 --layers=tanh:alpha=2,noise=1e-3"
)

# Usage: run MACHINE COMMAND...; the root holds the program, and for aarch64 its emulator.
run() {
  local machine=$1
  shift
  (
    cd / || exit 1
    if [ "$machine" = x86_64 ]; then
      ulimit -v "$most_kilobytes"
      exec env -i /usr/sbin/chroot "$root/x86_64" /infoflow "$@"
    fi
    # The emulator's own memory does not count, and it knows no such limit.
    exec env -i /usr/sbin/chroot "$root/aarch64" /qemu /infoflow "$@"
  )
}

for machine in x86_64 aarch64; do
  mkdir "$root/$machine"
  program=$1
  [ "$machine" = x86_64 ] || program=$2
  cp "$program" "$root/$machine/infoflow"
  [ "$machine" = x86_64 ] || cp /usr/bin/qemu-aarch64-static "$root/$machine/qemu"
  chmod 555 "$root/$machine" "$root/$machine"/*
  bytes=$(stat -c %s "$program")
  echo "$machine: $bytes bytes"
  [ "$bytes" -le "$most_bytes" ] || complain "$machine: more than $most_bytes bytes"
  file -b "$program" | grep -q 'statically linked' || complain "$machine: not static"
  for command in "${commands[@]}"; do
    read -r -a words <<< "$command"
    run "$machine" "${words[@]}" >> "$root/$machine.csv" || complain "$machine: failed: $command"
  done
  if run "$machine" ising-chain --coupling=x >/dev/null 2> "$root/error"; then
    complain "$machine: a wrong flag is no error"
  fi
  [ "$(wc -l < "$root/error")" -eq 1 ] || complain "$machine: an error is not one line"
done

# Numbers to 1e-12, all other text alike.
awk -F, -v other="$root/aarch64.csv" '
  BEGIN { number = "^[-+0-9.e]+$" }
  function off(a, b) { return (a < b ? b - a : a - b) > 1e-12 * (1 + (a < 0 ? -a : a)) }
  {
    if ((getline line < other) <= 0) { print "aarch64: fewer lines"; exit 1 }
    count = split(line, cells, ",")
    if (count != NF) { print "line " NR ": " $0 " and " line; exit 1 }
    for (i = 1; i <= NF; ++i) {
      if ($i == cells[i]) { ++same; continue }
      if ($i !~ number || cells[i] !~ number || off($i + 0, cells[i] + 0)) { print "line " NR ": " $0 " and " line; exit 1 }
      ++near
    }
  }
  END { print NR " lines: " same " cells alike, " near + 0 " within 1e-12" }' "$root/x86_64.csv" ||
  failed=1
[ "$failed" -eq 0 ] && echo "small programs: as docs/embedded.md says"
exit "$failed"
