/** The parts of the broker plug-in that hardens the pods of functions and connectors. */
@NullMarked
package com.custom.pulsar.securitycustomizer;

import org.jspecify.annotations.NullMarked;
