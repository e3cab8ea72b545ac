/** Which models there are, where their files stand, and what is known of them. */
package io.github.reformer4j.zoo.index;
