/** What is checked before a broker starts: that its functions worker will harden every pod. */
@NullMarked
package com.custom.pulsar.securitycustomizer.startup;

import org.jspecify.annotations.NullMarked;
