"""The library for programs that Bazel does not build: one static archive, headers, infoflow.pc."""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

def _own(ctx, label):
    return label.workspace_name == ctx.label.workspace_name

def _static_libraries(ctx, linking_context):
    """The workspace's own libraries; those of the system are named in infoflow.pc."""
    libraries = []
    for linker_input in linking_context.linker_inputs.to_list():
        if _own(ctx, linker_input.owner):
            for library in linker_input.libraries:
                libraries.append(library.pic_static_library or library.static_library)
    return [library for library in libraries if library]

def _library_archive_impl(ctx):
    info = cc_common.merge_cc_infos(cc_infos = [dep[CcInfo] for dep in ctx.attr.deps])
    libraries = _static_libraries(ctx, info.linking_context)
    headers = [
        header
        for header in info.compilation_context.headers.to_list()
        if header.is_source and _own(ctx, header.owner)
    ]

    # ar reads what to do from a script.
    script = ctx.actions.declare_file(ctx.label.name + ".mri")
    ctx.actions.write(
        script,
        "".join(["CREATE libinfoflow.a\n"] +
                ["ADDLIB %s\n" % library.path for library in libraries] +
                ["SAVE\nEND\n"]),
    )
    header_list = ctx.actions.declare_file(ctx.label.name + ".headers")
    ctx.actions.write(header_list, "".join([header.path + "\n" for header in headers]))

    archive = ctx.actions.declare_file(ctx.label.name + ".tar")
    toolchain = find_cpp_toolchain(ctx)
    ctx.actions.run_shell(
        inputs = depset(
            libraries + headers + [script, header_list, ctx.file.license, ctx.file.version_header],
            transitive = [toolchain.all_files],
        ),
        outputs = [archive],
        arguments = [
            toolchain.ar_executable,
            script.path,
            header_list.path,
            ctx.file.license.path,
            ctx.file.version_header.path,
            " ".join(ctx.attr.requires),
            " ".join(ctx.attr.linkopts),
            archive.path,
        ],
        command = """
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder"/include "$folder"/lib/pkgconfig "$folder"/share/doc/infoflow
"$1" -M < "$2"
mv libinfoflow.a "$folder"/lib
tar -c -h -T "$3" | tar -x -C "$folder"/include
cp -L "$4" "$folder"/share/doc/infoflow
version=$(sed -n 's/.*kVersion.*"\\(.*\\)".*/\\1/p' "$5")
[ -n "$version" ] || { echo "no version in $5"; exit 1; }
cat > "$folder"/lib/pkgconfig/infoflow.pc <<END
prefix=\\${pcfiledir}/../..
includedir=\\${prefix}/include
libdir=\\${prefix}/lib

Name: infoflow
Description: Relative entropies, replica entropies, Ising models and mean-field theory
Version: $version
Requires: $6
Cflags: -I\\${includedir}
Libs: -L\\${libdir} -linfoflow $7
END
chmod -R u=rwX,go=rX "$folder"
tar -c --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$folder" -f "$8" \\
  include lib share
""",
        mnemonic = "LibraryArchive",
        use_default_shell_env = True,
    )
    return [DefaultInfo(files = depset([archive]))]

library_archive = rule(
    implementation = _library_archive_impl,
    attrs = {
        "deps": attr.label_list(mandatory = True, providers = [CcInfo]),
        "license": attr.label(allow_single_file = True, mandatory = True),
        "linkopts": attr.string_list(doc = "What infoflow.pc adds behind -linfoflow."),
        "requires": attr.string_list(doc = "Modules of pkg-config that infoflow.pc names."),
        "version_header": attr.label(allow_single_file = True, mandatory = True),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    },
    doc = "A .tar with include/, lib/libinfoflow.a and lib/pkgconfig/infoflow.pc.",
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)
