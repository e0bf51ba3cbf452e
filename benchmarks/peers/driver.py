"""The peers' side of the conversation with //benchmarks:peers, a line each way:

  (start)         ->  "versions TEXT", or "missing PACKAGE" and the end
  open NAME SIZE* ->  "ok VALUE*": the work is set up, done as often as the comparison of values
                      needs, and their values printed
  run COUNT       ->  "ok SECONDS": CPU time of the process for COUNT repetitions
  anything wrong  ->  "error TEXT"

A work is a function of its sizes that returns (values, step): numbers that the other side must find
too, and a function that does the work once.
"""

import importlib
import sys
import time


def require(module, package):
    """The module, or the end of this peer with the name of the package that has it."""
    try:
        return importlib.import_module(module)
    except ImportError:
        print("missing", package, flush=True)
        sys.exit(0)


def _versions(modules):
    texts = ["Python " + sys.version.split()[0]]
    texts += [m.__name__ + " " + m.__version__.split("+")[0] for m in modules]
    try:
        from threadpoolctl import threadpool_info

        texts += [
            "{} {} {}".format("OpenBLAS", blas["version"], blas["architecture"])
            for blas in threadpool_info()
            if blas["internal_api"] == "openblas"
        ]
    except ImportError:
        texts.append("BLAS not known without python3-threadpoolctl")
    return ", ".join(texts)


def serve(works, modules):
    """Answers requests until their end."""
    print("versions", _versions(modules), flush=True)
    step = None
    for line in sys.stdin:
        words = line.split()
        try:
            if words[0] == "open":
                step = None  # its memory
                values, step = works[words[1]](*map(int, words[2:]))
                print("ok", *(repr(float(value)) for value in values), flush=True)
            else:
                start = time.process_time()
                for _ in range(int(words[1])):
                    step()
                print("ok", repr(time.process_time() - start), flush=True)
        except Exception as error:  # reported, the conversation goes on
            print("error", type(error).__name__, str(error).replace("\n", " "), flush=True)
