/** Comparisons that tests of several packages share. */
package io.github.reformer4j.testing;
