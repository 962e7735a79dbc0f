/** Tensors, graphs, sessions and SavedModels. */
package dev.hornbeam;
