#include "paper_figures/harness/provenance.h"

#include <cstdlib>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/support/cpu_model.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/sha256.h"
#include "infoflow/support/version.h"
#include "paper_figures/harness/field_reader.h"
#include "paper_figures/harness/field_writer.h"
#include "paper_figures/harness/json.h"
#include "paper_figures/harness/subprocess.h"

namespace infoflow::paper_figures {

namespace {

// The commit the sources stand at; "" outside a checkout. `bazel run` says where the sources are.
std::string Commit() {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  if (workspace == nullptr) return "";
  const absl::StatusOr<std::string> described =
      RunProgram({"git", "-C", workspace, "describe", "--always", "--abbrev=12", "--dirty=-dirty"});
  return described.ok() ? std::string(absl::StripAsciiWhitespace(*described)) : "";
}

// Whether get<T>() is what the file says.
template <typename T>
bool Holds(const Json& json) {
  if constexpr (std::is_same_v<T, std::string>) {
    return json.is_string();
  } else if constexpr (std::is_integral_v<T>) {
    return json.is_number_unsigned() &&
           json.get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<T>::max());
  } else {
    return json.is_number();
  }
}

std::string Compiler() {
#if defined(__clang__)
  return "clang " __clang_version__;
#elif defined(__GNUC__)
  return "gcc " __VERSION__;
#else
  return "unknown";
#endif
}

void AddImages(const std::vector<ImageSet>& more, std::vector<ImageSet>& images) {
  for (const ImageSet& set : more) {
    bool known = false;
    for (const ImageSet& other : images) known = known || FieldText(other) == FieldText(set);
    if (!known) images.push_back(set);
  }
}

// Of all that decides tables, claims and picture: the program with the recipe, the points with
// their images, preset, parameters and seed.
std::string Fingerprint(const CatalogueEntry& entry, const Run& run, FigureWork& work,
                        const std::vector<int>& points) {
  std::string all =
      absl::StrCat(kVersion, "\n", entry.presentation, "\n", entry.id, "\n", PresetName(run.preset),
                   "\n", run.seed, "\n", work.parameters().Assignments(), "\n", BlasKernel(), "\n");
  for (const int index : points) absl::StrAppend(&all, work.point(index).text, "\n");
  return Sha256(all);
}

}  // namespace

std::string BlasKernel() {
  const linalg::BlasDescription blas = linalg::DescribeBlas();
  return absl::StrCat(blas.name, " ", blas.kernel);
}

std::string Provenance::ParametersText() const {
  return absl::StrJoin(parameters, " ", absl::PairFormatter("="));
}

Provenance DescribeRun(const CatalogueEntry& entry, const Run& run, FigureWork& work,
                       const std::vector<int>& points) {
  Provenance provenance;
  provenance.figure = entry.slug;
  provenance.paper = entry.figure.paper;
  provenance.source = entry.figure.source;
  provenance.version = kVersion;
  provenance.commit = Commit();
  provenance.code = entry.code;
  provenance.fingerprint = Fingerprint(entry, run, work, points);
  provenance.preset = PresetName(run.preset);
  const Json parameters = JsonParameters(work.parameters());
  for (const auto& [name, value] : parameters.items()) {
    provenance.parameters.emplace_back(name, Dump(value));
  }
  provenance.seed = run.seed;
  provenance.threads = run.threads > 0 ? run.threads : NumberOfCores();
  provenance.blas = absl::StrCat(BlasKernel(), " (", linalg::DescribeBlas().configuration, ")");
  provenance.compiler = Compiler();
  provenance.cpu = CpuModel();
  for (const int index : points) AddImages(work.point(index).images, provenance.images);
  return provenance;
}

std::string FormatProvenance(const Provenance& provenance) {
  Json parameters = Json::object();
  for (const auto& [name, value] : provenance.parameters) parameters[name] = ParseJson(value);
  Json images = Json::array();
  for (const ImageSet& set : provenance.images) images.push_back(ParseJson(FieldText(set)));
  Json records = Json::object();
  for (const auto& [kernel, count] : provenance.records) records[kernel] = count;
  Json files = Json::object();
  for (const auto& [path, checksum] : provenance.files) files[path] = checksum;
  return Dump(Json{{"figure", provenance.figure},
                   {"paper", provenance.paper},
                   {"source", provenance.source},
                   {"version", provenance.version},
                   {"commit", provenance.commit},
                   {"code", provenance.code},
                   {"fingerprint", provenance.fingerprint},
                   {"preset", provenance.preset},
                   {"parameters", std::move(parameters)},
                   {"seed", provenance.seed},
                   {"threads", provenance.threads},
                   {"blas", provenance.blas},
                   {"records", std::move(records)},
                   {"compiler", provenance.compiler},
                   {"cpu", provenance.cpu},
                   {"wall_seconds", JsonNumber(provenance.wall_seconds)},
                   {"data", std::move(images)},
                   {"files", std::move(files)}},
              /*indent=*/2) +
         "\n";
}

absl::StatusOr<Provenance> ParseProvenance(absl::string_view json, absl::string_view source) {
  const Json parsed = ParseJson(json);
  if (!parsed.is_object()) {
    return absl::InvalidArgumentError(absl::StrCat(source, ": is no JSON object"));
  }
  Provenance provenance;
  std::string missing;
  const auto read = [&](const char* name, auto* value) {
    using T = std::decay_t<decltype(*value)>;
    const auto found = parsed.find(name);
    if (found != parsed.end() && Holds<T>(*found)) {
      *value = found->template get<T>();
    } else if (missing.empty()) {
      missing = name;
    }
  };
  read("figure", &provenance.figure);
  read("paper", &provenance.paper);
  read("source", &provenance.source);
  read("version", &provenance.version);
  read("commit", &provenance.commit);
  read("code", &provenance.code);
  read("fingerprint", &provenance.fingerprint);
  read("preset", &provenance.preset);
  read("seed", &provenance.seed);
  read("threads", &provenance.threads);
  read("blas", &provenance.blas);
  read("compiler", &provenance.compiler);
  read("cpu", &provenance.cpu);
  read("wall_seconds", &provenance.wall_seconds);
  const Json none;
  const auto member = [&](const char* name) -> const Json& {
    const auto found = parsed.find(name);
    if (found != parsed.end() && found->is_structured()) return *found;
    if (missing.empty()) missing = name;
    return none;
  };
  for (const auto& [name, value] : member("parameters").items()) {
    provenance.parameters.emplace_back(name, Dump(value));
  }
  for (const auto& [kernel, count] : member("records").items()) {
    provenance.records[kernel] = Holds<int>(count) ? count.get<int>() : 0;
  }
  for (const auto& [path, checksum] : member("files").items()) {
    provenance.files[path] = checksum.is_string() ? checksum.get<std::string>() : "";
  }
  for (const Json& set : member("data")) {
    ImageSet images;
    if (!ReadFields(Dump(set), &images).ok() && missing.empty()) missing = "data";
    provenance.images.push_back(std::move(images));
  }
  if (!missing.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(source, ": '", missing, "' is missing or of another type"));
  }
  return provenance;
}

}  // namespace infoflow::paper_figures
