// SPDX-License-Identifier: Apache-2.0
// Two steps: the campaign's text says which media it names; those follow.

#include "cli/revision.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "cli/tree_names.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view models = "models/";
constexpr std::size_t campaigns_listed = 5;
constexpr std::uint64_t longest_campaign = 64ULL << 20U;  // as a campaign is read

Result<std::variant<Scratch, TempDirectory>> make_folder(const fs::path& scratch) {
  using Folder = std::variant<Scratch, TempDirectory>;
  std::error_code failed;
  if (fs::is_directory(scratch.parent_path(), failed)) {  // a look makes no store
    Result<Scratch> own = Scratch::create(scratch);
    if (own) {
      return Folder(*std::move(own));
    }
  }
  const fs::path temporary = fs::temp_directory_path(failed);
  if (failed) {
    return fail(ErrorKind::environment, "there is no folder for temporary files",
                "set TMPDIR to one that can be written");
  }
  TRY_ASSIGN(TempDirectory directory, TempDirectory::create(temporary, "reshoot-"));
  return Folder(std::move(directory));
}

/// Lays out one revision.
class Layout {
 public:
  Layout(const Git& git, const std::string& revision, const CampaignPlace& now)
      : git_(git),
        revision_(revision),
        campaign_(now.file.lexically_relative(now.workspace).generic_string()) {}

  /// Finds the revision and its files.
  Result<std::string> open() {
    TRY_ASSIGN(const std::string commit, git_.commit_of(revision_));
    TRY_ASSIGN(files_, git_.tree(commit, paths_to_list()));
    std::vector<std::string> links;
    for (const TreeFile& file : files_) {
      if (file.is_link()) {
        links.push_back(file.oid);
      }
    }
    if (!links.empty()) {
      TRY_ASSIGN(links, git_.read_blobs(links));
    }
    names_.emplace(files_, links);
    if (names_->file(git_.prefix() + campaign_) == nullptr) {
      return tl::unexpected(not_in_revision());
    }
    return commit;
  }

  /// Lays out what a campaign is read from, and all links: any name may go through one.
  Result<void> lay_out_texts(const fs::path& folder) {
    folder_ = folder;
    TRY(make_directories(tree()));
    for (const TreeFile& file : files_) {
      if (file.is_link() || is_text(file.path)) {
        want(file.path);
      }
    }
    want(git_.prefix() + campaign_);
    return lay_out_wanted();
  }

  /// Lays out media of the campaign. Error where a Git LFS pointer comes instead.
  Result<void> lay_out_media(const Campaign& campaign) {
    std::vector<const MediaFile*> media;
    for (const Character& character : campaign.characters) {
      for (const Reference& reference : character.references) {
        media.push_back(&reference.file);
      }
      media.push_back(character.voice ? &*character.voice : nullptr);
    }
    for (const Scene& scene : campaign.scenes) {
      for (const auto* file : {&scene.first_frame, &scene.last_frame, &scene.footage}) {
        media.push_back(*file ? &**file : nullptr);
      }
    }
    std::erase(media, nullptr);
    for (const MediaFile* file : media) {
      want(file->path.lexically_relative(tree()).generic_string());
    }
    TRY(lay_out_wanted());
    for (const MediaFile* file : media) {
      TRY(check_pointer(*file));
    }
    return {};
  }

  [[nodiscard]] CampaignPlace place() const {
    const fs::path workspace =
        git_.prefix().empty() ? tree() : (tree() / git_.prefix()).parent_path();
    return {workspace, workspace / campaign_};
  }
  [[nodiscard]] const std::string& campaign() const { return campaign_; }

 private:
  [[nodiscard]] fs::path tree() const { return folder_ / "tree"; }

  /// The workspace, and the .gitattributes that hold for it from above.
  [[nodiscard]] std::vector<std::string> paths_to_list() const {
    std::vector<std::string> paths;
    const std::string& prefix = git_.prefix();
    if (!prefix.empty()) {
      paths = {prefix, ".gitattributes"};
      for (std::size_t at = prefix.find('/'); at + 1 < prefix.size();
           at = prefix.find('/', at + 1)) {
        paths.push_back(prefix.substr(0, at + 1) + ".gitattributes");
      }
    }
    return paths;
  }

  [[nodiscard]] bool is_text(std::string_view path) const {
    if (path == ".gitattributes" || path.ends_with("/.gitattributes")) {
      return true;
    }
    path.remove_prefix(std::min(git_.prefix().size(), path.size()));
    const bool is_row = path.starts_with(models) && path.ends_with(".yaml") &&
                        path.find('/', models.size()) == std::string_view::npos;
    return path == "reshoot.yaml" || is_row;
  }

  /// The file that a path leads to, if the tree has one.
  void want(const std::string& path) {
    const TreeFile* const named = names_->file(path);
    if (named != nullptr) {
      wanted_.insert(named);
    }
    const auto target = names_->resolve(path);
    const TreeFile* const file = target ? names_->file(*target) : nullptr;
    if (file != nullptr) {
      wanted_.insert(file);
    }
  }

  /// But for links that would lead out of the folder.
  Result<void> lay_out_wanted() {
    std::vector<TreeFile> files;
    for (const TreeFile* file : wanted_) {
      const bool escapes = file->is_link() && !names_->resolve(file->path);
      if (!escapes && there_.insert(file).second) {
        files.push_back(*file);
      }
    }
    wanted_.clear();
    std::sort(files.begin(), files.end(),
              [](const TreeFile& a, const TreeFile& b) { return a.path < b.path; });
    return git_.lay_out(files, tree(), folder_ / "index");
  }

  [[nodiscard]] Result<void> check_pointer(const MediaFile& file) const {
    constexpr std::string_view pointer = "version https://git-lfs.github.com/spec/";
    const Result<std::string> head = read_head(file.path, pointer.size());
    if (!head || *head != pointer) {
      return {};  // what cannot be read is reported with the rest of the campaign
    }
    return fail(
        ErrorKind::environment,
        fmt::format("'{}' of {} is kept by Git LFS, and only its pointer came",
                    printable(file.written), printable(revision_)),
        fmt::format("install git-lfs, run 'git lfs install', then 'git lfs fetch origin {}'",
                    printable(revision_)));
  }

  [[nodiscard]] Error not_in_revision() const {
    std::string others;
    std::size_t count = 0;
    for (const TreeFile& file : files_) {
      if (file.path.ends_with("/campaign.yaml") && ++count <= campaigns_listed) {
        others += (others.empty() ? "" : ", ") + printable(file.path);
      }
    }
    return {
        ErrorKind::usage,
        fmt::format("{} is not in {}", printable(git_.prefix() + campaign_), printable(revision_)),
        others.empty()
            ? "it has no campaign: name a later revision"
            : fmt::format("it has {}{}", others, count > campaigns_listed ? " and others" : "")};
  }

  const Git& git_;
  const std::string& revision_;
  std::string campaign_;  ///< from the workspace
  std::vector<TreeFile> files_;
  std::optional<TreeNames> names_;
  std::set<const TreeFile*> wanted_;
  std::set<const TreeFile*> there_;
  fs::path folder_;
};

fs::path path_of(const std::variant<Scratch, TempDirectory>& folder) {
  return std::visit([](const auto& made) { return made.path(); }, folder);
}

}  // namespace

Result<std::unique_ptr<RevisionCampaign>> read_revision(const Git& git, const std::string& revision,
                                                        const CampaignPlace& now,
                                                        const fs::path& scratch) {
  Layout layout(git, revision, now);
  TRY_ASSIGN(std::string commit, layout.open());
  TRY_ASSIGN(auto folder, make_folder(scratch));
  auto read = std::make_unique<RevisionCampaign>(std::move(commit), std::move(folder));
  std::error_code failed;
  TRY(layout.lay_out_texts(fs::canonical(path_of(read->files), failed)));
  read->place = layout.place();
  read->catalog = Catalog::load(read->place.workspace, read->sources, read->diags);
  Result<std::string> text = read_file(read->place.file, longest_campaign);
  if (text) {  // else that is reported below
    const auto named = read_campaign(layout.campaign(), *std::move(text), read->place,
                                     read->catalog, read->sources, read->diags);
    if (!named) {
      return read;
    }
    TRY(layout.lay_out_media(*named));
  }
  read->campaign = load_campaign(read->place, read->catalog, read->sources, read->diags);
  return read;
}

}  // namespace reshoot
