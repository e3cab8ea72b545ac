/** Models that trax trained. */
package io.github.reformer4j.zoo.trax;
