/**
 * A double of the Kubernetes API server over HTTP: objects of a few resources, with the RBAC, the validation and the Pod
 * Security admission that decide whether what a program posts would become pods. And Pulsar with its Kubernetes runtime on
 * it. And a sandbox that runs the pods of such objects under their own constraints.
 */
@NullMarked
package com.custom.pulsar.testsupport.kubernetes;

import org.jspecify.annotations.NullMarked;
