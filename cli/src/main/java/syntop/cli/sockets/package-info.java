/** From the kernel's table of sockets to what {@code syntop sockets} prints. */
package syntop.cli.sockets;
