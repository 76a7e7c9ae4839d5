/**
 * Reads capture files of every common format, decided by their first bytes, never by their name.
 *
 * <p>{@link syntop.capture.file.FileSource} is the whole interface. Behind it a file's bytes go
 * through {@code ByteWindow}, which {@code Formats} looks at first; {@code GzipChannel} and {@code
 * ZstdChannel} put a second window behind the first; a {@code RecordReader} for each format hands
 * the packets on.
 */
package syntop.capture.file;
