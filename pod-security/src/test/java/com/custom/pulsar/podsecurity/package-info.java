@NullMarked
package com.custom.pulsar.podsecurity;

import org.jspecify.annotations.NullMarked;
