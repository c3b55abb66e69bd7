// SPDX-License-Identifier: Apache-2.0
#pragma once
// The readers behind figures_of(), one per family of formats. Each fills in what it finds.

#include "campaign/media_figures.h"

namespace reshoot {

void measure_png(const BytesAt& bytes, MediaFigures& figures);
void measure_jpeg(const BytesAt& bytes, MediaFigures& figures);
void measure_webp(const BytesAt& bytes, MediaFigures& figures);
void measure_movie(const BytesAt& bytes, MediaFigures& figures);  ///< MP4, M4A, MOV
void measure_wav(const BytesAt& bytes, MediaFigures& figures);
void measure_mp3(const BytesAt& bytes, MediaFigures& figures);

}  // namespace reshoot
