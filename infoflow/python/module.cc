// import infoflow: the library for Python, with numpy arrays in and out.

#include "infoflow/linalg/blas_threads.h"
#include "infoflow/python/conversion.h"
#include "infoflow/support/version.h"

PYBIND11_MODULE(infoflow, module) {
  module.doc() =
      "Relative entropies, replica entropies, Ising models, mean-field theory and reconstruction "
      "cascades. Entropies are in nats.";
  module.attr("__version__") = infoflow::kVersion;
  // Once, here, and not at the first call that needs it: numbers then never depend on the order of
  // calls. It holds for numpy too where that uses the same OpenBLAS.
  const infoflow::linalg::SingleThreadedBlas single_threaded_blas;
  infoflow::python::DefineReplica(module);
  infoflow::python::DefineMeanField(module);
  infoflow::python::DefineIsing(module);
  infoflow::python::DefineEstimators(module);
  infoflow::python::DefineCascade(module);
}
