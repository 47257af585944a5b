/** The whole pipeline with real PostgreSQL and Pulsar processes, started as a user starts it. */
@NullMarked
package com.custom.pulsar.integrationtests;

import org.jspecify.annotations.NullMarked;
