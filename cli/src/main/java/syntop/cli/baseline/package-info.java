/** The baseline as a file: written whole, read with suspicion, and shown. */
package syntop.cli.baseline;
