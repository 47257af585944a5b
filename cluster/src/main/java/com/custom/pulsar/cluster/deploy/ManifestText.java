package com.custom.pulsar.cluster.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Map;

/** An object of Kubernetes as YAML for a file: the same object always gives the same text, and long text keeps its lines. */
final class ManifestText {
    // All other text is in quotes, so that no reader takes it for something else.
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
            .build();

    private ManifestText() {}

    static String of(Map<String, ?> object) {
        try {
            return YAML.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts, numbers and lists are YAML", e);
        }
    }
}
