/** The command line: the only place that wires the parts, reads the clock, prints and exits. */
package syntop.cli;
