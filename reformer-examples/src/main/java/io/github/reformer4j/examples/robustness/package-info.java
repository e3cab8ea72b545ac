/** What runs long: many steps without growth, one very long sequence. */
package io.github.reformer4j.examples.robustness;
