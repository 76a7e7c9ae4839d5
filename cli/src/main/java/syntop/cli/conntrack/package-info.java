/** Tracked connections: which are looked at, by what they are counted, and how they are printed. */
package syntop.cli.conntrack;
