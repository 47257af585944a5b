@NullMarked
package com.custom.pulsar;

import org.jspecify.annotations.NullMarked;
