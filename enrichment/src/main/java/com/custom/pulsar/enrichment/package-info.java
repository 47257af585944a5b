/** The Pulsar Function that adds metadata to change events. Runs inside Pulsar, against its API only. */
@NullMarked
package com.custom.pulsar.enrichment;

import org.jspecify.annotations.NullMarked;
