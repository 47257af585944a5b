package com.custom.pulsar.cluster.harden;

import java.util.List;

/**
 * A stream of manifests after hardening.
 *
 * @param text the stream: what had nothing to change in it stands there as it was, to the byte
 * @param objects those that have pods, in the order of the stream
 * @param warnings what is likely not meant in the stream itself, such as a key that stands twice, one sentence each
 */
public record HardenedManifests(String text, List<HardenedObject> objects, List<String> warnings) {
    public HardenedManifests {
        objects = List.copyOf(objects);
        warnings = List.copyOf(warnings);
    }

    /** Whether every pod passes Pod Security {@code restricted} of every version. */
    public boolean passed() {
        return objects.stream().allMatch(HardenedObject::passed);
    }
}
