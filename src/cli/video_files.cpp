// SPDX-License-Identifier: Apache-2.0
// A video is in place while its file is what a build put there, by its stat, for the cut as it is.

#include "cli/video_files.h"

#include "execute/publish.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

/// The blob of each video's cut where it is made; one per video of the campaign.
std::vector<std::optional<Digest>> cuts_made(const Session& session, const Plan& plan) {
  std::vector<std::optional<Digest>> blobs(session.campaign().videos.size());
  for (const Decision& decision : plan.decisions) {
    const auto* cut = std::get_if<CutStep>(&session.graph.steps[decision.step].what);
    if (cut != nullptr && decision.made) {
      blobs[cut->video] = decision.made->blob;
    }
  }
  return blobs;
}

}  // namespace

Result<std::vector<VideoFile>> video_files(const Session& session, const Plan& plan, bool draft) {
  const fs::path& workspace = session.project->place.workspace;
  TRY_ASSIGN(const std::vector<Published> published,
             session.store.ledger.published(workspace.string()));
  const std::vector<std::optional<Digest>> made = cuts_made(session, plan);
  std::vector<VideoFile> files;
  for (std::size_t video = 0; video < made.size(); ++video) {
    VideoFile file;
    file.path = output_path(session.campaign().name, session.campaign().videos[video].name, draft);
    TRY_ASSIGN(const std::optional<FileStat> there, stat_file(workspace / file.path));
    if (there) {
      file.bytes = there->size;
    }
    if (made[video]) {
      TRY_ASSIGN(file.current, is_published(workspace, file.path, *made[video], published));
    }
    files.push_back(std::move(file));
  }
  return files;
}

Result<std::vector<std::string>> unpublished_videos(const Session& session, const Plan& plan,
                                                    bool draft) {
  TRY_ASSIGN(const std::vector<VideoFile> files, video_files(session, plan, draft));
  const std::vector<std::optional<Digest>> made = cuts_made(session, plan);
  std::vector<std::string> paths;
  for (std::size_t video = 0; video < files.size(); ++video) {
    if (made[video] && !files[video].current) {
      paths.push_back(files[video].path);
    }
  }
  return paths;
}

}  // namespace reshoot
