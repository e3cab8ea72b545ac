/** Reference cases: inputs and outputs of another implementation of the Reformer, and the harness that runs them. */
package io.github.reformer4j.reference;
