/** The command line {@code pulsar-cdc}: one class a verb. */
@NullMarked
package com.custom.pulsar.cli;

import org.jspecify.annotations.NullMarked;
