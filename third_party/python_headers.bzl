"""The headers of the system's Python, which a module for it is compiled against."""

_ASK = "import sysconfig; print(sysconfig.get_path('include'))"

def _python_headers_impl(ctx):
    result = ctx.execute(["/usr/bin/python3", "-c", _ASK])
    folder = ctx.path(result.stdout.strip()) if result.return_code == 0 else None
    if folder == None or not folder.get_child("Python.h").exists:
        fail("@%s: header <Python.h> of /usr/bin/python3 not found; install python3-dev" % ctx.name)
    ctx.symlink(folder, "include")
    ctx.file("BUILD", """\
load("@rules_cc//cc:defs.bzl", "cc_library")

cc_library(
    name = "python_headers",
    hdrs = glob(["include/**/*.h"]),
    includes = ["include"],
    visibility = ["//visibility:public"],
)
""")

python_headers = repository_rule(
    configure = True,
    doc = "Python.h of /usr/bin/python3.",
    implementation = _python_headers_impl,
    local = True,
)
