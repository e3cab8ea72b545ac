/** Messages checked by the compiler; shapes rendered and checked. */
package io.github.reformer4j.check;
