package syntop.capture.file;

import java.util.Locale;

/** Texts for the user, the same in every locale. */
final class Text {
    private Text() {}

    /** {@link String#format} with commas between thousands. */
    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
