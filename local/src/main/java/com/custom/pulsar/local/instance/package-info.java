/**
 * Classes that are put on the class path of Pulsar's function and source processes, each in a jar of its own. They may
 * use nothing else of this project.
 */
@NullMarked
package com.custom.pulsar.local.instance;

import org.jspecify.annotations.NullMarked;
