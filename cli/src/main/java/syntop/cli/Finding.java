package syntop.cli;

/**
 * One thing that {@code doctor} looked at.
 *
 * @param level how it stands
 * @param subject what it is about, for programs; never changes
 * @param text what was found, one line; may hold names from outside
 * @param remedy what to do about it, or null
 */
record Finding(Level level, String subject, String text, String remedy) {
    /** How a thing stands. */
    enum Level {
        /** As it should be. */
        ok,
        /** Works, with a drawback. */
        warn,
        /** Does not work. */
        FAIL
    }

    static Finding ok(String subject, String text) {
        return new Finding(Level.ok, subject, text, null);
    }

    static Finding warn(String subject, String text, String remedy) {
        return new Finding(Level.warn, subject, text, remedy);
    }

    static Finding fail(String subject, String text, String remedy) {
        return new Finding(Level.FAIL, subject, text, remedy);
    }
}
