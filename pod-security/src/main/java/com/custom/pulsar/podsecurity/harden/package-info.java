/** The hardening policy and its application to any workload. */
@NullMarked
package com.custom.pulsar.podsecurity.harden;

import org.jspecify.annotations.NullMarked;
