"""What the library shows to other workspaces: one target a domain."""

load("@rules_cc//cc:defs.bzl", "cc_library")

# A target that other packages of this workspace may use is one that others may include.
_SHOWN = [
    "users",
    "__subpackages__",
]

def shown_library(name, visibility = ["//visibility:public"]):
    """Gathers the libraries that the package shows; the last statement of its BUILD file.

    Every label stays visible to whom its BUILD file names. Other workspaces depend on the gathering
    target alone, and include the headers of what it gathers.

    Args:
      name: of the target, for a domain that of its folder.
      visibility: the domain's package for one of its rooms.
    """
    gathered = []
    for rule in native.existing_rules().values():
        seers = [str(label).split(":")[-1] for label in rule.get("visibility", [])]
        library = rule["kind"] == "cc_library" and not rule.get("testonly", False)
        if library and any([seer in _SHOWN for seer in seers]):
            gathered.append(":" + rule["name"])
    if not gathered:
        fail("shown_library(name = '%s'): nothing before it is shown" % name)
    cc_library(
        name = name,
        visibility = visibility,
        deps = sorted(gathered),
    )
