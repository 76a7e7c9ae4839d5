/** Values as users and files write them. */
package syntop.cli.values;
