/** What the kernel counts and how it is set, read from /proc and by ioctl; nothing is changed. */
package syntop.linux.counters;
