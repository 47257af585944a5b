/** The Debezium change event as bytes. */
@NullMarked
package com.custom.pulsar.envelope;

import org.jspecify.annotations.NullMarked;
