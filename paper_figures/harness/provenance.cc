#include "paper_figures/harness/provenance.h"

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/support/file.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/sha256.h"
#include "infoflow/support/version.h"
#include "paper_figures/harness/subprocess.h"

namespace infoflow::paper_figures {

namespace {

constexpr absl::string_view kUncommitted = "-dirty";

// The commit the sources stand at, "-dirty" appended when they were changed; "" outside a
// checkout. `bazel run` says where the sources are.
std::string Commit() {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  if (workspace == nullptr) return "";
  const absl::StatusOr<std::string> described =
      RunProgram({"git", "-C", workspace, "describe", "--always", "--abbrev=12", "--dirty=-dirty"});
  return described.ok() ? std::string(absl::StripAsciiWhitespace(*described)) : "";
}

std::string CpuModel() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (!absl::StartsWith(line, "model name")) continue;
    const std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits(": ", 1));
    return parts.back();
  }
  return "unknown";
}

std::string Blas() {
  const linalg::BlasDescription blas = linalg::DescribeBlas();
  return absl::StrCat(blas.name, " ", blas.kernel, " (", blas.configuration, ")");
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

std::string Escape(absl::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      escaped.push_back('\\');
      escaped.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&escaped, "\\u%04x", c);
    } else {
      escaped.push_back(c);
    }
  }
  return escaped;
}

// Reads a JSON string that starts at the front of `*text` and removes it.
bool TakeString(absl::string_view* text, std::string* value) {
  if (!absl::ConsumePrefix(text, "\"")) return false;
  value->clear();
  while (!text->empty() && text->front() != '"') {
    if (text->front() == '\\' && text->size() > 1) {
      text->remove_prefix(1);
      if (text->front() == 'u' && text->size() > 4) {
        value->push_back(
            static_cast<char>(std::strtol(std::string(text->substr(1, 4)).c_str(), nullptr, 16)));
        text->remove_prefix(5);
        continue;
      }
    }
    value->push_back(text->front());
    text->remove_prefix(1);
  }
  return absl::ConsumePrefix(text, "\"");
}

}  // namespace

Provenance DescribeRun(const CatalogueEntry& entry, const FigureContext& context,
                       double wall_seconds) {
  return {
      {"figure", entry.figure.slug},
      {"paper", entry.figure.paper},
      {"source", entry.figure.source},
      {"version", kVersion},
      {"commit", Commit()},
      {"fingerprint", Fingerprint(entry, context)},
      {"preset", PresetName(context.preset)},
      {"parameters", context.parameters.Assignments()},
      {"seed", absl::StrCat(context.seed)},
      {"threads", absl::StrCat(context.threads > 0 ? context.threads : NumberOfCores())},
      {"blas", Blas()},
      {"compiler", Compiler()},
      {"cpu", CpuModel()},
      {"wall_seconds", absl::StrFormat("%.3f", wall_seconds)},
  };
}

std::string Fingerprint(const CatalogueEntry& entry, const FigureContext& context) {
  const std::string commit = Commit();
  if (absl::EndsWith(commit, kUncommitted)) return "";
  return absl::StrCat(kVersion, " ", commit, " ", entry.figure.slug, " seed=", context.seed, " ",
                      context.parameters.Assignments(),
                      context.data_dir.empty() ? "" : absl::StrCat(" data_dir=", context.data_dir));
}

std::string CodeIdentity() {
  const std::string commit = Commit();
  if (!commit.empty() && !absl::EndsWith(commit, kUncommitted)) return commit;
  const absl::StatusOr<std::string> program = ReadFile("/proc/self/exe");
  return program.ok() ? Sha256(*program) : commit;
}

std::string FormatJson(const Provenance& provenance) {
  std::string text = "{";
  for (const auto& [name, value] : provenance) {
    absl::StrAppend(&text, text.size() > 1 ? "," : "", "\n  \"", Escape(name), "\": \"",
                    Escape(value), "\"");
  }
  return absl::StrCat(text, "\n}\n");
}

absl::StatusOr<Provenance> ParseJson(absl::string_view json, absl::string_view source) {
  const auto malformed = [&] {
    return absl::InvalidArgumentError(absl::StrCat(source, ": not a flat JSON object of strings"));
  };
  Provenance provenance;
  absl::string_view rest = absl::StripAsciiWhitespace(json);
  if (!absl::ConsumePrefix(&rest, "{") || !absl::ConsumeSuffix(&rest, "}")) return malformed();
  rest = absl::StripAsciiWhitespace(rest);
  while (!rest.empty()) {
    std::string name;
    std::string value;
    if (!TakeString(&rest, &name)) return malformed();
    rest = absl::StripLeadingAsciiWhitespace(rest);
    if (!absl::ConsumePrefix(&rest, ":")) return malformed();
    rest = absl::StripLeadingAsciiWhitespace(rest);
    if (!TakeString(&rest, &value)) return malformed();
    provenance.emplace_back(std::move(name), std::move(value));
    rest = absl::StripLeadingAsciiWhitespace(rest);
    if (!rest.empty() && !absl::ConsumePrefix(&rest, ",")) return malformed();
    rest = absl::StripLeadingAsciiWhitespace(rest);
  }
  return provenance;
}

std::string Lookup(const Provenance& provenance, absl::string_view name) {
  for (const auto& [key, value] : provenance) {
    if (key == name) return value;
  }
  return "";
}

}  // namespace infoflow::paper_figures
