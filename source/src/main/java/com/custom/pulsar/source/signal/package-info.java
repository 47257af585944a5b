/**
 * Signals from a Pulsar topic: reads them, refuses what is not allowed, hands the rest to Debezium on the right thread, and tells
 * how snapshots go. Entered by {@link com.custom.pulsar.source.signal.Signals}.
 */
@NullMarked
package com.custom.pulsar.source.signal;

import org.jspecify.annotations.NullMarked;
