/**
 * Real PostgreSQL and Apache Pulsar on this machine, as supervised child processes bound to loopback.
 *
 * <p>Order of use: {@link com.custom.pulsar.local.DistributionStore} for the programs, {@link
 * com.custom.pulsar.local.DataDirectory} for a place of their own, then {@link com.custom.pulsar.local.EmbeddedPostgres}
 * and {@link com.custom.pulsar.local.PulsarStandalone}, which may be started from two threads at once. What goes wrong in
 * a way that a person can mend is a {@link com.custom.pulsar.local.LocalRunException}.
 */
@NullMarked
package com.custom.pulsar.local;

import org.jspecify.annotations.NullMarked;
