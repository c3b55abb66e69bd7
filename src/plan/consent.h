// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether the faces and voices of a clip may leave the machine, and which files would. Pure: the
// day comes in, and where providers keep what they are sent.

#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/source.h"
#include "campaign/model.h"
#include "graph/step.h"

namespace reshoot {

/// Why the tool may not start a clip by itself, and what a person can do.
struct Hold {
  std::string why;
  std::string help;
  Span at;  ///< where the campaign can be mended; may be none
};

/// Where a provider's uploads go.
struct UploadPlace {
  std::string provider;   ///< `gmi`
  std::string host;       ///< that is called for it; may be empty: not known
  bool is_public = true;  ///< anybody with its URL can read an upload
};

/// What decides about uploads.
struct UploadRules {
  std::vector<UploadPlace> places;  ///< of all providers but `local`
  bool public_uploads = false;      ///< the workspace allows them
  Date today;

  /// nullptr: nothing is sent to such a provider.
  [[nodiscard]] const UploadPlace* place_of(std::string_view provider) const;
};

/// Which part of a request a file is.
enum class SentAs { reference, voice, voice_video, first_frame, last_frame };
/// `reference`, `voice`, `voice video`, `first frame`, `last frame`
std::string_view name_of(SentAs as);

/// A file of a clip's request that its provider is sent.
struct SentFile {
  const InputFile* file = nullptr;  ///< owned by the step
  SentAs as = SentAs::reference;
  const Character* character = nullptr;  ///< owned by the campaign; nullptr: nobody's
  /// Voice videos: what is sent is made of a picture and `file`, the sample. Owned by the step.
  const VoiceVideoRequest* video = nullptr;
};

/// In the order of the request; none where the model runs here.
std::vector<SentFile> sent_files(const Campaign& campaign, const GenerateStep& step);

/// Why none of the clip's files may be sent: where uploads are public, each person whose pictures
/// or voice are among them needs a consent that has not ended, and the workspace must allow it.
/// Empty: they may.
std::vector<Hold> upload_holds(const Campaign& campaign, const GenerateStep& step,
                               const UploadRules& rules);

}  // namespace reshoot
