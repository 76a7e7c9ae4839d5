package syntop.capture.file;

import java.util.Set;
import syntop.capture.CaptureException;

/**
 * What became of one file.
 *
 * @param name as it was given; may hold any character
 * @param records packets handed over; those before damage are among them
 * @param linkTypes LINKTYPE_ numbers of these packets, ascending; 65,536 and the number of the file
 *     where it is one that has no LINKTYPE_
 * @param error the file was not read to its end, and why; null when it was, or when reading was
 *     stopped. The message is one line for the user and begins with the name, raw: whoever prints
 *     it escapes control characters.
 */
public record FileReport(
        String name, long records, Set<Integer> linkTypes, CaptureException error) {}
