#include "paper_figures/harness/provenance.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/figure_task.h"
#include "paper_figures/harness/images.h"

namespace infoflow::paper_figures {
namespace {

using ::testing::HasSubstr;

struct Parameters {
  double variance;
  std::vector<int> depths;

  void Register(ParameterSet& set) {
    set.Add("variance", &variance, "sigma_w^2", {0.1, 0.1, 0.1}, {0.0, 1.0});
    set.Add("depths", &depths, "layers", {{1}, {1, 2}, {1}}, {1, 9});
  }
};

struct Point {
  double variance = 0.0;
  ImageSet images;

  INFOFLOW_FIELDS(variance, images)
};

struct Record {
  double entropy = 0.0;

  INFOFLOW_FIELDS(entropy)
};

CatalogueEntry Entry(const std::string& dataset = "synthetic-digits") {
  FigureOf<Parameters, Point, Record> figure;
  figure.paper = "arXiv:0000.00000";
  figure.source = "a \"quoted\" \\ source\t";
  figure.points = [dataset](const Parameters& p,
                            const paper_figures::Run& run) -> absl::StatusOr<std::vector<Point>> {
    const absl::StatusOr<ImageSet> images = run.images->Find({dataset, run.seed, 8, 4});
    if (!images.ok()) return images.status();
    return std::vector<Point>{{p.variance, *images}};
  };
  figure.compute = [](const Point&, const paper_figures::Run&) {
    return absl::StatusOr<Record>(Record());
  };
  figure.present = [](const Parameters&, const paper_figures::Run&, auto) {
    return absl::StatusOr<Presentation>(Presentation());
  };
  figure.open_images = OpenImages;
  return {"fig0", "toy", "plot x\n", "code", "presentation", figure.Build()};
}

Provenance Describe(const CatalogueEntry& entry, const Options& options = {}) {
  const FigureTask task = FigureTask::Create(entry, options).value();
  return DescribeRun(entry, task.run(), task.work(), task.Points().value());
}

TEST(ProvenanceTest, NamesDataAndTypesValues) {
  const Provenance provenance = Describe(Entry());
  ASSERT_EQ(provenance.images.size(), 1u);
  EXPECT_EQ(provenance.images[0].dataset, "synthetic-digits");
  EXPECT_EQ(provenance.images[0].train_count, 8);
  const std::string json = FormatProvenance(provenance);
  EXPECT_THAT(json, HasSubstr("\"variance\": 0.1"));
  EXPECT_THAT(json, HasSubstr("\"seed\": 1"));
  EXPECT_THAT(json, HasSubstr("\"dataset\": \"synthetic-digits\""));
}

TEST(ProvenanceTest, SurvivesItsFile) {
  Provenance provenance = Describe(Entry());
  provenance.wall_seconds = 0.25;
  provenance.files = {{"data/a.csv", "0123"}};
  const std::string json = FormatProvenance(provenance);
  const absl::StatusOr<Provenance> back = ParseProvenance(json, "p.json");
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(FormatProvenance(*back), json);
  EXPECT_EQ(back->source, provenance.source);
  EXPECT_EQ(back->files.at("data/a.csv"), "0123");
}

TEST(ProvenanceTest, WhatIsMissingIsNamed) {
  const std::string json = FormatProvenance(Describe(Entry()));
  const auto error = [&](const std::string& from, const std::string& to) {
    return std::string(
        ParseProvenance(absl::StrReplaceAll(json, {{from, to}}), "p.json").status().message());
  };
  EXPECT_EQ(error("\"seed\": 1", "\"seed\": \"1\""),
            "p.json: 'seed' is missing or of another type");
  EXPECT_EQ(error("\"data\": [", "\"date\": ["), "p.json: 'data' is missing or of another type");
  EXPECT_EQ(ParseProvenance("{", "p.json").status().message(), "p.json: is no JSON object");
}

// All that decides a result, and nothing else, is in its fingerprint.
TEST(ProvenanceTest, FingerprintsDifferWhereResultsMay) {
  const auto fingerprint = [](const CatalogueEntry& entry, const Options& options = {}) {
    return Describe(entry, options).fingerprint;
  };
  const std::string plain = fingerprint(Entry());
  EXPECT_EQ(fingerprint(Entry()), plain);
  Options options;
  options.threads = 3;
  EXPECT_EQ(fingerprint(Entry(), options), plain) << "threads change nothing";
  options = {};
  options.seed = 2;
  EXPECT_NE(fingerprint(Entry(), options), plain);
  options = {};
  options.assignments = "variance=0.2";
  EXPECT_NE(fingerprint(Entry(), options), plain);
  options = {};
  options.preset = Preset::kSmoke;
  EXPECT_NE(fingerprint(Entry(), options), plain);
  // The same parameters, other images: what "auto" became decides.
  EXPECT_NE(fingerprint(Entry("white-noise")), plain);
  CatalogueEntry changed = Entry();
  changed.presentation = "of other claims";
  EXPECT_NE(fingerprint(changed), plain);
}

}  // namespace
}  // namespace infoflow::paper_figures
