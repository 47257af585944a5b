@NullMarked
package com.custom.pulsar.envelope;

import org.jspecify.annotations.NullMarked;
