/**
 * How the values of a row get into its event. Debezium converts them; what is here stands before its converters.
 */
@NullMarked
package com.custom.pulsar.source.values;

import org.jspecify.annotations.NullMarked;
