@NullMarked
package com.custom.pulsar.securitycustomizer.startup;

import org.jspecify.annotations.NullMarked;
