/** A function for every op, in a class a group; names and attributes are TensorFlow's. */
package dev.hornbeam.op;
