/**
 * The user's pcap-filter expressions: compiled with libpcap, run on the JVM.
 *
 * <p>{@link syntop.capture.filter.ExpressionFilter} is all that other packages see. Behind it an
 * expression takes three steps: libpcap turns it into a classic BPF program ({@code
 * LibpcapCompiler}), the program is checked ({@code BpfProgram}), and then made a hidden class that
 * the JIT compiles to native code ({@code BpfCompiler}); {@code BpfInterpreter} says what a program
 * means and runs what does not fit a class.
 *
 * <p>This package calls libpcap through JNA itself, not through pcap4j: pcap4j keeps the compiled
 * program to itself, binds every function of libpcap at once, and cannot give a compiler for a file
 * that does not exist. Nothing here is loaded, neither JNA nor ASM, unless a filter is asked for.
 */
package syntop.capture.filter;
