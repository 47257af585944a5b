package com.custom.pulsar.securitycustomizer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A StatefulSet as it is to be posted.
 *
 * @param manifest as plain maps
 * @param refusals why it must not be posted, a sentence each; empty when it may
 * @param notes what is worth knowing all the same, a sentence each
 */
record HardenedManifest(Map<String, @Nullable Object> manifest, List<String> refusals, List<String> notes) {
    HardenedManifest {
        refusals = List.copyOf(refusals);
        notes = List.copyOf(notes);
    }
}
