/** From a snapshot to what a person or a program reads: table, JSON, CSV. */
package syntop.cli.render;
