"""Repositories made of libraries that the system's package manager installed.

Headers and libraries are symlinked into the repository, so that they are inputs of
every action that uses them: an upgraded library rebuilds what depends on it, and a
shared cache never serves results that were linked against another version.
"""

_LIBRARY_DIRS = ["lib/%s-linux-gnu", "lib64", "lib"]

# They come with the compiler and are found by it alone.
_TOOLCHAIN_LIBRARIES = ["-latomic", "-ldl", "-lm", "-lpthread", "-lrt"]
_INCLUDE_DIRS = ["include/%s-linux-gnu", "include"]

# A folder with the libraries of another machine (tools/aarch64_sysroot.sh), and that machine.
_SYSROOT = "INFOFLOW_SYSROOT"
_MACHINE = "INFOFLOW_MACHINE"

def _machine(ctx):
    if _SYSROOT in ctx.os.environ:
        return ctx.os.environ.get(_MACHINE, "aarch64")
    return ctx.execute(["uname", "-m"]).stdout.strip()

def _prefixes(ctx):
    sysroot = ctx.os.environ.get(_SYSROOT)
    return [sysroot + "/usr"] if sysroot else [ctx.attr.prefix]

def _first_existing(ctx, prefixes, directories, name):
    """Path of `name` in the first of `directories` that has it, or None."""
    machine = _machine(ctx)
    for prefix in prefixes:
        for directory in directories:
            directory = directory % machine if "%s" in directory else directory
            path = ctx.path("%s/%s/%s" % (prefix, directory, name))
            if path.exists:
                return path
    return None

def _header(ctx, name):
    """Of a sysroot, which need not hold what is the same for all machines."""
    prefixes = _prefixes(ctx)
    if ctx.attr.prefix not in prefixes:
        prefixes = prefixes + [ctx.attr.prefix]
    return _first_existing(ctx, prefixes, _INCLUDE_DIRS, name)

def _pkg_config(ctx, arguments):
    environment = {}
    if _SYSROOT in ctx.os.environ:
        environment["PKG_CONFIG_LIBDIR"] = ":".join([
            "%s/lib/%s-linux-gnu/pkgconfig" % (_prefixes(ctx)[0], _machine(ctx)),
            ctx.attr.prefix + "/share/pkgconfig",
        ])
    return ctx.execute(["pkg-config"] + arguments, environment = environment)

def _version(ctx):
    """The installed version, read from a header's defines or from pkg-config."""
    if ctx.attr.version_module:
        return _pkg_config(ctx, ["--modversion", ctx.attr.version_module]).stdout.strip()
    if not ctx.attr.version_header:
        return ""
    header = _header(ctx, ctx.attr.version_header)
    if header == None:
        return ""
    for line in ctx.read(header).splitlines():
        words = [w for w in line.replace("\t", " ").split(" ") if w]
        if len(words) >= 3 and words[0] == "#define" and words[1] == ctx.attr.version_define:
            text = " ".join(words[2:]).strip("\" ")

            # OPENBLAS_VERSION reads " OpenBLAS 0.3.21 ", BOOST_LIB_VERSION "1_74".
            return text.split(" ")[-1].replace("_", ".")
    return ""

def _numbers(version):
    numbers = []
    for part in version.replace("-", ".").split("."):
        numbers.append(int(part) if part.isdigit() else 0)
    return numbers

def _soname(ctx, path):
    """The name the dynamic loader will ask for."""
    result = ctx.execute(["readelf", "-d", str(path)])
    for line in result.stdout.splitlines():
        if "(SONAME)" in line:
            return line.split("[")[1].split("]")[0]
    return path.basename

def _link_library(ctx, library):
    """Symlinks static (preferred) or shared library `library`; returns its file name."""
    names = ["lib%s.so", "lib%s.a"] if library in ctx.attr.shared else ["lib%s.a", "lib%s.so"]
    for name in names:
        path = _first_existing(ctx, _prefixes(ctx), _LIBRARY_DIRS, name % library)
        if path != None:
            file_name = _soname(ctx, path) if ".so" in name else path.basename
            ctx.symlink(path.realpath, "lib/" + file_name)
            return "lib/" + file_name
    fail("@%s: no library lib%s on this system; install %s" % (ctx.name, library, ctx.attr.package))

def _system_library_impl(ctx):
    for header in ctx.attr.headers:
        path = _header(ctx, header)
        if path == None:
            fail("@%s: header <%s> not found; install %s" % (ctx.name, header, ctx.attr.package))
        ctx.symlink(path, "include/" + header)
    if ctx.attr.least_version:
        version = _version(ctx)
        if _numbers(version) < _numbers(ctx.attr.least_version):
            fail("@%s: version '%s' is older than %s; install %s (%s or later)" % (
                ctx.name,
                version,
                ctx.attr.least_version,
                ctx.attr.package,
                ctx.attr.least_version,
            ))

    libraries = list(ctx.attr.libraries)
    linkopts = list(ctx.attr.linkopts)
    if ctx.attr.modules:
        # pkg-config knows the order in which static archives must be linked.
        result = _pkg_config(ctx, ["--static", "--libs-only-l"] + ctx.attr.modules)
        if result.return_code != 0:
            fail("@%s: pkg-config does not find %s; install %s and pkg-config" % (
                ctx.name,
                ", ".join(ctx.attr.modules),
                ctx.attr.package,
            ))
        for word in result.stdout.strip().split(" "):
            if word in _TOOLCHAIN_LIBRARIES:
                linkopts.append(word)
            elif word.startswith("-l"):
                libraries.append(word[2:])
    files = [_link_library(ctx, library) for library in libraries]

    ctx.file("BUILD", """\
load("@rules_cc//cc:defs.bzl", "cc_library")

cc_library(
    name = "system",
    srcs = %s,
    hdrs = glob(%s),
    includes = ["include"],
    linkopts = %s,
    visibility = ["//:__subpackages__"],
)
""" % (files, ctx.attr.header_globs, linkopts) + "".join([
        _TARGET % (target[len("//:"):], [_SYSTEM] + ctx.attr.targets[target])
        for target in ctx.attr.targets
        if target.startswith("//:")
    ]))
    packages = {}
    for target in ctx.attr.targets:
        package, name = target[2:].split(":")
        if package:
            packages.setdefault(package, []).append(_TARGET % (name, [_SYSTEM] + ctx.attr.targets[target]))
    for package in packages:
        ctx.file(package + "/BUILD", _LOAD + "".join(packages[package]))

_SYSTEM = "//:system"
_LOAD = """load("@rules_cc//cc:defs.bzl", "cc_library")
"""
_TARGET = """
cc_library(
    name = "%s",
    visibility = ["//visibility:public"],
    deps = %s,
)
"""

system_library = repository_rule(
    implementation = _system_library_impl,
    local = True,
    configure = True,
    environ = [
        _MACHINE,
        _SYSROOT,
    ],
    attrs = {
        "header_globs": attr.string_list(
            default = ["include/**"],
            doc = "Which headers count as inputs, where a folder holds many more than are used.",
        ),
        "headers": attr.string_list(doc = "Header files or folders below an include folder."),
        "least_version": attr.string(doc = "Oldest version that will do."),
        "libraries": attr.string_list(doc = "Libraries to link, static ones where they exist."),
        "linkopts": attr.string_list(doc = "Further linker options."),
        "modules": attr.string_list(doc = "pkg-config modules whose libraries to link, in its order."),
        "package": attr.string(mandatory = True, doc = "The Debian package to name when something is missing."),
        "prefix": attr.string(default = "/usr"),
        "shared": attr.string_list(doc = "Libraries to link as shared objects."),
        "targets": attr.string_list_dict(doc = "Upstream label -> labels it depends on besides the library."),
        "version_define": attr.string(doc = "The define in version_header that holds the version."),
        "version_header": attr.string(),
        "version_module": attr.string(doc = "The pkg-config module whose version counts."),
    },
    doc = "A library of the system under its upstream labels.",
)
