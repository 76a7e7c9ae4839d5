/** From a result to rules that block: what to block, what never, and how each tool is told. */
package syntop.cli.block;
