/**
 * The system calls in use, through JNA's direct mapping, and what their errors mean.
 *
 * <p>For 64-bit Linux, where {@code size_t}, pointers and {@code long} have eight bytes.
 */
package syntop.linux.sys;
