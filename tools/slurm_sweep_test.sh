#!/bin/bash
# What slurm_sweep.sh submits and what its jobs run, with an sbatch that only writes down its
# arguments.
set -eu
script=$PWD/tools/slurm_sweep.sh
cd "$TEST_TMPDIR"
mkdir -p bin "shared folder"
cat > bin/sbatch <<'EOF'
#!/bin/bash
printf '<%s>' "$@" >> calls
echo >> calls
echo "17;here"
EOF
cat > "shared folder/fig20" <<'EOF'
#!/bin/bash
printf '<%s>' "${BUILD_WORKSPACE_DIRECTORY-unset}" "$@"
echo
EOF
chmod +x bin/sbatch "shared folder/fig20"
export PATH=$PWD/bin:$PATH
here=$(realpath .)

expect() {
  if [ "$1" != "$2" ]; then
    printf 'got:\n%s\nwant:\n%s\n' "$1" "$2"
    exit 1
  fi
}

said=$("$script" "shared folder/fig20" 16 out --preset=paper '--set=weight_variances=0.4;1')
expect "$said" "submitted: points 17, drawing 17; logs in $here/out/slurm"
[ -d out/slurm ]
common="<--parsable><--export=ALL>"
arguments="<$here/shared folder/fig20><--out=$here/out>"
flags="<--preset=paper><--set=weight_variances=0.4;1>"
expect "$(cat calls)" "$common<--job-name=fig20><--array=0-15><--cpus-per-task=1><--requeue>\
<--open-mode=append><--output=$here/out/slurm/%A_%a.log><$script><--shard>$arguments\
<--shard_count=16>$flags
$common<--job-name=fig20-draw><--dependency=afterok:17><--kill-on-invalid-dep=yes>\
<--output=$here/out/slurm/draw_%j.log><$script><--draw>$arguments$flags"

# Nothing is submitted or made; what is shown can be pasted.
rm -r calls out
shown=$("$script" --print "shared folder/fig20" 2 out '--set=x=1;2' 2>&1)
[ ! -e calls ] && [ ! -e out ]
grep -q "fig20 --out=$here/out --shard_count=2 --set=x=1\\\\;2" <<< "$shown"
eval "$(grep -- --shard <<< "$shown")" > /dev/null
grep -q -- "<--shard_count=2><--set=x=1;2>" calls

# As tasks of Slurm.
export BUILD_WORKSPACE_DIRECTORY=/elsewhere SLURM_ARRAY_TASK_ID=3 SLURM_CPUS_PER_TASK=2
expect "$("$script" --shard "shared folder/fig20" --out=o '--set=a b')" \
  "<unset><--out=o><--set=a b><--threads=2><--shard_index=3>"
expect "$("$script" --draw "shared folder/fig20" --out=o)" "<unset><--out=o><--threads=2><--merge>"

# error ARGUMENT... with one line that names what is wrong, and nothing submitted
rm calls
error() {
  local want=$1 said
  shift
  if said=$("$script" "$@" 2>&1); then
    echo "no error: $*"
    exit 1
  fi
  expect "$said" "slurm_sweep.sh: $want"
  [ ! -e calls ]
}
error "usage: tools/slurm_sweep.sh [--print] PROGRAM PARTS OUT [FLAG...]" fig20 2
error "absent: must be a figure's program" absent 2 out
error "PARTS=0: must be an integer from 1 to 999999" "shared folder/fig20" 0 out
error "OUT=--preset=paper: must be a folder" "shared folder/fig20" 2 --preset=paper
error "--threads=4: is set by slurm_sweep.sh" "shared folder/fig20" 2 out --threads=4
