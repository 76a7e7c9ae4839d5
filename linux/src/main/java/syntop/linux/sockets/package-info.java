/**
 * The kernel's table of TCP sockets, read with sock_diag(7), and the programs that hold them, found
 * in /proc. Nothing is changed.
 */
package syntop.linux.sockets;
