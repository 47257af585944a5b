@NullMarked
package com.custom.pulsar.enrichment;

import org.jspecify.annotations.NullMarked;
