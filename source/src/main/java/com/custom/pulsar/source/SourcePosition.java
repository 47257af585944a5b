package com.custom.pulsar.source;

import java.util.Map;

/**
 * A place in the change stream from which Debezium can go on.
 *
 * @param partition names the stream: {@code {"server": "dbserver1"}}
 * @param offset Debezium's offset: strings, booleans and {@code Long}s by name
 */
record SourcePosition(Map<String, ?> partition, Map<String, ?> offset) {}
