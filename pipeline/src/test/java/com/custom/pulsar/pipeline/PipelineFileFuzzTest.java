package com.custom.pulsar.pipeline;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;

/** Whatever a file holds, it is a pipeline or refused as one. Runs in the profile {@code fuzz} only. */
final class PipelineFileFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void aFileIsAPipelineOrRefusedWithAReason(byte[] bytes) {
        try {
            PipelineFile.parse(bytes, "p.yaml", Path.of("/etc/cdc"));
        } catch (PipelineFileException e) {
            if (e.problems().isEmpty()) {
                throw new AssertionError("refused without a reason", e);
            }
        }
    }
}
