@NullMarked
package com.custom.pulsar.testsupport.kubernetes;

import org.jspecify.annotations.NullMarked;
