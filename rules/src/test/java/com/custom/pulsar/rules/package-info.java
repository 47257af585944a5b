@NullMarked
package com.custom.pulsar.rules;

import org.jspecify.annotations.NullMarked;
