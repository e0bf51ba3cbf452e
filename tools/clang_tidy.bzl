"""clang-tidy over everything that is built: bazel build --config=clang_tidy //...

One action per source, cached as compilations are. It reads the headers of the system where
compilers find them, and those of the workspace from its root.
"""

def _clang_tidy_impl(target, ctx):
    if not hasattr(ctx.rule.attr, "srcs") or CcInfo not in target:
        return []
    headers = target[CcInfo].compilation_context.headers
    reports = []
    for source in ctx.rule.files.srcs:
        # Neither other repositories nor generated sources.
        if source.extension != "cc" or not source.is_source or source.owner.workspace_name:
            continue
        report = ctx.actions.declare_file(
            "%s.%s.clang_tidy" % (ctx.label.name, source.basename),
        )
        ctx.actions.run_shell(
            inputs = depset(
                [source, ctx.file._config] + ctx.rule.files.srcs,
                transitive = [headers],
            ),
            outputs = [report],
            arguments = [source.path, report.path, ctx.file._config.path],
            command = """
clang-tidy --quiet --config-file="$3" "$1" -- -std=c++17 -I. -Wno-everything > "$2" 2>&1 ||
  { grep -v ' warnings generated' "$2"; exit 1; }
""",
            mnemonic = "ClangTidy",
            use_default_shell_env = True,
        )
        reports.append(report)
    return [OutputGroupInfo(clang_tidy = depset(reports))]

clang_tidy = aspect(
    doc = "Runs clang-tidy with the list of .clang-tidy.",
    attrs = {
        "_config": attr.label(allow_single_file = True, default = "//:.clang-tidy"),
    },
    implementation = _clang_tidy_impl,
)
