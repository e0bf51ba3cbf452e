#!/bin/bash
# The points of a figure as a Slurm array job, and a job behind it that draws from them.
#
#   tools/slurm_sweep.sh [--print] PROGRAM PARTS OUT [FLAG...]
#
# PROGRAM: a figure's program (bazel-bin/paper_figures/fig20) in a folder that every node sees, as it
# sees OUT, where the figure, the records of its points and logs (OUT/slurm) go. PARTS: how many
# tasks; at most as many as there are points. FLAGs are the figure's: --preset=paper, --set=..., but
# none of --shard_index, --shard_count, --threads, --merge. Options for sbatch that are the site's
# (partition, time, memory) come from its variables SBATCH_PARTITION, SBATCH_TIMELIMIT and so on.
# --print only shows what would be submitted.
#
# Nothing finished is lost: after a failure, the same command computes what is missing and draws.
set -eu

# What sbatch starts. Numbers of threads are told: a node's cores are not the task's. BUILD_*, which
# `bazel run` sets, would lead the program elsewhere.
case ${1-} in
  --shard | --draw)
    mode=$1
    shift
    unset BUILD_WORKSPACE_DIRECTORY BUILD_WORKING_DIRECTORY
    set -- "$@" --threads="${SLURM_CPUS_PER_TASK:-1}"
    if [ "$mode" = --draw ]; then exec "$@" --merge; fi
    exec "$@" --shard_index="$SLURM_ARRAY_TASK_ID"
    ;;
esac

print=
if [ "${1-}" = --print ]; then
  print=yes
  shift
fi
fail() {
  echo "slurm_sweep.sh: $1" >&2
  exit 1
}
[ $# -ge 3 ] || fail "usage: tools/slurm_sweep.sh [--print] PROGRAM PARTS OUT [FLAG...]"
program=$(realpath -- "$1") parts=$2
if [ ! -f "$program" ] || [ ! -x "$program" ]; then fail "$1: must be a figure's program"; fi
[[ $parts =~ ^[1-9][0-9]{0,5}$ ]] || fail "PARTS=$parts: must be an integer from 1 to 999999"
[[ $3 != --* ]] || fail "OUT=$3: must be a folder"
out=$(realpath -m -- "$3")
shift 3
for flag in "$@"; do
  case $flag in
    --shard_index* | --shard_count* | --threads* | --merge* | --out*)
      fail "$flag: is set by slurm_sweep.sh"
      ;;
  esac
done
name=$(basename "$program")

# submit OPTION... -- ARGUMENT...: this script with the arguments as a job; prints its number.
submit() {
  local options=()
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  set -- sbatch --parsable --export=ALL "${options[@]}" "$0" "$@"
  if [ "$print" ]; then
    printf '%q ' "$@" >&2
    echo >&2
    echo JOB
  else
    "$@"
  fi
}

[ "$print" ] || mkdir -p "$out/slurm"
# Lost nodes put their tasks back into the queue; logs go on where they stopped.
points=$(submit --job-name="$name" --array="0-$((parts - 1))" --cpus-per-task=1 --requeue \
  --open-mode=append --output="$out/slurm/%A_%a.log" \
  -- --shard "$program" --out="$out" --shard_count="$parts" "$@")
points=${points%%;*} # NUMBER;CLUSTER where there are several
draw=$(submit --job-name="$name-draw" --dependency="afterok:$points" --kill-on-invalid-dep=yes \
  --output="$out/slurm/draw_%j.log" -- --draw "$program" --out="$out" "$@")
[ "$print" ] || echo "submitted: points $points, drawing ${draw%%;*}; logs in $out/slurm"
