package com.custom.pulsar.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.apache.pulsar.common.functions.Resources;

/**
 * The configurations of a pipeline as {@code pulsar-admin} reads them from files, for a Pulsar that looks up secrets itself. No
 * secret is in them, only where it is. The same pipeline always gives the same text.
 */
public final class ConfigurationYaml {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            // What is left out of the resources, Pulsar's reader fills with a default of its own.
            .withConfigOverride(
                    Resources.class,
                    resources -> resources.setInclude(
                            JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS)))
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private ConfigurationYaml() {}

    /**
     * For {@code pulsar-admin sources create --source-config-file}.
     *
     * @throws IllegalArgumentException if the pipeline names no PostgreSQL, or a password that a worker cannot find
     */
    public static String source(Pipeline pipeline) {
        return text(PulsarConfigurations.source(pipeline, new DeploymentTarget.Cluster()));
    }

    /** For {@code pulsar-admin functions create --function-config-file}. */
    public static String function(Pipeline pipeline) {
        return text(PulsarConfigurations.function(pipeline));
    }

    private static String text(Object configuration) {
        try {
            return YAML.writeValueAsString(configuration);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a configuration is always writable", e);
        }
    }
}
