/**
 * The Pulsar IO source {@code cdc-postgres}: drives Debezium's PostgreSQL task and publishes its change events,
 * one topic a table, as KEY_VALUE messages with JSON on both sides.
 */
@NullMarked
package com.custom.pulsar.source;

import org.jspecify.annotations.NullMarked;
