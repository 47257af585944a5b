/**
 * How the values of a row get into its event. Debezium decodes and converts them; what is here stands before its decoder and its
 * converters.
 */
@NullMarked
package com.custom.pulsar.source.values;

import org.jspecify.annotations.NullMarked;
