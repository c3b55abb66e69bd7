// SPDX-License-Identifier: Apache-2.0
#pragma once
// A ComfyUI graph as the emulator takes it.

#include <memory>
#include <utility>

#include "base/digest.h"
#include "catalog/workflow.h"

namespace reshoot::test {

/// A graph with a slot for everything that the campaigns ask for.
inline std::shared_ptr<const Workflow> sample_workflow() {
  static const auto shared = [] {
    Workflow made;
    made.graph = R"({"1":{"class_type":"UNETLoader","inputs":{"unet_name":"wan"}},)"
                 R"("2":{"class_type":"CLIPTextEncode","inputs":{"text":""}},)"
                 R"("3":{"class_type":"WanImageToVideo","inputs":{"positive":["2",0],"width":1,)"
                 R"("height":1,"length":1}},)"
                 R"("4":{"class_type":"KSampler","inputs":{"model":["1",0],"seed":0,)"
                 R"("latent_image":["3",0]}},)"
                 R"("5":{"class_type":"SaveVideo","inputs":{"video":["4",0],"filename_prefix":"",)"
                 R"("fps":1}},"6":{"class_type":"LoadImage","inputs":{"image":"example.png"}}})";
    made.content = sha256(made.graph);
    made.prompt = {"2", "text"};
    made.seed = {"4", "seed"};
    made.filename_prefix = {"5", "filename_prefix"};
    made.references = {{"6", "image"}};
    made.width = {"3", "width"};
    made.height = {"3", "height"};
    made.frames = {"3", "length"};
    made.fps = {"5", "fps"};
    return std::make_shared<const Workflow>(std::move(made));
  }();
  return shared;
}

}  // namespace reshoot::test
