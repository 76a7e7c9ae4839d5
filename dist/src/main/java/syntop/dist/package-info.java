/** Build time only: puts together the files that the launcher runs. */
package syntop.dist;
