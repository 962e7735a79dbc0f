/** What artifacts with native libraries provide. */
package dev.hornbeam.spi;
