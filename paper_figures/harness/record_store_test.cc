#include "paper_figures/harness/record_store.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "infoflow/support/sha256.h"

namespace infoflow::paper_figures {
namespace {

using Reading = RecordStore::Reading;

const RecordMaker kOurs = {"code", "OpenBLAS Haswell"};

class RecordStoreTest : public ::testing::Test {
 protected:
  RecordStoreTest()
      : folder_(absl::StrCat(::testing::TempDir(), "/records_",
                             ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::remove_all(folder_);
  }
  std::unique_ptr<RecordStore> Open(const RecordMaker& maker = kOurs,
                                    Reading reading = Reading::kKept) {
    absl::StatusOr<std::unique_ptr<RecordStore>> store = RecordStore::Open(folder_, maker, reading);
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }
  std::vector<std::string> Files() const {
    std::vector<std::string> files;
    for (const auto& file : std::filesystem::directory_iterator(folder_)) {
      files.push_back(file.path().string());
    }
    return files;
  }

  const std::string folder_;
  const std::string point_ = R"({"x":0.5})";
  const std::string record_ = R"({"y":[1.0,"nan"]})";
};

TEST_F(RecordStoreTest, FindsWhatAnotherProgramKept) {
  ASSERT_TRUE(Open()->Add(point_, record_).ok());
  const std::unique_ptr<RecordStore> store = Open();
  ASSERT_NE(store->Find(point_), nullptr);
  EXPECT_EQ(*store->Find(point_), record_);
  EXPECT_EQ(store->Find(R"({"x":0.25})"), nullptr);
}

TEST_F(RecordStoreTest, ProgramsThatWriteAtTheSameTimeHaveFilesOfTheirOwn) {
  const std::unique_ptr<RecordStore> one = Open(), two = Open();
  ASSERT_TRUE(one->Add(point_, record_).ok());
  ASSERT_TRUE(two->Add(R"({"x":1.5})", record_).ok());
  EXPECT_EQ(Files().size(), 2u);
  const std::unique_ptr<RecordStore> both = Open();
  EXPECT_NE(both->Find(point_), nullptr);
  EXPECT_NE(both->Find(R"({"x":1.5})"), nullptr);
}

TEST_F(RecordStoreTest, NothingKeptLeavesNoFile) {
  const std::unique_ptr<RecordStore> store = Open();
  EXPECT_TRUE(Files().empty()) << "also when it is killed now";
}

TEST_F(RecordStoreTest, UnfinishedWorkGoesWhenThereIsARecord) {
  const std::unique_ptr<RecordStore> store = Open();
  const std::string other_point = R"({"x":1.5})";
  const RecordMaker other_maker = {kOurs.code, "OpenBLAS SkylakeX"};
  std::vector<std::string> files;
  for (const std::string& prefix :
       {store->UnfinishedPrefix(point_), store->UnfinishedPrefix(point_),
        store->UnfinishedPrefix(other_point), Open(other_maker)->UnfinishedPrefix(point_)}) {
    files.push_back(absl::StrCat(prefix, files.size(), ".checkpoint"));
    ASSERT_TRUE(WriteFile("state", files.back()).ok()) << files.back();
  }
  ASSERT_EQ(Files().size(), 4u);
  ASSERT_TRUE(store->Add(point_, record_).ok());
  EXPECT_FALSE(std::filesystem::exists(files[0]));
  EXPECT_FALSE(std::filesystem::exists(files[1]));
  EXPECT_TRUE(std::filesystem::exists(files[2])) << "another point's";
  EXPECT_TRUE(std::filesystem::exists(files[3])) << "by other kernels";
  EXPECT_EQ(Open(kOurs, Reading::kNothing)->UnfinishedPrefix(point_), "");
}

TEST_F(RecordStoreTest, AnotherProgramsRecordsDoNotCount) {
  ASSERT_TRUE(Open()->Add(point_, record_).ok());
  EXPECT_EQ(Open({"other code", kOurs.blas})->Find(point_), nullptr);
  const std::unique_ptr<RecordStore> other = Open({kOurs.code, "OpenBLAS SkylakeX"});
  EXPECT_EQ(other->Find(point_), nullptr) << "kernels must not mix unseen";
  EXPECT_EQ(other->other_kernels().count(kOurs.blas), 1u);
  EXPECT_EQ(Open(kOurs, Reading::kNothing)->Find(point_), nullptr);
}

TEST_F(RecordStoreTest, OtherKernelsCountWhenAskedForAndOursComesFirst) {
  const std::string other_record = R"({"y":[1.25,"nan"]})";
  ASSERT_TRUE(Open({kOurs.code, "OpenBLAS SkylakeX"})->Add(point_, other_record).ok());
  ASSERT_TRUE(Open({kOurs.code, "OpenBLAS Zen"})->Add(point_, record_).ok());
  std::unique_ptr<RecordStore> any = Open(kOurs, Reading::kKeptByAnyKernel);
  ASSERT_NE(any->Find(point_), nullptr);
  EXPECT_EQ(*any->Find(point_), other_record) << "the first by name, on every machine";
  EXPECT_EQ(any->KernelOf(point_), "OpenBLAS SkylakeX");
  EXPECT_EQ(any->KernelOf(R"({"x":9.5})"), kOurs.blas);
  ASSERT_TRUE(Open()->Add(point_, record_).ok());
  any = Open(kOurs, Reading::kKeptByAnyKernel);
  EXPECT_EQ(*any->Find(point_), record_);
  EXPECT_EQ(any->KernelOf(point_), kOurs.blas);
}

TEST_F(RecordStoreTest, LinesOfOtherTypesAreAsIfTheyWereNotThere) {
  ASSERT_TRUE(Open()->Add(point_, record_).ok());
  const std::string deep = absl::StrCat(std::string(3000, '['), std::string(3000, ']'));
  for (const std::string& json :
       {std::string(R"({"code":1,"blas":2,"point":3,"record":4})"),
        std::string(R"({"code":"code","blas":[],"point":3,"record":4})"),
        std::string(R"({"code":"code","blas":"OpenBLAS Haswell"})"), std::string("[]"),
        absl::StrCat(R"({"code":"code","blas":"OpenBLAS Haswell","point":)", deep,
                     R"(,"record":1})")}) {
    ASSERT_TRUE(WriteFile(absl::StrCat(Sha256(json), " ", json, "\n"), Files()[0]).ok());
    EXPECT_EQ(Open()->Find(point_), nullptr) << json.substr(0, 80);
    EXPECT_EQ(Open()->Find("3"), nullptr) << json.substr(0, 80);
  }
}

// Whatever happens to a line, it is right or it is not there.
TEST_F(RecordStoreTest, DamagedLinesAreAsIfTheyWereNotThere) {
  ASSERT_TRUE(Open()->Add(point_, record_).ok());
  const std::string path = Files()[0];
  const std::string line = *ReadFile(path);
  const std::vector<std::string> damaged = {
      "",
      "\n\n",
      line.substr(0, line.size() / 2),
      line.substr(1),
      absl::StrReplaceAll(line, {{"1.0", "1.1"}}),
      absl::StrReplaceAll(line, {{"[1.0,", "["}}),
      absl::StrReplaceAll(line, {{" ", "\n"}}),
      std::string(1000, '\0'),
  };
  for (const std::string& content : damaged) {
    ASSERT_TRUE(WriteFile(content, path).ok());
    EXPECT_EQ(Open()->Find(point_), nullptr) << content;
  }
  // A whole line after a damaged one counts.
  ASSERT_TRUE(WriteFile(line.substr(0, 100) + "\n" + line, path).ok());
  EXPECT_NE(Open()->Find(point_), nullptr);
}

TEST_F(RecordStoreTest, TwoRecordsOfOnePointMustAgree) {
  const std::unique_ptr<RecordStore> one = Open(), two = Open();
  ASSERT_TRUE(one->Add(point_, record_).ok());
  ASSERT_TRUE(two->Add(point_, record_).ok());
  EXPECT_NE(Open()->Find(point_), nullptr);
  ASSERT_TRUE(two->Add(point_, R"({"y":[2.0,"nan"]})").ok());
  const absl::Status status = RecordStore::Open(folder_, kOurs, Reading::kKept).status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
}

TEST_F(RecordStoreTest, WithoutAFolderNothingIsKept) {
  const std::unique_ptr<RecordStore> store = *RecordStore::Open("", kOurs, Reading::kKept);
  EXPECT_TRUE(store->Add(point_, record_).ok());
  EXPECT_EQ(store->Find(point_), nullptr);
}

TEST_F(RecordStoreTest, UnwritableFoldersAreErrors) {
  ASSERT_TRUE(MakeFolders(folder_).ok());
  ASSERT_TRUE(WriteFile("", folder_ + "/file").ok());
  EXPECT_FALSE(RecordStore::Open(folder_ + "/file", kOurs, Reading::kKept).ok());
}

TEST(RecordLineTest, IsACheckedLineOfJson) {
  EXPECT_EQ(RecordLine({"c", "b"}, R"({"x":1})", R"({"y":2})").substr(65),
            "{\"code\":\"c\",\"blas\":\"b\",\"point\":{\"x\":1},\"record\":{\"y\":2}}\n");
}

}  // namespace
}  // namespace infoflow::paper_figures
