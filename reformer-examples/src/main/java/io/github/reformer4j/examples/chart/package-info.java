/** Charts of lines in one manner: colours and letters for all pictures, axes whose ticks are round numbers. */
@org.jspecify.annotations.NullMarked
package io.github.reformer4j.examples.chart;
