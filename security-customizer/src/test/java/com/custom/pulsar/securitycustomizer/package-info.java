@NullMarked
package com.custom.pulsar.securitycustomizer;

import org.jspecify.annotations.NullMarked;
