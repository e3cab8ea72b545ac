/** Configurations by name. */
package io.github.reformer4j.zoo;
