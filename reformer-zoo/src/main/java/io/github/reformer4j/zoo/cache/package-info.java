/** The folder on this machine in which models are kept once they were fetched. */
package io.github.reformer4j.zoo.cache;
