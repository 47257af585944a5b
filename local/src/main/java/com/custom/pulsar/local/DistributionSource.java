package com.custom.pulsar.local;

import java.nio.file.Path;

/** Where the archive of a distribution comes from. */
@FunctionalInterface
interface DistributionSource {
    /**
     * The archive as a local file, whose content is not checked yet.
     *
     * @throws LocalRunException if it cannot be had
     */
    Path fetch(Distribution distribution, FetchProgress progress);
}
