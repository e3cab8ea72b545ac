/** Configurations and pretrained models by name. */
package io.github.reformer4j.zoo;
