package com.custom.pulsar.cluster.manifests;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Leaves it to {@link PlainScalar} what unquoted text means. */
final class Resolution extends Resolver {
    static final Tag PLAIN = new Tag("tag:pulsar-cdc,2026:plain");

    @Override
    public Tag resolve(NodeId kind, @Nullable String value, boolean implicit) {
        return switch (kind) {
            case scalar -> implicit ? PLAIN : Tag.STR;
            case sequence -> Tag.SEQ;
            default -> Tag.MAP;
        };
    }
}
