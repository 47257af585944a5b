package com.custom.pulsar.podsecurity.harden;

import org.jspecify.annotations.Nullable;

/**
 * One value that hardening changed.
 *
 * @param path where, such as {@code spec.template.spec.containers[0].securityContext.runAsNonRoot}
 * @param before the value that was there, or null where there was none
 * @param after the value that is there now, or null where it was taken away
 */
public record Change(
        String path, @Nullable Object before, @Nullable Object after) {}
