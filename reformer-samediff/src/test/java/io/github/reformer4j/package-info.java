/** Tests of the module as a whole. */
package io.github.reformer4j;
