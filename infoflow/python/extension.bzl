"""The shared object that Python imports."""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

def _fits_in_shared_object(linker_input):
    """Whether to link the object code of a library.

    Debian's static libraries are not position independent; those of the workspace are
    (--force_pic), and the system's shared ones come in by name.
    """
    if not linker_input.owner.workspace_name:
        # It stands in for functions of OpenBLAS in a program; a module is no place for that.
        return linker_input.owner.name != "openblas_limits"
    return all([library.dynamic_library for library in linker_input.libraries])

def _python_extension_impl(ctx):
    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )
    info = cc_common.merge_cc_infos(cc_infos = [dep[CcInfo] for dep in ctx.attr.deps])
    inputs = [
        linker_input
        for linker_input in info.linking_context.linker_inputs.to_list()
        if _fits_in_shared_object(linker_input)
    ]
    order = depset(inputs, order = "topological")
    output = cc_common.link(
        name = ctx.label.name,
        actions = ctx.actions,
        cc_toolchain = toolchain,
        feature_configuration = features,
        linking_contexts = [cc_common.create_linking_context(linker_inputs = order)],
        output_type = "dynamic_library",
        user_link_flags = ctx.attr.linkopts,
    )
    extension = ctx.actions.declare_file(ctx.label.name + ".so")
    ctx.actions.symlink(
        output = extension,
        target_file = output.library_to_link.resolved_symlink_dynamic_library or
                      output.library_to_link.dynamic_library,
    )
    return [DefaultInfo(
        files = depset([extension]),
        runfiles = ctx.runfiles(files = [extension]),
    )]

python_extension = rule(
    implementation = _python_extension_impl,
    attrs = {
        "deps": attr.label_list(mandatory = True, providers = [CcInfo]),
        "linkopts": attr.string_list(doc = "Such as the shared libraries of the system."),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    },
    doc = "NAME.so from C++ libraries that define the module NAME.",
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)
