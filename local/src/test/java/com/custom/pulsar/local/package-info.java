@NullMarked
package com.custom.pulsar.local;

import org.jspecify.annotations.NullMarked;
