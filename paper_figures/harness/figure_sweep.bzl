"""A figure's points as actions of their own, for Bazel's caches and remote workers."""

_PresetInfo = provider(doc = "A preset of the figures.", fields = ["name"])

_PRESETS = ["smoke", "default", "paper"]

def _preset_impl(ctx):
    name = ctx.build_setting_value
    if name not in _PRESETS:
        fail("%s=%s: must be one of %s" % (ctx.label, name, ", ".join(_PRESETS)))
    return _PresetInfo(name = name)

figure_preset = rule(
    doc = "A flag: the preset of all sweeps.",
    build_setting = config.string(flag = True),
    implementation = _preset_impl,
)

def _assignments(settings):
    return ["--set=" + ",".join(["%s=%s" % item for item in settings])] if settings else []

def _sweep_impl(ctx):
    preset = ctx.attr.preset[_PresetInfo].name
    common = ["--preset=" + preset, "--seed=%d" % ctx.attr.seed, "--threads=1"]
    settings = sorted(ctx.attr.settings.items())
    if ctx.attr.axis:
        parts = [_assignments(settings + [(ctx.attr.axis, value)]) for value in ctx.attr.values]
        whole = _assignments(settings + [(ctx.attr.axis, ",".join(ctx.attr.values))])
    else:
        if preset not in ctx.attr.points:
            fail("%s has no points at preset %s" % (ctx.label, preset))
        count = int(ctx.attr.points[preset])
        whole = _assignments(settings)
        parts = [whole + ["--shard_index=%d" % i, "--shard_count=%d" % count] for i in range(count)]

    program = ctx.attr.figure[DefaultInfo].files_to_run
    records = []
    for i in range(len(parts)):
        file = ctx.actions.declare_file("%s_points/%d.records" % (ctx.label.name, i))
        records.append(file)
        ctx.actions.run_shell(
            outputs = [file],
            tools = [program],
            arguments = [program.executable.path] + common + parts[i] +
                        ["--points_only=" + file.path],
            # What it says matters when it fails.
            command = """said=$("$@" 2>&1) || { code=$?; echo "$said" >&2; exit $code; }""",
            mnemonic = "FigurePoint",
            progress_message = "Computing part %d of %d of %s" % (i + 1, len(parts), ctx.label),
        )

    folder = ctx.actions.declare_directory(ctx.label.name)
    ctx.actions.run_shell(
        inputs = records,
        outputs = [folder],
        tools = [program],
        arguments = [program.executable.path, folder.path, ctx.attr.slug, str(len(records))] +
                    [file.path for file in records] + common + whole,
        # Exit code 3 is a claim that fails, which is a result too.
        command = """
set -eu
program=$1; out=$2; points=$2/$3.points; count=$4; shift 4
gnuplot --version > /dev/null 2>&1 || { echo "gnuplot is not in the PATH" >&2; exit 1; }
mkdir -p "$points"
while [ "$count" -gt 0 ]; do
  cp "$1" "$points/$count.records"; shift; count=$((count - 1))
done
code=0
"$program" --merge --out="$out" "$@" > "$out/report.txt" || code=$?
[ $code -eq 0 ] || [ $code -eq 3 ]
rm -r "$points"
""",
        mnemonic = "FigureMerge",
        progress_message = "Drawing %s" % ctx.label,
    )
    return [DefaultInfo(files = depset([folder]))]

figure_sweep = rule(
    doc = """Computes a figure by one action per part of its points, and merges them.

    The result is a folder with report.txt and the figure's own folder. Parts are cut in one of two
    ways. With `axis` and `values`, a part has all points of one value of that parameter: another
    value more is another action more, as long as nothing else decides a point (its place in the
    grid, say). Else there are points[PRESET] parts, each of every so-maniest point.
    """,
    attrs = {
        "axis": attr.string(doc = "a parameter of the figure that is a list"),
        "figure": attr.label(
            doc = "its program",
            cfg = "target",
            executable = True,
            mandatory = True,
        ),
        "points": attr.string_dict(doc = "without axis: number of parts by preset"),
        "preset": attr.label(default = "//paper_figures:preset", providers = [_PresetInfo]),
        "seed": attr.int(default = 1),
        "settings": attr.string_dict(doc = "parameters that differ from the preset's"),
        "slug": attr.string(doc = "name of the figure's folder", mandatory = True),
        "values": attr.string_list(doc = "what axis takes"),
    },
    implementation = _sweep_impl,
)
