/** Models of the zoo in Deeplearning4j's manner: as networks of its layers, and behind its {@code ZooModel}. */
package io.github.reformer4j.zoo.dl4j;
