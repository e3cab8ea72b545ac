/** Whole models: their configuration, and the heads on the reversible stack. */
package io.github.reformer4j.model;
