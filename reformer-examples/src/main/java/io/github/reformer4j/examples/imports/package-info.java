/** What importing a model of full size costs, and whether transformers computes the same. */
package io.github.reformer4j.examples.imports;
