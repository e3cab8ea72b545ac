/** One file from one of its sources to its place: resumed, checked, or not there at all. */
package io.github.reformer4j.zoo.download;
